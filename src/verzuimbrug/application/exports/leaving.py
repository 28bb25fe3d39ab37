"""The rows that say whose data went to whom (NEN 7513), and how long the log of it is kept."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.domain.exports import ExportMessageState
from verzuimbrug.store.models import Employee, Export, ExportMessage

_MOST = 5000
"""So many rows are dropped at most at once: housekeeping comes again soon."""


def principal_of(export: str) -> str:
    """The name under which it is kept that somebody's data went to a receiver."""
    return f"export:{export}"


def note_leaving(export: Export, messages: Iterable[ExportMessage]) -> None:
    """Keeps whose data leave with messages that go for the first time, by employer."""
    first = [message for message in messages if not message.attempts]
    named = {employee for message in first for employee in message.employees}
    by_employer: defaultdict[int, list[int]] = defaultdict(list)
    rows = Employee.objects.filter(id__in=named).values_list("employer_id", "id")
    for employer, employee in rows:
        by_employer[employer].append(employee)
    who = Reader(arbodienst=export.arbodienst_id, principal=principal_of(export.name))
    for employer, employees in sorted(by_employer.items()):
        record_access(who, ReadAction.EXPORTED, employees=employees, employer=employer)


def forget_sent(now: datetime) -> None:
    """Drops the log of messages that are gone when its term is over; within the tenant."""
    before = now - timedelta(days=settings.EVENT_DAYS)
    old = ExportMessage.objects.filter(made_at__lt=before).exclude(state=ExportMessageState.WAITING)
    ids = list(old.order_by("made_at").values_list("id", flat=True)[:_MOST])
    ExportMessage.objects.filter(id__in=ids).delete()
