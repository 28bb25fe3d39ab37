"""Cases that continue each other as one absence, and the days that count (VZ-11, VZ-15)."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, strategies as st

from strategies.absence import day
from verzuimbrug.domain.absence_spells import Gap, Spell, SpellCase, Stretch, spells
from verzuimbrug.domain.cases import CaseStatus


def case(
    number: int, first: int, end: int | None = None, *, continues: int | None = None
) -> SpellCase:
    """A case from one day up to another, counted from the first day of the examples."""
    return SpellCase(
        id=number,
        first_day=day(first),
        status=CaseStatus.OPEN if end is None else CaseStatus.RECOVERED,
        recovered_on=None if end is None else day(end),
        continues=continues,
    )


def maternity(found: SpellCase) -> SpellCase:
    return replace(found, is_maternity=True)


def stretch(start: int, end: int | None) -> Stretch:
    return Stretch(start=day(start), end=None if end is None else day(end))


def numbers(found: tuple[Spell, ...]) -> list[list[int]]:
    return [[each.id for each in spell.cases] for spell in found]


def test_cases_that_continue_each_other_are_one_absence_whatever_their_order() -> None:
    cases = [case(3, 40, continues=2), case(1, 0, 10), case(2, 20, 30, continues=1)]

    assert numbers(spells(cases)) == [[1, 2, 3]]
    assert spells(cases)[0].first_day == day(0)


def test_cases_apart_are_absences_apart_in_order_of_first_day() -> None:
    assert numbers(spells([case(2, 100), case(1, 0, 10)])) == [[1], [2]]


def test_a_withdrawn_case_is_in_no_absence_and_joins_none() -> None:
    """VZ-7: it never was."""
    withdrawn = replace(case(2, 20, 30, continues=1), status=CaseStatus.WITHDRAWN)

    assert numbers(spells([case(1, 0, 10), withdrawn, case(3, 40, continues=2)])) == [[1], [3]]


def test_the_days_between_recovery_and_the_next_first_day_are_a_gap() -> None:
    (spell,) = spells([case(1, 0, 10), case(2, 31, continues=1)])

    assert spell.stretches == (stretch(0, 10), stretch(31, None))
    assert spell.gaps == (Gap(start=day(10), end=day(31), is_maternity=False),)
    assert spell.gaps[0].days == 21


def test_maternity_leave_between_cases_is_a_gap_of_its_own_kind() -> None:
    """VZ-11: it does not count, whether it is in the absence or beside it."""
    found = [case(1, 0, 10), maternity(case(2, 10, 122, continues=1)), case(3, 122, continues=2)]
    (spell,) = spells(found)

    assert spell.stretches == (stretch(0, 10), stretch(122, None))
    assert spell.gaps == (Gap(start=day(10), end=day(122), is_maternity=True),)


def test_maternity_leave_during_an_open_case_is_taken_out_of_it() -> None:
    during = maternity(case(2, 50, 162, continues=1))

    assert Spell((case(1, 0), during)).stretches == (stretch(0, 50), stretch(162, None))
    assert Spell((case(1, 0), during)).gaps[0].is_maternity


def test_weeks_stand_still_while_maternity_leave_is_open() -> None:
    assert Spell((case(1, 0), maternity(case(2, 50)))).stretches == (stretch(0, 50),)


def test_leave_that_covers_all_or_the_beginning_leaves_the_rest() -> None:
    assert Spell((case(1, 0, 10), maternity(case(2, 0, 10)))).stretches == ()
    assert Spell((maternity(case(2, 0, 4)), case(1, 0, 10))).stretches == (stretch(4, 10),)


def test_two_cases_on_the_same_days_count_once() -> None:
    """Two employments: one absence of one person."""
    both = Spell((case(1, 0, 10), case(2, 5, 20), case(3, 6, 8), case(4, 20)))

    assert both.stretches == (stretch(0, None),)
    assert Spell((case(1, 0), case(2, 5))).stretches == (stretch(0, None),)


def test_a_case_that_recovered_on_its_first_day_has_no_day() -> None:
    assert Spell((case(1, 0, 0),)).stretches == ()


def test_an_absence_ends_with_its_last_case_and_not_while_one_is_open() -> None:
    assert Spell((case(1, 0, 10), case(2, 12, 30))).ended_on == day(30)
    assert Spell((case(1, 0), case(2, 12, 30))).ended_on is None
    assert not Spell((case(1, 0, 10),)).is_ended_for_good
    assert Spell((replace(case(1, 0, 10), status=CaseStatus.ENDED),)).is_ended_for_good


@st.composite
def chains(draw: st.DrawFn) -> Spell:
    """Some cases in a row, the last one open, and leave anywhere."""
    at, found = 0, []
    for number in range(draw(st.integers(1, 4))):
        at += draw(st.integers(0, 27))
        length = draw(st.integers(0, 400))
        found.append(case(number, at, at + length))
        at += length
    found.append(case(9, at))
    for number in range(draw(st.integers(0, 2))):
        start = draw(st.integers(0, 900))
        found.append(maternity(case(20 + number, start, start + draw(st.integers(0, 150)))))
    return Spell(tuple(found))


@given(spell=chains(), number=st.integers(0, 1500))
def test_a_day_counts_when_it_is_of_a_case_and_not_of_leave(spell: Spell, number: int) -> None:
    today = day(number)

    def has(found: SpellCase) -> bool:
        return found.first_day <= today and (
            found.recovered_on is None or today < found.recovered_on
        )

    sick = any(has(each) for each in spell.cases if not each.is_maternity)
    leave = any(has(each) for each in spell.cases if each.is_maternity)
    within = [
        part
        for part in spell.stretches
        if part.start <= today and (part.end is None or today < part.end)
    ]

    assert len(within) == (1 if sick and not leave else 0)


@given(spell=chains())
def test_stretches_are_in_order_and_apart_with_the_gaps_between(spell: Spell) -> None:
    parts = spell.stretches

    assert [gap.start for gap in spell.gaps] == [part.end for part in parts[:-1]]
    assert [gap.end for gap in spell.gaps] == [part.start for part in parts[1:]]
    assert all(gap.days > 0 for gap in spell.gaps)
    assert all(part.end is None or part.end - part.start >= timedelta(1) for part in parts)
