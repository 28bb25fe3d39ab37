"""Approving and refusing what a message would change (VE-2).

An approval names the list of changes that was shown. It is worked out again before anything is
written: here when that is quickly done, and in any case by the worker, under the locks.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.held.relisting import is_as_shown
from verzuimbrug.application.held.values import Decided, Judgement
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.message_input import Approval
from verzuimbrug.store.models import Message
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.shown_changes import shown_parts
from verzuimbrug.store.tenancy import tenant


def approve(decider: Decider, receipt: str, judgement: Judgement) -> Decided | None:
    """Takes a held message over, but for the parts that are refused; None when it is not there."""
    with tenant(decider.arbodienst):
        message = _held(decider, receipt)
        if message is None:
            return None
        obstacle = _obstacle(message, judgement)
        if obstacle is not None:
            return Decided(findings=(obstacle,))
        approval = Approval(
            refused_persons=judgement.refused_persons, refused_reports=judgement.refused_reports
        )
        stored = {"digest": judgement.digest, "reason": judgement.reason}
        _decide(decider, message, approval, stored, "held-approved")
    return Decided()


def approve_all(
    decider: Decider, shown: Mapping[str, str], reason: str
) -> Mapping[str, Decided | None]:
    """Takes several messages over whole, one after another, by the digest each was shown with.

    What cannot be taken over holds up no other.
    """
    return {
        receipt: approve(decider, receipt, Judgement(digest=digest, reason=reason))
        for receipt, digest in shown.items()
    }


def reject(decider: Decider, receipt: str, reason: str) -> Decided | None:
    """Refuses a held message whole: its reports keep their numbers and have no effect."""
    with tenant(decider.arbodienst):
        message = _held(decider, receipt)
        if message is None:
            return None
        if not _waits(message):
            return Decided(findings=(_not_held(message),))
        if not reason.strip():
            return Decided(findings=(Finding("VE110"),))
        refusal = Finding("VE102", {"by": decider.by, "reason": reason})
        _decide(decider, message, Approval(refusal=refusal), {}, "held-refused")
    return Decided()


def _held(decider: Decider, receipt: str) -> Message | None:
    if "\0" in receipt:
        return None
    rows = Message.objects.select_for_update(of=("self",)).filter(receipt=receipt)
    if decider.authority.accounts is not None:
        rows = rows.filter(account__in=decider.authority.accounts)
    return rows.first()


def _obstacle(message: Message, judgement: Judgement) -> Finding | None:
    """Why a message cannot be approved like this."""
    if not _waits(message):
        return _not_held(message)
    if judgement.digest != message.shown:
        return Finding("VE106")
    unknown = _unknown_parts(message, judgement)
    if unknown:
        return Finding("VE108", {"positions": ", ".join(map(str, unknown))})
    return None if is_as_shown(message) else Finding("VE106")


def _waits(message: Message) -> bool:
    """Whether a message waits for a person; one of a portal's state, or undone, does not."""
    is_apart = message.portal_delivery_id is not None or message.undone_id is not None
    return message.state == MessageState.HELD and not is_apart


def _not_held(message: Message) -> Finding:
    return Finding("VE107", {"receipt": message.receipt, "state": message.state})


def _unknown_parts(message: Message, judgement: Judgement) -> list[int]:
    """Positions that are refused, and that the list of changes does not have."""
    if not judgement.refused_persons and not judgement.refused_reports:
        return []
    persons: set[int | None] = set()
    reports: set[int] = set()
    for part in shown_parts(message.id):
        persons |= {entry.position for entry in part.changes}
        persons |= {entry.person for entry in part.reports}
        reports |= {entry.position for entry in part.reports}
    return sorted((judgement.refused_persons - persons) | (judgement.refused_reports - reports))


def _decide(
    decider: Decider, message: Message, approval: Approval, more: Mapping[str, Any], event: str
) -> None:
    """Keeps the decision with the message, and lets it go on."""
    at = timezone.now().isoformat()
    message.approval = {**approval.to_json(), **more, "by": decider.by, "at": at}
    message.save(update_fields=["approval"])
    ref = AccountRef(arbodienst=decider.arbodienst, account=message.account_id)
    details = {
        "receipt": message.receipt,
        "refused_persons": sorted(approval.refused_persons),
        "refused_reports": sorted(approval.refused_reports),
        "reason": approval.refusal.params["reason"] if approval.refusal else more["reason"],
    }
    log_event(ref, decider.by, event, details)
    requeue([message.id])
