"""What a configuration must be as a whole, together with what the store holds already."""

from collections.abc import Iterable, Iterator, Sequence

from verzuimbrug.application.configuration.entries import (
    AccountEntry,
    Configuration,
    ExportEntry,
    Place,
    Plain,
    StreamEntry,
)
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.tags import BSN_KEY


def check_configuration(wanted: Configuration, stored: Configuration) -> tuple[Finding, ...]:
    """Every fault between entries."""
    return (
        *_twice(wanted),
        *_references(wanted, stored),
        *_closed_groups(wanted, stored),
        *_kinds(wanted.accounts, stored.accounts),
        *_accounts(wanted.accounts, stored.accounts),
    )


def _twice(wanted: Configuration) -> Iterator[Finding]:
    yield from _repeated((group.code, group.place) for group in wanted.groups)
    yield from _repeated((scheme.code, scheme.place) for scheme in wanted.schemes)
    yield from _repeated((table.code, table.place) for table in wanted.conversion_tables)
    yield from _repeated((employer.code, employer.place) for employer in wanted.employers)
    yield from _repeated((account.name, account.place) for account in wanted.accounts)
    for account in wanted.accounts:
        yield from _repeated((stream.name, stream.place) for stream in account.streams)
    yield from _repeated((export.name, export.place) for export in wanted.exports)


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
    tables = {table.code for table in (*wanted.conversion_tables, *stored.conversion_tables)}
    for account in wanted.accounts:
        for stream in account.streams:
            named = list(conversion_tables_of(stream.settings))
            yield from _unknown(named, tables, stream.place, "conversions")
    scopes: tuple[AccountEntry | ExportEntry, ...] = (*wanted.accounts, *wanted.exports)
    for scoped in scopes:
        yield from _unknown(scoped.scope.employer_groups, groups, scoped.place, "scope")
        yield from _unknown(scoped.scope.employers, employers, scoped.place, "scope")


def _unknown(named: Iterable[str], known: set[str], place: Place, key: str) -> Iterator[Finding]:
    for code in named:
        if code not in known:
            yield Finding("CF013", {"value": code}, f"{place[0]}.{key}", place[1])


def conversion_tables_of(settings: Plain) -> Iterator[str]:
    """The codes of the conversion tables that a stream names."""
    yield from settings.get("conversions", {}).values()
    named = settings.get("employer_code_options", {}).get("conversion")
    if isinstance(named, str):
        yield named


def _closed_groups(wanted: Configuration, stored: Configuration) -> Iterator[Finding]:
    """A group that is and stays closed takes no new members (WG-4)."""
    opened = {group.code for group in wanted.groups if group.is_open}
    closed = {group.code for group in stored.groups if not group.is_open} - opened
    members = {
        (employer.code, membership.group)
        for employer in stored.employers
        for membership in employer.groups
    }
    for employer in wanted.employers:
        for membership in employer.groups:
            if membership.group in closed and (employer.code, membership.group) not in members:
                yield Finding("CF033", {"group": membership.group}, *employer.place)


def _kinds(wanted: Sequence[AccountEntry], stored: Sequence[AccountEntry]) -> Iterator[Finding]:
    """The kind of an account is fixed by its first save."""
    kinds = {account.name: account.kind for account in stored}
    for account in wanted:
        kind = kinds.get(account.name, account.kind)
        if account.kind != kind:
            yield Finding("CF034", {"name": account.name, "kind": kind}, *account.place)


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
