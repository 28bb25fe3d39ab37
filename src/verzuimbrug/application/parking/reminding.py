"""Telling that groups of the parking lot have waited long: once for each mark that they pass."""

import json
from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.core.cache import cache

from verzuimbrug.store.mail_rows import keep_reminders
from verzuimbrug.store.models import AccountEvent
from verzuimbrug.store.parking_writes import write_reminders
from verzuimbrug.store.sql import Row

_BY, _REMINDER = "verzuimbrug", "reminder"
_LOOK_SECONDS = 3600
_MOST_SUBJECTS = 100


def remind_hourly(arbodienst: int, now: datetime) -> None:
    """Reminds, when this process did not look for an hour: marks are days, and a look costs."""
    if cache.add(f"reminded-{arbodienst}", now, _LOOK_SECONDS):
        remind(arbodienst, now)


def remind(arbodienst: int, now: datetime) -> int:
    """Keeps which groups passed a mark (`REMINDER_DAYS`), and an event of the account that says so.

    An event tells of all groups with one cause that passed one mark by then; of several marks at
    once the last counts. It is mailed too. What is told is forgotten when the group is gone. Runs
    under the tenant of the transaction in progress; gives the number of groups.
    """
    told = _last_marks(write_reminders(settings.REMINDER_DAYS, now))
    events = defaultdict(list)
    for (account, cause, subject), days in told.items():
        events[account, cause, days].append(json.loads(subject))
    AccountEvent.objects.bulk_create(
        AccountEvent(
            arbodienst_id=arbodienst,
            account_id=account,
            at=now,
            by=_BY,
            event=_REMINDER,
            details={
                "cause": cause,
                "days": days,
                "groups": len(subjects),
                "subjects": sorted(subjects)[:_MOST_SUBJECTS],
            },
        )
        for (account, cause, days), subjects in sorted(events.items())
    )
    mailed = [(*key, len(subjects)) for key, subjects in sorted(events.items())]
    if mailed:
        keep_reminders(mailed, now)
    return len(told)


def _last_marks(rows: list[Row]) -> dict[tuple[int, str, str], int]:
    """The last mark that each group passed."""
    marks: dict[tuple[int, str, str], int] = {}
    for account, cause, subject, days in rows:
        marks[account, cause, subject] = max(days, marks.get((account, cause, subject), 0))
    return marks
