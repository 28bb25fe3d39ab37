"""The rows of an employer file laid over the employers that there are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from verzuimbrug.application.configuration.entries import (
    Configuration,
    EmployerEntry,
    MembershipEntry,
)
from verzuimbrug.application.employers.import_rows import EmployerRow
from verzuimbrug.domain.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The employers as the file wants them, and what is wrong with that."""

    configuration: Configuration
    faults: tuple[Finding, ...]


def lay_rows(rows: Sequence[EmployerRow], stored: Configuration, today: date) -> Laid:
    """Each employer of the file, as stored but for what the file says (VE-3)."""
    known = {employer.code: employer for employer in stored.employers}
    laid = tuple(_laid(row, known.get(row.code), today) for row in rows)
    return Laid(
        configuration=Configuration(arbodienst=stored.arbodienst, employers=laid),
        faults=(*_incomplete(laid), *_without_zeros(laid, known)),
    )


def _laid(row: EmployerRow, stored: EmployerEntry | None, today: date) -> EmployerEntry:
    entry = stored or EmployerEntry(code=row.code, name="")
    ids = {**entry.external_ids, **row.external_ids}
    return replace(
        entry,
        **row.fields,
        external_ids={name: value for name, value in ids.items() if value},
        groups=with_memberships(entry.groups, row.groups, today),
        place=row.place,
    )


def with_memberships(
    memberships: Sequence[MembershipEntry], groups: Sequence[str], today: date
) -> tuple[MembershipEntry, ...]:
    """The memberships, and from today those of the groups besides; none of them ends (WG-4).

    In a group whose membership only runs out, the employer stays: its end is taken back.
    """
    held = {membership.group: membership for membership in memberships}
    for group in groups:
        present = held.get(group, MembershipEntry(group=group, start=today))
        is_over = present.end is not None and present.end < today
        held[group] = replace(present, end=None, run_out=None) if is_over else present
    return tuple(held.values())


def _incomplete(laid: Sequence[EmployerEntry]) -> Iterator[Finding]:
    for entry in laid:
        if not entry.name:
            yield Finding("EI112", {"code": entry.code}, *entry.place)
        if entry.start and entry.end and entry.end < entry.start:
            params = {"start": entry.start.isoformat(), "end": entry.end.isoformat()}
            yield Finding("CF025", params, *entry.place)


def _without_zeros(
    laid: Sequence[EmployerEntry], known: Mapping[str, EmployerEntry]
) -> Iterator[Finding]:
    """New codes that are those of an employer but for leading zeros: a spreadsheet drops these."""
    by_digits = {code.lstrip("0"): code for code in known}
    for entry in laid:
        other = by_digits.get(entry.code.lstrip("0"))
        if other and entry.code not in known:
            yield Finding("EI114", {"code": entry.code, "other": other}, *entry.place)
