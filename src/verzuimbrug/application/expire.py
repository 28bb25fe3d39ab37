"""Ends what has waited its term: unknown employers (WG-2) and persons who never came (WN-2)."""

from datetime import datetime, timedelta

from django.conf import settings

from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.answers import note_decided
from verzuimbrug.store.sql import execute, select, write_json


def expire_waiting(now: datetime) -> int:
    """Ends what waited longer than its term, of the present tenant; gives the number of parts.

    A report that waited for its employer is `refused` and what it said is erased. What waited for a
    person is erased quietly. The message's bytes go when nothing else of it was taken. A message
    that is in the queue is left alone: it is about to go on, and needs its bytes.
    """
    rows = select(
        "DELETE FROM store_waiting w WHERE ((w.cause = 'employer' AND w.since < %s) "
        "OR (w.cause = 'person' AND w.since < %s)) AND NOT EXISTS (SELECT 1 FROM store_work q "
        "WHERE q.message = w.message_id AND q.state <> 'failed') "
        "RETURNING w.message_id, w.cause, w.employer_code",
        now - timedelta(days=settings.EMPLOYER_TERM_DAYS),
        now - timedelta(days=settings.PERSON_TERM_DAYS),
    )
    execute(
        "DELETE FROM store_awaited WHERE since < %s",
        now - timedelta(days=settings.PERSON_TERM_DAYS),
    )
    _end_items([(message, code) for message, cause, code in rows if cause == "employer"])
    unknown = [(message, code) for message, cause, code in rows if cause == "employer"]
    if unknown:
        _refuse(unknown)
    if rows:
        _erase_bytes([row[0] for row in rows])
    return len(rows)


def _end_items(parts: list[tuple[int, str]]) -> None:
    """What was to be passed on never will be (DG-2)."""
    execute(
        "UPDATE store_passedonitem i SET state = 'expired' "
        "FROM unnest(%s::bigint[], %s::text[]) AS q(message, code) WHERE i.message_id = q.message "
        "AND i.employer_code = q.code AND i.state = 'waiting'",
        [message for message, _ in parts],
        [code for _, code in parts],
    )


def _refuse(parts: list[tuple[int, str]]) -> None:
    note_decided({message for message, _ in parts})
    finding = Finding("WG203", {"days": str(settings.EMPLOYER_TERM_DAYS)})
    execute(
        "UPDATE store_absencereport r SET state = 'refused', content = NULL, link_key = NULL, "
        "free_text = NULL, employment = NULL, findings = %s::jsonb, codes = ARRAY[%s] "
        "FROM unnest(%s::bigint[], %s::text[]) AS q(message, code) "
        "WHERE r.message_id = q.message AND r.employer_code = q.code "
        "AND r.employer_id IS NULL AND r.state = 'parked'",
        write_json([finding.to_json()]),
        finding.code,
        [message for message, _ in parts],
        [code for _, code in parts],
    )


def _erase_bytes(messages: list[int]) -> None:
    execute(
        "UPDATE store_messagebody b SET content = ''::bytea WHERE b.id = ANY(%s) "
        "AND NOT EXISTS (SELECT 1 FROM store_absencereport r WHERE r.message_id = b.id "
        "AND r.state <> 'refused') "
        "AND NOT EXISTS (SELECT 1 FROM store_waiting w WHERE w.message_id = b.id) "
        "AND NOT EXISTS (SELECT 1 FROM store_change c WHERE c.message_id = b.id)",
        messages,
    )
