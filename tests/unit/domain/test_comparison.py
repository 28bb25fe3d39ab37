"""Absence of two sides, case by case (GR-3, GR-7)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.cases import CaseState, CaseStatus
from verzuimbrug.domain.comparison import ComparedCase, ComparedRow, Outcome, compare

TODAY = date(2026, 4, 1)
FIRST = date(2026, 3, 1)
STATE = CaseState(first_day=FIRST, periods={FIRST: Decimal("100.00")}, cause="99")


def _case(key: str = "VG1", person: int | None = 1, **said: object) -> ComparedCase:
    own = bool(said.pop("has_their_key", True))
    state = replace(STATE, **said)  # type: ignore[arg-type]
    return ComparedCase(employer="1001", key=key, person=person, state=state, has_their_key=own)


def _foreign(key: str = "X1", person: int | None = 1, **said: object) -> ComparedCase:
    return replace(_case(key, person, **said), has_their_key=False)


def _outcomes(rows: tuple[ComparedRow, ...]) -> list[tuple[Outcome, str | None, str | None]]:
    return [(row.outcome, row.ours, row.theirs) for row in rows]


def test_case_with_the_same_key_and_state_is_equal() -> None:
    assert _outcomes(compare([_case()], [_case()], TODAY)) == [(Outcome.EQUAL, "VG1", "VG1")]


def test_case_of_another_account_is_found_by_person_and_first_day() -> None:
    assert _outcomes(compare([_foreign()], [_case()], TODAY)) == [(Outcome.EQUAL, "X1", "VG1")]


@pytest.mark.parametrize(
    "ours",
    [_foreign("VG1", 2), _foreign("VG1", None), _foreign(first_day=TODAY), _case("VG2")],
)
def test_what_does_not_match_stands_on_one_side(ours: ComparedCase) -> None:
    found = {row.outcome for row in compare([ours], [_case()], TODAY)}
    assert found == {Outcome.ONLY_OURS, Outcome.ONLY_THEIRS}


def test_a_person_that_is_not_known_is_no_match() -> None:
    found = compare([_foreign(person=None)], [_case(person=None)], TODAY)
    assert [row.outcome for row in found] == [Outcome.ONLY_THEIRS, Outcome.ONLY_OURS]


def test_a_case_of_theirs_that_is_over_does_not_count() -> None:
    over = _case(status=CaseStatus.RECOVERED, recovered_on=TODAY)
    assert compare([], [over], TODAY) == ()


@pytest.mark.parametrize(
    ("theirs", "fields"),
    [
        (_case(first_day=date(2026, 3, 2)), ["first_day"]),
        (
            _case(status=CaseStatus.RECOVERED, recovered_on=TODAY),
            ["recovered_on", "status", "percentage"],
        ),
        (_case(cause="10"), ["cause"]),
        (_case(periods={FIRST: Decimal("50.00")}), ["percentage", "periods"]),
    ],
)
def test_fields_that_differ_are_named(theirs: ComparedCase, fields: list[str]) -> None:
    (row,) = compare([_case()], [theirs], TODAY)
    assert (row.outcome, [each.name for each in row.fields]) == (Outcome.DIFFERENT, fields)


def test_a_difference_says_what_either_side_has() -> None:
    (row,) = compare([_case()], [_case(periods={FIRST: Decimal("50.00")})], TODAY)
    assert (row.fields[1].ours, row.fields[1].theirs) == ("2026-03-01: 100.00", "2026-03-01: 50.00")


def test_a_case_of_another_person_differs_in_person() -> None:
    (row,) = compare([_case(person=1)], [_case(person=2)], TODAY)
    assert [each.name for each in row.fields] == ["person"]


def test_who_is_not_known_on_one_side_does_not_differ() -> None:
    (row,) = compare([_case(person=1)], [_case(person=None)], TODAY)
    assert row.outcome is Outcome.EQUAL


def test_rows_stand_by_employer_and_key() -> None:
    elsewhere = replace(_case("VG0"), employer="1002")
    found = compare([_case("B"), elsewhere, _case("A")], [], TODAY)
    assert [row.ours for row in found] == ["A", "B", "VG0"]


_cases = st.lists(
    st.builds(
        _case,
        st.sampled_from(["A", "B", "C"]),
        st.sampled_from([1, 2, None]),
        first_day=st.sampled_from([FIRST, TODAY]),
        cause=st.sampled_from(["10", "99"]),
        has_their_key=st.booleans(),
    ),
    max_size=5,
    unique_by=lambda case: case.key,
)


@given(_cases)
def test_a_side_equals_itself(cases: list[ComparedCase]) -> None:
    own = [replace(case, has_their_key=True) for case in cases]
    assert {row.outcome for row in compare(own, own, TODAY)} <= {Outcome.EQUAL}


@given(_cases, _cases)
def test_every_case_of_ours_has_one_row_and_the_order_means_nothing(
    ours: list[ComparedCase], theirs: list[ComparedCase]
) -> None:
    rows = compare(ours, theirs, TODAY)
    assert sorted(row.ours for row in rows if row.ours) == sorted(case.key for case in ours)
    assert {row.theirs for row in rows} - {None} <= {case.key for case in theirs}
    assert compare(ours[::-1], theirs[::-1], TODAY) == rows
