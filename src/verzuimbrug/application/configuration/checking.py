"""What a configuration must be as a whole, together with what the store holds already."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    Configuration,
    EmployerEntry,
    Place,
    StreamEntry,
)
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.tags import BSN_KEY


def check_configuration(
    wanted: Configuration, stored: Configuration, reserved: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Every fault between entries.

    `reserved` gives, by former code, the code that the employer has now (WG-3).
    """
    return (
        *_twice(wanted),
        *_references(wanted, stored),
        *_reserved_codes(wanted, stored, reserved),
        *_accounts(wanted.accounts, stored.accounts),
    )


def _twice(wanted: Configuration) -> Iterator[Finding]:
    yield from _repeated((group.code, group.place) for group in wanted.groups)
    yield from _repeated((scheme.code, scheme.place) for scheme in wanted.schemes)
    yield from _repeated((employer.code, employer.place) for employer in wanted.employers)
    yield from _repeated((account.name, account.place) for account in wanted.accounts)
    for account in wanted.accounts:
        yield from _repeated((stream.name, stream.place) for stream in account.streams)


def _repeated(entries: Iterable[tuple[str, Place]]) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    for name, place in entries:
        earlier = first.setdefault(name, place)
        if name and earlier != place:
            yield Finding("CF012", {"value": name, "line": str(earlier[1])}, *place)


def _references(wanted: Configuration, stored: Configuration) -> Iterator[Finding]:
    groups = {group.code for group in (*wanted.groups, *stored.groups)}
    schemes = {scheme.code for scheme in (*wanted.schemes, *stored.schemes)}
    employers = {employer.code for employer in (*wanted.employers, *stored.employers)}
    for employer in wanted.employers:
        named = [membership.group for membership in employer.groups]
        yield from _unknown(named, groups, employer.place, "groups")
        named = [employer.classifications] if employer.classifications else []
        yield from _unknown(named, schemes, employer.place, "classifications")
    for account in wanted.accounts:
        yield from _unknown(account.scope.employer_groups, groups, account.place, "scope")
        yield from _unknown(account.scope.employers, employers, account.place, "scope")


def _unknown(named: Iterable[str], known: set[str], place: Place, key: str) -> Iterator[Finding]:
    for code in named:
        if code not in known:
            yield Finding("CF013", {"value": code}, f"{place[0]}.{key}", place[1])


def _reserved_codes(
    wanted: Configuration, stored: Configuration, reserved: Mapping[str, str]
) -> Iterator[Finding]:
    taken = {employer.code for employer in stored.employers}
    for employer in _new(wanted.employers, taken):
        if employer.code in reserved:
            params = {"code": employer.code, "current": reserved[employer.code]}
            yield Finding("CF023", params, *employer.place)


def _new(employers: Iterable[EmployerEntry], taken: set[str]) -> Iterator[EmployerEntry]:
    return (employer for employer in employers if employer.code not in taken)


def _accounts(wanted: Sequence[AccountEntry], stored: Sequence[AccountEntry]) -> Iterator[Finding]:
    earlier = {account.name: account.streams for account in stored}
    for account in wanted:
        streams = {stream.name: stream for stream in earlier.get(account.name, ())}
        streams |= {stream.name: stream for stream in account.streams}
        yield from _keys(account, streams.values())


def _keys(account: AccountEntry, streams: Iterable[StreamEntry]) -> Iterator[Finding]:
    """All streams of an account know persons by the same key (WN-1), the BSN only if it is on."""
    keys = sorted({stream.settings["employee_key"] for stream in streams})
    if len(keys) > 1:
        yield Finding("CF019", {"keys": ", ".join(keys)}, *account.place)
    if BSN_KEY in keys and not account.bsn:
        yield Finding("CF020", {"tag": BSN_KEY}, *account.place)
