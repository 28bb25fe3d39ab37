"""The changed settings of a shadow run, taken from a configuration file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.configuration.configure import configure
from verzuimbrug.application.configuration.differences import Difference
from verzuimbrug.application.configuration.entries import Configuration
from verzuimbrug.application.configuration.reading import read_configuration
from verzuimbrug.application.editions.accepting import EditionChange, with_editions
from verzuimbrug.application.streams import list_streams
from verzuimbrug.domain.conversion import ConversionTable, Unknown
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import Arbodienst, ClientAccount
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Other settings of a stream, with the conversion tables that go with them; or what is wrong.

    `beside` are what a file changes besides; a run takes no account of that.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, ConversionTable] = field(default_factory=dict)
    beside: tuple[Difference, ...] = ()
    faults: tuple[Finding, ...] = ()


def other_editions(ref: AccountRef, stream: str, change: EditionChange) -> Proposed:
    """The settings that a stream has, with other editions."""
    stored = {each.name: each.settings for each in list_streams(ref)}
    if stream not in stored:
        return Proposed(faults=(_no_stream(stream, sorted(stored)),))
    settings = with_editions(stored[stream], change)
    if isinstance(settings, Finding):
        return Proposed(faults=(settings,))
    return Proposed(settings=settings)


def settings_in_file(ref: AccountRef, stream: str, content: bytes, by: str) -> Proposed:
    """The settings of a stream in a configuration file, by the same checks as applying it.

    Nothing is applied. The file has to hold the stream; of the rest only the conversion tables go
    along.
    """
    own = Arbodienst.objects.get(id=ref.arbodienst).code
    shown = configure(content, by, dry_run=True, own=own)
    wanted, _ = read_configuration(content)
    if shown.findings or wanted is None:
        return Proposed(faults=shown.findings)
    with tenant(ref.arbodienst):
        account = ClientAccount.objects.get(id=ref.account).name
    streams = _streams(wanted, account)
    if stream not in streams:
        return Proposed(faults=(_no_stream(stream, sorted(streams)),))
    return Proposed(
        settings=streams[stream],
        tables=_tables(wanted),
        beside=tuple(each for each in shown.differences if not _is_own(each, (account, stream))),
    )


def _streams(wanted: Configuration, account: str) -> dict[str, Mapping[str, Any]]:
    return {
        stream.name: stream.settings
        for entry in wanted.accounts
        if entry.name == account
        for stream in entry.streams
    }


def _tables(wanted: Configuration) -> dict[str, ConversionTable]:
    return {
        entry.code: ConversionTable(
            code=entry.code,
            values=entry.values,
            unknown=Unknown(entry.unknown),
            default=entry.default,
        )
        for entry in wanted.conversion_tables
    }


def _is_own(difference: Difference, stream: tuple[str, str]) -> bool:
    """Whether a shadow run takes account of it."""
    if difference.kind == "stream":
        return difference.key == stream
    return difference.kind == "conversion table"


def _no_stream(stream: str, known: list[str]) -> Finding:
    return Finding("TR101", {"stream": stream, "known": ", ".join(known)})
