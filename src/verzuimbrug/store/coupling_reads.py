"""What is shown of couplings side by side, read set-wise."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from verzuimbrug.store.sql import Row, select

Day = tuple[date, datetime, datetime]
"""A day with the moments at which it begins and ends."""


def accounts_open(accounts: Sequence[int] | None) -> list[int]:
    """The accounts of the present tenant that are among these, or all, by name."""
    rows = select(
        "SELECT id FROM store_clientaccount WHERE %s::bigint[] IS NULL OR id = ANY(%s) "
        "ORDER BY name",
        accounts,
        accounts,
    )
    return [row[0] for row in rows]


def received_per_day(accounts: Collection[int], days: Sequence[Day]) -> list[Row]:
    """Account, day and number of messages, for the days that have any."""
    return select(
        "SELECT s.account_id, d.day, sum(n.number)::int FROM store_stream s "
        "CROSS JOIN unnest(%s::date[], %s::timestamptz[], %s::timestamptz[]) "
        "AS d(day, begins, ends) "
        # Day by day and stream by stream: each is one stretch of the index, which is counted only.
        "CROSS JOIN LATERAL (SELECT count(*) AS number FROM store_message m "
        "WHERE m.stream_id = s.id AND m.received_at >= d.begins AND m.received_at < d.ends) n "
        "WHERE s.account_id = ANY(%s) GROUP BY 1, 2 HAVING sum(n.number) > 0",
        [day for day, _, _ in days],
        [begins for _, begins, _ in days],
        [ends for _, _, ends in days],
        list(accounts),
    )


def noted_per_day(accounts: Collection[int], since: Day, mild: Sequence[str]) -> list[Row]:
    """Account, day, messages with something to say of them, and messages in trouble, since a day.

    There is something to say of a message that has another code than the mild ones, or waits, or
    has a report that waits or was refused. What was undone waits for nobody.
    """
    day, begins, _ = since
    return select(
        "SELECT account, day, (count(*) FILTER (WHERE NOT bad))::int, "
        "(count(*) FILTER (WHERE bad))::int FROM ("
        "SELECT account, day, message, bool_or(bad) AS bad FROM ("
        "SELECT m.account_id AS account, "
        "(m.received_at AT TIME ZONE 'Europe/Amsterdam')::date AS day, m.id AS message, "
        "m.state IN ('rejected', 'failed') AS bad FROM store_message m "
        "WHERE m.received_at >= %s AND (m.state IN ('failed', 'held', 'rejected') "
        "OR NOT (m.codes = '{}')) AND (m.state IN ('failed', 'held', 'rejected') "
        "OR NOT (m.codes <@ %s::varchar[])) AND m.undone_id IS NULL "
        "UNION ALL SELECT r.account_id, r.received_on, r.message_id, false "
        "FROM store_absencereport r WHERE r.received_on >= %s "
        "AND r.state IN ('conflict', 'held', 'parked', 'refused')"
        ") AS noted GROUP BY 1, 2, 3) AS messages WHERE account = ANY(%s) GROUP BY 1, 2",
        begins,
        list(mild),
        day,
        list(accounts),
    )
