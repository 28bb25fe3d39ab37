"""The percentage that holds on a day (VZ-10)."""

from decimal import Decimal

from strategies.absence import day
from verzuimbrug.domain.cases import CaseState, CaseStatus

PERIODS = {day(0): Decimal("100.00"), day(5): Decimal("50.00")}


def test_percentage_is_that_of_the_period_that_holds() -> None:
    state = CaseState(first_day=day(0), periods=PERIODS)

    assert [state.percentage_on(day(n)) for n in (0, 4, 5, 90)] == [100, 100, 50, 50]


def test_percentage_before_the_first_period_is_zero() -> None:
    assert CaseState(first_day=day(0), periods=PERIODS).percentage_on(day(-1)) == 0


def test_percentage_from_the_recovery_on_is_zero() -> None:
    state = CaseState(
        first_day=day(0), periods=PERIODS, status=CaseStatus.RECOVERED, recovered_on=day(7)
    )

    assert [state.percentage_on(day(n)) for n in (6, 7, 8)] == [50, 0, 0]


def test_current_percentage_of_an_ended_case_is_zero_also_ahead_of_time() -> None:
    state = CaseState(
        first_day=day(0), periods=PERIODS, status=CaseStatus.RECOVERED, recovered_on=day(9)
    )

    assert state.current_percentage(day(4)) == 0
    assert state.percentage_on(day(4)) == 100


def test_current_percentage_of_an_open_case_is_that_of_today() -> None:
    assert CaseState(first_day=day(0), periods=PERIODS).current_percentage(day(6)) == 50
