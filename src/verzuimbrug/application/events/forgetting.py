"""Dropping events, and the log of what was sent, when their term is over."""

from datetime import datetime, timedelta

from django.conf import settings

from verzuimbrug.store.event_rows import forget_events
from verzuimbrug.store.models import WebhookDelivery

_MOST = 5000
"""So many rows of each at most at once: housekeeping comes again soon."""


def forget_told(now: datetime) -> None:
    """Drops what is older than the term: events that all webhooks took, and tries to send.

    Runs under the tenant of the transaction in progress.
    """
    before = now - timedelta(days=settings.EVENT_DAYS)
    forget_events(before, _MOST)
    old = WebhookDelivery.objects.filter(at__lt=before).order_by("at")
    WebhookDelivery.objects.filter(id__in=list(old.values_list("id", flat=True)[:_MOST])).delete()
