"""What senders are still to be told of their reports, and what they were told (AN-2)."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from verzuimbrug.domain.answers import DECIDED, ReplyTo
from verzuimbrug.domain.deliveries import Envelope
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.store.sealed import ANSWER
from verzuimbrug.store.sql import Row, execute, select, write_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredMessage:
    """A message whose reports are answered (AN-2); `codes` are those that its stream chose.

    A test message has no reports in the store: `dry_reports` are what would become of them.
    """

    id: int
    receipt: str
    account: int
    culture: str
    envelope: Envelope
    reply_to: ReplyTo
    codes: Mapping[str, Any]
    dry_reports: Sequence["DecidedReport"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedReport:
    """A report that is decided: which one it is for its sender, and what became of it."""

    message: int
    position: int
    key: str
    sequence: int
    state: ReportState
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """An answer that is kept for its sender; `said` is by position what it says of reports."""

    account: int
    message: int
    kind: str
    file_name: str
    content: bytes
    said: Mapping[int, str] | None = None


def note_decided(messages: Collection[int]) -> None:
    """Notes, in the transaction that decides, that reports of these messages are to be told of."""
    if messages:
        execute(
            "INSERT INTO store_answerdue (arbodienst_id, message_id) "
            "SELECT current_setting('vb.tenant')::int, unnest(%s::bigint[])",
            sorted(messages),
        )


def last_noted() -> int:
    """A number after which all is that is noted from now on."""
    ((number,),) = select("SELECT nextval('store_answerdue_id_seq')")
    return int(number)


def take_due(most: int, after: int) -> frozenset[int]:
    """Takes the oldest messages that are noted after a number, those that nobody else is taking.

    Reading from the beginning passes by all that was ever noted while a transaction is left open.
    """
    rows = select(
        "DELETE FROM store_answerdue WHERE id = ANY(ARRAY(SELECT id FROM store_answerdue "
        "WHERE id > %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)) RETURNING message_id",
        after,
        most,
    )
    return frozenset(row[0] for row in rows)


def read_chosen_codes(streams: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
    """The codes for answers that each of these streams chose, by what they are for (AN-1)."""
    rows = select(
        "SELECT id, settings->'answers' FROM store_stream WHERE id = ANY(%s)", sorted(streams)
    )
    return {stream: json.loads(codes or "{}") for stream, codes in rows}


def read_answered(messages: Collection[int]) -> list[AnsweredMessage]:
    """Those of the messages whose reports are answered, in order of receipt."""
    rows = select(
        "SELECT m.id, m.receipt, m.account_id, a.culture, m.message, m.edition, m.sender, "
        "m.reference, m.received_at, m.reply_to, s.settings->'answers', "
        "CASE WHEN m.dry_run AND (m.reply_to->>'test')::boolean THEN m.dry_report END "
        "FROM store_message m JOIN store_stream s ON s.id = m.stream_id JOIN store_clientaccount a "
        "ON a.id = m.account_id WHERE m.id = ANY(%s) AND m.reply_to IS NOT NULL ORDER BY m.id",
        sorted(messages),
    )
    return [_answered(row) for row in rows]


def _answered(row: Row) -> AnsweredMessage:
    number, receipt, account, culture, message, edition, *described = row
    sender, reference, received_at, reply_to, codes, dry = described
    to = ReplyTo.from_json(json.loads(reply_to))
    return AnsweredMessage(
        id=number,
        receipt=receipt,
        account=account,
        culture=culture,
        envelope=Envelope(
            message=message,
            interface=to.interface,
            edition=edition,
            reference=reference,
            sender=sender,
            receiver=to.receiver,
            made_at=received_at,
            test=to.test,
            wants_receipt=False,
        ),
        reply_to=to,
        codes=json.loads(codes or "{}"),
        dry_reports=[_dry(number, each) for each in json.loads(dry or "[]")],
    )


def _dry(message: int, report: Mapping[str, Any]) -> DecidedReport:
    return DecidedReport(
        message=message,
        position=report["position"],
        key=report["case_key"] or "",
        sequence=report["sequence"],
        state=ReportState(report["state"]),
        findings=tuple(Finding.from_json(each) for each in report["findings"]),
    )


def read_said(messages: Collection[int]) -> Mapping[tuple[int, int], str]:
    """What was said last of each report of these messages, by message and position."""
    rows = select(
        "SELECT message_id, said FROM store_answer WHERE message_id = ANY(%s) "
        "AND said IS NOT NULL ORDER BY id",
        sorted(messages),
    )
    return {
        (message, int(position)): key
        for message, said in rows
        for position, key in json.loads(said).items()
    }


Place = tuple[int, int]
"""Message and position of a report."""


def read_decided(messages: Collection[int], after: Place, most: int) -> list[DecidedReport]:
    """The decided reports of these messages beyond a place, in order, so many at most."""
    rows = select(
        "SELECT message_id, position, received_key, sequence, state, findings "
        "FROM store_absencereport WHERE message_id = ANY(%s) AND (message_id, position) > (%s, %s) "
        "AND state = ANY(%s) ORDER BY message_id, position LIMIT %s",
        sorted(messages),
        *after,
        list(DECIDED),
        most,
    )
    return [
        DecidedReport(
            message=message,
            position=position,
            key=key or "",
            sequence=sequence,
            state=ReportState(state),
            findings=tuple(Finding.from_json(each) for each in json.loads(findings)),
        )
        for message, position, key, sequence, state, findings in rows
    ]


_COLUMNS = {
    "account_id": "bigint",
    "message_id": "bigint",
    "kind": "text",
    "file_name": "text",
    "content": "bytea",
    "made_at": "timestamptz",
    "said": "jsonb",
}


def write_answers(answers: Sequence[AnswerRow], now: datetime) -> None:
    """Keeps answers for their senders. The first Retourmelding of a message stands (AN-1)."""
    rows = [
        [
            each.account,
            each.message,
            each.kind,
            each.file_name,
            "\\x" + ANSWER.seal(each.content, each.message, each.file_name).hex(),
            now.isoformat(),
            each.said,
        ]
        for each in answers
    ]
    write_rows(
        "store_answer",
        _COLUMNS,
        rows,
        "ON CONFLICT (arbodienst_id, message_id, kind) WHERE said IS NULL DO NOTHING",
    )
