"""The copies of mails: taken one at a time to be sent, settled, and listed."""

from collections.abc import Collection
from datetime import datetime, timedelta

from verzuimbrug.store.sql import Row, execute, select

_OPEN = "c.sent_at IS NULL AND c.given_up_at IS NULL"


def take_copy(now: datetime, lease: timedelta) -> list[Row]:
    """The copy that is due first, if any: nobody else takes it before the lease is over.

    Id, address, key and attempts, this one included; and language, subject and body.
    """
    return select(
        "UPDATE store_mailcopy c SET attempts = c.attempts + 1, next_at = %s FROM store_mail l "
        "WHERE l.id = c.mail_id AND c.id = (SELECT c.id FROM store_mailcopy c "
        f"WHERE {_OPEN} AND c.next_at <= %s ORDER BY c.next_at, c.id LIMIT 1 "
        "FOR UPDATE SKIP LOCKED) "
        "RETURNING c.id, c.address, c.key, c.attempts, l.language, l.subject, l.body",
        now + lease,
        now,
    )


def settle_sent(copy: int, now: datetime) -> None:
    """The server took it."""
    execute(
        "UPDATE store_mailcopy SET sent_at = %s, trouble = '', said = '' WHERE id = %s", now, copy
    )


def settle_failed(
    copy: int, attempts: int, trouble: tuple[str, str], now: datetime, next_at: datetime | None
) -> None:
    """It is tried again at a moment, or given up without one.

    Unless somebody else took it since, or it was sent after all.
    """
    execute(
        "UPDATE store_mailcopy c SET trouble = %s, said = %s, next_at = coalesce(%s, c.next_at), "
        "given_up_at = CASE WHEN %s::timestamptz IS NULL THEN %s::timestamptz END "
        f"WHERE c.id = %s AND c.attempts = %s AND {_OPEN}",
        *trouble,
        next_at,
        next_at,
        now,
        copy,
        attempts,
    )


def list_copies(accounts: Collection[int] | None, before: int | None, most: int) -> list[Row]:
    """Copies of mails of these accounts, or of all, the last first; those before a number.

    Id, kind, account and its name, receipt of the message, subject, made at, address, attempts,
    next try, sent at, given up at, trouble, and what the server said.
    """
    chosen = None if accounts is None else list(accounts)
    return select(
        "SELECT c.id, l.kind, a.id, a.name, m.receipt, l.subject, l.made_at, c.address, "
        "c.attempts, c.next_at, c.sent_at, c.given_up_at, c.trouble, c.said "
        "FROM store_mailcopy c JOIN store_mail l ON l.id = c.mail_id "
        "JOIN store_clientaccount a ON a.id = l.account_id "
        "LEFT JOIN store_message m ON m.id = l.message_id "
        "WHERE (%s::bigint[] IS NULL OR a.id = ANY(%s)) AND (%s::bigint IS NULL OR c.id < %s) "
        "ORDER BY c.id DESC LIMIT %s",
        chosen,
        chosen,
        before,
        before,
        most,
    )


def count_mails(accounts: Collection[int] | None) -> Row:
    """How many mails are still to be written, copies still to be sent, and copies given up."""
    chosen = None if accounts is None else list(accounts)
    (counts,) = select(
        "SELECT count(*) FILTER (WHERE c.id IS NULL AND l.written_at IS NULL)::int, "
        f"count(c.id) FILTER (WHERE {_OPEN})::int, "
        "count(c.id) FILTER (WHERE c.given_up_at IS NOT NULL)::int FROM store_mail l "
        "LEFT JOIN store_mailcopy c ON c.mail_id = l.id "
        "WHERE %s::bigint[] IS NULL OR l.account_id = ANY(%s)",
        chosen,
        chosen,
    )
    return counts
