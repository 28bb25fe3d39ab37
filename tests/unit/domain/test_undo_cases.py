"""Absence cases, once reports of them are undone (VE-4, VZ-1 to VZ-3)."""

from dataclasses import replace

from strategies.absence import day, new, report
from unit.domain.undo_cases import TERMS, VG1, VG2, at, before, hidden
from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.reports import ReportState, Standing
from verzuimbrug.domain.snapshot import CaseFacts
from verzuimbrug.domain.undoing import Turn
from verzuimbrug.domain.undoing_aliases import AliasFacts
from verzuimbrug.domain.undoing_cases import TurnedCases, turn_cases
from verzuimbrug.domain.undoing_conflicts import conflicts_of_cases

CHANGE = Operation.CHANGE
HORIZON = 50


def undo(*messages: int) -> Turn:
    return Turn(messages=frozenset(messages), horizon=HORIZON)


def back(*messages: int) -> Turn:
    return Turn(messages=frozenset(messages), horizon=HORIZON, undo=3)


def states(turned: TurnedCases) -> dict[int, str]:
    """The states that differ, by message."""
    return {each.place[0]: str(each.state) for each in turned.results.reports}


def told(turned: TurnedCases, turn: Turn) -> list[tuple[str, str]]:
    """The conflicts, each with the receipt or key that it names."""
    found = conflicts_of_cases(turned, turn)
    return [(each.code, each.params.get("receipt") or each.params["key"]) for each in found]


def test_undone_report_has_no_effect_and_keeps_its_number() -> None:
    turn = undo(2)
    turned = turn_cases(
        before(at(1, new()), at(2, report(2, CHANGE, 1, "50.00")), at(3, report(3, CHANGE, 2))),
        turn,
    )

    (case,) = turned.results.cases
    assert sorted(case.state.periods) == [day(0), day(2)]
    assert (states(turned), told(turned, turn)) == ({2: "undone"}, [])


def test_case_whose_first_report_is_undone_is_hidden_and_later_ones_wait() -> None:
    turn = undo(1)
    turned = turn_cases(before(at(1, new()), at(2, report(2, CHANGE, 1, "50.00"))), turn)

    (case,) = turned.results.cases
    assert (case.hidden, case.hidden_before) == (True, False)
    assert states(turned) == {1: "undone", 2: "parked"}
    assert told(turned, turn) == [("VE403", "R2")]


def test_case_is_shown_again_when_the_undo_is_taken_back() -> None:
    first = at(1, new(), undone=HORIZON)
    stored = hidden(
        before(first, at(2, report(2, CHANGE, 1, "50.00"))), CaseState(first_day=day(0))
    )

    turned = turn_cases(stored, back(1))

    (case,) = turned.results.cases
    assert (case.hidden, case.hidden_before) == (False, True)
    assert states(turned) == {1: "applied", 2: "applied"}


def test_report_waiting_for_a_held_one_goes_on_when_that_is_undone() -> None:
    held = at(2, report(2, CHANGE, 1), standing=Standing.HELD)
    turned = turn_cases(before(at(1, new()), held, at(3, report(3, CHANGE, 2))), undo(2))

    assert states(turned) == {2: "undone", 3: "applied"}


def test_refused_report_holds_up_nothing_once_it_is_undone() -> None:
    refused = at(2, report(2, CHANGE, 1), standing=Standing.REFUSED)
    turned = turn_cases(before(at(1, new()), refused, at(3, report(3, CHANGE, 2))), undo(2))

    assert states(turned) == {2: "undone", 3: "applied"}


def test_double_that_came_before_the_undo_does_not_take_the_place_and_is_named() -> None:
    turn = undo(2)
    turned = turn_cases(
        before(
            at(1, new()),
            at(2, report(2, CHANGE, 1, "50.00")),
            at(3, report(2, CHANGE, 1, "50.00")),
            at(4, report(2, CHANGE, 1, "25.00")),
        ),
        turn,
    )

    assert states(turned) == {2: "undone"}
    assert told(turned, turn) == [("VE404", "R3"), ("VE404", "R4")]


def test_report_that_took_the_place_gives_it_up_when_the_undo_is_taken_back() -> None:
    turn = back(2)
    turned = turn_cases(
        before(
            at(1, new()),
            at(2, report(2, CHANGE, 1, "50.00"), undone=HORIZON),
            at(60, report(2, CHANGE, 1, "25.00")),
        ),
        turn,
    )

    assert states(turned) == {2: "applied", 60: "conflict"}
    assert told(turned, turn) == [("VE403", "R60")]


