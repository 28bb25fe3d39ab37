"""The strip of days of a coupling: what each day is marked with."""

from datetime import date

import pytest

from verzuimbrug.domain.coupling_days import CouplingDay, DayMark, days_until, strip_of

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("counts", "mark"),
    [
        ({}, DayMark.QUIET),
        ({"received": 3}, DayMark.GOOD),
        ({"received": 3, "findings": 1}, DayMark.FINDINGS),
        ({"received": 3, "findings": 1, "trouble": 1}, DayMark.TROUBLE),
        ({"received": 1, "trouble": 1}, DayMark.TROUBLE),
    ],
)
def test_a_day_is_marked_with_the_worst_that_was_seen(
    counts: dict[str, int], mark: DayMark
) -> None:
    assert CouplingDay(day=TODAY, **counts).mark is mark


def test_a_strip_ends_today_and_has_every_day() -> None:
    days = days_until(TODAY)

    assert (len(days), days[0], days[-1]) == (30, date(2026, 10, 25), TODAY)


def test_days_without_messages_stand_in_the_strip_too() -> None:
    days = days_until(TODAY, 3)

    strip = strip_of(days, {days[1]: 5, TODAY: 2}, {TODAY: (1, 0)})

    assert strip == (
        CouplingDay(day=days[0]),
        CouplingDay(day=days[1], received=5),
        CouplingDay(day=TODAY, received=2, findings=1),
    )
