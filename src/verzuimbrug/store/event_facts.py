"""Whom events tell of, read set-wise: one statement a table, however many persons."""

from collections.abc import Collection
from dataclasses import dataclass

from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.store.sql import select


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, and whether it has a case that counts; one that was withdrawn never was."""

    id: int
    employer: int
    employer_code: str
    is_hidden: bool
    has_case: bool


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A link key by which an account knows a person, by the name of the account."""

    employee: int
    account: str
    key: str


def persons(employees: Collection[int]) -> tuple[PersonRow, ...]:
    """These persons, within the tenant."""
    rows = select(
        "SELECT p.id, p.employer_id, e.code, p.hidden, "
        "EXISTS(SELECT FROM store_absencecase c WHERE c.employee_id = p.id AND NOT c.hidden "
        f"AND c.status <> '{CaseStatus.WITHDRAWN}') "
        "FROM store_employee p JOIN store_employer e ON e.id = p.employer_id WHERE p.id = ANY(%s)",
        list(employees),
    )
    return tuple(PersonRow(*row) for row in rows)


def present_keys(employees: Collection[int]) -> tuple[KeyRow, ...]:
    """Their present link keys in order; of somebody who is hidden those that it was known by."""
    rows = select(
        "SELECT k.employee_id, a.name, k.key FROM store_linkkey k "
        "JOIN store_clientaccount a ON a.id = k.account_id "
        "JOIN store_employee p ON p.id = k.employee_id "
        "WHERE k.employee_id = ANY(%s) AND NOT k.superseded AND (NOT k.hidden OR p.hidden) "
        "ORDER BY a.name, k.key",
        list(employees),
    )
    return tuple(KeyRow(*row) for row in rows)
