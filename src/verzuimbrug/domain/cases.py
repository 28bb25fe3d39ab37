"""The state of an absence case, and the verdict on each of its reports (VZ-10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.reports import ReportState

ZERO = Decimal("0.00")


class CaseStatus(StrEnum):
    """VZ-10. `ended` is an end that is not a recovery (VZ-5)."""

    OPEN = "open"
    RECOVERED = "recovered"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """A case after its folded reports. `periods` gives the percentage from each date on."""

    first_day: date
    status: CaseStatus = CaseStatus.OPEN
    recovered_on: date | None = None
    periods: Mapping[date, Decimal] = field(default_factory=dict)
    cause: str = ""
    safety_net: str = ""
    leave: str | None = None
    end_reason: str | None = None
    expected_recovery: date | None = None
    last_sequence: int = 0
    employment: str | None = None

    def percentage_on(self, day: date) -> Decimal:
        """The percentage on a day: of the period that holds then; 0 from the recovery on."""
        if self.recovered_on is not None and self.recovered_on <= day:
            return ZERO
        starts = [start for start in self.periods if start <= day]
        return self.periods[max(starts)] if starts else ZERO

    def current_percentage(self, today: date) -> Decimal:
        """VZ-10: of the period that holds today; 0 when recovered or ended, also ahead of time."""
        if self.status in (CaseStatus.RECOVERED, CaseStatus.ENDED):
            return ZERO
        return self.percentage_on(today)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a report, and why."""

    state: ReportState
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What one report did to its case."""

    before: CaseState | None
    after: CaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """The fold of a case: its state (None before its `new` report) and a verdict per place.

    `steps` are what the applied reports did, by place and in order of number; `bridged` the numbers
    that were applied beyond a gap (VZ-3).
    """

    state: CaseState | None
    employee: int | None
    verdicts: Mapping[tuple[int, int], Verdict]
    steps: Mapping[tuple[int, int], Step] = field(default_factory=dict)
    bridged: frozenset[int] = frozenset()
