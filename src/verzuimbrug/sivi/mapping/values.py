"""The values that texts of a valid message stand for (MSG-2: valid, but not usable)."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Reader = Callable[[str], str | None]
"""Makes the value of a field of a text; None when nothing usable stands there."""

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2999, 12, 31)
"""The usable days; a moment outside them is put on the nearest edge."""

_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?")


def as_text(text: str) -> str | None:
    """Return the trimmed text; None when nothing is left of it."""
    return text.strip() or None


def as_day(text: str) -> date | None:
    """Return the day of an xs:date, its zone dropped; None when its year is not in 1900-2999.

    Text that is no date gives None too: an envelope is also read from a message that is not valid.
    """
    text = text.strip()
    if not "1900" <= text[:4] <= "2999" or text[4:5] != "-":
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def as_date(text: str) -> str | None:
    """Return the day as ISO text; None as in `as_day`."""
    day = as_day(text)
    return None if day is None else day.isoformat()


def as_digits(text: str) -> str | None:
    """Return an xs:nonNegativeInteger without sign and leading zeros; None when there is none.

    No `int()` comes into it: leading zeros may be more digits than Python is willing to convert.
    """
    text = text.strip()
    return (text.lstrip("+-0") or "0") if text else None


def as_amount(text: str) -> str | None:
    """Return an xs:decimal with two decimals as plain text, without leading zeros."""
    return str(Decimal(text.strip()))


def as_moment(day: str, clock: str) -> datetime:
    """Return the moment that an xs:date and an xs:time name together, as local time.

    Zones are dropped, 24:00:00 is midnight of the next day, and parts of a microsecond are cut off.
    A day that is not usable gives the edge of the usable days on its side: a message from an
    impossible future stays one from the future (WN-5).
    """
    start = as_day(day)
    if start is None:
        return _edge(day.strip())
    return datetime.combine(start, time.min) + _since_midnight(clock.strip())


def _edge(day: str) -> datetime:
    year = day.partition("-")[0]
    if year.isdecimal() and (len(year) > len("9999") or year > "2999"):
        return datetime.combine(LAST_DAY, time.max)
    return datetime.combine(FIRST_DAY, time.min)


def _since_midnight(clock: str) -> timedelta:
    found = _TIME.match(clock)
    if found is None:
        return timedelta()
    hours, minutes, seconds, fraction = found.groups(default="0")
    return timedelta(
        hours=int(hours),
        minutes=int(minutes),
        seconds=int(seconds),
        microseconds=int(fraction[:6].ljust(6, "0")),
    )
