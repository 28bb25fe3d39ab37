"""Undoing a message, or all of a stream since a moment; previewed first (VE-4).

A preview writes nothing. What was previewed is worked out again under the locks, and written only
if it is still the same.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.undoing.choosing import Chosen, choose, choose_locked
from verzuimbrug.application.undoing.previewing import (
    is_impossible,
    previewed,
    shown_to,
    with_reason,
)
from verzuimbrug.application.undoing.turning import Turned, work_out
from verzuimbrug.application.undoing.values import (
    OfMessage,
    OfStream,
    Shown,
    Undone,
    UndoPreview,
    What,
)
from verzuimbrug.domain.undoing import Turn
from verzuimbrug.store.models import Message, Undo
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.tenancy import tenant
from verzuimbrug.store.undo_messages import displaced_by, last_message, write_undone
from verzuimbrug.store.undo_writing import Signed


def preview_undo(reader: Reader, what: What) -> UndoPreview | None:
    """What undoing would change; None when there is no such message or stream."""
    with tenant(reader.arbodienst):
        chosen = choose(what, reader.authority)
        if chosen is None:
            return None
        if is_impossible(chosen.findings):
            return UndoPreview(findings=chosen.findings)
        turn = Turn(messages=chosen.messages, horizon=last_message())
        turned = work_out(turn, None)
        return shown_to(reader, turned, previewed(turn, turned, chosen.findings))


def undo(decider: Decider, what: What, reason: str, shown: Shown) -> Undone | UndoPreview | None:
    """Undoes what was shown; when that is something else by now, it is shown anew instead.

    None when there is no such message or stream.
    """
    with tenant(decider.arbodienst):
        chosen = choose_locked(decider, what)
        if chosen is None:
            return None
        findings = with_reason(chosen.findings, reason)
        if is_impossible(findings):
            return UndoPreview(findings=findings)
        with transaction.atomic():
            made = _make(decider, chosen, what, reason, horizon=last_message())
            is_as_shown = made.preview.digest == shown.digest
            transaction.set_rollback(not is_as_shown)
        if not is_as_shown:
            return shown_to(decider.reader, made.turned, made.preview, shown)
        return _told(decider, chosen, made, reason)


def take_out(decider: Decider, message: int, correction: int, reason: str) -> Turned:
    """Undoes a message of which another one takes the place, as if that came right after it.

    Within the transaction in progress, which holds the lanes that it needs; the caller logs it.
    """
    row = Message.objects.select_for_update(of=("self",)).get(id=message)
    chosen = Chosen(account=row.account_id, message=message, messages=frozenset({message}))
    what = OfMessage(receipt=row.receipt)
    return _make(decider, chosen, what, reason, horizon=correction - 1).turned


@dataclass(frozen=True, slots=True)
class _Made:
    """An undo that is written, and what it changed."""

    undo: int
    turned: Turned
    preview: UndoPreview


def _make(decider: Decider, chosen: Chosen, what: What, reason: str, *, horizon: int) -> _Made:
    row = Undo.objects.create(
        arbodienst_id=decider.arbodienst,
        at=timezone.now(),
        by=decider.by[:100],
        reason=reason[:500],
        message_id=chosen.message,
        stream_id=chosen.stream,
        since=what.since if isinstance(what, OfStream) else None,
        horizon=horizon,
    )
    turn = Turn(messages=chosen.messages, horizon=horizon)
    turned = work_out(turn, Signed(undo=row.id, by=row.by, at=row.at))
    preview = previewed(turn, turned, chosen.findings)
    displaced = displaced_by(turn)
    write_undone(turn, row.id)
    requeue(turned.goes_on | displaced)
    return _Made(row.id, turned, preview)


def _told(decider: Decider, chosen: Chosen, made: _Made, reason: str) -> Undone:
    ref = AccountRef(arbodienst=decider.arbodienst, account=chosen.account)
    details = {"undo": made.undo, "messages": len(chosen.messages), "reason": reason}
    log_event(ref, decider.by, "undone", details)
    return Undone(undo=made.undo, counts=made.preview.counts, findings=made.preview.findings)
