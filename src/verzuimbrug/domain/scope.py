"""Which employers a coupling may touch, and until when (WG-2, WG-4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Reach(StrEnum):
    """How far a coupling reaches an employer; in the run-out only cases that were open go on."""

    IN = "in"
    RUN_OUT = "run-out"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `start` up to and including `end`; one that is None does not limit."""

    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Period):
    """An employer's time in a group (WG-4), with a run-out up to and including `run_out_until`."""

    group: int
    run_out_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOut:
    """The time after the last day of a membership in which open cases go on (WG-4)."""

    ended_on: date
    until: date

    def holds_on(self, day: date) -> bool:
        """Whether a day lies in the run-out."""
        return self.ended_on < day <= self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """An employer's own time as a client of the arbodienst, and its memberships."""

    period: Period = Period()
    memberships: tuple[Membership, ...] = ()

    @property
    def may_run_out(self) -> bool:
        """Whether any membership has a run-out."""
        return any(membership.run_out_until for membership in self.memberships)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What an account is authorised for: all employers, groups, or single employers (store ids)."""

    all_employers: bool = False
    groups: frozenset[int] = field(default_factory=frozenset)
    employers: frozenset[int] = field(default_factory=frozenset)

    def reach(self, employer: int, tenure: Tenure, days: Sequence[date]) -> Reach:
        """How far the employer is reached on one of the days (WG-2: of receipt, of processing)."""
        if any(self._holds_on(employer, tenure, day) for day in days):
            return Reach.IN
        return Reach.RUN_OUT if self.run_out(tenure, days) else Reach.OUT

    def run_out(self, tenure: Tenure, days: Sequence[date]) -> RunOut | None:
        """The run-out that one of the days lies in; of several the one that began last."""
        found = [
            run_out
            for membership in tenure.memberships
            if membership.group in self.groups
            for run_out in _run_outs(membership, tenure.period)
            if any(run_out.holds_on(day) for day in days)
        ]
        return max(found, key=lambda run_out: (run_out.ended_on, run_out.until), default=None)

    def _holds_on(self, employer: int, tenure: Tenure, day: date) -> bool:
        if not tenure.period.holds_on(day):
            return False
        if self.all_employers or employer in self.employers:
            return True
        return any(
            membership.group in self.groups and membership.holds_on(day)
            for membership in tenure.memberships
        )


def _run_outs(membership: Membership, period: Period) -> Sequence[RunOut]:
    """The run-out of a membership, which ends with the employer's own time if that is sooner."""
    ends = [end for end in (membership.end, period.end) if end is not None]
    if not ends or membership.run_out_until is None:
        return ()
    return (RunOut(ended_on=min(ends), until=membership.run_out_until),)
