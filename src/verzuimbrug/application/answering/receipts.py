"""Writes the Retourmelding of messages that asked for one or are rejected (AN-1)."""

from collections.abc import Sequence
from datetime import datetime

from verzuimbrug.application.interpret import LOCAL, Rejected
from verzuimbrug.application.processing.outcomes import Decided
from verzuimbrug.domain.answer_codes import AnswerCodes
from verzuimbrug.domain.findings import Severity
from verzuimbrug.sivi.answers import RECEIPT, Origin, retourmelding
from verzuimbrug.store.answers import AnswerRow, read_chosen_codes, write_answers
from verzuimbrug.store.inbox import MessageOutcome

SOFTWARE = "Verzuimbrug"


def write_receipts(
    messages: Sequence[Decided | Rejected], outcomes: Sequence[MessageOutcome], now: datetime
) -> None:
    """Keeps an answer per message that gets one, for the sender to collect.

    A message that is processed again was answered before: its first answer stands.
    """
    answered = [each for each in messages if _is_answered(each)]
    if not answered:
        return
    by_message = {outcome.id: outcome for outcome in outcomes}
    chosen = read_chosen_codes({each.message.stream for each in answered})
    codes = {stream: AnswerCodes(**each) for stream, each in chosen.items()}
    rows = [
        _row(each, by_message[each.message.id], codes[each.message.stream], now)
        for each in answered
    ]
    write_answers(rows, now)


def _is_answered(message: Decided | Rejected) -> bool:
    """AN-1: when rejected and the envelope could be read, else when the sender asks for it."""
    if isinstance(message, Rejected):
        return message.envelope is not None
    return message.envelope.wants_receipt


def _row(
    message: Decided | Rejected, outcome: MessageOutcome, codes: AnswerCodes, now: datetime
) -> AnswerRow:
    assert message.envelope is not None  # noqa: S101 -- `_is_answered` asked
    accepted = not isinstance(message, Rejected)
    errors = () if accepted else outcome.findings
    faults = [(f.code, f.text()) for f in errors if f.severity is Severity.ERROR]
    origin = origin_of(message.message.receipt, now)
    name, content = retourmelding(
        message.envelope, origin, accepted=accepted, faults=faults, codes=codes
    )
    return AnswerRow(
        account=message.message.account,
        message=message.message.id,
        kind=RECEIPT,
        file_name=name,
        content=content,
    )


def origin_of(reference: str, now: datetime) -> Origin:
    """Where an answer comes from: us, at this moment here."""
    return Origin(
        reference=f"VB-{reference}",
        software=SOFTWARE,
        made_at=now.astimezone(LOCAL).replace(tzinfo=None),
    )
