"""One parcel to one address: signed, in ten seconds."""

import time
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.utils import timezone

import verzuimbrug
from verzuimbrug.application.access import Reader
from verzuimbrug.application.posting import post_to
from verzuimbrug.application.webhooks.deliveries import DeliveryShown, shown_delivery
from verzuimbrug.application.webhooks.parcels import Parcel, test_parcel
from verzuimbrug.domain.webhooks import Outcome, signature
from verzuimbrug.store.models import Webhook, WebhookDelivery
from verzuimbrug.store.sealed import WEBHOOK_SECRET
from verzuimbrug.store.tenancy import tenant

SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How a try ended; `duration` is in milliseconds."""

    outcome: Outcome
    at: datetime
    status: int | None
    duration: int


def send_test(reader: Reader, webhook: int) -> DeliveryShown | None:
    """Sends a test event, also to one that is switched off; None when there is no such webhook.

    It is not sent within a transaction: what it came to is kept afterwards.
    """
    with tenant(reader.arbodienst):
        row = Webhook.objects.filter(id=webhook).first()
    if row is None:
        return None
    parcel = test_parcel(row)
    sent = post(row, parcel)
    with tenant(reader.arbodienst):
        return shown_delivery(log_try(row, parcel, sent, by=reader.principal))


def post(webhook: Webhook, parcel: Parcel) -> Sent:
    """Sends a parcel, signed; not within a transaction."""
    now = timezone.now()
    moment = int(now.timestamp())
    secret = WEBHOOK_SECRET.unseal_of(webhook).decode()
    headers = {
        **parcel.headers,
        "Content-Type": parcel.media_type,
        "User-Agent": f"Verzuimbrug/{verzuimbrug.__version__}",
        "webhook-id": parcel.key,
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(secret, parcel.key, moment, parcel.content),
    }
    began = time.monotonic()
    ended = post_to(urlsplit(webhook.url), parcel.content, headers, SECONDS)
    duration = round((time.monotonic() - began) * 1000)
    return Sent(outcome=ended.outcome, at=now, status=ended.status, duration=duration)


def log_try(
    webhook: Webhook, parcel: Parcel, sent: Sent, *, by: str = "", attempt: int = 1
) -> WebhookDelivery:
    """Keeps what a try came to; within the tenant."""
    return WebhookDelivery.objects.create(
        arbodienst_id=webhook.arbodienst_id,
        webhook=webhook,
        event=parcel.key,
        kind=parcel.kind,
        at=sent.at,
        by=by,
        outcome=sent.outcome,
        status=sent.status,
        duration=sent.duration,
        attempt=attempt,
    )
