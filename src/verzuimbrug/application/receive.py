"""Take in a delivery: the bytes are kept before anything is read (docs/architecture, stage 2)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from verzuimbrug.application.credentials import SignedIn
from verzuimbrug.application.receive_place import Place, find_place
from verzuimbrug.application.receive_statements import KEEP, TAKE_UP
from verzuimbrug.application.refusals import RefusalCode, RefusedError, storable
from verzuimbrug.store.encryption import seal
from verzuimbrug.store.models import Message, Redelivery
from verzuimbrug.store.models.open import WorkState
from verzuimbrug.store.tenancy import tenant

MAX_BYTES = 50 * 1024 * 1024
"""A larger delivery is refused at the door (MSG-3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a sender is told; of a duplicate, the number and the moment of the first (MSG-5)."""

    receipt: str
    sha256: str
    received_at: datetime
    duplicate: bool


def receive(
    sender: SignedIn, stream_name: str, file_name: str, content: bytes, door: str
) -> Receipt:
    """Keep a delivery, durably when this returns. Raises RefusedError, and then nothing is kept.

    The same bytes again are answered with the first receipt, also when both arrive at once; a
    message that was rejected is then taken up again under that receipt (MSG-5).
    """
    if len(content) > MAX_BYTES:
        raise RefusedError(RefusalCode.TOO_LARGE)
    arrival = _Arrival(
        sender=sender,
        file_name=storable(file_name, 300),
        sha256=hashlib.sha256(content).digest(),
        size=len(content),
        sealed=seal(content, "message"),
        door=door,
        at=timezone.now(),
    )
    with tenant(sender.arbodienst):
        place = find_place(sender, stream_name)
        return _keep(arrival, place) or _keep_again(arrival, place)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    sender: SignedIn
    file_name: str
    sha256: bytes
    size: int
    sealed: bytes
    door: str
    at: datetime

    def receipt(self, number: str, *, at: datetime, duplicate: bool) -> Receipt:
        return Receipt(
            receipt=number, sha256=self.sha256.hex(), received_at=at, duplicate=duplicate
        )


def _keep(arrival: _Arrival, place: Place) -> Receipt | None:
    """Message, bytes and work in one statement; None when the stream has these bytes already."""
    values: dict[str, str | int | bytes | datetime] = {
        "arbodienst": arrival.sender.arbodienst,
        "account": arrival.sender.account,
        "stream": place.stream,
        "day": f"{timezone.localdate(arrival.at):%Y%m%d}",
        "file_name": arrival.file_name,
        "door": arrival.door,
        "sha256": arrival.sha256,
        "size": arrival.size,
        "at": arrival.at,
        "content": arrival.sealed,
        "work": _work_state(place),
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)
        row = cursor.fetchone()
    return arrival.receipt(row[0], at=arrival.at, duplicate=False) if row else None


def _keep_again(arrival: _Arrival, place: Place) -> Receipt:
    """The message whose bytes these are: taken up again if it was rejected, else a duplicate."""
    message = Message.objects.only("receipt", "received_at").get(
        stream_id=place.stream, sha256=arrival.sha256
    )
    taken_up = _take_up(message.id, place)
    if not taken_up:
        Redelivery.objects.create(
            arbodienst_id=arrival.sender.arbodienst,
            message_id=message.id,
            door=arrival.door,
            received_at=arrival.at,
        )
    return arrival.receipt(message.receipt, at=message.received_at, duplicate=not taken_up)


def _take_up(message: int, place: Place) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(TAKE_UP, {"message": message, "work": _work_state(place)})
        return bool(cursor.rowcount)


def _work_state(place: Place) -> str:
    return (WorkState.READY if place.is_active else WorkState.WAITING).value
