"""Days as they begin and end here."""

from datetime import date, datetime, time, timedelta

from verzuimbrug.application.interpret import LOCAL


def day_bounds(first: date, last: date | None = None) -> tuple[datetime, datetime]:
    """The moments at which the first day begins and the last one ends; of one day without a last.

    On the last day that can be written, its end is its last moment.
    """
    return _start(first), _end(last or first)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


def _end(day: date) -> datetime:
    if day == date.max:
        return datetime.combine(day, time.max, LOCAL)
    return _start(day + timedelta(days=1))
