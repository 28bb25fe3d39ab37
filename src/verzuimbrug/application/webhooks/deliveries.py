"""The log of what was sent to a webhook, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from verzuimbrug.application.access import Reader
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.domain.webhooks import Outcome
from verzuimbrug.store.models import WebhookDelivery
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryShown:
    """One try; `status` is that of the answer, `duration` in milliseconds.

    `by` is empty of what was due, `attempt` the how manieth try in a row it was.
    """

    id: int
    event: str
    kind: str
    at: datetime
    by: str
    outcome: Outcome
    status: int | None
    duration: int
    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which tries to show: of one kind of event, taken or not; None is all."""

    kind: str | None = None
    taken: bool | None = None


def page_deliveries(
    reader: Reader, webhook: int, window: Window, chosen: LogFilter | None = None
) -> Page[DeliveryShown]:
    """A page of the log of a webhook; the next page goes on before the delivery with that id."""
    chosen = chosen or LogFilter()
    with tenant(reader.arbodienst):
        query = WebhookDelivery.objects.filter(webhook=webhook).order_by("-id")
        if chosen.kind is not None:
            query = query.filter(kind=chosen.kind)
        if chosen.taken is not None:
            is_taken = Q(outcome=Outcome.TAKEN)
            query = query.filter(is_taken if chosen.taken else ~is_taken)
        if window.after:
            query = query.filter(id__lt=window.after)
        rows, next_after = cut(list(query[: window.take]), window, lambda row: row.id)
    return Page(tuple(map(shown_delivery, rows)), next_after)


def shown_delivery(row: WebhookDelivery) -> DeliveryShown:
    """A delivery as a value."""
    return DeliveryShown(
        id=row.id,
        event=row.event,
        kind=row.kind,
        at=row.at,
        by=row.by,
        outcome=Outcome(row.outcome),
        status=row.status,
        duration=row.duration,
        attempt=row.attempt,
    )
