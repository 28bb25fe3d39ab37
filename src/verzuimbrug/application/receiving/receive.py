"""Take in a delivery: the bytes are kept before anything is read (docs/architecture, stage 2)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from verzuimbrug.application.operation.tracing import note, traced
from verzuimbrug.application.receiving.place import Place, find_place
from verzuimbrug.application.receiving.refusals import RefusalCode, RefusedError, storable
from verzuimbrug.application.receiving.statements import KEEP, TAKE_UP
from verzuimbrug.application.sign_in.credentials import SignedIn
from verzuimbrug.sivi.kinship import kin_of
from verzuimbrug.store.models import Message, Redelivery
from verzuimbrug.store.models.open import WorkState
from verzuimbrug.store.queue import shard_of
from verzuimbrug.store.sealed import MESSAGE_BODY
from verzuimbrug.store.sql import execute, select
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


@traced("receive")
def receive(
    sender: SignedIn, stream_name: str, file_name: str, content: bytes, door: str
) -> Receipt:
    """Keep a delivery, durably when this returns. Raises RefusedError, and then nothing is kept.

    The same bytes again are answered with the first receipt, also when both arrive at once; a
    message that was rejected or undone is then taken up again under that receipt (MSG-5).
    """
    if len(content) > MAX_BYTES:
        raise RefusedError(RefusalCode.TOO_LARGE)
    digest = hashlib.sha256(content)
    arrival = _Arrival(
        sender=sender,
        file_name=storable(file_name, 300),
        sha256=digest.digest(),
        size=len(content),
        shard=shard_of(kin_of(content)),
        sealed=MESSAGE_BODY.seal(content, digest.hexdigest(), arbodienst=sender.arbodienst),
        door=door,
        at=timezone.now(),
    )
    with tenant(sender.arbodienst):
        place = find_place(sender, stream_name)
        receipt = _keep(arrival, place) or _keep_again(arrival, place)
    note("receipts", [receipt.receipt])
    return receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    sender: SignedIn
    file_name: str
    sha256: bytes
    size: int
    shard: int
    sealed: bytes
    door: str
    at: datetime

    def receipt(self, number: str, *, at: datetime, duplicate: bool) -> Receipt:
        return Receipt(
            receipt=number, sha256=self.sha256.hex(), received_at=at, duplicate=duplicate
        )


def _keep(arrival: _Arrival, place: Place) -> Receipt | None:
    """Message, bytes and work in one statement; None when the stream has these bytes already."""
    rows = select(
        KEEP,
        arrival.sender.account,
        place.stream,
        _work_state(place),
        f"{timezone.localdate(arrival.at):%Y%m%d}",
        arrival.at,
        arrival.door,
        arrival.file_name,
        arrival.sha256,
        arrival.size,
        arrival.shard,
        arrival.sealed,
    )
    return arrival.receipt(rows[0][0], at=arrival.at, duplicate=False) if rows else None


def _keep_again(arrival: _Arrival, place: Place) -> Receipt:
    """The message whose bytes these are: taken up again if that was rejected or undone."""
    message = Message.objects.only("receipt", "received_at").get(
        stream_id=place.stream, sha256=arrival.sha256
    )
    taken_up = execute(TAKE_UP, message.id, _work_state(place), arrival.sealed) > 0
    if not taken_up:
        Redelivery.objects.create(
            arbodienst_id=arrival.sender.arbodienst,
            message_id=message.id,
            door=arrival.door,
            received_at=arrival.at,
        )
    return arrival.receipt(message.receipt, at=message.received_at, duplicate=not taken_up)


def _work_state(place: Place) -> str:
    return (WorkState.READY if place.is_active else WorkState.WAITING).value
