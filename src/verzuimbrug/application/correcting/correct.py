"""A stored message gets a corrected version, which waits for approval with its changes.

Approving it takes back what the original did and processes the correction, in one transaction. Of
one message at most one correction is outstanding.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.interpret import LOCAL, Rejected
from verzuimbrug.application.processing.alone import list_alone
from verzuimbrug.application.processing.portioned import Portioned, open_portioned
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.application.stages import stopped_at
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.tags import stands_beside
from verzuimbrug.store.inbox import StoredMessage
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import Message, MessageBody
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.sealed import MESSAGE_BODY
from verzuimbrug.store.tenancy import tenant

DOOR = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The correction that waits for approval; without a receipt the findings say why not."""

    receipt: str = ""
    digest: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def correct(decider: Decider, receipt: str, content: bytes, reason: str) -> Corrected | None:
    """Keeps a corrected version of a message; None when that message is not there, or closed.

    Nothing else changes: it waits for approval, with the list of what approving it would change.
    """
    if "\0" in receipt:
        return None
    with tenant(decider.arbodienst):
        # The list is worked out by writing and rolling back: nobody else may write meanwhile.
        take_all_lanes(decider.arbodienst)
        rows = Message.objects.select_for_update(of=("self",))
        original = rows.select_related("stream").filter(receipt=receipt).first()
        if original is None or not decider.authority.opens_account(original.account_id):
            return None
        obstacles = _obstacles(original, content, reason)
        if obstacles:
            return Corrected(findings=obstacles)
        with transaction.atomic():
            corrected = _keep(decider, original, content, reason)
            if not corrected.receipt:
                transaction.set_rollback(True)
        return corrected


def _obstacles(original: Message, content: bytes, reason: str) -> tuple[Finding, ...]:
    """What is in the way of a correction."""
    params = {"receipt": original.receipt}
    if stands_beside(original.stream.settings["message"]):
        return (Finding("VE509", params),)
    if original.state == MessageState.RECEIVED:
        return (Finding("VE502", params),)
    open_states = (MessageState.RECEIVED, MessageState.HELD)
    outstanding = Message.objects.filter(corrects=original.id, state__in=open_states)
    if found := outstanding.values_list("receipt", flat=True).first():
        return (Finding("VE501", {"receipt": original.receipt, "correction": found}),)
    if len(content) > MAX_BYTES:
        return (Finding("XML02", {"found": str(len(content)), "limit": str(MAX_BYTES)}),)
    digest = hashlib.sha256(content).digest()
    known = Message.objects.filter(stream=original.stream_id, sha256=digest)
    if same := known.values_list("receipt", flat=True).first():
        return (Finding("VE503", {"receipt": same}),)
    return () if reason.strip() else (Finding("VE110"),)


def _keep(decider: Decider, original: Message, content: bytes, reason: str) -> Corrected:
    now = timezone.now()
    stored = _store(decider, original, content, now)
    configuration = read_configurations({stored.stream})[stored.stream]
    opened = open_portioned(stored, configuration)
    if isinstance(opened, Rejected):
        return Corrected(findings=opened.findings)
    listing = list_alone(opened, (now, now.astimezone(LOCAL).date()))
    listing.keep(stored.id)
    findings = (Finding("VE504", {"receipt": original.receipt, "reason": reason}),)
    _describe(opened, findings)
    ref = AccountRef(arbodienst=decider.arbodienst, account=original.account_id)
    details = {"receipt": original.receipt, "correction": stored.receipt, "reason": reason}
    log_event(ref, decider.by, "message-corrected", details)
    return Corrected(
        receipt=stored.receipt,
        digest=listing.digest,
        counts=dict(listing.counts),
        findings=findings,
    )


def _store(decider: Decider, original: Message, content: bytes, now: datetime) -> StoredMessage:
    """The correction as a message of the same stream, received now."""
    digest = hashlib.sha256(content)
    row = Message.objects.create(
        arbodienst_id=decider.arbodienst,
        receipt="",
        account_id=original.account_id,
        stream_id=original.stream_id,
        file_name=original.file_name,
        door=DOOR,
        sha256=digest.digest(),
        size=len(content),
        received_at=now,
        state=MessageState.HELD,
        corrects_id=original.id,
    )
    row.receipt = f"{timezone.localdate(now):%Y%m%d}-{row.id}"
    row.save(update_fields=["receipt"])
    sealed = MESSAGE_BODY.seal(content, digest.hexdigest(), arbodienst=decider.arbodienst)
    MessageBody.objects.create(arbodienst_id=decider.arbodienst, id=row.id, content=sealed)
    return StoredMessage(
        id=row.id,
        receipt=row.receipt,
        account=original.account_id,
        stream=original.stream_id,
        sha256=digest.hexdigest(),
        received_at=now,
        content=content,
        corrects=original.id,
    )


def _describe(opened: Portioned, findings: tuple[Finding, ...]) -> None:
    envelope = opened.envelope
    Message.objects.filter(id=opened.message.id).update(
        message=envelope.message[:100],
        edition=envelope.edition[:10],
        sender=envelope.sender[:40],
        reference=envelope.reference[:512],
        findings=[finding.to_json() for finding in findings],
        codes=[finding.code for finding in findings],
        stages=dict(stopped_at("guard", answered=False)),
    )
