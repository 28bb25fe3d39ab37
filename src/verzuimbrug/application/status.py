"""How many messages and reports there are in each state; the counts add up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

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
            messages.update(_states(Message))
            messages[DUPLICATE] += Redelivery.objects.count()
            reports.update(_states(AbsenceReport))
    return Status(messages=dict(messages), reports=dict(reports))


def _states(table: type[Message | AbsenceReport]) -> dict[str, int]:
    rows = table.objects.values_list("state").annotate(count=Count("id"))
    return dict(rows)
