"""The log of what was sent to a webhook, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.application.access import Reader
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.domain.webhooks import Outcome
from verzuimbrug.store.models import WebhookDelivery
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryShown:
    """One event that was sent; `status` is that of the answer, `duration` in milliseconds."""

    id: int
    event: str
    kind: str
    at: datetime
    by: str
    outcome: Outcome
    status: int | None
    duration: int


def page_deliveries(reader: Reader, webhook: int, window: Window) -> Page[DeliveryShown]:
    """A page of the log of a webhook; the next page goes on before the delivery with that id."""
    with tenant(reader.arbodienst):
        query = WebhookDelivery.objects.filter(webhook=webhook).order_by("-id")
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
    )
