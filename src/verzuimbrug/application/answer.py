"""Writes the Retourmelding of messages that asked for one or are rejected (AN-1)."""

from collections.abc import Sequence
from datetime import datetime

from verzuimbrug.application.interpret import LOCAL, Rejected
from verzuimbrug.application.processing.outcomes import Decided
from verzuimbrug.domain.findings import Severity
from verzuimbrug.sivi.answers import Origin, retourmelding
from verzuimbrug.store.encryption import seal
from verzuimbrug.store.inbox import MessageOutcome
from verzuimbrug.store.sql import write_rows

SOFTWARE = "Verzuimbrug"
_COLUMNS = {
    "account_id": "bigint",
    "message_id": "bigint",
    "kind": "text",
    "file_name": "text",
    "content": "bytea",
    "made_at": "timestamptz",
}


def write_receipts(
    messages: Sequence[Decided | Rejected], outcomes: Sequence[MessageOutcome], now: datetime
) -> None:
    """Keeps an answer per message that gets one, for the sender to collect.

    A message that is processed again was answered before: its first answer stands.
    """
    by_message = {outcome.id: outcome for outcome in outcomes}
    rows = [_row(each, by_message[each.message.id], now) for each in messages if _is_answered(each)]
    write_rows(
        "store_answer",
        _COLUMNS,
        rows,
        "ON CONFLICT (arbodienst_id, message_id, kind) DO NOTHING",
    )


def _is_answered(message: Decided | Rejected) -> bool:
    """AN-1: when rejected and the envelope could be read, else when the sender asks for it."""
    if isinstance(message, Rejected):
        return message.envelope is not None
    return message.envelope.wants_receipt


def _row(message: Decided | Rejected, outcome: MessageOutcome, now: datetime) -> list[object]:
    assert message.envelope is not None  # noqa: S101 -- `_is_answered` asked
    accepted = not isinstance(message, Rejected)
    origin = Origin(
        reference=f"VB-{message.message.receipt}",
        software=SOFTWARE,
        made_at=now.astimezone(LOCAL).replace(tzinfo=None),
    )
    errors = () if accepted else outcome.findings
    faults = [(f.code, f.text()) for f in errors if f.severity is Severity.ERROR]
    name, content = retourmelding(message.envelope, origin, accepted=accepted, faults=faults)
    return [
        message.message.account,
        message.message.id,
        "Retourmelding",
        name,
        "\\x" + seal(content, "answer").hex(),
        now.isoformat(),
    ]
