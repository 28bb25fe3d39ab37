"""What cannot be is held, what is odd gets a remark (VZ-12, MSG-2)."""

from dataclasses import replace

import pytest

from strategies.absence import CONFIRMED, day, new, report
from unit.domain.folds import folded, with_percentage
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.reports import Report

CHANGE, CORRECT, END = Operation.CHANGE, Operation.CORRECT, Operation.END
WITHDRAW, UNCHANGED = Operation.WITHDRAW, Operation.UNCHANGED


def received(number: int, report: Report) -> Report:
    """The report, received so many days after the first day of the examples."""
    return replace(report, received_on=day(number))


def test_recovery_before_first_day_is_held() -> None:
    outcome = folded(new(), report(2, END, -1))

    assert outcome.told[1] == "held VZ121"
    assert outcome.state.status == "open"


def test_recovery_on_the_first_day_is_possible() -> None:
    assert folded(new(), report(2, END, 0)).told[1] == "applied"


def test_new_report_with_a_recovery_before_its_first_day_is_held() -> None:
    assert folded(new(ends=True, recovered_on=day(-1))).told == ["held VZ121"]


def test_first_day_cannot_move_past_the_recovery() -> None:
    moved = report(
        3, CORRECT, 5, first_day=day(8), first_day_old=day(0), ends=True, recovered_on=day(5)
    )

    outcome = folded(new(), report(2, END, 5), moved)

    assert outcome.told[2] == "held VZ121"
    assert outcome.state.first_day == day(0)


@pytest.mark.parametrize("operation", [CHANGE, END, CORRECT, WITHDRAW, UNCHANGED])
def test_percentage_over_100_is_held_also_where_it_is_not_read(operation: Operation) -> None:
    odd = with_percentage(report(2, operation), "100.01")

    assert folded(new(), odd).told[1] == "held VZ122"


def test_percentage_of_100_is_possible() -> None:
    assert folded(new(1, 0, "100.00")).told == ["applied"]


def test_impossible_year_is_held() -> None:
    odd = replace(report(2, CHANGE, 3), impossible_year=True)

    assert folded(new(), odd).told[1] == "held VZ12C"


def test_all_that_is_impossible_is_said_at_once() -> None:
    odd = replace(report(2, CHANGE, 3, "250.00"), impossible_year=True)

    assert folded(new(), odd).told[1] == "held VZ12C VZ122"


def test_recovery_before_a_period_gets_a_remark() -> None:
    outcome = folded(new(), report(2, CHANGE, 5, "50.00"), report(3, END, 3))

    assert outcome.told[2] == "applied VZ127"


def test_new_report_whose_period_is_after_its_recovery_gets_a_remark() -> None:
    assert folded(new(1, 5, ends=True, recovered_on=day(3))).told == ["applied VZ127"]


def test_period_on_the_recovery_date_gets_no_remark() -> None:
    assert folded(new(), report(2, CHANGE, 5, "0.00"), report(3, END, 5)).told[2] == "applied"


def test_unchanged_does_not_repeat_the_remark_on_a_late_period() -> None:
    reports = (new(), report(2, CHANGE, 5, "50.00"), report(3, END, 3))
    unchanged = report(4, UNCHANGED, 3, "0.00", ends=True)

    assert folded(*reports, unchanged).told[3] == "applied"


def test_period_before_the_first_day_gets_a_remark() -> None:
    assert folded(new(), report(2, CHANGE, -3, "50.00")).told[1] == "applied VZ128"


def test_removing_a_period_before_the_first_day_gets_no_remark() -> None:
    reports = (new(), report(2, CHANGE, -3, "50.00"), report(3, WITHDRAW, -3))

    assert folded(*reports).told[2] == "applied"


def test_first_day_after_receipt_gets_a_remark() -> None:
    assert folded(received(-1, new())).told == ["applied VZ12A"]
    assert folded(received(0, new())).told == ["applied"]


def test_first_day_more_than_the_set_number_of_days_back_gets_a_remark() -> None:
    rules = replace(CONFIRMED, oldest_days=10)

    assert folded(received(11, new()), rules=rules).told == ["applied VZ12B"]
    assert folded(received(10, new()), rules=rules).told == ["applied"]


def test_withdraw_on_a_day_that_a_relapse_also_set_is_held() -> None:
    relapse = [report(2, END, 0), report(3, CHANGE, 5)]

    outcome = folded(new(), *relapse, report(4, WITHDRAW, 0))

    assert outcome.told[3] == "held VZ126"


def test_corrected_first_day_in_the_future_is_a_warning() -> None:
    moved = report(2, CORRECT, 20, first_day=day(20), first_day_old=day(0))

    assert folded(new(), received(9, moved)).told[1] == "applied VZ12A"


def test_same_content_with_an_impossible_year_in_one_is_a_conflict() -> None:
    odd = replace(report(2, CHANGE, 3), impossible_year=True)

    outcome = folded(new(), report(2, CHANGE, 3), odd)

    assert outcome.told[2] == "conflict VZ202"
