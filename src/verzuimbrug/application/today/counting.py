"""What was received on a day and where it is now: one moment for all counts, so they add up."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.local_days import day_bounds
from verzuimbrug.application.today.values import AccountDay, Day, Hour, TimeTaken
from verzuimbrug.domain.balance import Balance, Place
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant
from verzuimbrug.store.today_reads import read_day, read_hours

_HOUR = timedelta(hours=1)
_HOURS_OF_TODAY = 24

Period = tuple[datetime, datetime]


def count_day(reader: Reader, day: date | None = None) -> Day:
    """The counts of a day, of the couplings that are open: two queries. Without a day of today."""
    now = timezone.now().astimezone(LOCAL)
    chosen = day or now.date()
    accounts = reader.authority.accounts
    period, hours = day_bounds(chosen), _hours_of(chosen, now)
    with tenant(reader.arbodienst):
        rows = read_day(*period, accounts)
        by_hour = read_hours(*hours, accounts)
    return Day(
        day=chosen,
        messages=_balance(rows, "messages", "message", tuple(Place)),
        reports=_balance(rows, "reports", "report", tuple(ReportState)),
        taken=_taken(rows),
        accounts={
            account: AccountDay(messages=count, last_at=datetime.fromtimestamp(last, UTC))
            for what, account, _, count, last, _ in rows
            if what == "messages"
        },
        hours=tuple(_every_hour(hours, by_hour)),
    )


def last_hours(accounts: Collection[int] | None) -> tuple[Hour, ...]:
    """The last 24 hours of these accounts, the present one last; within the tenant."""
    now = timezone.now().astimezone(LOCAL)
    period = _hours_of(now.date(), now)
    return tuple(_every_hour(period, read_hours(*period, accounts)))


def _hours_of(day: date, now: datetime) -> Period:
    """The hours to show: of today the last 24, so that a morning shows something too."""
    if day != now.date():
        return day_bounds(day)
    begun = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return begun - (_HOURS_OF_TODAY - 1) * _HOUR, begun + _HOUR


def _balance(rows: Sequence[Row], all_of: str, one: str, places: Sequence[str]) -> Balance:
    """What was received by itself, beside the places that we know; zeroes included."""
    received = sum(count for what, _, _, count, *_ in rows if what == all_of)
    counts: Counter[str] = Counter()
    for what, _, place, count, *_ in rows:
        if what == one:
            counts[place] += count
    return Balance(received=received, places={str(place): counts[place] for place in places})


def _taken(rows: Sequence[Row]) -> TimeTaken:
    (row,) = (row for row in rows if row[0] == "time")
    _, _, _, count, median, most = row
    return TimeTaken(messages=count, median=_seconds(median), most=_seconds(most))


def _seconds(value: float | None) -> timedelta | None:
    return None if value is None else timedelta(seconds=value)


def _every_hour(period: Period, rows: Sequence[Row]) -> Iterator[Hour]:
    """Every hour of the period, those without anything too."""
    counts = {start: (messages, reports) for start, messages, reports in rows}
    at, end = (moment.astimezone(UTC) for moment in period)
    while at < end:
        messages, reports = counts.get(at, (0, 0))
        yield Hour(start=at.astimezone(LOCAL), messages=messages, reports=reports)
        at += _HOUR
