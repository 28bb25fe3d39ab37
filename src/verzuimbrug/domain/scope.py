"""Which employers a coupling may touch (WG-2, WG-4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """An employer's time in a group: from `start` up to and including `end` (WG-4)."""

    group: int
    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the employer is in the group on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What an account is authorised for: all employers, groups, or single employers (store ids)."""

    all_employers: bool = False
    groups: frozenset[int] = field(default_factory=frozenset)
    employers: frozenset[int] = field(default_factory=frozenset)

    def covers(
        self, employer: int, memberships: Sequence[Membership], days: Sequence[date]
    ) -> bool:
        """Whether the employer is in scope on one of the days (WG-2: of receipt, of processing)."""
        if self.all_employers or employer in self.employers:
            return True
        own = [membership for membership in memberships if membership.group in self.groups]
        return any(membership.holds_on(day) for membership in own for day in days)
