"""Reports of absence as the fold sees them (VZ-1, VZ-2)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from verzuimbrug.domain.deliveries import DeliveredReport, Operation


class ReportState(StrEnum):
    """What became of a report; each report is in exactly one of these."""

    APPLIED = "applied"
    PARKED = "parked"
    HELD = "held"
    CONFLICT = "conflict"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    UNDONE = "undone"


class Standing(StrEnum):
    """What people said of a report: whether it may have its effect (VE-2)."""

    FREE = "free"
    """Nobody said anything: the rules decide."""
    CHOSEN = "chosen"
    """It is to stand on its number, whichever came first."""
    HELD = "held"
    """Its message waits for approval."""
    REFUSED = "refused"
    """It is to have no effect."""


MAY_BECOME = {
    Standing.CHOSEN: frozenset({ReportState.CONFLICT, ReportState.REFUSED}),
    Standing.REFUSED: frozenset({ReportState.HELD}),
}
"""Of which states a person can choose a report, or refuse it (VZ-2, VZ-12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """What a report says of its case: the content that two reports share or differ in (VZ-2)."""

    operation: Operation
    mutation_date: date
    mutation_date_old: date | None = None
    ends: bool = False
    first_day: date
    first_day_old: date | None = None
    recovered_on: date | None = None
    expected_recovery: date | None = None
    percentage: Decimal
    cause: str
    safety_net: str
    leave: str | None = None
    end_reason: str | None = None

    @property
    def is_recovery(self) -> bool:
        """Whether the report says that the case ended: the mark, or operation `end` (VZ-5)."""
        return self.ends or self.operation is Operation.END

    @property
    def recovery_date(self) -> date:
        """The recovery date as reported, or the mutation date when it is left out (VZ-5)."""
        return self.recovered_on or self.mutation_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report in the set of a case.

    `place` is (receipt of the message, position in the message): the order of arrival that decides
    which of two reports with one number stands. `employee` is the person it was resolved to;
    `edition` that of its message. `undone` is the last message received when the report was undone;
    one that came later may take its number (VE-4).
    """

    place: tuple[int, int]
    employee: int
    sequence: int
    content: ReportContent
    received_on: date
    employment: str | None = None
    edition: str = ""
    impossible_year: bool = False
    standing: Standing = Standing.FREE
    undone: int | None = None

    @property
    def starts(self) -> bool:
        """Whether the report is one that can start a case (VZ-3)."""
        return self.content.operation is Operation.NEW


def content_of(delivered: DeliveredReport, operation: Operation) -> ReportContent:
    """The content of a delivered report, with the operation that the stream's table gives it."""
    return ReportContent(
        operation=operation,
        mutation_date=delivered.mutation_date,
        mutation_date_old=delivered.mutation_date_old,
        ends=delivered.ends,
        first_day=delivered.first_day,
        first_day_old=delivered.first_day_old,
        recovered_on=delivered.recovered_on,
        expected_recovery=delivered.expected_recovery,
        percentage=delivered.percentage,
        cause=delivered.cause,
        safety_net=delivered.safety_net,
        leave=delivered.leave,
        end_reason=delivered.end_reason,
    )


_NAMES = tuple(f.name for f in fields(ReportContent))
_DATES = frozenset(f.name for f in fields(ReportContent) if f.type in (date, date | None))


def content_to_json(content: ReportContent) -> dict[str, Any]:
    """The stored form of a content: dates as ISO text, the percentage as text, nothing for None."""
    stored = ((name, getattr(content, name)) for name in _NAMES)
    return {name: _plain(value) for name, value in stored if value is not None}


def content_from_json(stored: Mapping[str, Any]) -> ReportContent:
    """The content that `content_to_json` stored."""
    values: dict[str, Any] = {
        name: date.fromisoformat(value) if name in _DATES else value
        for name, value in stored.items()
    }
    values["operation"] = Operation(values["operation"])
    values["percentage"] = Decimal(values["percentage"])
    return ReportContent(**values)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, date | Decimal) else value
