"""Employers as a CSV file that, imported, changes nothing."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from verzuimbrug.application.configuration.entries import EmployerEntry
from verzuimbrug.application.employers.import_columns import (
    EXTERNAL,
    cell_of,
    field_of,
    groups_cell,
    headings,
)


def write_employers(employers: Sequence[EmployerEntry], language: str, today: date) -> str:
    """The employers, a row each, under headings in a language; of their groups those of today on.

    What a cell cannot say is left empty: an empty cell changes nothing.
    """
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(employer_rows(employers, language, today))
    return text.getvalue()


def employer_rows(
    employers: Sequence[EmployerEntry], language: str, today: date
) -> Iterator[list[str]]:
    """The headings, and the cells of each employer."""
    names = sorted({name for employer in employers for name in employer.external_ids})
    external = [name for name in names if field_of(EXTERNAL + name) == EXTERNAL + name]
    yield [*headings(language), *(EXTERNAL + name for name in external)]
    for employer in employers:
        ids = (employer.external_ids.get(name, "") for name in external)
        yield [*_cells(employer, today), *map(cell_of, ids)]


def _cells(employer: EmployerEntry, today: date) -> Iterator[str]:
    yield from map(cell_of, _texts(employer))
    yield from map(_day, (employer.start, employer.end))
    yield groups_cell(groups_from(employer, today))
    yield cell_of(employer.classifications)


def _texts(employer: EmployerEntry) -> Iterable[str]:
    return (
        employer.code,
        employer.name,
        employer.kvk_number,
        employer.payroll_tax_number,
        employer.contract_reference,
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def groups_from(employer: EmployerEntry, today: date) -> tuple[str, ...]:
    """The groups that the employer is in today, or will be."""
    return tuple(
        membership.group
        for membership in employer.groups
        if membership.end is None or membership.end >= today
    )
