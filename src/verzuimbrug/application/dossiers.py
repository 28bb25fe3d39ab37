"""Reading dossiers: the employers of an arbodienst, and the persons at one (docs/interfaces.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.dossiers_parts import ByEmployee, cases_of, employments_of, keys_of
from verzuimbrug.application.dossiers_values import (
    CaseEntry,
    Dossier,
    EmployerEntry,
    EmploymentEntry,
    KnownKey,
)
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.store.models import Employee, Employer
from verzuimbrug.store.tenancy import tenant


def list_employers(arbodienst: int, window: Window) -> Page[EmployerEntry]:
    """A page of the employers of an arbodienst."""
    with tenant(arbodienst):
        query = Employer.objects.filter(id__gt=window.after).order_by("id")
        rows, next_after = cut(list(query[: window.take]), window, lambda row: row.id)
    return Page(tuple(map(_shown_employer, rows)), next_after)


def _shown_employer(row: Employer) -> EmployerEntry:
    return EmployerEntry(
        code=row.code,
        name=row.name,
        addresses=row.addresses,
        contact=row.contact,
        departments=row.departments,
    )


def list_dossiers(reader: Reader, code: str, window: Window, today: date) -> Page[Dossier] | None:
    """A page of the persons at an employer, and the row that says they were read.

    What only undone messages said is not shown (VE-4).

    None for a code that no employer of the reader's arbodienst has, whoever else may have it.
    """
    with tenant(reader.arbodienst):
        employer = _employer(code)
        if employer is None:
            return None
        query = Employee.objects.filter(employer=employer, hidden=False, id__gt=window.after)
        found = list(query.order_by("id")[: window.take])
        rows, next_after = cut(found, window, lambda row: row.id)
        ids = [row.id for row in rows]
        record_access(reader, ReadAction.EMPLOYEES, employees=ids, employer=employer.id)
        parts = _Parts(keys_of(ids), employments_of(ids), cases_of(ids, today))
    return Page(_dossiers(rows, parts), next_after)


def _employer(code: str) -> Employer | None:
    # PostgreSQL refuses to compare with a NUL; no stored code has one.
    return None if "\0" in code else Employer.objects.filter(code=code).first()


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of the persons on a page."""

    keys: ByEmployee[KnownKey]
    employments: ByEmployee[EmploymentEntry]
    cases: ByEmployee[CaseEntry]


def _dossiers(rows: Sequence[Employee], parts: _Parts) -> tuple[Dossier, ...]:
    return tuple(_dossier(row, parts) for row in rows)


def _dossier(row: Employee, parts: _Parts) -> Dossier:
    cases = parts.cases.get(row.id, ())
    names = row.fields if _is_absent_or_was(cases) else {}
    return Dossier(
        keys=parts.keys.get(row.id, ()),
        surname=names.get("surname"),
        initials=names.get("initials"),
        birth_date=row.birth_date,
        gender=row.fields.get("gender"),
        employments=parts.employments.get(row.id, ()),
        absence_cases=cases,
    )


def _is_absent_or_was(cases: Sequence[CaseEntry]) -> bool:
    """Whether a person has a case that counts; a withdrawn one never was (datakluis)."""
    return any(case.status != CaseStatus.WITHDRAWN for case in cases)
