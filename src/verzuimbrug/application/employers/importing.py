"""Employers made and changed in bulk, from a CSV or XLSX file (docs/interfaces/employers.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from verzuimbrug.application.configuration.configure import Configured, edit
from verzuimbrug.application.configuration.differences import Difference
from verzuimbrug.application.configuration.entries import Configuration
from verzuimbrug.application.employers.import_columns import field_of, known_headings
from verzuimbrug.application.employers.import_laying import lay_rows
from verzuimbrug.application.employers.import_rows import (
    EmployerRow,
    Headings,
    read_employer_rows,
    read_headings,
)
from verzuimbrug.application.spreadsheets import read_rows
from verzuimbrug.domain.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an employer file came to. With findings nothing was applied.

    The counts are of employers: new, changed, and in the file as they were already.
    """

    findings: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    applied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    headings: Headings
    rows: Sequence[EmployerRow] = ()
    faults: tuple[Finding, ...] = ()


def import_employers(
    arbodienst: int, content: bytes, *, by: str, dry_run: bool = False
) -> Imported:
    """Makes and changes the employers of the file: all of it or, with a fault in it, nothing.

    What the file leaves out stays as it is (VE-3); a dry run only says what would change.
    """
    file = _read(content)
    with transaction.atomic():
        faults, shown = _edit(arbodienst, file, by, dry_run=True)
        if not faults and not dry_run:
            faults, shown = _edit(arbodienst, file, by, dry_run=False)
    return Imported(findings=faults) if faults else _imported(file, shown)


def _read(content: bytes) -> _File:
    rows = read_rows(content, lambda cell: field_of(cell) is not None)
    if isinstance(rows, Finding):
        return _File(headings=Headings(), faults=(rows,))
    if not rows:
        missing = Finding("EI106", {"known": known_headings()})
        return _File(headings=Headings(), faults=(missing,))
    faults: list[Finding] = []
    headings = read_headings(rows[0], faults)
    if "code" not in headings.written:
        return _File(headings=headings, faults=tuple(faults))
    found = tuple(read_employer_rows(rows[1:], headings, faults))
    return _File(headings=headings, rows=found, faults=tuple(faults))


def _edit(
    arbodienst: int, file: _File, by: str, *, dry_run: bool
) -> tuple[tuple[Finding, ...], Configured]:
    """What the change comes to, and every fault: of the file, of the rows, of the whole."""
    today = timezone.localdate()
    laid_faults: list[Finding] = []

    def change(stored: Configuration) -> Configuration:
        laid = lay_rows(file.rows, stored, today)
        laid_faults.extend(laid.faults)
        return laid.configuration

    outcome = edit(arbodienst, change, by=by, dry_run=dry_run)
    checked = [_in_column(finding, file.headings) for finding in outcome.findings]
    return _in_order((*file.faults, *laid_faults, *checked)), outcome


def _in_column(finding: Finding, headings: Headings) -> Finding:
    """A fault of the whole, under the heading of the column that it is about."""
    field = finding.path.rpartition(".")[2]
    return replace(finding, path=headings.written.get(field, finding.path))


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.line or 0))


def _imported(file: _File, outcome: Configured) -> Imported:
    created = {found.key for found in outcome.differences if found.is_new}
    touched = {found.key for found in outcome.differences}
    return Imported(
        differences=outcome.differences,
        created=len(created),
        updated=len(touched - created),
        unchanged=len(file.rows) - len(touched),
        applied=outcome.applied,
    )
