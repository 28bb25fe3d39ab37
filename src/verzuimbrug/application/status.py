"""How many messages and reports there are in each state; the counts add up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, Value, When

from verzuimbrug.application.accounts import find_arbodiensten
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.store.models import AbsenceReport, Message, Redelivery
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.tenancy import tenant

DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Messages and reports by state, zeroes included; `duplicate` messages are deliveries again."""

    messages: Mapping[str, int]
    reports: Mapping[str, int]


def status(arbodienst: str | None = None) -> Status:
    """The counts of one arbodienst, by its code, or of all together."""
    messages = Counter(dict.fromkeys((*MessageState.values, DUPLICATE), 0))
    reports = Counter(dict.fromkeys((state.value for state in ReportState), 0))
    for row in find_arbodiensten(arbodienst):
        with tenant(row.id):
            messages.update(_message_states())
            messages[DUPLICATE] += Redelivery.objects.count()
            reports.update(dict(AbsenceReport.objects.values_list("state").annotate(Count("id"))))
    return Status(messages=dict(messages), reports=dict(reports))


def _message_states() -> dict[str, int]:
    """An undone message waits for nobody any more, whatever it was (VE-4)."""
    waits = Q(undone__isnull=False, state__in=(MessageState.HELD, MessageState.FAILED))
    settled = Case(When(waits, then=Value(MessageState.PROCESSED)), default=F("state"))
    rows = Message.objects.annotate(settled=settled).values_list("settled")
    return dict(rows.annotate(Count("id")))
