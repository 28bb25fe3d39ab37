"""The values of texts (MSG-2: valid, but not usable)."""

from datetime import date, datetime, time

import pytest
from hypothesis import example, given, strategies as st

from verzuimbrug.sivi.mapping.values import (
    as_amount,
    as_date,
    as_day,
    as_digits,
    as_moment,
    as_text,
)

usable_days = st.dates(date(1900, 1, 1), date(2999, 12, 31))
zones = st.sampled_from(["", "Z", "+02:00", "-13:59"])


@given(usable_days, zones)
def test_zone_of_a_date_is_dropped(day: date, zone: str) -> None:
    assert as_day(f"\n {day.isoformat()}{zone} ") == day
    assert as_date(day.isoformat() + zone) == day.isoformat()


@pytest.mark.parametrize(
    "text",
    ["1899-12-31", "3000-01-01", "0000-01-01", "-2026-01-01", "12026-01-01Z", "99999999-01-01"],
)
def test_year_outside_1900_to_2999_is_no_day(text: str) -> None:
    assert as_day(text) is None
    assert as_date(text) is None


@given(st.text(max_size=12))
@example("2026-13-01")
@example("2026-1-1")
def test_text_that_is_no_date_never_raises(text: str) -> None:
    assert as_day(text) is None or as_day(text) == date.fromisoformat(text.strip()[:10])


@given(usable_days, st.times(), zones)
def test_moment_is_local_time_without_its_zone(day: date, clock: time, zone: str) -> None:
    text = clock.isoformat() + zone

    assert as_moment(day.isoformat() + zone, text) == datetime.combine(day, clock)


@pytest.mark.parametrize("clock", ["24:00:00", "24:00:00.000Z", " 24:00:00+01:00 "])
def test_twenty_four_hours_is_midnight_of_the_next_day(clock: str) -> None:
    assert as_moment("2026-12-31", clock) == datetime(2027, 1, 1)


def test_midnight_after_the_last_usable_day_is_a_moment_too() -> None:
    assert as_moment("2999-12-31", "24:00:00") == datetime(3000, 1, 1)


@pytest.mark.parametrize("fraction", ["123456", "1234569", "123456999999999999"])
def test_parts_of_a_microsecond_are_cut_off(fraction: str) -> None:
    assert as_moment("2026-01-02", f"03:04:05.{fraction}") == datetime(2026, 1, 2, 3, 4, 5, 123456)


def test_short_fraction_is_a_fraction_of_a_second() -> None:
    assert as_moment("2026-01-02", "03:04:05.5") == datetime(2026, 1, 2, 3, 4, 5, 500_000)


@pytest.mark.parametrize("day", ["3000-01-01", "10000-01-01", " 123456789012-01-01"])
def test_moment_in_an_impossible_future_is_the_last_one(day: str) -> None:
    assert as_moment(day, "00:00:00") == datetime(2999, 12, 31, 23, 59, 59, 999_999)


@pytest.mark.parametrize("day", ["1899-12-31", "0001-01-01", "-5000-01-01", "", "gisteren"])
def test_moment_in_an_impossible_past_is_the_first_one(day: str) -> None:
    assert as_moment(day, "12:00:00") == datetime(1900, 1, 1)


def test_moment_without_a_readable_time_is_midnight() -> None:
    assert as_moment("2026-01-02", "middag") == datetime(2026, 1, 2)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("007", "7"),
        (" +5\n", "5"),
        ("-0", "0"),
        ("000", "0"),
        ("0" * 5000 + "12", "12"),
        (" ", None),
    ],
)
def test_whole_number_is_without_sign_and_leading_zeros(text: str, digits: str | None) -> None:
    assert as_digits(text) == digits


@pytest.mark.parametrize(("text", "amount"), [(" 20.00 ", "20.00"), ("020.50", "20.50")])
def test_amount_keeps_its_two_decimals(text: str, amount: str) -> None:
    assert as_amount(text) == amount


@pytest.mark.parametrize(("text", "value"), [(" a b\n", "a b"), ("\t", None), ("", None)])
def test_text_is_trimmed_and_nothing_left_is_none(text: str, value: str | None) -> None:
    assert as_text(text) == value
