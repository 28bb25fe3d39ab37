"""When mail goes out: how often an account is told, of which period, and when it is tried again."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum


class ReportMail(StrEnum):
    """How often an account's reports are mailed. What was rejected is mailed at once always."""

    EVERY_MESSAGE = "every-message"
    HOURLY = "hourly"
    DAILY = "daily"


LONGEST_PERIOD = timedelta(days=7)
"""A digest goes back no further, however long nothing was sent."""

RETRIES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
"""How long after each try that failed the next one follows; after the last it is given up."""

_DAY = "%d-%m-%Y"
_MOMENT = f"{_DAY} %H:%M"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What a digest tells of: from `start` up to `end`, in local time."""

    start: datetime
    end: datetime


def period_due(
    how: ReportMail, now: datetime, hour: int, told_until: datetime | None
) -> Period | None:
    """The period that is to be told of by now, in local time; None when it was told, or never is.

    A day is told of from `hour` on the next day, an hour at once. A period begins where the one
    that was told last ended: what came in while nothing was sent is told of after all.
    """
    if how is ReportMail.EVERY_MESSAGE:
        return None
    end = _last_hour(now) if how is ReportMail.HOURLY else _last_day(now, hour)
    usual = timedelta(hours=1) if how is ReportMail.HOURLY else timedelta(days=1)
    start = max(told_until or end - usual, end - LONGEST_PERIOD)
    return Period(start=start.astimezone(now.tzinfo), end=end) if start < end else None


def _last_hour(now: datetime) -> datetime:
    # By the hours of the world: one local hour in the year comes twice.
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return hour.astimezone(now.tzinfo)


def _last_day(now: datetime, hour: int) -> datetime:
    day = now.date() if now.hour >= hour else now.date() - timedelta(days=1)
    return datetime.combine(day, time(), now.tzinfo)


def is_worth_telling(how: ReportMail, *, messages: int, waiting: int) -> bool:
    """Whether a digest has something to say.

    What only waits is told of once a day; who is told by the hour hears of it by reminders.
    """
    return messages > 0 or (waiting > 0 and how is ReportMail.DAILY)


def period_text(period: Period) -> str:
    """The period as it is written in a mail: a day by its date alone."""
    start, end = period.start, period.end
    if start.time() == end.time() == time() and end.date() == start.date() + timedelta(days=1):
        return start.strftime(_DAY)
    last = "%H:%M" if start.date() == end.date() else _MOMENT
    return f"{start.strftime(_MOMENT)} - {end.strftime(last)}"


def moment_text(moment: datetime) -> str:
    """A moment as it is written in a mail."""
    return moment.strftime(_MOMENT)


def next_try(attempts: int) -> timedelta | None:
    """How long after so many tries the next one follows; None when it is given up."""
    return RETRIES[attempts - 1] if attempts <= len(RETRIES) else None
