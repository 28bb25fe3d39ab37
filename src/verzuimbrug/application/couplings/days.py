"""The strip of the last thirty days of every coupling that is open to somebody."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.local_days import day_bounds
from verzuimbrug.domain.coupling_days import STRIP_DAYS, CouplingDay, days_until, strip_of
from verzuimbrug.domain.findings import Severity, finding_codes
from verzuimbrug.store.coupling_reads import accounts_open, noted_per_day, received_per_day
from verzuimbrug.store.tenancy import tenant

Strip = tuple[CouplingDay, ...]


def strips_of_couplings(
    reader: Reader, number: int = STRIP_DAYS, *, account: int | None = None
) -> Mapping[int, Strip]:
    """The days of each coupling by the store's id, the last one today; of one, or of all.

    Three queries, however many couplings there are. One that never had a message has quiet days.
    """
    days = days_until(timezone.now().astimezone(LOCAL).date(), number)
    wanted = None if reader.authority.accounts is None else sorted(reader.authority.accounts)
    with tenant(reader.arbodienst):
        accounts = [each for each in accounts_open(wanted) if account in (None, each)]
        received: dict[int, dict[date, int]] = defaultdict(dict)
        for number_of, day, count in received_per_day(accounts, [_hours(day) for day in days]):
            received[number_of][day] = count
        noted: dict[int, dict[date, tuple[int, int]]] = defaultdict(dict)
        for number_of, day, findings, trouble in noted_per_day(accounts, _hours(days[0]), _mild()):
            noted[number_of][day] = (findings, trouble)
    return {each: strip_of(days, received[each], noted[each]) for each in accounts}


def _hours(day: date) -> tuple[date, datetime, datetime]:
    """A day with the moments at which it begins and ends here."""
    begins, ends = day_bounds(day)
    return day, begins, ends


def _mild() -> list[str]:
    """The codes that only say how something went; the shorter of the two lists."""
    return [code for code, row in finding_codes().items() if row.severity is Severity.INFO]
