"""Cases that continue each other as one absence, and the days of it that count (VZ-11, VZ-15)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.connected import connected


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellCase:
    """A case as a part of an absence: from its first day up to, without, its recovery or end."""

    id: int
    first_day: date
    status: CaseStatus
    recovered_on: date | None = None
    continues: int | None = None
    is_maternity: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days one after another: from `start` up to, without, `end`; None is for good."""

    start: date
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Days between two stretches of one absence, which do not count."""

    start: date
    end: date
    is_maternity: bool

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Spell:
    """One absence: a case, or cases that are joined, in order of first day.

    `stretches` are the days that count: those of a case, without those of maternity leave.
    """

    cases: tuple[SpellCase, ...]

    @property
    def first_day(self) -> date:
        """The day on which it began."""
        return self.cases[0].first_day

    @property
    def ended_on(self) -> date | None:
        """The last recovery or end; None while a case is open."""
        ends = [case.recovered_on for case in self.cases]
        known = [end for end in ends if end is not None]
        return max(known) if len(known) == len(ends) else None

    @property
    def is_ended_for_good(self) -> bool:
        """Whether the last case ended otherwise than by recovery: nothing continues it (VZ-11)."""
        return self.cases[-1].status is CaseStatus.ENDED

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The days that count, in order, apart from each other."""
        sick = _joined(case for case in self.cases if not case.is_maternity)
        leave = _joined(case for case in self.cases if case.is_maternity)
        return tuple(_without(sick, leave))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The days between the stretches: recovered, or maternity leave."""
        leave = _joined(case for case in self.cases if case.is_maternity)
        parts = self.stretches
        return tuple(
            Gap(start=one.end, end=other.start, is_maternity=_touches(leave, one.end))
            for one, other in pairwise(parts)
            if one.end is not None
        )


def spells(cases: Iterable[SpellCase]) -> tuple[Spell, ...]:
    """The absences of a person in order of first day; what is withdrawn is in none of them."""
    counted = {case.id: case for case in cases if case.status is not CaseStatus.WITHDRAWN}
    links = ([case.id, *_earlier(case, counted)] for case in counted.values())
    groups: defaultdict[int, list[SpellCase]] = defaultdict(list)
    for number, head in connected(links).items():
        groups[head].append(counted[number])
    found = (Spell(tuple(sorted(group, key=_order))) for group in groups.values())
    return tuple(sorted(found, key=lambda spell: _order(spell.cases[0])))


def _earlier(case: SpellCase, counted: Iterable[int]) -> Iterator[int]:
    if case.continues is not None and case.continues in counted:
        yield case.continues


def _order(case: SpellCase) -> tuple[date, date, int]:
    return (case.first_day, case.recovered_on or date.max, case.id)


def _joined(cases: Iterable[SpellCase]) -> list[Stretch]:
    """The days of the cases, in order; what touches or overlaps is one stretch."""
    parts: list[Stretch] = []
    for case in sorted(cases, key=_order):
        start, end = case.first_day, case.recovered_on
        if end is not None and end <= start:
            continue
        last = parts[-1] if parts else None
        if last is None or (last.end is not None and last.end < start):
            parts.append(Stretch(start=start, end=end))
        elif last.end is not None and (end is None or end > last.end):
            parts[-1] = Stretch(start=last.start, end=end)
    return parts


def _without(parts: Iterable[Stretch], away: Iterable[Stretch]) -> Iterator[Stretch]:
    """The stretches without the days of others, which are in order and apart."""
    away = list(away)
    for part in parts:
        start: date | None = part.start
        for other in away:
            if start is None or not _overlaps(Stretch(start=start, end=part.end), other):
                continue
            if start < other.start:
                yield Stretch(start=start, end=other.start)
            start = other.end
        if start is not None and start < (part.end or date.max):
            yield Stretch(start=start, end=part.end)


def _overlaps(one: Stretch, other: Stretch) -> bool:
    return one.start < (other.end or date.max) and other.start < (one.end or date.max)


def _touches(leave: Iterable[Stretch], end: date) -> bool:
    """Whether leave begins when a stretch ends, or was there the day before it ended."""
    return any(part.start <= end < (part.end or date.max) for part in leave)
