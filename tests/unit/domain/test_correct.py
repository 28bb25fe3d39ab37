"""Corrections of a case: its first day, the date of a period, a percentage (VZ-6)."""

from strategies.absence import NOT_A_RECOVERY, day, new, report
from unit.domain.folds import folded
from verzuimbrug.domain.deliveries import Operation

CHANGE, CORRECT, END = Operation.CHANGE, Operation.CORRECT, Operation.END


def test_first_day_moves_with_its_period_and_gets_the_percentage() -> None:
    moved = report(2, CORRECT, 0, "80.00", first_day=day(-2), first_day_old=day(0))

    outcome = folded(new(), moved)

    assert outcome.state.first_day == day(-2)
    assert outcome.periods == {-2: "80.00"}


def test_first_day_that_moves_in_an_ended_case_keeps_its_percentage() -> None:
    moved = report(3, CORRECT, 5, "0.00", first_day=day(1), first_day_old=day(0), ends=True)

    outcome = folded(new(), report(2, END, 5), moved)

    assert outcome.periods == {1: "100.00"}
    assert (outcome.state.status, outcome.state.recovered_on) == ("recovered", day(5))


def test_periods_on_or_before_the_new_first_day_fall_away() -> None:
    moved = report(5, CORRECT, 3, "90.00", first_day=day(3), first_day_old=day(0))
    changes = [report(n, CHANGE, at, "50.00") for n, at in ((2, 2), (3, 3), (4, 4))]

    assert folded(new(), *changes, moved).periods == {3: "90.00", 4: "50.00"}


def test_first_day_that_is_not_the_one_of_the_case_is_held() -> None:
    moved = report(2, CORRECT, 0, first_day=day(3), first_day_old=day(1))

    outcome = folded(new(), moved)

    assert outcome.told[1] == "held VZ125"
    assert outcome.state.first_day == day(0)


def test_first_day_without_a_period_on_it_is_held() -> None:
    moved = report(2, CORRECT, 0, first_day=day(1), first_day_old=day(0))

    assert folded(new(1, 2), moved).told[1] == "held VZ125"


def test_period_moves_to_another_date() -> None:
    corrected = report(3, CORRECT, 5, "40.00", mutation_date_old=day(3))

    outcome = folded(new(), report(2, CHANGE, 3, "50.00"), corrected)

    assert outcome.periods == {0: "100.00", 5: "40.00"}


def test_period_that_moves_onto_another_takes_its_place() -> None:
    corrected = report(3, CORRECT, 0, "40.00", mutation_date_old=day(3))

    assert folded(new(), report(2, CHANGE, 3, "50.00"), corrected).periods == {0: "40.00"}


def test_period_that_does_not_exist_cannot_move() -> None:
    corrected = report(2, CORRECT, 5, mutation_date_old=day(3))

    assert folded(new(), corrected).told[1] == "held VZ124"


def test_period_gets_another_percentage() -> None:
    assert folded(new(), report(2, CORRECT, 0, "40.00")).periods == {0: "40.00"}


def test_percentage_of_a_period_that_does_not_exist_is_held() -> None:
    outcome = folded(new(), report(2, CORRECT, 3, "40.00"))

    assert outcome.told[1] == "held VZ124"
    assert outcome.periods == {0: "100.00"}


def test_correction_that_ends_sets_the_recovery_and_no_period() -> None:
    corrected = report(3, CORRECT, 7, "0.00", ends=True, mutation_date_old=day(5))

    outcome = folded(new(), report(2, END, 5), corrected)

    assert outcome.state.recovered_on == day(7)
    assert outcome.periods == {0: "100.00"}


def test_correction_that_ends_carries_the_reason() -> None:
    corrected = report(2, CORRECT, 7, ends=True, end_reason=NOT_A_RECOVERY)

    assert folded(new(), corrected).state.status == "ended"


def test_correction_that_does_not_end_clears_the_recovery() -> None:
    outcome = folded(new(), report(2, END, 5), report(3, CORRECT, 0, "80.00"))

    assert (outcome.state.status, outcome.state.recovered_on) == ("open", None)


def test_first_day_goes_before_the_date_of_a_period() -> None:
    moved = report(2, CORRECT, 1, first_day=day(1), first_day_old=day(0), mutation_date_old=day(9))

    assert folded(new(), moved).periods == {1: "100.00"}
