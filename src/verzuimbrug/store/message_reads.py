"""One message from all sides, part by part: a message may have fifty thousand reports."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from verzuimbrug.store.person_search import HAS_CASE
from verzuimbrug.store.sealed import MESSAGE_BODY
from verzuimbrug.store.sql import Row, select

_MESSAGE = {
    "number": "m.id",
    "account_number": "m.account_id",
    "receipt": "m.receipt",
    "account": "a.name",
    "culture": "a.culture",
    "stream": "s.name",
    "carries": "s.settings->>'message'",
    "file_name": "m.file_name",
    "door": "m.door",
    "sha256": "encode(m.sha256, 'hex')",
    "size": "m.size",
    "received_at": "m.received_at",
    "state": "m.state",
    "dry_run": "m.dry_run",
    "decided_at": "m.decided_at",
    "message": "m.message",
    "edition": "m.edition",
    "sender": "m.sender",
    "reference": "m.reference",
    "stages": "m.stages",
    "findings": "jsonb_array_length(m.findings)",
    "judged_by": "m.approval->>'by'",
    "judged_at": "(m.approval->>'at')::timestamptz",
    "portal_delivery": "m.portal_delivery_id",
}


def open_message(receipt: str, accounts: Collection[int] | None) -> dict[str, Any] | None:
    """The message with a receipt, of accounts that are open to somebody; its columns by name."""
    open_to = None if accounts is None else list(accounts)
    rows = select(
        f"SELECT {', '.join(_MESSAGE.values())} FROM store_message m "
        "JOIN store_clientaccount a ON a.id = m.account_id "
        "JOIN store_stream s ON s.id = m.stream_id "
        "WHERE m.receipt = %s AND (%s::bigint[] IS NULL OR m.account_id = ANY(%s))",
        *(receipt, open_to, open_to),
    )
    if not rows:
        return None
    found = dict(zip(_MESSAGE, rows[0], strict=True))
    return {**found, "stages": json.loads(found["stages"])}


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What there is around a message: numbers, and the few rows that name it.

    `work` is its state in the queue and how often it was tried; `corrections` are receipts with
    their states; `undone` is number, moment, by whom and why.
    """

    answers: int
    collected: int
    redeliveries: int
    is_listed: bool
    is_erased: bool
    corrects: str | None
    work: tuple[str, int] | None
    corrections: tuple[tuple[str, str], ...]
    undone: tuple[int, datetime, str, str] | None


def around(message: int) -> Around:
    """What there is around a message, in one query."""
    ((*counts, work, attempts, undo, at, by, reason, receipts, states),) = select(
        "SELECT (SELECT count(*) FROM store_answer WHERE message_id = m.id), "
        "(SELECT count(*) FROM store_answer WHERE message_id = m.id "
        "AND acknowledged_at IS NOT NULL), "
        "(SELECT count(*) FROM store_redelivery WHERE message_id = m.id), "
        "EXISTS (SELECT 1 FROM store_shownchanges WHERE message_id = m.id), "
        "coalesce((SELECT length(content) = 0 FROM store_messagebody WHERE id = m.id), true), "
        "(SELECT receipt FROM store_message WHERE id = m.corrects_id), "
        "w.state, w.attempts, u.id, u.at, u.by, u.reason, "
        "(SELECT array_agg(receipt ORDER BY id) FROM store_message WHERE corrects_id = m.id), "
        "(SELECT array_agg(state ORDER BY id) FROM store_message WHERE corrects_id = m.id) "
        "FROM store_message m LEFT JOIN store_work w ON w.message = m.id "
        "LEFT JOIN store_undo u ON u.id = m.undone_id WHERE m.id = %s",
        message,
    )
    answers, collected, redeliveries, is_listed, is_erased, corrects = counts
    return Around(
        answers=answers,
        collected=collected,
        redeliveries=redeliveries,
        is_listed=is_listed,
        is_erased=is_erased,
        corrects=corrects,
        work=None if work is None else (work, attempts),
        corrections=tuple(zip(receipts or (), states or (), strict=True)),
        undone=None if undo is None else (undo, at, by, reason),
    )


def count_reports(message: int) -> Mapping[str, int]:
    """How many reports of a message are in each state; of a dry run as they would be."""
    rows = select(
        "SELECT state, count(*) FROM store_absencereport WHERE message_id = %s GROUP BY state "
        "UNION ALL SELECT r->>'state', count(*) FROM store_message m, "
        "jsonb_array_elements(m.dry_report) r WHERE m.id = %s AND m.dry_report IS NOT NULL "
        "GROUP BY 1 ORDER BY 1",
        message,
        message,
    )
    return dict(rows)


def waiting_parts(message: int, most: int) -> list[Row]:
    """Why parts of a message wait outside a case: cause, employer code, persons, since when."""
    return select(
        "SELECT cause, employer_code, sum(persons)::int, min(since) FROM store_waiting "
        "WHERE message_id = %s GROUP BY cause, employer_code "
        "ORDER BY cause, employer_code LIMIT %s",
        message,
        most,
    )


