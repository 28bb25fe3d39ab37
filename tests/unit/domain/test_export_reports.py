"""What a receiver is told brings it to where a case stands, whatever came before (EX-1, EX-3)."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, strategies as st

from strategies.absence import FIRST_DAY, NOT_A_RECOVERY, day, days, new, report, shares, stories
from verzuimbrug.domain.cases import CaseState, CaseStatus
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.export_reports import (
    MOST_REPORTS,
    CaseTold,
    Telling,
    ToldReport,
    after_telling,
    is_told,
    tell_case,
    told_state,
)
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import Report, ReportState

RULES = CaseRules(operations_confirmed=True, ended_reasons=frozenset({NOT_A_RECOVERY}))
FULL = Decimal("100.00")
HALF = Decimal("50.00")
OPEN = CaseState(
    first_day=FIRST_DAY,
    periods={FIRST_DAY: FULL},
    cause="01",
    safety_net="N",
    last_sequence=1,
    employment="D1",
)

endings = st.sampled_from([None, "01", NOT_A_RECOVERY])


def state_of(reports: Iterable[Report]) -> CaseState | None:
    """The case as it stands here; one that is withdrawn does not count."""
    state = fold_case(reports, RULES).state
    return None if state is None or state.status is CaseStatus.WITHDRAWN else state


@st.composite
def standing_states(draw: st.DrawFn) -> CaseState:
    """Any state that a fold can end in, and then some."""
    first = draw(days)
    over = draw(st.none() | days.map(lambda each: max(each, first)))
    reason = draw(endings) if over else None
    is_end = reason == NOT_A_RECOVERY
    closed = CaseStatus.ENDED if is_end else CaseStatus.RECOVERED
    return CaseState(
        first_day=first,
        status=closed if over else CaseStatus.OPEN,
        recovered_on=over,
        periods=draw(st.dictionaries(days, shares, max_size=5)),
        cause=draw(st.sampled_from(["01", "10"])),
        safety_net=draw(st.sampled_from(["J", "N"])),
        leave=draw(st.sampled_from([None, "01"])),
        end_reason=reason,
        expected_recovery=draw(st.none() | days),
        last_sequence=draw(st.integers(1, 9)),
        employment=draw(st.sampled_from(["D1", "D2"])),
    )


def tell(
    before: CaseTold | None, wanted: CaseState | None, employee: int = 1
) -> tuple[CaseTold | None, tuple[Telling, ...]]:
    """What the receiver has been told by then, and what that takes; every report has its effect."""
    tellings = tell_case(before, wanted, employee)
    for telling in tellings:
        goes_on = before is not None and before.life == telling.life
        known = len(before.reports) if before is not None and goes_on else 0
        assert telling.start == known + 1
        before = after_telling(before, telling)
        assert all_applied(before)
    return before, tellings


def all_applied(told: CaseTold) -> bool:
    received = [
        Report(
            place=(number, 0),
            employee=told.employee,
            sequence=number,
            content=each.content,
            received_on=FIRST_DAY,
            employment=each.employment,
        )
        for number, each in enumerate(told.reports, start=1)
    ]
    verdicts = fold_case(received, RULES).verdicts.values()
    return all(verdict.state is ReportState.APPLIED for verdict in verdicts)


def has(told: CaseTold | None, wanted: CaseState | None) -> bool:
    return is_told(told.reports if told else (), wanted)


@given(st.lists(st.none() | standing_states(), max_size=8))
def test_the_receiver_has_the_case_as_it_stands_after_every_step(
    steps: list[CaseState | None],
) -> None:
    told: CaseTold | None = None
    for wanted in steps:
        told, _ = tell(told, wanted)

        assert has(told, wanted)
        assert tell_case(told, wanted, 1) == ()


@given(stories, st.data())
def test_whatever_happened_to_a_case_the_receiver_has_it_too(
    story: list[Report], data: st.DataObject
) -> None:
    """Reports that arrive one by one, and are undone and done again in between."""
    told: CaseTold | None = None
    there: dict[int, Report] = {}
    for each in story:
        there[each.sequence] = replace(each, employment="D1")
        if data.draw(st.booleans()):
            number = data.draw(st.sampled_from(sorted(there)))
            undone = None if there[number].undone else 99
            there[number] = replace(there[number], undone=undone)
        wanted = state_of(there.values())
        told, _ = tell(told, wanted)

        assert has(told, wanted)


@given(standing_states(), standing_states(), st.sampled_from([1, 2]))
def test_a_case_of_another_person_is_withdrawn_and_begins_again(
    first: CaseState, then: CaseState, employee: int
) -> None:
    told, _ = tell(None, first)
    told, tellings = tell(told, then, employee)

    assert has(told, then)
    assert [each.life for each in tellings if each.employee == 2] == [2] * (employee - 1)


def test_nothing_is_told_of_a_case_that_never_counted() -> None:
    assert tell_case(None, None, 1) == ()


def test_a_case_begins_with_new_and_goes_on_with_what_came_after() -> None:
    story = [new(), report(2, Operation.CHANGE, 7, "50.00")]
    _, (telling,) = tell(None, state_of(story))

    assert [each.content.operation for each in telling.reports] == [
        Operation.NEW,
        Operation.CHANGE,
    ]
    assert (telling.life, telling.start) == (1, 1)


def further(*reports: Report) -> list[tuple[Operation, int]]:
    """What a receiver who knows of all but the last report is told: operation and day of each."""
    known = [replace(each, employment="D1") for each in reports]
    told, _ = tell(None, state_of(known[:-1]))
    _, tellings = tell(told, state_of(known))
    contents = [each.content for telling in tellings for each in telling.reports]
    return [(each.operation, (each.mutation_date - FIRST_DAY).days) for each in contents]


HALF_AT_7 = report(2, Operation.CHANGE, 7, "50.00")
RECOVERED = report(2, Operation.CHANGE, 9, "0.00", ends=True)


def test_one_mutation_is_told_as_that_one_mutation() -> None:
    assert further(new(), HALF_AT_7) == [(Operation.CHANGE, 7)]
    assert further(new(), RECOVERED) == [(Operation.CHANGE, 9)]
    assert further(new(), report(2, Operation.CORRECT, 0, "50.00")) == [(Operation.CORRECT, 0)]
    assert further(new(), report(2, Operation.WITHDRAW)) == [(Operation.WITHDRAW, 0)]
    moved = report(3, Operation.CORRECT, 6, "50.00", mutation_date_old=day(7))
    assert further(new(), HALF_AT_7, moved) == [(Operation.CORRECT, 6)]
    assert further(new(), HALF_AT_7, report(3, Operation.WITHDRAW, 7)) == [(Operation.WITHDRAW, 7)]
    reopened = report(3, Operation.WITHDRAW, 9, ends=True)
    assert further(new(), RECOVERED, reopened) == [(Operation.WITHDRAW, 9)]
    relapse = report(3, Operation.CHANGE, 12, "40.00")
    assert further(new(), RECOVERED, relapse) == [(Operation.CHANGE, 12)]
    earlier = report(2, Operation.CORRECT, -1, first_day=day(-1), first_day_old=day(0))
    assert further(new(), earlier) == [(Operation.CORRECT, -1)]
    at_work = report(3, Operation.CORRECT, 1, ends=True, first_day=day(1), first_day_old=day(0))
    told = replace(at_work, content=replace(at_work.content, recovered_on=day(9)))
    assert further(new(), RECOVERED, told) == [(Operation.CORRECT, 1)]


def test_another_cause_is_told_by_a_report_that_changes_nothing_else() -> None:
    told, _ = tell(None, OPEN)
    told, (telling,) = tell(told, replace(OPEN, cause="10"))

    assert [each.content.operation for each in telling.reports] == [Operation.CORRECT]
    assert has(told, replace(OPEN, cause="10"))


def test_a_case_whose_first_day_was_set_again_is_moved_before_it_is_withdrawn() -> None:
    told, _ = tell(None, OPEN)
    told, _ = tell(told, replace(OPEN, periods={FIRST_DAY: HALF}))
    told, (telling,) = tell(told, None)

    assert [each.content.operation for each in telling.reports] == [
        Operation.CORRECT,
        Operation.WITHDRAW,
    ]
    assert has(told, None)


def test_a_case_is_withdrawn_on_a_day_of_which_nothing_was_said() -> None:
    told, _ = tell(None, replace(OPEN, periods={day(0): FULL, day(1): FULL}))
    told, _ = tell(told, replace(OPEN, first_day=day(1), periods={}))
    told, (telling,) = tell(told, None)

    assert telling.reports[-1].content.operation is Operation.WITHDRAW
    assert has(told, None)


def test_a_withdrawn_case_that_counts_again_begins_another_life() -> None:
    told, _ = tell(None, OPEN)
    told, _ = tell(told, None)
    told, (telling,) = tell(told, OPEN)

    assert (telling.life, telling.start) == (2, 1)
    assert has(told, OPEN)


def test_a_life_that_runs_out_of_numbers_is_withdrawn_and_another_begins() -> None:
    told, _ = tell(None, OPEN)
    assert told is not None
    again = ToldReport(content=told.reports[0].content, employment="D1")
    corrected = replace(again, content=replace(again.content, operation=Operation.CORRECT))
    long = replace(told, reports=told.reports + (corrected,) * (MOST_REPORTS - 1))
    half = replace(OPEN, periods={FIRST_DAY: HALF})
    after, tellings = tell(long, half)

    assert [each.life for each in tellings] == [1, 2]
    assert has(after, half)


def test_nothing_told_is_no_state() -> None:
    assert told_state(()) is None
    assert not is_told((), OPEN)


def test_what_is_said_of_a_case_without_periods_goes_along_with_one_that_comes_and_goes() -> None:
    bare = replace(OPEN, periods={})
    wanted = replace(bare, cause="10", employment="D2")
    told, _ = tell(None, OPEN)
    told, _ = tell(told, bare)
    told, tellings = tell(told, wanted)

    assert has(told, wanted)
    said = [each.content.operation for telling in tellings for each in telling.reports]
    assert said == [Operation.CHANGE, Operation.WITHDRAW]
