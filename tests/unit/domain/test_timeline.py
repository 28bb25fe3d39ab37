"""What was known when, and what then held of a case when: folds of the change log (VE-5)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from strategies.absence import CONFIRMED, day, garbage, report, stories
from verzuimbrug.domain.case_fields import described, state_pairs
from verzuimbrug.domain.cases import CaseState, CaseStatus
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.reports import Report
from verzuimbrug.domain.timeline import (
    KnownValue,
    LoggedChange,
    LoggedObject,
    Origin,
    as_known,
    gives,
    held,
)

ONE_DAY = timedelta(days=1)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NEW, CHANGE, WITHDRAW = Operation.NEW, Operation.CHANGE, Operation.WITHDRAW


def _at(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


def _change(number: int, **fields: tuple[object, object]) -> LoggedChange:
    """A row of the change log, a minute after the one before, from a message of its own."""
    return LoggedChange(
        number=number,
        at=_at(number),
        of=LoggedObject(kind="case", number=1),
        origin=Origin(receipt=f"R{number}"),
        fields=fields,
    )


def _rows(states: Sequence[CaseState]) -> list[LoggedChange]:
    """The rows of a case that came to be in these states one after another."""
    rows, before = [], None
    for number, after in enumerate(states):
        pairs: dict[str, Any] = {
            name: (pair[0], pair[1]) for name, pair in state_pairs(before, after).items()
        }
        if pairs:
            rows.append(_change(number, **pairs))
        before = after
    return rows


def _states(arrived: Sequence[Report]) -> list[CaseState]:
    """The states of a case while its reports arrive one by one."""
    outcomes = (fold_case(arrived[: number + 1], CONFIRMED) for number in range(len(arrived)))
    return [outcome.state for outcome in outcomes if outcome.state is not None]


histories = st.one_of(stories, garbage).flatmap(st.permutations).map(_states)


def _values(known: Mapping[str, KnownValue]) -> dict[str, object]:
    return {name: value.value for name, value in known.items() if value.value is not None}


@settings(max_examples=200)
@given(states=histories)
def test_all_rows_together_give_the_object_that_is_stored(states: list[CaseState]) -> None:
    stored = described(states[-1]) if states else {}

    assert _values(as_known(_rows(states))) == {n: v for n, v in stored.items() if v is not None}


@settings(max_examples=200)
@given(states=histories, number=st.integers(0, 12))
def test_what_was_known_at_a_moment_does_not_depend_on_what_came_later(
    states: list[CaseState], number: int
) -> None:
    rows = _rows(states)
    before = [row for row in rows if row.number <= number]

    assert as_known(rows, _at(number)) == as_known(before)
    assert held(rows, _at(number)) == held(before)


@settings(max_examples=200)
@given(states=histories)
def test_every_value_came_from_the_last_change_that_gave_it(states: list[CaseState]) -> None:
    rows = _rows(states)

    for name, known in as_known(rows).items():
        last = [row for row in rows if name in row.fields][-1]
        assert (known.value, known.origin) == (last.fields[name][1], last.origin)


@settings(max_examples=300)
@given(states=histories)
def test_what_held_on_each_day_is_what_the_state_says(states: list[CaseState]) -> None:
    """VZ-10."""
    spans = held(_rows(states))

    if not states or states[-1].status is CaseStatus.WITHDRAWN:
        assert spans == ()
        return
    assert spans[0].start == min([states[-1].first_day, *states[-1].periods])
    assert spans[-1].end is None
    for span, following in zip_longest(spans, spans[1:]):
        assert following is None or span.end == following.start - ONE_DAY
        for each in (span.start, span.end or span.start + 30 * ONE_DAY):
            assert (span.percentage, span.status) == _on(states[-1], each)


def _on(state: CaseState, each: date) -> tuple[Decimal, CaseStatus]:
    is_over = state.recovered_on is not None and state.recovered_on <= each
    return state.percentage_on(each), state.status if is_over else CaseStatus.OPEN


def _course(*arrived: Report) -> list[LoggedChange]:
    return _rows(_states(arrived))


def _held(rows: Sequence[LoggedChange], at: datetime | None = None) -> list[tuple[object, ...]]:
    return [
        (span.start, span.end, str(span.percentage), span.status, span.origin.receipt)
        for span in held(rows, at)
    ]


def test_each_span_says_which_message_it_came_from() -> None:
    rows = _course(
        report(1, NEW),
        report(2, CHANGE, at=5, percentage="50.00"),
        report(3, CHANGE, at=9, ends=True),
    )

    assert _held(rows) == [
        (day(0), day(4), "100.00", "open", "R0"),
        (day(5), day(8), "50.00", "open", "R1"),
        (day(9), None, "0.00", "recovered", "R2"),
    ]


def test_what_was_held_for_true_before_a_message_came_can_still_be_read() -> None:
    """Two clocks: the day it is about, and the moment it was known."""
    rows = _course(report(1, NEW), report(2, CHANGE, at=5, percentage="50.00"))

    assert _held(rows, _at(0)) == [(day(0), None, "100.00", "open", "R0")]
    assert _held(rows, NOON - ONE_DAY) == []


def test_a_period_is_of_the_message_that_gave_it_not_of_the_last_one() -> None:
    rows = _course(report(1, NEW), *(report(n, CHANGE, at=n, percentage="9.00") for n in (2, 3)))

    assert [receipt for *_, receipt in _held(rows)] == ["R0", "R1", "R2"]
    assert as_known(rows)["periods"].origin.receipt == "R2"


def test_days_before_the_first_period_have_no_percentage() -> None:
    rows = _course(report(1, NEW, at=3))

    assert _held(rows) == [
        (day(0), day(2), "0.00", "open", "R0"),
        (day(3), None, "100.00", "open", "R0"),
    ]


def test_nothing_held_of_a_case_that_is_withdrawn_or_hidden() -> None:
    """VZ-7, VE-4."""
    withdrawn = _course(report(1, NEW), report(2, WITHDRAW))
    hidden = [*_course(report(1, NEW)), _change(1, hidden=(False, True))]

    assert (_held(withdrawn), _held(hidden)) == ([], [])
    assert _held(hidden, _at(0)) != []


def test_a_case_that_is_shown_again_has_the_state_it_then_gets() -> None:
    """VE-4: what was known of its state before does not shine through."""
    before = _course(report(1, NEW), report(2, CHANGE, at=9, ends=True))
    classified = _change(2, classification=(None, "ziekte"), hidden=(False, True))
    (again,) = _course(report(1, NEW))
    shown = _change(3, **again.fields, hidden=(True, False))

    known = as_known([*before, classified, shown])

    assert "recovered_on" not in known
    assert known["classification"].value == "ziekte"
    assert [receipt for *_, receipt in _held([*before, classified, shown])] == ["R3"]


def test_a_value_that_was_taken_away_is_known_to_be_gone() -> None:
    rows = [_change(1, department=("Bakkerij", None))]

    assert as_known(rows)["department"] == KnownValue(
        value=None, since=_at(1), origin=Origin(receipt="R1")
    )


def test_a_link_key_is_no_field_of_a_person() -> None:
    """A person has several, and each comes and goes by itself (WN-3)."""
    assert as_known([_change(1, link_key=(None, "w-1"), surname=(None, "Smit"))]).keys() == {
        "surname"
    }


def test_a_field_has_its_value_from_the_changes_that_say_it() -> None:
    assert gives(_change(1, surname=(None, "Smit")), "surname")
    assert gives(_change(1, surname=("Smit", None)), "surname")
    assert not gives(_change(1, surname=(None, "Smit")), "initials")


def test_a_case_that_starts_gives_every_field_of_its_state_and_nothing_beside_it() -> None:
    """VE-4."""
    started = _change(1, first_day=(None, "2026-03-02"))

    assert gives(started, "recovered_on")
    assert not gives(started, "classification")
    assert not gives(_change(2, first_day=("2026-03-02", "2026-03-03")), "recovered_on")


def test_a_link_key_that_is_taken_away_gives_none() -> None:
    """WN-3."""
    assert gives(_change(1, link_key=(None, "nieuw")), "link_key")
    assert not gives(_change(1, link_key=("oud", None)), "link_key")
    assert not gives(_change(1, surname=(None, "Smit")), "link_key")


@pytest.mark.parametrize("fields", [{}, {"status": (None, "open")}])
def test_of_a_case_whose_start_is_not_in_the_log_nothing_is_known_to_have_held(
    fields: dict[str, Any],
) -> None:
    assert held([_change(1, **fields)]) == ()


def test_periods_that_are_gone_altogether_leave_none() -> None:
    rows = [*_course(report(1, NEW)), _change(1, periods=({"2026-03-02": "100.00"}, None))]

    assert _held(rows) == [(day(0), None, "0.00", "open", "R0")]
