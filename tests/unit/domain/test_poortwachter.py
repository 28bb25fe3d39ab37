"""VZ-15: the dates of the Wet verbetering poortwachter of one absence."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, strategies as st

from strategies.absence import day
from verzuimbrug.domain.absence_spells import Spell, SpellCase
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.poortwachter import (
    Actor,
    MilestoneDate,
    MilestoneState,
    dates_of,
    joins_until,
    milestones,
)

TERM = 28
WEEKS = (6, 8, 42, 52, 88, 91, 104)
LONG_AGO = date(2000, 1, 1)


def case(number: int, first: int, end: int | None = None) -> SpellCase:
    return SpellCase(
        id=number,
        first_day=day(first),
        status=CaseStatus.OPEN if end is None else CaseStatus.RECOVERED,
        recovered_on=None if end is None else day(end),
    )


def maternity(found: SpellCase) -> SpellCase:
    return replace(found, is_maternity=True)


def dates(*cases: SpellCase, today: date = LONG_AGO) -> tuple[MilestoneDate, ...]:
    return dates_of(Spell(cases), today, TERM)


def by_week(found: tuple[MilestoneDate, ...]) -> dict[int, date | None]:
    return {due.milestone.week: due.on for due in found}


def test_the_table_has_the_seven_weeks_each_with_who_and_where_the_law_says_so() -> None:
    assert tuple(one.week for one in milestones()) == WEEKS
    assert {one.actor for one in milestones()} == set(Actor)
    assert all(one.ground and one.name["nl"] and one.name["en"] for one in milestones())


def test_a_date_is_the_last_day_of_its_week_of_absence() -> None:
    """Ill from Monday 2 March 2026: that week is the first, and week 6 ends on 12 April."""
    found = by_week(dates(case(1, 0)))

    assert found[6] == date(2026, 4, 12)
    assert found[104] == date(2028, 2, 27)
    assert found[104] == day(0) + timedelta(days=104 * 7 - 1)


def test_a_gap_moves_what_comes_after_it_and_nothing_before() -> None:
    found = dates(case(1, 0, 50), case(2, 71))

    assert [due.moved for due in found] == [0, 21, 21, 21, 21, 21, 21]
    assert by_week(found)[6] == day(41)
    assert by_week(found)[8] == day(55 + 21)


def test_a_week_that_ends_on_the_last_day_before_a_gap_is_not_moved() -> None:
    assert by_week(dates(case(1, 0, 42), case(2, 60)))[6] == day(41)
    assert by_week(dates(case(1, 0, 41), case(2, 60)))[6] == day(60)


def test_weeks_stand_still_during_maternity_leave() -> None:
    found = dates(case(1, 0, 14), maternity(case(2, 14, 126)), case(3, 126))

    assert [due.moved for due in found] == [112] * 7


def test_dates_beyond_leave_that_is_still_open_are_not_known() -> None:
    found = dates(case(1, 0), maternity(case(2, 50)))

    assert by_week(found)[6] == day(41)
    assert {due.state for due in found if due.on is None} == {MilestoneState.PAUSED}
    assert len(found) == len(WEEKS)


def test_where_a_date_stands_is_seen_from_today() -> None:
    def state(today: int) -> MilestoneState:
        return dates(case(1, 0), today=day(today))[0].state

    assert [state(day_number) for day_number in (34, 35, 41, 42)] == [
        MilestoneState.COMING,
        MilestoneState.DUE,
        MilestoneState.DUE,
        MilestoneState.PAST,
    ]


@pytest.mark.parametrize(("today", "left"), [(60, 7), (77, 7), (78, 1)])
def test_recovered_dates_to_come_go_once_nothing_can_join(today: int, left: int) -> None:
    found = dates(case(1, 0, 50), today=day(today))

    assert len(found) == left
    assert by_week(found)[6] == day(41)
    assert {due.state for due in found[1:]} <= {MilestoneState.PAUSED}


def test_an_absence_joins_until_the_term_is_over_and_not_when_it_ended_otherwise() -> None:
    """VZ-11: 27 days joins, 28 does not; an end that is no recovery is continued by nothing."""
    ended = replace(case(1, 0, 50), status=CaseStatus.ENDED)

    assert joins_until(Spell((case(1, 0, 50),)), TERM) == day(77)
    assert joins_until(Spell((case(1, 0),)), TERM) is None
    assert joins_until(Spell((ended,)), TERM) is None
    assert by_week(dates(ended, today=day(51))) == {6: day(41)}


def test_maternity_leave_alone_has_no_dates() -> None:
    assert dates(maternity(case(1, 0))) == ()


@st.composite
def rows(draw: st.DrawFn) -> tuple[SpellCase, ...]:
    """Cases in a row with gaps that join, the last one open."""
    at, found = 0, []
    for number in range(draw(st.integers(0, 5))):
        length = draw(st.integers(1, 300))
        found.append(case(number, at, at + length))
        at += length + draw(st.integers(0, TERM - 1))
    return (*found, case(99, at))


@given(cases=rows())
def test_dates_are_in_order_of_week(cases: tuple[SpellCase, ...]) -> None:
    found = [due.on for due in dates(*cases) if due.on is not None]

    assert len(found) == len(WEEKS)
    assert all(one < other for one, other in pairwise(found))


@given(cases=rows())
def test_a_date_is_moved_by_the_days_of_the_gaps_before_it(cases: tuple[SpellCase, ...]) -> None:
    gaps = [
        (other.first_day, (other.first_day - one.recovered_on).days)
        for one, other in pairwise(cases)
        if one.recovered_on is not None
    ]

    for due in dates(*cases):
        assert due.on is not None
        before = sum(days for start, days in gaps if start <= due.on)
        assert due.moved == before
        assert due.on == day(0) + timedelta(days=due.milestone.week * 7 - 1 + before)


@given(cases=rows(), at=st.integers(0, 800), length=st.integers(1, 150))
def test_leave_moves_what_comes_after_it_by_its_days_of_absence(
    cases: tuple[SpellCase, ...], at: int, length: int
) -> None:
    without = dates(*cases)
    within = dates(*cases, maternity(case(100, at, at + length)))

    for one, other in zip(without, within, strict=True):
        assert one.on is not None
        assert other.on is not None
        assert one.on <= other.on <= one.on + timedelta(days=length + 5 * (TERM - 1))
        if one.on < day(at):
            assert other.on == one.on


@given(lengths=st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_without_days_between_them_many_cases_have_the_dates_of_one(lengths: list[int]) -> None:
    starts = [0, *accumulate(lengths)]
    cases = [case(number, *pair) for number, pair in enumerate(pairwise(starts))]

    assert by_week(dates(*cases, case(99, starts[-1]))) == by_week(dates(case(1, 0)))
