"""What was known of the days of a case and turned out otherwise: folds of the change log (VE-5)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from verzuimbrug.domain.cases import ZERO
from verzuimbrug.domain.timeline import LoggedChange, Origin, held

_Steps = Mapping[date, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierStep:
    """A percentage that was known of days on which now another one holds.

    It was known from `start` up to, without, `end`, at the moments from `known_from` up to
    `known_until`; `origin` is whom the change came from that took its place.
    """

    start: date
    end: date
    percentage: Decimal
    known_from: datetime
    known_until: datetime
    origin: Origin


@dataclass(frozen=True, slots=True)
class _Version:
    """What was known of a case from a change on."""

    change: LoggedChange
    steps: _Steps


def earlier_steps(changes: Iterable[LoggedChange]) -> tuple[EarlierStep, ...]:
    """The steps of a case that were taken back or replaced, in order of day.

    A report that goes on with a case corrects nothing, also when it comes late: only a version of
    which a step is not in the next one is shown, for the days up to the change that replaced it,
    and not beyond a day on which a report went on since.
    """
    versions = _versions(sorted(changes, key=lambda change: change.number))
    found: dict[tuple[date, date, Decimal], EarlierStep] = {}
    for version, following in pairwise(versions):
        if _is_taken_back(version.steps, following.steps):
            for step in _otherwise(version, following, versions[-1].steps):
                found[step.start, step.end, step.percentage] = step
    return tuple(sorted(found.values(), key=lambda step: (step.start, step.known_until)))


def _versions(rows: Sequence[LoggedChange]) -> list[_Version]:
    """What was known after each change, where that is something else than before it."""
    versions: list[_Version] = []
    for number, row in enumerate(rows, start=1):
        steps = {span.start: span.percentage for span in held(rows[:number])}
        if not versions or versions[-1].steps != steps:
            versions.append(_Version(row, steps))
    return versions


def _is_taken_back(steps: _Steps, following: _Steps) -> bool:
    return any(following.get(day) != percentage for day, percentage in steps.items())


def _otherwise(version: _Version, following: _Version, now: _Steps) -> Iterator[EarlierStep]:
    """The stretches of days on which a version had another percentage than is known now."""
    for start, end in _stretches(version.steps, now, _until(version, following, now)):
        yield EarlierStep(
            start=start,
            end=end,
            percentage=_on(version.steps, start),
            known_from=version.change.at,
            known_until=following.change.at,
            origin=following.change.origin,
        )


def _until(version: _Version, following: _Version, now: _Steps) -> date:
    """Up to which day a version is shown: its end, or the first day that neither knew of."""
    first = min(day for day in version.steps if following.steps.get(day) != version.steps[day])
    later = (day for day in now if day > first and day not in {*version.steps, *following.steps})
    return min([following.change.at.date(), *later])


def _stretches(steps: _Steps, now: _Steps, until: date) -> Iterator[tuple[date, date]]:
    days = sorted(day for day in {*steps, *now} if day < until)
    for start, end in pairwise([*days, until]):
        if _on(steps, start) != _on(now, start):
            yield start, end


def _on(steps: _Steps, day: date) -> Decimal:
    """The percentage on a day; 0 before the first."""
    starts = [start for start in steps if start <= day]
    return steps[max(starts)] if starts else ZERO
