"""Sending what waits: every receiver by itself, in order, whatever becomes of the others (EX-8)."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from verzuimbrug.application.exports.access import access_of
from verzuimbrug.application.exports.leaving import note_leaving
from verzuimbrug.application.exports.sending import SECONDS, Ended, Parcel, send
from verzuimbrug.application.exports.setup import setup_of
from verzuimbrug.application.turns import Limits, Turn, Turns, of_turn
from verzuimbrug.domain.exports import DeliveryKind, ExportMessageState, SendOutcome, wait_after
from verzuimbrug.store.models import Export, ExportMessage
from verzuimbrug.store.sealed import EXPORT_MESSAGE
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.db.models import QuerySet

_LIMITS = Limits(lease=timedelta(seconds=2 * SECONDS), seconds=10.0, places=16)
"""One message takes half of the lease at most."""


def _due() -> "QuerySet[Export]":
    waiting = ExportMessage.objects.filter(export=OuterRef("id"), state=ExportMessageState.WAITING)
    return Export.objects.filter(
        ~Q(settings__delivery__type=DeliveryKind.COLLECT.value), Exists(waiting), is_enabled=True
    )


def _send_next(turn: Turn) -> bool:
    """Sends the next message, if there is one; whether to go on."""
    with tenant(turn.arbodienst):
        export = of_turn(Export.objects.all(), turn).filter(is_enabled=True).first()
        message = None if export is None else _next(export)
        if export is None or message is None:
            return False
        note_leaving(export, [message])
    parcel = Parcel(
        message=message.message,
        file_name=message.file_name,
        content=EXPORT_MESSAGE.unseal_of(message),
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
    is_ours = of_turn(Export.objects.all(), turn).update(
        failures=failures, next_at=next_at, leased_until=now + _LIMITS.lease
    )
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


TURNS = Turns("export", _LIMITS, _due, _send_next)
send_due, start_turns, claim_turn, take_turn = TURNS.send_due, TURNS.start, TURNS.claim, TURNS.take
