"""What became of each message as a whole: its state, findings and stages."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from verzuimbrug.application.interpret import Interpreted, Rejected
from verzuimbrug.application.processing.beside import Beside
from verzuimbrug.application.processing.portioned import Portioned
from verzuimbrug.application.stages import all_done, stopped_at
from verzuimbrug.domain.answers import Party, ReplyTo
from verzuimbrug.domain.decisions import Decisions
from verzuimbrug.domain.deliveries import Envelope
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.answers import has_processing_answer
from verzuimbrug.store.inbox import MessageOutcome, first_receipts
from verzuimbrug.store.models.messages import MessageState

Decided = Interpreted | Portioned | Beside
DryReport = Sequence[Mapping[str, Any]]
Parties = Sequence[tuple[int, Party]]
"""The employers of a message by the position of their first report."""


def rejection(rejected: Rejected) -> MessageOutcome:
    """The outcome of a message that could not be decided on."""
    envelope = rejected.envelope
    return MessageOutcome(
        id=rejected.message.id,
        state=MessageState.REJECTED,
        findings=rejected.findings,
        stages=stopped_at(rejected.stage, answered=envelope is not None),
        **_described(envelope),
    )


def processed(
    message: Decided, findings: Sequence[Finding], parties: Parties = ()
) -> MessageOutcome:
    """The outcome of a message that was decided on."""
    return MessageOutcome(
        id=message.message.id,
        state=MessageState.PROCESSED,
        findings=tuple(findings),
        stages=all_done(),
        reply_to=_reply_to(message.envelope, parties),
        **_described(message.envelope),
    )


def without_effect(
    message: Decided, findings: Sequence[Finding], state: MessageState, parties: Parties = ()
) -> MessageOutcome:
    """The outcome of a message that is held, or that a person refused (VE-2)."""
    return MessageOutcome(
        id=message.message.id,
        state=state,
        findings=tuple(findings),
        stages=stopped_at("guard", answered=message.envelope.wants_receipt),
        reply_to=_reply_to(message.envelope, parties),
        **_described(message.envelope),
    )


def dry_run(
    message: Decided,
    findings: Sequence[Finding],
    dry_report: DryReport,
    parties: Parties = (),
) -> MessageOutcome:
    """MSG-4: everything but the writing; what would become of each report is kept as a list."""
    return MessageOutcome(
        id=message.message.id,
        state=MessageState.PROCESSED,
        findings=(Finding("IN401"), *findings),
        stages=stopped_at("write", answered=message.envelope.wants_receipt),
        dry_run=True,
        dry_report=dry_report,
        reply_to=_reply_to(message.envelope, parties),
        **_described(message.envelope),
    )


def with_findings(outcome: MessageOutcome, findings: tuple[Finding, ...]) -> MessageOutcome:
    """The outcome with more to say."""
    return replace(outcome, findings=outcome.findings + findings)


def dry_report_of(message: int, decisions: Decisions) -> list[dict[str, Any]]:
    """What would become of the reports of a message, in order."""
    own = [report for report in decisions.reports if report.place[0] == message]
    return [
        {
            "position": report.place[1],
            "employer_code": report.employer_code,
            "case_key": report.case_key,
            "sequence": report.sequence,
            "state": report.state,
            "findings": [finding.to_json() for finding in report.findings],
        }
        for report in sorted(own, key=lambda report: report.place)
    ]


def _reply_to(envelope: Envelope, parties: Parties) -> Mapping[str, Any] | None:
    """What later answers need; None for a message without reports, or of an earlier edition."""
    if not parties or not has_processing_answer(envelope):
        return None
    to = ReplyTo(
        interface=envelope.interface,
        receiver=envelope.receiver,
        test=envelope.test,
        parties=tuple(parties),
    )
    return to.to_json()


def _described(envelope: Envelope | None) -> Mapping[str, Any]:
    if envelope is None:
        return {}
    return {
        "message": envelope.message,
        "edition": envelope.edition,
        "sender": envelope.sender,
        "software": envelope.software,
        "reference": envelope.reference,
    }


def repeated_references(messages: Sequence[Decided]) -> Mapping[int, tuple[Finding, ...]]:
    """MSG-5: the same sender and reference as an earlier message with other bytes."""
    own = defaultdict(list)
    for each in messages:
        key = (each.message.account, each.envelope.sender, each.envelope.reference)
        own[key].append((each.message.id, each.message.receipt))
    for key, first in first_receipts(own).items():
        own[key].append(first)
    found: dict[int, tuple[Finding, ...]] = defaultdict(tuple)
    for key, same in own.items():
        first_id, receipt = min(same)
        finding = Finding("IN501", {"reference": key[2], "receipt": receipt})
        found.update({number: (finding,) for number, _ in same if number != first_id})
    return found
