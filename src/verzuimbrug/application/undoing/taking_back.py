"""Undoing an undo: what it took stands again; previewed first (VE-4)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.undoing.listing import undos_open_to
from verzuimbrug.application.undoing.previewing import (
    is_impossible,
    previewed,
    shown_to,
    with_reason,
)
from verzuimbrug.application.undoing.turning import Turned, work_out
from verzuimbrug.application.undoing.values import Shown, Undone, UndoPreview
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.undoing import Turn
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import Message, Undo
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.tenancy import tenant
from verzuimbrug.store.undo_messages import lock_messages, with_findings, write_taken_back
from verzuimbrug.store.undo_writing import Signed

_WAITING = (
    *("WG101", "WG102", "WG201", "WG202", "WG401"),
    *("WN101", "WN102", "WN201", "WN401"),
)
"""What is told of a message of which a part waits for something outside its cases.

What it waits for is forgotten when the message is undone, and found when it is processed again.
"""
_PARKING = (*_WAITING, "VZ101", "VZ104")
"""With what a report outside any case is parked; with anything else it is held."""


def preview_take_back(reader: Reader, undo: int) -> UndoPreview | None:
    """What taking an undo back would change; None when there is no such undo."""
    with tenant(reader.arbodienst):
        row = undos_open_to(reader.authority).filter(id=undo).first()
        if row is None:
            return None
        turn = _turn(row)
        findings = _obstacles(turn)
        if findings:
            return UndoPreview(findings=findings)
        turned = work_out(turn, None)
        return shown_to(reader, turned, previewed(turn, turned))


def take_back(
    decider: Decider, undo: int, reason: str, shown: Shown | None = None
) -> Undone | UndoPreview | None:
    """Takes an undo back; when that is not what was shown, it is shown anew instead.

    None when there is no such undo.
    """
    with tenant(decider.arbodienst):
        take_all_lanes(decider.arbodienst)
        rows = undos_open_to(decider.authority).select_for_update(of=("self",))
        row = rows.filter(id=undo).first()
        if row is None:
            return None
        lock_messages(_turn(row).messages)
        turn = _turn(row)
        findings = with_reason(_obstacles(turn), reason)
        if is_impossible(findings):
            return UndoPreview(findings=findings)
        with transaction.atomic():
            made = _make(decider, row, turn)
            is_as_shown = shown is None or made.preview.digest == shown.digest
            transaction.set_rollback(not is_as_shown)
        if not is_as_shown:
            return shown_to(decider.reader, made.turned, made.preview, shown)
        details = {"undo": undo, "messages": len(turn.messages), "reason": reason}
        account = AccountRef(arbodienst=decider.arbodienst, account=_account(turn))
        log_event(account, decider.by, "undo-taken-back", details)
        return Undone(undo=undo, counts=made.preview.counts, findings=made.preview.findings)


def _turn(row: Undo) -> Turn:
    """What an undo still holds; what was delivered again since is no longer part of it."""
    messages = Message.objects.filter(undone=row.id).values_list("id", flat=True)
    return Turn(messages=frozenset(messages), horizon=row.horizon, undo=row.id)


def _obstacles(turn: Turn) -> tuple[Finding, ...]:
    return () if turn.messages else (Finding("VE410"),)


def _account(turn: Turn) -> int:
    """All messages of an undo are of one account."""
    return Message.objects.values_list("account_id", flat=True).get(id=min(turn.messages))


@dataclass(frozen=True, slots=True)
class _Made:
    """An undo that is taken back, and what that changed."""

    turned: Turned
    preview: UndoPreview


def _make(decider: Decider, row: Undo, turn: Turn) -> _Made:
    now = timezone.now()
    turned = work_out(turn, Signed(undo=row.id, by=decider.by[:100], at=now))
    preview = previewed(turn, turned)
    waiting = with_findings(turn, _WAITING)
    write_taken_back(turn, turned.refused, _PARKING)
    row.taken_back_at, row.taken_back_by = now, decider.by[:100]
    row.save(update_fields=["taken_back_at", "taken_back_by"])
    requeue({*turned.goes_on, *waiting})
    return _Made(turned, preview)
