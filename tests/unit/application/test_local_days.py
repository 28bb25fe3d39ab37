"""Days as they begin and end here."""

from datetime import UTC, date, datetime, timedelta

from verzuimbrug.application.local_days import day_bounds


def test_a_day_begins_and_ends_at_midnight_here() -> None:
    first, last = day_bounds(date(2026, 10, 24), date(2026, 10, 25))
    assert first.astimezone(UTC) == datetime(2026, 10, 23, 22, tzinfo=UTC)
    assert last.astimezone(UTC) == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_the_last_day_that_can_be_written_ends_at_its_last_moment() -> None:
    first, last = day_bounds(date.max)
    assert last - first == timedelta(days=1, microseconds=-1)
