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
