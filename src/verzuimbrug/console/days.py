"""How days are written: as people do, “5 okt 2026”."""

import re
from datetime import date, datetime

from django.utils import dateformat, timezone

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def written_day(day: date, shape: str = "j M Y") -> str:
    """A day, or the day of a moment: in small letters, without full stops."""
    return dateformat.format(day, shape).lower().replace(".", "")


def written_moment(moment: datetime) -> str:
    """A moment in a sentence, on the clock of here."""
    local = timezone.localtime(moment)
    return f"{written_day(local, 'D j M')} {local:%H:%M}"


def with_days(text: str) -> str:
    """A text that is a day in ISO form as one writes a day; another as it is."""
    return written_day(date.fromisoformat(text)) if _ISO.fullmatch(text) else text
