"""Erasing what was passed on when its term is over; that it was, and its event, stay (DG-8)."""

from datetime import datetime, timedelta

from django.conf import settings

from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.sivi.tags import MESSAGE_KINDS
from verzuimbrug.store.sql import execute

_MESSAGES = [name for name, kind in MESSAGE_KINDS.items() if kind is MessageKind.PASSED_ON]
_MOST = 1000
"""So many of each at most at once: housekeeping comes again soon."""


def erase_passed_on(now: datetime) -> None:
    """Erases contents, and the bytes of messages of which nothing is kept or waits any more.

    The term begins when an item is first fetched; of one that nobody fetched when it was passed on,
    and of a message that was rejected when it was received. Runs under the tenant of the
    transaction in progress.
    """
    before = now - timedelta(days=settings.PASSED_ON_DAYS)
    execute(
        "UPDATE store_passedonitem SET content = NULL WHERE id = ANY(ARRAY("
        "SELECT id FROM store_passedonitem WHERE content IS NOT NULL AND at < %s "
        "AND (fetched_at IS NULL OR fetched_at < %s) ORDER BY at LIMIT %s FOR UPDATE SKIP LOCKED))",
        before,
        before,
        _MOST,
    )
    execute(
        "UPDATE store_messagebody SET content = ''::bytea WHERE id = ANY(ARRAY("
        "SELECT b.id FROM store_stream s JOIN store_message m ON m.stream_id = s.id "
        "JOIN store_messagebody b ON b.id = m.id AND b.content <> ''::bytea "
        "WHERE s.settings->>'message' = ANY(%s) AND m.received_at < %s "
        "AND m.state IN ('processed', 'rejected') "
        "AND NOT EXISTS (SELECT 1 FROM store_waiting w WHERE w.message_id = m.id) "
        "AND NOT EXISTS (SELECT 1 FROM store_work q WHERE q.message = m.id) "
        "AND NOT EXISTS (SELECT 1 FROM store_passedonitem i WHERE i.message_id = m.id "
        "AND i.content IS NOT NULL) ORDER BY m.id LIMIT %s))",
        _MESSAGES,
        before,
        _MOST,
    )
