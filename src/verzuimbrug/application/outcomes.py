"""What became of each message as a whole: its state, findings and stages."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from verzuimbrug.application.interpret import Interpreted, Rejected
from verzuimbrug.application.stages import all_done, stopped_at
from verzuimbrug.domain.decisions import Decisions
from verzuimbrug.domain.deliveries import Envelope
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.inbox import MessageOutcome, first_receipts
from verzuimbrug.store.models.messages import MessageState


def outcomes_of(
    messages: Sequence[Interpreted],
    rejected: Sequence[Rejected],
    decisions: Decisions,
    dry: Mapping[int, Decisions],
) -> list[MessageOutcome]:
    """The outcome of every message of a batch; `dry` are the decisions of dry runs, by message."""
    repeated = _repeated_references(messages)
    return [
        *(_rejection(each) for each in rejected),
        *(
            _dry_outcome(each, dry[each.message.id], repeated)
            if each.message.id in dry
            else _outcome(each, decisions, repeated)
            for each in messages
        ),
    ]


def _rejection(rejected: Rejected) -> MessageOutcome:
    envelope = rejected.envelope
    return MessageOutcome(
        id=rejected.message.id,
        state=MessageState.REJECTED,
        findings=rejected.findings,
        stages=stopped_at(rejected.stage, answered=envelope is not None),
        **_described(envelope),
    )


def _outcome(
    message: Interpreted, decisions: Decisions, repeated: Mapping[int, Finding]
) -> MessageOutcome:
    number = message.message.id
    held = number in decisions.held_messages
    answered = message.envelope.wants_receipt
    return MessageOutcome(
        id=number,
        state=MessageState.HELD if held else MessageState.PROCESSED,
        findings=(*decisions.findings.get(number, ()), *_remark(repeated, number)),
        stages=stopped_at("guard", answered=answered) if held else all_done(),
        **_described(message.envelope),
    )


def _dry_outcome(
    message: Interpreted, decisions: Decisions, repeated: Mapping[int, Finding]
) -> MessageOutcome:
    """MSG-4: everything but the writing; what would become of each report is kept as a list."""
    number = message.message.id
    return MessageOutcome(
        id=number,
        state=MessageState.PROCESSED,
        findings=(
            Finding("IN401"),
            *decisions.findings.get(number, ()),
            *_remark(repeated, number),
        ),
        stages=stopped_at("write", answered=message.envelope.wants_receipt),
        dry_run=True,
        dry_report=_dry_report(number, decisions),
        **_described(message.envelope),
    )


def _dry_report(message: int, decisions: Decisions) -> list[dict[str, Any]]:
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


def _described(envelope: Envelope | None) -> Mapping[str, Any]:
    if envelope is None:
        return {}
    return {
        "message": envelope.message,
        "edition": envelope.edition,
        "sender": envelope.sender,
        "reference": envelope.reference,
    }


def _remark(repeated: Mapping[int, Finding], message: int) -> tuple[Finding, ...]:
    return (repeated[message],) if message in repeated else ()


def _repeated_references(messages: Sequence[Interpreted]) -> Mapping[int, Finding]:
    """MSG-5: the same sender and reference as an earlier message with other bytes."""
    own = defaultdict(list)
    for each in messages:
        key = (each.message.account, each.envelope.sender, each.envelope.reference)
        own[key].append((each.message.id, each.message.receipt))
    for key, first in first_receipts(own).items():
        own[key].append(first)
    found = {}
    for key, same in own.items():
        first_id, receipt = min(same)
        finding = Finding("IN501", {"reference": key[2], "receipt": receipt})
        found.update({number: finding for number, _ in same if number != first_id})
    return found
