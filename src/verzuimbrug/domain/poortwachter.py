"""The dates of the Wet verbetering poortwachter of one absence (VZ-15).

Which weeks have a date, what has to be there by then, who does it and where the law says so is
`domain/poortwachter.toml`. These are dates only: whether it was done is known elsewhere.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from verzuimbrug.domain.absence_spells import Spell, Stretch
from verzuimbrug.domain.findings import LANGUAGES

_ONE_DAY = timedelta(days=1)
_DAYS_A_WEEK = 7


class Actor(StrEnum):
    """Who has to do it."""

    ARBODIENST = "arbodienst"
    EMPLOYER = "employer"
    TOGETHER = "together"
    """The employer with the employee."""
    UWV = "uwv"


class MilestoneState(StrEnum):
    """Where a date is, seen from a day."""

    PAST = "past"
    DUE = "due"
    """It is in the week that ends on the date."""
    COMING = "coming"
    PAUSED = "paused"
    """The weeks stand still: recovered, or on maternity leave; a next absence goes on with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A row of the table: by the last day of a week of absence, what, by whom, on which ground."""

    id: str
    week: int
    actor: Actor
    name: Mapping[str, str]
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneDate:
    """A milestone of an absence: its date, and by how many days gaps moved it.

    While the weeks stand still the date is not known.
    """

    milestone: Milestone
    on: date | None
    moved: int
    state: MilestoneState


@cache
def milestones() -> tuple[Milestone, ...]:
    """The table, in order of week."""
    text = files(__package__).joinpath("poortwachter.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["milestones"]
    found = (_milestone(name, row) for name, row in rows.items())
    return tuple(sorted(found, key=lambda one: one.week))


def dates_of(spell: Spell, today: date, composite_days: int) -> tuple[MilestoneDate, ...]:
    """The dates of an absence, in order.

    Dates that a recovered absence never came to are there as long as another can still join it
    (VZ-11), and not after that.
    """
    stretches = spell.stretches
    if not stretches:
        return ()
    goes_on = _goes_on(spell, today, composite_days)
    return tuple(_dates(stretches, today, goes_on=goes_on))


def joins_until(spell: Spell, composite_days: int) -> date | None:
    """The last first day of a case that joins a recovered absence; None when none can (VZ-11)."""
    if spell.ended_on is None or spell.is_ended_for_good:
        return None
    return spell.ended_on + timedelta(days=composite_days - 1)


def day_of_week(stretches: Iterable[Stretch], week: int) -> date | None:
    """The last day of a week of absence; None when the absence does not last until then."""
    left = week * _DAYS_A_WEEK
    for stretch in stretches:
        last = stretch.start + (left - 1) * _ONE_DAY
        if stretch.end is None or last < stretch.end:
            return last
        left -= (stretch.end - stretch.start).days
    return None


def _goes_on(spell: Spell, today: date, composite_days: int) -> bool:
    """Whether the absence is open, or another can still join it."""
    if spell.ended_on is None:
        return True
    until = joins_until(spell, composite_days)
    return until is not None and today <= until


def _dates(
    stretches: tuple[Stretch, ...], today: date, *, goes_on: bool
) -> Iterator[MilestoneDate]:
    for milestone in milestones():
        on = day_of_week(stretches, milestone.week)
        if on is not None:
            moved = (on - stretches[0].start).days + 1 - milestone.week * _DAYS_A_WEEK
            yield MilestoneDate(milestone=milestone, on=on, moved=moved, state=_state(on, today))
        elif goes_on:
            yield MilestoneDate(milestone=milestone, on=None, moved=0, state=MilestoneState.PAUSED)


def _state(on: date, today: date) -> MilestoneState:
    if on < today:
        return MilestoneState.PAST
    return MilestoneState.DUE if on - today < _DAYS_A_WEEK * _ONE_DAY else MilestoneState.COMING


def _milestone(name: str, row: Mapping[str, Any]) -> Milestone:
    return Milestone(
        id=name,
        week=row["week"],
        actor=Actor(row["actor"]),
        name={language: row[f"name_{language}"] for language in LANGUAGES},
        ground=row["ground"],
    )
