"""What an operator wants to know of the database, for all arbodiensten: counts and ages only."""

from collections.abc import Collection, Mapping
from datetime import datetime

from verzuimbrug.store.held_reads import AWAITS_DECISION
from verzuimbrug.store.sql import Row, select

SMALL_BYTES = 64 * 1024
MOST_COUNTED = 100_000
"""Where one party may leave any number waiting, counting stops here."""

# Of each: what, of which sort, how many, and since when the oldest.
_STANDING = (
    "SELECT 'parked', p.cause, p.number, m.received_at FROM ("
    "SELECT r.codes[1] AS cause, count(*) AS number, min(r.message_id) AS first "
    "FROM store_absencereport r WHERE r.state = 'parked' GROUP BY 1) p "
    "JOIN store_message m ON m.id = p.first UNION ALL "
    "SELECT 'waiting', cause, count(*), min(since) FROM store_waiting GROUP BY cause UNION ALL "
    "SELECT 'held', 'message', count(*), min(received_at) FROM store_message "
    "WHERE state = 'held' AND undone_id IS NULL AND portal_delivery_id IS NULL UNION ALL "
    "SELECT 'held', 'report', count(*), min(m.received_at) FROM store_absencereport r "
    f"JOIN store_message m ON m.id = r.message_id WHERE {AWAITS_DECISION} UNION ALL "
    "SELECT 'proposals', 'open', count(*), NULL FROM store_employerproposal "
    "WHERE state = 'open' UNION ALL "
    "SELECT 'answers', 'due', count(*), NULL FROM store_answerdue UNION ALL "
    "SELECT 'answers', 'open', count(*), NULL FROM (SELECT FROM store_answer "
    f"WHERE acknowledged_at IS NULL LIMIT {MOST_COUNTED}) AS unread UNION ALL "
    "SELECT 'events', 'due', count(*), NULL FROM store_eventdue UNION ALL "
    "SELECT 'webhooks', 'enabled', count(*), NULL FROM store_webhook WHERE is_enabled UNION ALL "
    "SELECT 'webhooks', 'failing', count(*), NULL FROM store_webhook "
    "WHERE is_enabled AND failures > 0 UNION ALL "
    "SELECT 'webhooks', 'off', count(*), NULL FROM store_webhook "
    "WHERE NOT is_enabled AND off_because <> '' UNION ALL "
    "SELECT 'events', 'not-taken', count(*), min(at) FROM (SELECT e.at FROM store_event e "
    "WHERE e.id > (SELECT min(taken) FROM store_webhook WHERE is_enabled AND account_id IS NULL) "
    f"ORDER BY e.id LIMIT {MOST_COUNTED}) AS behind UNION ALL "
    "SELECT 'exports', 'waiting', count(*), min(made_at) FROM store_exportmessage "
    "WHERE state = 'waiting' UNION ALL "
    "SELECT 'exports', 'failing', count(*), NULL FROM store_export "
    "WHERE is_enabled AND failures > 0 UNION ALL "
    "SELECT 'mails', CASE WHEN attempts > 0 THEN 'failing' ELSE 'waiting' END, count(*), NULL "
    "FROM store_mailcopy WHERE sent_at IS NULL AND given_up_at IS NULL GROUP BY 2"
)
_PROCESSES = (
    "SELECT application_name, count(*), "
    "min(silent), max(silent) FROM (SELECT application_name, greatest(0, extract(epoch FROM "
    "clock_timestamp() - greatest(state_change, query_start)))::float8 AS silent "
    "FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user "
    "AND application_name = ANY(%s)) AS each GROUP BY application_name"
)


def is_read_only() -> bool:
    """Whether nothing can be written: a standby, or a server that was told to take no changes."""
    rows = select("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool")
    return bool(rows[0][0])


def applied_migrations() -> frozenset[str]:
    """The migrations that were applied, as `app.name`."""
    return frozenset(row[0] for row in select("SELECT app || '.' || name FROM django_migrations"))


def small_message() -> list[int]:
    """The id of the last small message of the present tenant whose bytes are kept, if any."""
    rows = select(
        "SELECT m.id FROM store_message m JOIN store_messagebody b ON b.id = m.id "
        "AND octet_length(b.content) > 0 WHERE m.size <= %s ORDER BY m.id DESC LIMIT 1",
        SMALL_BYTES,
    )
    return [row[0] for row in rows]


def read_standing() -> list[Row]:
    """What waits in the present tenant: what, of which sort, how many, and since when the oldest.

    Every part uses an index of what waits, so that it costs by that, whatever was received.
    """
    return select(_STANDING)


def read_queue() -> list[Row]:
    """The queue of all: arbodienst, state, how many messages, and the id of the first."""
    return select(
        "SELECT arbodienst_id, state, count(*), min(message) FROM store_work GROUP BY 1, 2"
    )


def received_at(messages: Collection[int]) -> Mapping[int, datetime]:
    """When messages of the present tenant were received."""
    rows = select("SELECT id, received_at FROM store_message WHERE id = ANY(%s)", list(messages))
    return dict(rows)


def received_between(start: datetime, end: datetime) -> list[Row]:
    """Door, and how many messages of the present tenant came in there after start, up to end."""
    return select(
        "SELECT door, count(*) FROM store_message WHERE received_at > %s AND received_at <= %s "
        "GROUP BY door",
        start,
        end,
    )


def refused_between(start: datetime, end: datetime) -> list[Row]:
    """Door, reason, and how many deliveries were refused after start, up to end."""
    return select(
        "SELECT door, reason, count(*) FROM store_refusedattempt WHERE at > %s AND at <= %s "
        "GROUP BY door, reason",
        start,
        end,
    )


def read_processes(names: Collection[str]) -> list[Row]:
    """The connections of processes, by the name they connect under, on all hosts.

    Name, how many, and the seconds that the least and the most silent of them was silent.
    """
    return select(_PROCESSES, list(names))


def read_database() -> Row:
    """The bytes of the database, its connections, how many of those it takes, what it cannot clear.

    The last is how many rows of the queue are gone and kept, as the server estimates it.
    """
    (row,) = select(
        "SELECT pg_database_size(current_database()), "
        "(SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'), "
        "current_setting('max_connections')::int, "
        "(SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'store_work')"
    )
    return row
