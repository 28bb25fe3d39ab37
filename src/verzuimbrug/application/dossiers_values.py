"""Dossiers as a reader sees them (docs/interfaces.md): employers, persons, employments, cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerEntry:
    """An employer by its employer code, with where it is and its departments."""

    code: str
    name: str
    addresses: Mapping[str, Mapping[str, str]]
    contact: Mapping[str, str]
    departments: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKey:
    """The link key by which an account knows a person now; former keys are not shown (WN-3)."""

    account: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentEntry:
    """An employment; `id` is the number that the sender gives it (WN-7)."""

    id: str
    start: date | None
    end: date | None
    hours_per_week: Decimal | None
    department: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodEntry:
    """The percentage of absence from a day on."""

    start: date
    percentage: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """An absence case; `id` and `continues` are the keys of the sender (VZ-1, VZ-11)."""

    id: str
    account: str
    first_day: date
    recovered_on: date | None
    status: str
    percentage: Decimal
    cause: str
    classification: str | None
    safety_net: bool | None
    end_reason: str | None
    last_sequence: int
    continues: str | None
    periods: tuple[PeriodEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A case, and whether only undone messages said it: then it is not shown (VE-4)."""

    entry: CaseEntry
    is_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A person at an employer. Without a case that counts, the name is None (datakluis)."""

    keys: tuple[KnownKey, ...]
    surname: str | None
    initials: str | None
    birth_date: date | None
    gender: str | None
    employments: tuple[EmploymentEntry, ...]
    absence_cases: tuple[CaseEntry, ...]
