"""What a message says of employers themselves, in the words of the domain (WG-5).

Texts are trimmed; what is absent, empty or not usable is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """From when until when the employer is shared, both inclusive; None does not limit.

    It is that of the authorisation to exchange, or else of the contracts.
    """

    start: date | None = None
    until: date | None = None
    processing_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredDepartment:
    """A department (organisatie-eenheid): `fields` are name, part_of, start and end."""

    code: str
    processing_code: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerData:
    """One employer group of a message; `tags` are its own simple tags, untrimmed, for WG-1.

    `values` are name, kvk_number, payroll_tax_number and contract_reference as received. `codes`
    are codes whose meaning is not public, as received, by where they stand.
    """

    position: int
    path: str
    line: int | None
    tags: Mapping[str, str]
    values: Mapping[str, str]
    processing_code: str = ""
    term: Term | None = None
    addresses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)
    contact_persons: tuple[Mapping[str, Any], ...] = ()
    departments: tuple[DeliveredDepartment, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
