"""A coupling day by day: what came in, and whether something was the matter with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

STRIP_DAYS = 30
"""So many days stand in a strip, today the last."""


class DayMark(StrEnum):
    """How a day of a coupling went, the worst that was seen in it."""

    QUIET = "quiet"
    """Nothing came in."""
    GOOD = "good"
    """All that came in was processed, and there is nothing to say of it."""
    FINDINGS = "findings"
    """There is something to say of a message: a warning, or something in it waits."""
    TROUBLE = "trouble"
    """A message was rejected, or could not be processed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingDay:
    """The messages of one day: all of them, those with findings, and those in trouble.

    A message is counted with findings or in trouble, never with both.
    """

    day: date
    received: int = 0
    findings: int = 0
    trouble: int = 0

    @property
    def mark(self) -> DayMark:
        """How the day went."""
        if self.trouble:
            return DayMark.TROUBLE
        if self.findings:
            return DayMark.FINDINGS
        return DayMark.GOOD if self.received else DayMark.QUIET


def days_until(last: date, number: int = STRIP_DAYS) -> tuple[date, ...]:
    """So many days in order, of which this is the last."""
    return tuple(last - timedelta(days=back) for back in reversed(range(number)))


def strip_of(
    days: Sequence[date],
    received: Mapping[date, int],
    noted: Mapping[date, tuple[int, int]],
) -> tuple[CouplingDay, ...]:
    """A value for every day; `noted` are the messages with findings and those in trouble."""
    return tuple(
        CouplingDay(
            day=day,
            received=received.get(day, 0),
            findings=noted.get(day, (0, 0))[0],
            trouble=noted.get(day, (0, 0))[1],
        )
        for day in days
    )
