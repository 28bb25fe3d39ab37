"""When mail goes out: periods, and tries."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.mail_times import (
    LONGEST_PERIOD,
    RETRIES,
    Period,
    ReportMail,
    is_worth_telling,
    moment_text,
    next_try,
    period_due,
    period_text,
)

HERE = ZoneInfo("Europe/Amsterdam")
HOURLY, DAILY = ReportMail.HOURLY, ReportMail.DAILY


def _at(day: int, hour: int = 0, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HERE)


def test_a_day_is_told_of_from_its_hour_on_the_next_day() -> None:
    yesterday = Period(start=_at(23), end=_at(24))
    assert period_due(DAILY, _at(24, 7), 7, None) == yesterday
    assert period_due(DAILY, _at(24, 6, 59), 7, _at(23)) is None
    assert period_due(DAILY, _at(24, 7), 7, _at(23)) == yesterday
    assert period_due(DAILY, _at(24, 23), 7, _at(24)) is None


def test_an_hour_is_told_of_at_once() -> None:
    assert period_due(HOURLY, _at(24, 9), 7, None) == Period(start=_at(24, 8), end=_at(24, 9))
    assert period_due(HOURLY, _at(24, 9, 59), 7, _at(24, 9)) is None


def test_who_is_told_of_every_message_has_no_periods() -> None:
    assert period_due(ReportMail.EVERY_MESSAGE, _at(24, 9), 7, None) is None


def test_a_period_begins_where_the_last_one_ended() -> None:
    stopped = _at(20, 12).astimezone(UTC)
    assert period_due(DAILY, _at(24, 8), 7, stopped) == Period(start=_at(20, 12), end=_at(24))
    long_ago = period_due(DAILY, _at(24, 8), 7, _at(1))
    assert long_ago == Period(start=_at(17), end=_at(24))


def test_the_hour_that_comes_twice_is_two_periods() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    told_until = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
    lengths = []
    for hours in range(3):
        now = (first + timedelta(hours=hours)).astimezone(HERE)
        period = period_due(HOURLY, now, 7, told_until)
        assert period is not None
        told_until = period.end.astimezone(UTC)
        lengths.append(told_until - period.start.astimezone(UTC))
    assert lengths == [timedelta(hours=1)] * 3


@given(
    st.sampled_from([HOURLY, DAILY]),
    st.lists(st.integers(1, 60 * 24 * 20), min_size=1, max_size=12),
    st.integers(0, 23),
)
def test_periods_follow_each_other_without_gap_or_overlap(
    how: ReportMail, steps: list[int], hour: int
) -> None:
    now = datetime(2026, 3, 20, 5, 0, tzinfo=UTC)
    told_until: datetime | None = None
    for minutes in steps:
        now += timedelta(minutes=minutes)
        period = period_due(how, now.astimezone(HERE), hour, told_until)
        if period is not None:
            assert period.start < period.end <= now
            assert told_until is None or period.start >= told_until
            is_cut = period.end - period.start >= LONGEST_PERIOD - timedelta(hours=1)
            assert told_until is None or period.start == told_until or is_cut
            told_until = period.end


def test_only_a_day_tells_of_what_waits_alone() -> None:
    assert is_worth_telling(HOURLY, messages=1, waiting=0)
    assert not is_worth_telling(HOURLY, messages=0, waiting=3)
    assert is_worth_telling(DAILY, messages=0, waiting=3)
    assert not is_worth_telling(DAILY, messages=0, waiting=0)


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (_at(23), _at(24), "23-11-2026"),
        (_at(23, 8), _at(23, 9), "23-11-2026 08:00 - 09:00"),
        (_at(23, 12), _at(24), "23-11-2026 12:00 - 24-11-2026 00:00"),
        (_at(22), _at(24), "22-11-2026 00:00 - 24-11-2026 00:00"),
    ],
)
def test_a_day_is_written_by_its_date(start: datetime, end: datetime, text: str) -> None:
    assert period_text(Period(start=start, end=end)) == text


def test_a_moment_is_written_to_the_minute() -> None:
    assert moment_text(_at(3, 8, 5)) == "03-11-2026 08:05"


def test_tries_come_further_apart_until_it_is_given_up() -> None:
    waits = [next_try(attempts) for attempts in range(1, 8)]
    assert waits == [*RETRIES, None, None]
    assert list(RETRIES) == sorted(RETRIES)
