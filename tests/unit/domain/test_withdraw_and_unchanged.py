"""Reports that take back, and reports that say nothing changed (VZ-7, VZ-8, VZ-9)."""

from dataclasses import replace

from strategies.absence import NOT_A_RECOVERY, day, new, report
from unit.domain.folds import folded
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.operations import CaseRules

CHANGE, CORRECT, END = Operation.CHANGE, Operation.CORRECT, Operation.END
WITHDRAW, UNCHANGED = Operation.WITHDRAW, Operation.UNCHANGED


def test_withdraw_that_ends_takes_back_the_recovery() -> None:
    outcome = folded(new(), report(2, END, 5), report(3, WITHDRAW, 5, ends=True))

    assert outcome.told[2] == "applied"
    assert (outcome.state.status, outcome.state.recovered_on) == ("open", None)


def test_withdraw_takes_back_an_end_that_was_no_recovery() -> None:
    ended = report(2, END, 5, end_reason=NOT_A_RECOVERY)

    assert folded(new(), ended, report(3, WITHDRAW, 5, ends=True)).state.status == "open"


def test_recovery_that_is_not_there_cannot_be_taken_back() -> None:
    assert folded(new(), report(2, WITHDRAW, 5, ends=True)).told[1] == "held VZ123"


def test_withdraw_on_the_first_day_withdraws_the_case_and_keeps_what_it_was() -> None:
    outcome = folded(new(), report(2, CHANGE, 3, "50.00"), report(3, WITHDRAW, 0))

    assert outcome.state.status == "withdrawn"
    assert outcome.periods == {0: "100.00", 3: "50.00"}
    assert outcome.state.last_sequence == 3


def test_withdraw_elsewhere_removes_the_period() -> None:
    outcome = folded(new(), report(2, CHANGE, 3, "50.00"), report(3, WITHDRAW, 3))

    assert outcome.state.status == "open"
    assert outcome.periods == {0: "100.00"}


def test_period_that_does_not_exist_cannot_be_removed() -> None:
    assert folded(new(), report(2, WITHDRAW, 3)).told[1] == "held VZ124"


def test_withdraw_on_a_first_day_that_a_change_set_again_is_held() -> None:
    outcome = folded(new(), report(2, CHANGE, 0, "50.00"), report(3, WITHDRAW, 0))

    assert outcome.told[2] == "held VZ126"
    assert outcome.state.status == "open"


def test_withdraw_on_a_first_day_that_a_correction_set_again_is_held() -> None:
    moved = report(3, CORRECT, 0, "50.00", mutation_date_old=day(3))
    same = report(2, CORRECT, 0, "50.00")

    assert folded(new(), same, report(3, WITHDRAW, 0)).told[2] == "held VZ126"
    assert folded(new(), report(2, CHANGE, 3), moved, report(4, WITHDRAW)).told[3] == "held VZ126"


def test_withdraw_on_a_first_day_that_only_moved_withdraws_the_case() -> None:
    moved = report(2, CORRECT, 0, first_day=day(2), first_day_old=day(0))

    outcome = folded(new(), moved, report(3, WITHDRAW, 2, first_day=day(2)))

    assert outcome.state.status == "withdrawn"


def test_withdraw_waits_while_the_code_table_is_not_confirmed() -> None:
    outcome = folded(new(), report(2, WITHDRAW), report(3, CHANGE, 3), rules=CaseRules())

    assert outcome.told == ["applied", "parked VZ701", "parked VZ302"]
    assert outcome.state.status == "open"


def test_withdraw_waits_while_the_code_table_of_its_edition_is_not_confirmed() -> None:
    rules = CaseRules(operations_confirmed=frozenset({"2026"}))
    for edition, told in (("2022", "parked VZ701"), ("2026", "applied")):
        withdrawal = replace(report(2, WITHDRAW), edition=edition)

        assert folded(new(), withdrawal, rules=rules).told[1] == told


def test_unchanged_that_says_what_holds_has_no_effect() -> None:
    outcome = folded(new(), report(2, UNCHANGED, 9))

    assert outcome.told[1] == "applied"
    assert outcome.periods == {0: "100.00"}
    assert outcome.state.last_sequence == 2


def test_unchanged_with_another_percentage_is_drift() -> None:
    outcome = folded(new(), report(2, UNCHANGED, 9, "50.00"))

    assert outcome.told[1] == "applied VZ801"
    assert outcome.periods == {0: "100.00"}


def test_unchanged_on_a_recovered_case_says_so_too_or_is_drift() -> None:
    told = folded(
        new(),
        report(2, END, 5),
        report(3, UNCHANGED, 5, "0.00", ends=True),
        report(4, UNCHANGED, 6, "0.00", ends=True, recovered_on=day(6)),
        report(5, UNCHANGED, 6, "0.00"),
    ).told

    assert told[2:] == ["applied", "applied VZ801", "applied VZ801"]


def test_unchanged_with_another_first_day_is_drift() -> None:
    assert folded(new(), report(2, UNCHANGED, 3, first_day=day(1))).told[1] == "applied VZ402"


def test_report_after_the_withdrawal_of_its_case_is_a_conflict() -> None:
    outcome = folded(new(), report(2, WITHDRAW), report(3, CHANGE, 3))

    assert outcome.told[2] == "conflict VZ901"
    assert outcome.state.status == "withdrawn"


def test_report_after_a_withdrawal_is_a_conflict_also_beyond_a_gap() -> None:
    assert folded(new(), report(2, WITHDRAW), report(9, CHANGE, 3)).told[2] == "conflict VZ901"


def test_withdrawal_beyond_a_gap_waits_like_any_report() -> None:
    outcome = folded(new(), report(3, WITHDRAW), report(4, CHANGE, 3))

    assert outcome.told == ["applied", "parked VZ301", "parked VZ301"]
