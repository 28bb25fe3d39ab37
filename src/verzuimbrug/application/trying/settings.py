"""The settings to try: those of a stream as stored, or as proposed and not saved yet."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from verzuimbrug.application.configuration.checking import check_configuration
from verzuimbrug.application.configuration.document import read_document
from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    ArbodienstEntry,
    Configuration,
    ConversionEntry,
    Plain,
    StreamEntry,
)
from verzuimbrug.application.configuration.import_configuration import (
    import_configuration,
    read_conversions,
)
from verzuimbrug.application.configuration.streams import read_stream
from verzuimbrug.domain.conversion import ConversionTable
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.store.models import AccountScope, ClientAccount, Stream

_NUL = "\\u0000"
"""How JSON writes the one character that no text in the store can hold."""

NO_TABLES: Mapping[str, ConversionTable] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Chosen:
    """The configuration to try, and whether it is the stored one; or what is wrong with it."""

    configuration: ImportConfiguration | None = None
    stored: bool = False
    faults: tuple[Finding, ...] = ()


def choose_settings(
    account: int,
    name: str,
    proposed: Plain | None,
    proposed_tables: Mapping[str, ConversionTable] = NO_TABLES,
) -> Chosen:
    """The settings of a stream of the account, or the proposed ones; within the tenant.

    Proposed settings are those of the whole stream, which need not be there yet; they are checked
    as when they are saved, and are about `name` whatever name they carry. `proposed_tables` go
    before the stored ones with the same codes.
    """
    row = ClientAccount.objects.get(id=account)
    streams = {stream.name: stream for stream in Stream.objects.filter(account=account)}
    tables = {**read_conversions(), **proposed_tables}
    if proposed is None:
        if name not in streams:
            params = {"stream": name, "known": ", ".join(sorted(streams))}
            return Chosen(faults=(Finding("TR101", params),))
        return Chosen(_configuration(row, streams[name], tables), stored=True)
    entry, faults = _read(row, name, proposed)
    if entry is None or faults:
        return Chosen(faults=_without_lines(faults))
    others = [_entry(stream) for stream in streams.values() if stream.name != name]
    faults = check_configuration(_around(row, [entry]), _around(row, others, tables))
    if faults:
        return Chosen(faults=_without_lines(faults))
    stream = Stream(account_id=account, name=name, settings=dict(entry.settings))
    return Chosen(_configuration(row, stream, tables))


def _configuration(
    account: ClientAccount, stream: Stream, tables: Mapping[str, ConversionTable]
) -> ImportConfiguration:
    scopes = list(AccountScope.objects.filter(account=account.id))
    return import_configuration(account, scopes, stream, tables)


def _read(
    account: ClientAccount, name: str, proposed: Plain
) -> tuple[StreamEntry | None, Sequence[Finding]]:
    """The settings as a file with them would be read."""
    document = json.dumps({**proposed, "name": name}, ensure_ascii=False, default=str)
    if _NUL in document:
        return None, [Finding("TR104")]
    faults: list[Finding] = []
    section = read_document(document.encode("utf-8", "surrogatepass"), faults)
    return (read_stream(section, account.portal, faults) if section else None), faults


def _around(
    account: ClientAccount,
    streams: Sequence[StreamEntry],
    tables: Mapping[str, ConversionTable] | None = None,
) -> Configuration:
    """As much of a configuration as a stream can be at odds with: its account and the tables."""
    entry = AccountEntry(
        name=account.name, kind=account.kind, bsn=account.bsn, streams=tuple(streams)
    )
    return Configuration(
        arbodienst=ArbodienstEntry(code="", name=""),
        conversion_tables=tuple(ConversionEntry(code=code) for code in tables or ()),
        accounts=(entry,),
    )


def _entry(stream: Stream) -> StreamEntry:
    settings: dict[str, Any] = stream.settings
    return StreamEntry(name=stream.name, settings=settings)


def _without_lines(faults: Sequence[Finding]) -> tuple[Finding, ...]:
    """There is no file that a person could look into; the path says which setting it is."""
    return tuple(replace(fault, line=None) for fault in faults)