def findings_of(message: int, after: int, most: int) -> list[Row]:
    """Number and text of the findings of the message as a whole beyond one, counted from 1."""
    return select(
        "SELECT f.number, f.value FROM store_message m, "
        "jsonb_array_elements(m.findings) WITH ORDINALITY AS f(value, number) "
        "WHERE m.id = %s AND f.number > %s ORDER BY f.number LIMIT %s",
        message,
        after,
        most,
    )


_REPORT = (
    "r.position, r.state, r.employer_code, e.name, r.employee_id, r.case_key, r.sequence, "
    "r.content, r.findings, r.standing"
)


def reports_of(message: int, state: str | None, after: int, most: int) -> list[Row]:
    """The reports of a message beyond a position, in order, as `_REPORT`."""
    return select(
        f"SELECT {_REPORT} FROM store_absencereport r LEFT JOIN store_employer e "
        "ON e.id = r.employer_id WHERE r.message_id = %s AND r.position > %s "
        "AND (%s::text IS NULL OR r.state = %s) ORDER BY r.position LIMIT %s",
        *(message, after, state, state, most),
    )


def dry_reports_of(message: int, state: str | None, after: int, most: int) -> list[Row]:
    """What would become of the reports of a dry run beyond a position, in order."""
    return select(
        "SELECT r.value FROM store_message m, jsonb_array_elements(m.dry_report) AS r(value) "
        "WHERE m.id = %s AND m.dry_report IS NOT NULL AND (r.value->>'position')::int > %s "
        "AND (%s::text IS NULL OR r.value->>'state' = %s) "
        "ORDER BY (r.value->>'position')::int LIMIT %s",
        *(message, after, state, state, most),
    )


def persons_between(
    message: int, persons: tuple[int, int], reports: tuple[int, int]
) -> frozenset[int]:
    """Our employees of whom a stretch of a message speaks, by positions of persons and reports."""
    rows = select(
        "SELECT employee_id FROM store_statement WHERE message_id = %s "
        "AND position BETWEEN %s AND %s UNION SELECT employee_id FROM store_absencereport "
        "WHERE message_id = %s AND position BETWEEN %s AND %s AND employee_id IS NOT NULL",
        *(message, *persons, message, *reports),
    )
    return frozenset(row[0] for row in rows)


def cases_by_position(message: int, persons: tuple[int, int]) -> dict[int, bool]:
    """By position of a person in a stretch of a message: whether they have a case that counts.

    Of persons of whom the message made a statement.
    """
    rows = select(
        f"SELECT t.position, bool_or({HAS_CASE}) FROM store_statement t "
        "JOIN store_employee e ON e.id = t.employee_id "
        "WHERE t.message_id = %s AND t.position BETWEEN %s AND %s GROUP BY 1",
        *(message, *persons),
    )
    return dict(rows)


def content_of(message: int) -> bytes:
    """The bytes as received; empty when they were erased."""
    rows = select(
        "SELECT b.content, encode(m.sha256, 'hex') FROM store_messagebody b "
        "JOIN store_message m ON m.id = b.id WHERE b.id = %s AND b.content <> ''",
        message,
    )
    return MESSAGE_BODY.unseal(*rows[0]) if rows else b""


def answers_to(message: int) -> list[Row]:
    """Kind, file name, when made, when collected, and whether erased, of answers to a message."""
    return select(
        "SELECT kind, file_name, made_at, acknowledged_at, length(content) = 0 FROM store_answer "
        "WHERE message_id = %s ORDER BY id",
        message,
    )


def redeliveries_of(message: int, before: int, most: int) -> list[Row]:
    """Number, door and moment of the redeliveries of a message, the last one first."""
    return select(
        "SELECT id, door, received_at FROM store_redelivery WHERE message_id = %s AND id < %s "
        "ORDER BY id DESC LIMIT %s",
        *(message, before, most),
    )


def events_about(account: int, receipt: str, most: int) -> list[Row]:
    """What people decided about a message: event, moment, by whom and details, the last first."""
    return select(
        "SELECT event, at, by, details FROM store_accountevent WHERE account_id = %s "
        "AND details->>'receipt' = %s ORDER BY id DESC LIMIT %s",
        *(account, receipt, most),
    )


def undos_of(message: int) -> list[Row]:
    """The undos of a message, by itself or with its stream, the last one first.

    Of each its number, moment, by whom and why; and when and by whom it was taken back.
    """
    return select(
        "SELECT u.id, u.at, u.by, u.reason, u.taken_back_at, u.taken_back_by FROM store_undo u "
        "WHERE u.message_id = %s OR u.id = (SELECT undone_id FROM store_message WHERE id = %s) "
        "ORDER BY u.id DESC",
        *(message, message),
    )
