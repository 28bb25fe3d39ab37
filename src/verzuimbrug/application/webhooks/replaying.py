"""Having a webhook get again what it got since a moment."""

from datetime import datetime

from verzuimbrug.application.access import Reader
from verzuimbrug.store.models import Event, Webhook
from verzuimbrug.store.tenancy import tenant


def preview_replay(reader: Reader, webhook: int, since: datetime) -> int | None:
    """How many events would go again; None when there is no such webhook of events."""
    with tenant(reader.arbodienst):
        row = Webhook.objects.filter(id=webhook, account=None).first()
        return None if row is None else _count(row, since)


def replay(reader: Reader, webhook: int, since: datetime) -> int | None:
    """Has what happened since the moment sent again, in order; how many events that are.

    It goes on from the first of them, so that some that happened just before can go again too. One
    that waits after a failure is tried at once. None when there is no such webhook of events.
    """
    with tenant(reader.arbodienst):
        row = Webhook.objects.select_for_update().filter(id=webhook, account=None).first()
        if row is None:
            return None
        count, first = _count(row, since), _first(since)
        if count and first is not None:
            Webhook.objects.filter(id=webhook).update(taken=first - 1, next_at=None)
    return count


def _count(row: Webhook, since: datetime) -> int:
    first = _first(since)
    if first is None:
        return 0
    return Event.objects.filter(id__gte=first, id__lte=row.taken).count()


def _first(since: datetime) -> int | None:
    """The number of the first event since the moment that is kept."""
    rows = Event.objects.filter(at__gte=since).order_by("id")
    return rows.values_list("id", flat=True).first()
