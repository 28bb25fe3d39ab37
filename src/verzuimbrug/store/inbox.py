"""Claimed messages read with their bytes, and their outcome written back."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.sealed import MESSAGE_BODY
from verzuimbrug.store.sql import as_objects, execute, select, write_json


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMessage:
    """A message as it came in.

    `approval` is what a person decided on it, as stored; `corrects` the message that it takes the
    place of. `is_delivery`: it is part of the portal's state, delivered for an initial load or a
    reconciliation.
    """

    id: int
    receipt: str
    account: int
    stream: int
    sha256: str
    received_at: datetime
    content: bytes
    approval: Mapping[str, Any] | None = None
    corrects: int | None = None
    is_delivery: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageOutcome:
    """What became of a message as a whole. `stages` says per stage what was done.

    `reply_to` is what answers about its reports need; None when there will be none (AN-2).
    """

    id: int
    state: str
    findings: tuple[Finding, ...]
    stages: Mapping[str, str]
    message: str = ""
    edition: str = ""
    sender: str = ""
    software: str = ""
    reference: str = ""
    dry_run: bool = False
    dry_report: Sequence[Mapping[str, Any]] | None = None
    reply_to: Mapping[str, Any] | None = None


def read_messages(messages: Collection[int]) -> list[StoredMessage]:
    """The messages of the present tenant, in order of receipt."""
    rows = select(
        "SELECT m.id, m.receipt, m.account_id, m.stream_id, m.sha256, m.received_at, b.content, "
        "m.approval, m.corrects_id, m.portal_delivery_id IS NOT NULL "
        "FROM store_message m JOIN store_messagebody b ON b.id = m.id "
        "WHERE m.id = ANY(%s) ORDER BY m.id",
        list(messages),
    )
    return [
        StoredMessage(
            id=number,
            receipt=receipt,
            account=account,
            stream=stream,
            sha256=bytes(sha256).hex(),
            received_at=received_at,
            content=MESSAGE_BODY.unseal(content, bytes(sha256).hex()),
            approval=json.loads(approval) if approval else None,
            corrects=corrects,
            is_delivery=is_delivery,
        )
        for (
            number,
            receipt,
            account,
            stream,
            sha256,
            received_at,
            content,
            approval,
            corrects,
            is_delivery,
        ) in rows
    ]


def first_receipts(
    account_references: Collection[tuple[int, str, str]],
) -> Mapping[tuple[int, str, str], tuple[int, str]]:
    """The first message, as (id, receipt), per (account, sender, reference) seen (MSG-5)."""
    keys = list(account_references)
    rows = select(
        "SELECT DISTINCT ON (m.account_id, m.sender, m.reference) "
        "m.account_id, m.sender, m.reference, m.id, m.receipt "
        "FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS q(account, sender, reference) "
        "JOIN store_message m ON m.account_id = q.account AND m.sender = q.sender "
        "AND m.reference = q.reference ORDER BY m.account_id, m.sender, m.reference, m.id",
        [key[0] for key in keys],
        [key[1] for key in keys],
        [key[2] for key in keys],
    )
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}


_OUTCOME = {
    "id": "bigint",
    "state": "text",
    "findings": "jsonb",
    "codes": "text[]",
    "stages": "jsonb",
    "message": "text",
    "edition": "text",
    "sender": "text",
    "software": "text",
    "reference": "text",
    "dry_run": "boolean",
    "dry_report": "jsonb",
    "reply_to": "jsonb",
}


def write_outcomes(outcomes: Sequence[MessageOutcome], now: datetime) -> None:
    """Writes what became of the messages, in one statement."""
    types = ", ".join(f"{name} {kind}" for name, kind in _OUTCOME.items())
    sets = ", ".join(f"{name} = o.{name}" for name in _OUTCOME if name != "id")
    execute(
        f"UPDATE store_message m SET {sets}, decided_at = %s "
        f"FROM jsonb_to_recordset(%s::jsonb) AS o({types}) WHERE m.id = o.id",
        now,
        as_objects(_OUTCOME, [_row(outcome) for outcome in outcomes]),
    )


def note_edition(message: int, edition: str) -> None:
    """Keeps the edition of a message whose portions are decided on what earlier ones wrote."""
    execute("UPDATE store_message SET edition = %s WHERE id = %s", edition[:10], message)


def settle_approval(message: int, *, approved: bool) -> None:
    """Notes that an approval was checked against what was shown; one that was not is forgotten."""
    settled = "approval - 'digest'" if approved else "NULL"
    execute(f"UPDATE store_message SET approval = {settled} WHERE id = %s", message)


def write_failure(message: int, finding: Finding) -> None:
    """Marks a message that is not taken up any more (MSG-7)."""
    execute(
        "UPDATE store_message SET state = 'failed', findings = %s::jsonb, codes = ARRAY[%s] "
        "WHERE id = %s",
        write_json([finding.to_json()]),
        finding.code,
        message,
    )


def _row(outcome: MessageOutcome) -> list[Any]:
    return [
        outcome.id,
        outcome.state,
        [finding.to_json() for finding in outcome.findings],
        [finding.code for finding in outcome.findings],
        dict(outcome.stages),
        outcome.message[:100],
        outcome.edition[:10],
        outcome.sender[:40],
        outcome.software[:35],
        outcome.reference[:512],
        outcome.dry_run,
        None if outcome.dry_report is None else list(outcome.dry_report),
        outcome.reply_to,
    ]
