"""What a message says, in the words of the domain: the values that mapping makes of a SIVI message.

Texts are trimmed; a tag that is absent or empty after trimming is `None` (or left out of `fields`).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

FieldValue = str | None | Mapping[str, str | None]
"""The value of one field: text (dates as ISO), or a group as texts by name."""


class Operation(StrEnum):
    """What a report asks for; made from its processing code through the stream's table (VZ)."""

    NEW = "new"
    CHANGE = "change"
    END = "end"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    UNCHANGED = "unchanged"


class MessageKind(StrEnum):
    """What a message is about: a kind of `DOSSIER_KINDS`, or one that stands beside the dossiers.

    `PASSED_ON` goes to the case system as it is (DG-1); `EMPLOYERS` is about our clients.
    """

    ABSENCE = "absence"
    EMPLOYEES = "employees"
    EMPLOYMENTS = "employments"
    PASSED_ON = "passed-on"
    EMPLOYERS = "employers"


DOSSIER_KINDS = frozenset({MessageKind.ABSENCE, MessageKind.EMPLOYEES, MessageKind.EMPLOYMENTS})
"""The kinds of message that change dossiers: the others have no persons to decide on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The general part of a message. `made_at` is local time without a zone (WN-5).

    `software` is the package that the sender says it uses; empty when that was not read.
    """

    message: str
    interface: str
    edition: str
    reference: str
    sender: str
    receiver: str
    made_at: datetime
    test: bool
    wants_receipt: bool
    software: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredReport:
    """One report of absence (one `Vrzm` group): a mutation of one case (VZ).

    `position` counts reports through the whole message, from 0. `processing_code` is the code as
    received; the stream's table makes an operation of it. Percentages have two decimals.
    `impossible_year` is true when a date of the report has a year outside 1900-2999 (MSG-2); such a
    date is then None where it is optional and date(1900, 1, 1) where it is required.
    """

    position: int
    path: str
    line: int | None
    processing_code: str
    case_key: str | None
    case_key_old: str | None
    sequence: int
    mutation_date: date
    mutation_date_old: date | None
    ends: bool
    first_day: date
    first_day_old: date | None
    recovered_on: date | None
    expected_recovery: date | None
    percentage: Decimal
    cause: str
    safety_net: str
    leave: str | None
    end_reason: str | None
    free_text: tuple[str, ...] = ()
    impossible_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredEmployment:
    """One employment (`Dnstvbnd`). `fields` holds only what was delivered.

    Field names: start, end, end_reason, personnel_number, contract_number, kind, job_code, job,
    department, department_code, hours_per_week, ... ; `end` is always present (None when empty,
    WN-7).
    """

    number: str | None
    number_old: str | None
    fields: Mapping[str, FieldValue]
    path: str
    line: int | None
    reports: tuple[DeliveredReport, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredPerson:
    """One person of an employer (`Wrknmr`). `fields` holds only what was delivered (WN-5).

    Field names: birth_date, deceased_on, surname, initials, prefix, gender, call_name, ... and for
    a repeated group one field per kind code: `address:01`, `foreign_address:01`, `contact:06`.
    `keys` holds, per tag a stream may name as link key, the distinct values found in the person.
    `bsn` is the number as received (digits), never part of `fields` (WN-6).
    """

    position: int
    path: str
    line: int | None
    keys: Mapping[str, tuple[str, ...]]
    key_old: str | None
    birth_date: date
    surname: str | None
    bsn: str | None
    fields: Mapping[str, FieldValue]
    employments: tuple[DeliveredEmployment, ...]

    @property
    def reports(self) -> Iterator[DeliveredReport]:
        """The reports of all employments, in order."""
        return (report for employment in self.employments for report in employment.reports)

    def with_reports(self, positions: Collection[int]) -> "DeliveredPerson":
        """The person with these reports only."""
        employments = tuple(
            replace(each, reports=tuple(one for one in each.reports if one.position in positions))
            for each in self.employments
        )
        return replace(self, employments=employments)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredEmployer:
    """One employer group (`Wrkgvr`); `tags` are its own simple tags, untrimmed, for WG-1."""

    path: str
    line: int | None
    tags: Mapping[str, str]
    persons: tuple[DeliveredPerson, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A whole message, mapped; of a kind that stands beside the dossiers only its employers."""

    kind: MessageKind
    envelope: Envelope
    employers: tuple[DeliveredEmployer, ...] = field(default_factory=tuple)
