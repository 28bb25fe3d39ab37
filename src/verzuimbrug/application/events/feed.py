"""The feed: events in order of their numbers, as webhooks get them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.store.models import Event
from verzuimbrug.store.tenancy import tenant


class ForgottenError(Exception):
    """Events after this number are not kept any more; the dossiers themselves say how all is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventShown:
    """An event; `body` is what a webhook gets."""

    number: int
    body: Mapping[str, Any]


def read_events(reader: Reader, window: Window) -> Page[EventShown]:
    """A page of events, and the row that says of whom they told.

    Raises ForgottenError when some after the number were dropped.
    """
    with tenant(reader.arbodienst):
        first = Event.objects.order_by("id").values_list("id", flat=True).first()
        if first is not None and 0 < window.after < first:
            raise ForgottenError
        query = Event.objects.filter(id__gt=window.after).order_by("id")
        rows, next_after = cut(list(query[: window.take]), window, lambda row: row.id)
        if rows:
            record_access(reader, ReadAction.EVENTS, employees=_persons(rows))
    return Page(tuple(map(shown_event, rows)), next_after)


def _persons(rows: Iterable[Event]) -> set[int]:
    """Of whom events tell; what is passed on may be of nobody who is known here."""
    return {row.employee_id for row in rows if row.employee_id is not None}


def shown_event(row: Event) -> EventShown:
    """An event as a value."""
    return EventShown(number=row.id, body=body_of(row.event, row.kind, row.at, row.data))


def body_of(event: str, kind: str, at: datetime, data: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of an event to whoever gets it."""
    return {"id": event, "type": kind, "timestamp": at.isoformat(), "data": data}
