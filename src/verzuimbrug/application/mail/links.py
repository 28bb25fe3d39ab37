"""Where in the console a mail leads to: under the public address of the instance."""

from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from django.conf import settings

from verzuimbrug.domain.mail_times import Period


def of_report(receipt: str) -> str:
    """The processing report of a message."""
    return _at(f"/verslagen/{quote(receipt, safe='')}/")


def of_period(coupling: str, period: Period) -> str:
    """The processing reports of the days of a period."""
    last = period.end - timedelta(microseconds=1)
    return _at("/verslagen/", koppeling=coupling, van=_day(period.start), tot=_day(last))


def of_cause(coupling: str, cause: str) -> str:
    """What waits at a coupling for a cause."""
    return _at("/wachtend/", koppeling=coupling, oorzaak=cause)


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _at(path: str, **asked: str) -> str:
    """The whole address; empty when the instance does not know its own."""
    if not settings.PUBLIC_URL:
        return ""
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{settings.PUBLIC_URL}{path}{query}"
