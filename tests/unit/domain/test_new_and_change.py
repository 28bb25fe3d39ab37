"""Reports that start a case, change it and end it (VZ-4, VZ-5)."""

from dataclasses import replace

from strategies.absence import NOT_A_RECOVERY, day, new, report
from unit.domain.folds import folded
from verzuimbrug.domain.deliveries import Operation

CHANGE, END = Operation.CHANGE, Operation.END


def test_new_report_opens_the_case_with_one_period() -> None:
    outcome = folded(new(1, 2, "60.00"))

    assert outcome.state.first_day == day(0)
    assert outcome.state.status == "open"
    assert outcome.periods == {2: "60.00"}


def test_new_report_that_ends_sets_the_period_and_the_recovery() -> None:
    outcome = folded(new(ends=True, recovered_on=day(4)))

    assert outcome.state.status == "recovered"
    assert outcome.state.recovered_on == day(4)
    assert outcome.periods == {0: "100.00"}


def test_new_report_on_a_case_that_exists_is_a_conflict() -> None:
    outcome = folded(new(), new(2, 9, "50.00", first_day=day(9)))

    assert outcome.told == ["applied", "conflict VZ401"]
    assert outcome.state.first_day == day(0)


def test_cause_and_the_like_are_those_of_the_last_report() -> None:
    last = report(2, CHANGE, 3, cause="10", safety_net="J", leave="01", expected_recovery=day(20))

    state = folded(new(), last).state

    assert (state.cause, state.safety_net, state.leave) == ("10", "J", "01")
    assert state.expected_recovery == day(20)


def test_expected_recovery_that_the_last_report_leaves_out_is_gone() -> None:
    outcome = folded(new(expected_recovery=day(20)), report(2, CHANGE, 3))

    assert outcome.state.expected_recovery is None


def test_unchanged_and_withdraw_leave_the_cause_alone() -> None:
    outcome = folded(
        new(),
        report(2, CHANGE, 3, "50.00"),
        report(3, Operation.UNCHANGED, 4, "50.00", cause="10"),
        report(4, Operation.WITHDRAW, 3, cause="10"),
    )

    assert outcome.told == ["applied"] * 4
    assert outcome.state.cause == "01"


def test_held_report_leaves_the_cause_alone() -> None:
    assert folded(new(), report(2, CHANGE, 3, "100.01", cause="10")).state.cause == "01"


def test_first_day_that_drifts_gives_a_warning_and_stays() -> None:
    outcome = folded(new(), report(2, CHANGE, 3, first_day=day(1)))

    assert outcome.told[1] == "applied VZ402"
    assert outcome.state.first_day == day(0)


def test_first_day_with_the_old_one_named_is_no_drift() -> None:
    moved = report(2, CHANGE, 3, first_day=day(1), first_day_old=day(0))

    assert folded(new(), moved).told[1] == "applied"


def test_change_adds_a_period() -> None:
    outcome = folded(new(), report(2, CHANGE, 3, "50.00"), report(3, CHANGE, 7, "25.00"))

    assert outcome.periods == {0: "100.00", 3: "50.00", 7: "25.00"}


def test_change_replaces_the_period_of_the_same_date() -> None:
    outcome = folded(new(), report(2, CHANGE, 3, "50.00"), report(3, CHANGE, 3, "25.00"))

    assert outcome.periods == {0: "100.00", 3: "25.00"}


def test_change_that_ends_recovers_on_the_date_given_and_adds_no_period() -> None:
    outcome = folded(new(), report(2, CHANGE, 3, "0.00", ends=True, recovered_on=day(5)))

    assert (outcome.state.status, outcome.state.recovered_on) == ("recovered", day(5))
    assert outcome.periods == {0: "100.00"}


def test_recovery_without_a_date_is_on_the_date_of_the_mutation() -> None:
    assert folded(new(), report(2, CHANGE, 3, ends=True)).state.recovered_on == day(3)


def test_operation_end_recovers_whatever_the_mark_says() -> None:
    outcome = folded(new(), report(2, END, 3, "0.00", ends=False))

    assert (outcome.state.status, outcome.state.recovered_on) == ("recovered", day(3))


def test_second_recovery_takes_the_place_of_the_first() -> None:
    outcome = folded(new(), report(2, END, 3), report(3, END, 6))

    assert outcome.state.recovered_on == day(6)


def test_reason_that_is_confirmed_as_no_recovery_ends_the_case() -> None:
    outcome = folded(new(), report(2, END, 3, end_reason=NOT_A_RECOVERY))

    assert (outcome.state.status, outcome.state.recovered_on) == ("ended", day(3))
    assert outcome.state.end_reason == NOT_A_RECOVERY


def test_other_reason_is_kept_with_the_recovery() -> None:
    state = folded(new(), report(2, END, 3, end_reason="01")).state

    assert (state.status, state.end_reason) == ("recovered", "01")


def test_change_after_the_recovery_is_a_relapse_with_nothing_in_between() -> None:
    outcome = folded(new(), report(2, END, 3), report(3, CHANGE, 8, "50.00"))

    assert outcome.told[2] == "applied VZ501"
    assert outcome.periods == {0: "100.00", 3: "0.00", 8: "50.00"}
    assert (outcome.state.status, outcome.state.recovered_on) == ("open", None)


def test_change_on_or_before_the_recovery_date_opens_without_a_relapse() -> None:
    outcome = folded(new(), report(2, END, 3), report(3, CHANGE, 3, "50.00"))

    assert outcome.told[2] == "applied"
    assert outcome.periods == {0: "100.00", 3: "50.00"}
    assert outcome.state.status == "open"


def test_case_that_opens_again_forgets_the_reason_of_its_end() -> None:
    ended = report(2, END, 3, end_reason=NOT_A_RECOVERY)

    assert folded(new(), ended, report(3, CHANGE, 8)).state.end_reason is None


def test_case_keeps_the_last_employment_that_a_report_named() -> None:
    named = replace(report(2, CHANGE, 3), employment="D2")

    outcome = folded(replace(new(), employment="D1"), named, report(3, CHANGE, 4))

    assert outcome.state.employment == "D2"
