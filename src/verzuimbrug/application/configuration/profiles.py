"""What each portal sends, on which stream: the names are a contract with the portal."""

from dataclasses import replace

from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    Configuration,
    StreamEntry,
    without_defaults,
)
from verzuimbrug.sivi.catalogue import catalogue
from verzuimbrug.sivi.tags import DEFAULT_EMPLOYEE_KEY, DEFAULT_EMPLOYER_CODE, MESSAGE_KINDS

PROFILES = {
    "verzekeringsinzicht": {name: name for name in ("Verzuimmeldingen", "WerknemersGegevens")},
    "vdd": {"VZ": "Verzuimmeldingen", "DV": "Dienstverbanden"},
    "other": {name: name for name in MESSAGE_KINDS},
}
"""The message that a portal sends on a stream of this name."""

_FIRST_STREAMS = {"verzekeringsinzicht": "Verzuimmeldingen", "vdd": "VZ"}
"""The stream that every account of a portal has; that of employees is optional."""


def editions_of(message: str) -> tuple[str, ...]:
    """The editions in which a message can be sent."""
    tables = catalogue().tables
    return tuple(sorted(table.edition for table in tables if table.file_name == message))


def with_profile_streams(wanted: Configuration, known: Configuration) -> Configuration:
    """A new account of a portal that names no streams gets the stream of absence reports."""
    names = {account.name for account in known.accounts}
    accounts = tuple(
        account if account.streams or account.name in names else _with_first_stream(account)
        for account in wanted.accounts
    )
    return replace(wanted, accounts=accounts)


def _with_first_stream(account: AccountEntry) -> AccountEntry:
    name = _FIRST_STREAMS.get(account.portal)
    if name is None:
        return account
    message = PROFILES[account.portal][name]
    settings = {
        "message": message,
        "editions": list(editions_of(message)),
        "employer_code": DEFAULT_EMPLOYER_CODE,
        "employee_key": DEFAULT_EMPLOYEE_KEY,
    }
    stream = StreamEntry(name=name, settings=without_defaults(settings), place=account.place)
    return replace(account, streams=(stream,))