def test_double_of_the_one_that_took_the_place_is_no_double_of_the_undone_one() -> None:
    turn = undo(2)
    stored = before(
        at(1, new()),
        at(2, report(2, CHANGE, 1, "50.00")),
        at(4, report(2, CHANGE, 1, "25.00"), standing=Standing.CHOSEN),
    )

    assert told(turn_cases(stored, turn), turn) == []


def test_what_another_undo_took_stays_undone() -> None:
    first = at(2, report(2, CHANGE, 1), undone=20)
    stored = before(at(1, new()), first)
    assert states(turn_cases(stored, undo(2))) == {}

    other = replace(stored.reports[1], undone=4)
    stored = replace(stored, reports=(stored.reports[0], other))
    assert states(turn_cases(stored, back(2))) == {}


def test_reports_part_when_the_alias_is_undone_and_the_case_goes_with_its_start() -> None:
    turn = undo(3)
    alias = AliasFacts(id=1, former=VG1, direct=VG2, key=VG2, stands=False)
    stored = before(
        at(1, new()),
        at(2, report(2, CHANGE, 1)),
        at(3, report(3, CHANGE, 2)),
        aliases=[alias],
        received={1: "VG1", 2: "VG1"},
        key=VG2,
    )

    turned = turn_cases(stored, turn)

    assert [(case.id, case.key, case.hidden) for case in turned.results.cases] == [(7, VG1, False)]
    assert {each.before.place[0]: each.key.key for each in turned.reports} == {
        1: "VG1",
        2: "VG1",
        3: "VG2",
    }
    assert states(turned) == {3: "undone"}


def test_report_without_a_received_key_stays_where_it_is() -> None:
    alias = AliasFacts(id=1, former=VG1, direct=VG2, key=VG2, stands=False)
    stored = before(at(1, new()), aliases=[alias], key=VG2)
    unknown = tuple(replace(each, received=None) for each in stored.reports)

    turned = turn_cases(replace(stored, reports=unknown), undo(9))

    assert [each.key for each in turned.reports] == [VG2]
    assert [case.key for case in turned.results.cases] == [VG2]


def test_case_that_starts_of_its_own_when_the_reports_part_is_a_new_one() -> None:
    alias = AliasFacts(id=1, former=VG1, direct=VG2, key=VG2, stands=False)
    stored = before(
        at(1, new()),
        at(2, new(2), employment="D1"),
        aliases=[alias],
        received={1: "VG1"},
        key=VG2,
    )

    turned = turn_cases(stored, undo(9))

    assert sorted((case.id, case.key.key) for case in turned.results.cases) == [
        (-1, "VG2"),
        (7, "VG1"),
    ]
    assert states(turned) == {2: "applied"}


def test_alias_that_cannot_stand_again_is_named() -> None:
    turn = back(3)
    alias = AliasFacts(id=1, former=VG1, direct=VG2, key=VG2, stood=False)
    stored = before(at(1, new()), aliases=[alias])
    other = CaseFacts(id=8, key=VG2, employee=1, state=stored.cases[0].state)

    turned = turn_cases(replace(stored, cases=(*stored.cases, other)), turn)

    assert told(turned, turn) == [("VE409", "VG2")]
    assert turned.results.cases == ()


def test_case_of_which_only_hidden_reports_are_left_follows_its_undone_start() -> None:
    alias = AliasFacts(id=1, former=VG1, direct=VG2, key=VG2, stands=False)
    first = at(1, new(), undone=20)
    stored = before(first, at(3, report(2, CHANGE, 1)), aliases=[alias], key=VG2)
    moved = (replace(stored.reports[0], received="VG1"), stored.reports[1])
    facts = CaseFacts(id=7, key=VG2, employee=1, state=CaseState(first_day=day(0)), hidden=True)

    turned = turn_cases(replace(stored, reports=moved, cases=(facts,)), undo(3))

    assert [(case.id, case.key, case.hidden) for case in turned.results.cases] == [(7, VG1, True)]


def test_terms_are_those_of_the_latest_message_that_stands() -> None:
    stored = before(at(1, new()), at(2, report(2, CHANGE, 1)))
    other = replace(TERMS, classification=replace(TERMS.classification, default="anders"))
    configurations = {1: other, 2: TERMS}

    turned = turn_cases(replace(stored, configurations=configurations), undo(2))
    (case,) = turned.results.cases
    # Of the employer's classifications there is no such one.
    assert case.classification is None

    turned = turn_cases(
        replace(stored, configurations={1: TERMS, 2: other}, classifications={}), undo(1, 2)
    )
    assert [case.hidden for case in turned.results.cases] == [True]


def test_report_that_was_applied_stays_so_in_the_eyes_of_its_state() -> None:
    stored = before(at(1, new()), at(2, report(2, CHANGE, 1)))

    assert states(turn_cases(stored, undo(9))) == {}
    assert stored.reports[1].stored.state is ReportState.APPLIED
