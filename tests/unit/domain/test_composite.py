"""Composite absence and overlap (VZ-11, VZ-12)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from strategies.absence import day
from verzuimbrug.domain.cases import CaseState, CaseStatus
from verzuimbrug.domain.composite import PersonCase, continued_case, overlapping

OPEN, RECOVERED, ENDED = CaseStatus.OPEN, CaseStatus.RECOVERED, CaseStatus.ENDED
WITHDRAWN = CaseStatus.WITHDRAWN


def case(number: int, first: int, recovered: int | None = None) -> PersonCase:
    """A case from one day to another, counted from the first day of the examples."""
    state = CaseState(
        first_day=day(first),
        status=OPEN if recovered is None else RECOVERED,
        recovered_on=None if recovered is None else day(recovered),
    )
    return PersonCase(id=number, key=f"VG{number}", state=state)


def with_status(status: CaseStatus, case: PersonCase) -> PersonCase:
    return replace(case, state=replace(case.state, status=status))


def maternity(case: PersonCase) -> PersonCase:
    return replace(case, is_maternity=True)


def continued(case: PersonCase, *others: PersonCase) -> int | None:
    found = continued_case(case, [*others, case], 28)
    return found.id if found else None


@pytest.mark.parametrize(("gap", "joined"), [(0, 1), (27, 1), (28, None), (200, None)])
def test_a_gap_of_27_days_joins_and_one_of_28_does_not(gap: int, joined: int | None) -> None:
    assert continued(case(2, 10 + gap), case(1, 0, 10)) == joined


def test_the_number_of_days_is_a_setting() -> None:
    cases = [case(1, 0, 10), case(2, 38)]

    assert continued_case(cases[1], cases, 29) == cases[0]


def test_recovery_after_the_first_day_joins_nothing() -> None:
    assert continued(case(2, 9), case(1, 0, 10)) is None


def test_open_case_is_not_continued() -> None:
    assert continued(case(2, 12), case(1, 0)) is None


def test_case_that_ended_without_recovery_is_not_continued() -> None:
    assert continued(case(2, 12), with_status(ENDED, case(1, 0, 10))) is None


def test_withdrawn_case_is_not_continued_and_continues_nothing() -> None:
    assert continued(case(2, 12), with_status(WITHDRAWN, case(1, 0, 10))) is None
    assert continued(with_status(WITHDRAWN, case(2, 12)), case(1, 0, 10)) is None


def test_the_latest_recovery_counts() -> None:
    assert continued(case(3, 20), case(1, 0, 12), case(2, 1, 11)) == 1


def test_of_equal_recoveries_the_later_first_day_counts_then_the_higher_id() -> None:
    assert continued(case(3, 20), case(1, 2, 12), case(2, 0, 12)) == 1
    assert continued(case(3, 20), case(2, 2, 12), case(1, 2, 12)) == 2


def test_of_two_cases_on_one_day_the_second_continues_the_first_and_not_the_reverse() -> None:
    first, second = case(1, 0, 0), case(2, 0, 0)

    assert continued(second, first) == 1
    assert continued(first, second) is None


def test_maternity_leave_does_not_count_in_the_gap() -> None:
    leave = maternity(with_status(ENDED, case(3, 12, 124)))

    assert continued(case(2, 140), case(1, 0, 10), leave) == 1


def test_only_the_part_of_the_leave_within_the_gap_is_left_out() -> None:
    leave = maternity(with_status(ENDED, case(3, 0, 20)))

    assert continued(case(2, 47), case(1, 0, 10), leave) == 1
    assert continued(case(2, 48), case(1, 0, 10), leave) is None


def test_leave_that_goes_on_fills_the_gap_to_its_end() -> None:
    assert continued(case(2, 140), case(1, 0, 10), maternity(case(3, 12))) == 1


def test_withdrawn_leave_counts_in_the_gap() -> None:
    leave = maternity(with_status(WITHDRAWN, case(3, 12)))

    assert continued(case(2, 140), case(1, 0, 10), leave) is None


def test_leave_outside_the_gap_changes_nothing() -> None:
    leave = maternity(with_status(ENDED, case(3, -90, -30)))

    assert continued(case(2, 38), case(1, 0, 10), leave) is None


def test_open_cases_of_one_employment_overlap() -> None:
    assert overlapping(case(2, 3), [case(1, 0), case(2, 3)]) == [case(1, 0)]


def test_case_from_the_recovery_date_of_another_does_not_overlap_it() -> None:
    assert overlapping(case(2, 10), [case(1, 0, 10)]) == []
    assert overlapping(case(2, 9), [case(1, 0, 10)]) == [case(1, 0, 10)]
    assert overlapping(case(1, 0, 10), [case(2, 10)]) == []


def test_cases_of_two_employments_do_not_overlap() -> None:
    other = case(1, 0)
    other = replace(other, state=replace(other.state, employment="D2"))

    assert overlapping(case(2, 3), [other]) == []


def test_withdrawn_case_overlaps_nothing() -> None:
    assert overlapping(case(2, 3), [with_status(WITHDRAWN, case(1, 0))]) == []
    assert overlapping(with_status(WITHDRAWN, case(2, 3)), [case(1, 0)]) == []


drawn_cases = st.lists(
    st.builds(
        lambda first, length, status, leave: (first, length, status, leave),
        st.integers(0, 60),
        st.integers(0, 30),
        st.sampled_from(CaseStatus),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
).map(
    lambda drawn: [
        replace(
            with_status(status, case(number, first, None if status is OPEN else first + length)),
            is_maternity=leave,
        )
        for number, (first, length, status, leave) in enumerate(drawn)
    ]
)


def _chargeable(start: date, end: date, cases: list[PersonCase]) -> int:
    """The days between two dates on which no maternity leave holds, counted one by one."""
    leaves = [c.state for c in cases if c.is_maternity and c.state.status is not WITHDRAWN]
    gap = [start + timedelta(days=n) for n in range((end - start).days)]
    return sum(
        not any(s.first_day <= each < (s.recovered_on or date.max) for s in leaves) for each in gap
    )


def _continued_by_the_rule(case: PersonCase, cases: list[PersonCase]) -> int | None:
    latest: tuple[date, date, str, int] | None = None
    for other in cases:
        state = other.state
        earlier = (state.first_day, other.key, other.id) < (case.state.first_day, case.key, case.id)
        recovered_on = state.recovered_on or date.max
        if earlier and state.status is RECOVERED and recovered_on <= case.state.first_day:
            found = (recovered_on, state.first_day, other.key, other.id)
            latest = max(latest or found, found)
    if case.state.status is WITHDRAWN or latest is None:
        return None
    return latest[3] if _chargeable(latest[0], case.state.first_day, cases) < 28 else None


@given(drawn_cases)
def test_continued_case_is_the_one_that_the_rule_names(cases: list[PersonCase]) -> None:
    for each in cases:
        found = continued_case(each, cases, 28)

        assert (found.id if found else None) == _continued_by_the_rule(each, cases)


@given(drawn_cases)
def test_cases_never_continue_each_other_in_a_circle(cases: list[PersonCase]) -> None:
    links = {each.id: continued_case(each, cases, 28) for each in cases}

    for each in cases:
        seen, at = set[int](), links[each.id]
        while at is not None:
            assert at.id not in seen
            seen.add(at.id)
            at = links[at.id]


@given(drawn_cases)
def test_overlap_goes_both_ways(cases: list[PersonCase]) -> None:
    pairs = {(each.id, other.id) for each in cases for other in overlapping(each, cases)}

    assert pairs == {(other, each) for each, other in pairs}
