"""What a webhook is sent next: an event of the arbodienst, or an answer for one account."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from verzuimbrug.application.events.feed import body_of
from verzuimbrug.store.models import Answer, Event, Webhook
from verzuimbrug.store.sealed import ANSWER

TEST = "webhook.test"
_JSON, _XML = "application/json", "application/xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What is sent at once. `number` is that of the event or answer; 0 of a test.

    `key` stays the same however often it is sent; `headers` come beside those of every webhook.
    """

    number: int
    key: str
    kind: str
    content: bytes
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


def next_parcel(webhook: Webhook) -> Parcel | None:
    """The first thing that a webhook has yet to get; within the tenant."""
    if webhook.account_id is None:
        event = Event.objects.filter(id__gt=webhook.taken).order_by("id").first()
        return _of_event(event) if event else None
    answers = Answer.objects.filter(account_id=webhook.account_id, acknowledged_at=None)
    answer = answers.order_by("id").first()
    return _of_answer(answer) if answer else None


def acknowledge(parcel: Parcel, now: datetime) -> None:
    """An answer that was taken need not be collected any more (AN-1)."""
    Answer.objects.filter(id=parcel.number, acknowledged_at=None).update(acknowledged_at=now)


def test_parcel(webhook: Webhook) -> Parcel:
    """Something to try a webhook with, that tells nothing."""
    key = f"evt_{uuid.uuid4().hex}"
    body = body_of(key, TEST, timezone.now(), {"webhook": webhook.id})
    return Parcel(number=0, key=key, kind=TEST, content=json.dumps(body).encode(), media_type=_JSON)


def _of_event(event: Event) -> Parcel:
    body = body_of(event.event, event.kind, event.at, event.data)
    return Parcel(
        number=event.id,
        key=event.event,
        kind=event.kind,
        content=json.dumps(body).encode(),
        media_type=_JSON,
    )


def _of_answer(answer: Answer) -> Parcel:
    """The message itself; what the other doors say beside it stands in headers."""
    return Parcel(
        number=answer.id,
        key=f"ans_{answer.id}",
        kind=answer.kind,
        content=ANSWER.unseal_of(answer),
        media_type=_XML,
        headers={
            "X-Antwoordnummer": str(answer.id),
            "X-Soort": answer.kind,
            "X-Bestandsnaam": answer.file_name,
        },
    )
