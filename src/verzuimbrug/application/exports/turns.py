"""Sending what waits: every receiver by itself, in order, whatever becomes of the others (EX-8).

Who has the turn of a receiver sends to it; that is kept in the row, not in a transaction, for none
is open while something is sent. A turn that shows no sign of life is given to another.
"""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING

import structlog
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from verzuimbrug.application.exports.access import access_of
from verzuimbrug.application.exports.leaving import CONTENT_PURPOSE, note_leaving
from verzuimbrug.application.exports.sending import SECONDS, Ended, Parcel, send
from verzuimbrug.application.exports.setup import setup_of
from verzuimbrug.domain.exports import DeliveryKind, ExportMessageState, SendOutcome, wait_after
from verzuimbrug.store.encryption import unseal
from verzuimbrug.store.models import Arbodienst, Export, ExportMessage
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.db.models import QuerySet

LEASE = timedelta(seconds=2 * SECONDS)
"""So long a turn holds after the last sign of life; one message takes half of it at most."""
TURN_SECONDS = 10.0
"""After so long another receiver can have the thread."""
MOST_TURNS = 16
"""So many receivers are sent to at the same time."""

_NEVER = datetime.min.replace(tzinfo=UTC)
log = structlog.get_logger()
_places = BoundedSemaphore(MOST_TURNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The right to send to one receiver."""

    arbodienst: int
    export: int
    lease: str


def send_due() -> bool:
    """Begins with what is due, and waits for none of it; whether there was anything."""
    return bool(start_turns())


def start_turns() -> tuple[Thread, ...]:
    """Begins with every receiver that has something to get, each in a thread of its own.

    Who had a turn longest ago comes first when there are more than places.
    """
    started = []
    for _, arbodienst, export in sorted(_waiting()):
        if not _places.acquire(blocking=False):
            break
        turn = claim_turn(arbodienst, export)
        if turn is None:
            _places.release()
            continue
        thread = Thread(target=_run, args=(turn,), name=f"export-{export}")
        thread.start()
        started.append(thread)
    return tuple(started)


def _run(turn: Turn) -> None:
    try:
        take_turn(turn)
    except Exception:
        # The lease ends by itself, and then another tries.
        log.exception("export_turn_failed", export=turn.export)
    finally:
        connection.close()
        _places.release()


def _waiting() -> Iterator[tuple[datetime, int, int]]:
    """When each had its last turn, the arbodienst, and the export."""
    now = timezone.now()
    for arbodienst in Arbodienst.objects.values_list("id", flat=True):
        with tenant(arbodienst):
            rows = list(_due(now).values_list("leased_until", "id"))
        yield from ((last or _NEVER, arbodienst, export) for last, export in rows)


def _due(now: datetime) -> "QuerySet[Export]":
    waiting = ExportMessage.objects.filter(export=OuterRef("id"), state=ExportMessageState.WAITING)
    return Export.objects.filter(
        Q(next_at=None) | Q(next_at__lte=now),
        Q(lease="") | Q(leased_until__lte=now),
        ~Q(settings__delivery__type=DeliveryKind.COLLECT.value),
        Exists(waiting),
        is_enabled=True,
    )


def claim_turn(arbodienst: int, export: int) -> Turn | None:
    """The turn of a receiver; None when another has it, or nothing is due."""
    lease, now = secrets.token_hex(16), timezone.now()
    with tenant(arbodienst):
        is_ours = _due(now).filter(id=export).update(lease=lease, leased_until=now + LEASE)
    return Turn(arbodienst=arbodienst, export=export, lease=lease) if is_ours else None


def take_turn(turn: Turn) -> None:
    """Sends messages until there are no more, one is not taken, or it has taken long enough."""
    ends = time.monotonic() + TURN_SECONDS
    while _send_next(turn) and time.monotonic() < ends:
        pass
    with tenant(turn.arbodienst):
        _ours(turn).update(lease="", leased_until=timezone.now())


def _ours(turn: Turn) -> "QuerySet[Export]":
    return Export.objects.filter(id=turn.export, lease=turn.lease)


def _send_next(turn: Turn) -> bool:
    """Sends the next message, if there is one; whether to go on."""
    with tenant(turn.arbodienst):
        export = _ours(turn).filter(is_enabled=True).first()
        message = None if export is None else _next(export)
        if export is None or message is None:
            return False
        note_leaving(export, [message])
    parcel = Parcel(
        message=message.message,
        file_name=message.file_name,
        content=unseal(bytes(message.content or b""), CONTENT_PURPOSE),
    )
    ended = send(setup_of(export.settings).delivery, access_of(export), parcel)
    with tenant(turn.arbodienst):
        return _keep(turn, export, message, ended) and ended.outcome is SendOutcome.TAKEN


def _next(export: Export) -> ExportMessage | None:
    rows = ExportMessage.objects.filter(export=export, state=ExportMessageState.WAITING)
    return rows.order_by("number").first()


def _keep(turn: Turn, export: Export, message: ExportMessage, ended: Ended) -> bool:
    """Keeps what became of a message; what was made anew meanwhile stays dropped.

    False for who does not have the turn any more.
    """
    now, is_taken = timezone.now(), ended.outcome is SendOutcome.TAKEN
    failures = 0 if is_taken else export.failures + 1
    next_at = None if is_taken else now + wait_after(failures)
    is_ours = _ours(turn).update(failures=failures, next_at=next_at, leased_until=now + LEASE)
    rows = ExportMessage.objects.filter(id=message.id, state=ExportMessageState.WAITING)
    tried = {
        "attempts": message.attempts + 1,
        "tried_at": now,
        "outcome": ended.outcome,
        "status": ended.status,
    }
    if is_taken:
        rows.update(**tried, state=ExportMessageState.TAKEN, content=None)
    else:
        rows.update(**tried)
    return is_ours > 0
