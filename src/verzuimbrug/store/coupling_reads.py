"""What is shown of couplings side by side, read set-wise."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from verzuimbrug.store.held_reads import AWAITS_DECISION
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


_LAST = (
    "SELECT m.received_at FROM store_message m WHERE m.stream_id = s.id "
    "ORDER BY m.received_at DESC LIMIT 1"
)


def last_received(accounts: Collection[int]) -> dict[int, datetime]:
    """When each stream of the accounts last took a message in, for those that ever did."""
    rows = select(
        f"SELECT s.id, l.received_at FROM store_stream s CROSS JOIN LATERAL ({_LAST}) l "
        "WHERE s.account_id = ANY(%s)",
        list(accounts),
    )
    return dict(rows)


def numbers_of(accounts: Collection[int]) -> list[Row]:
    """Account, moment of the last message, reports that are parked, and what awaits a decision.

    That is held messages, and reports that wait for a decision on themselves.
    """
    return select(
        "SELECT a.id, (SELECT max(l.received_at) FROM store_stream s "
        f"CROSS JOIN LATERAL ({_LAST}) l WHERE s.account_id = a.id), "
        "coalesce(p.number, 0)::int, (coalesce(h.number, 0) + coalesce(d.number, 0))::int "
        "FROM store_clientaccount a "
        "LEFT JOIN (SELECT account_id, count(*) AS number FROM store_absencereport "
        "WHERE state = 'parked' AND account_id = ANY(%s) GROUP BY 1) p ON p.account_id = a.id "
        "LEFT JOIN (SELECT account_id, count(*) AS number FROM store_message "
        "WHERE state = 'held' AND undone_id IS NULL AND portal_delivery_id IS NULL "
        "AND account_id = ANY(%s) GROUP BY 1) h "
        "ON h.account_id = a.id "
        "LEFT JOIN (SELECT r.account_id, count(*) AS number FROM store_absencereport r "
        f"JOIN store_message m ON m.id = r.message_id WHERE {AWAITS_DECISION} "
        "AND r.account_id = ANY(%s) GROUP BY 1) d "
        "ON d.account_id = a.id WHERE a.id = ANY(%s)",
        *(list(accounts),) * 4,
    )


def count_in_scope(account: int, today: date) -> int:
    """How many employers are in the scope of an account today (WG-2, WG-4)."""
    (row,) = select(
        "SELECT count(*) FROM store_employer e JOIN store_clientaccount a ON a.id = %s "
        "WHERE %s BETWEEN coalesce(e.starts_on, '-infinity') AND coalesce(e.ends_on, 'infinity') "
        # The scope is worked out once, not for every employer.
        "AND (a.scope_all OR e.id IN (SELECT coalesce(s.employer_id, m.employer_id) "
        "FROM store_accountscope s LEFT JOIN store_groupmembership m ON m.group_id = s.group_id "
        "AND %s BETWEEN coalesce(m.starts_on, '-infinity') AND coalesce(m.ends_on, 'infinity') "
        "WHERE s.account_id = %s AND coalesce(s.employer_id, m.employer_id) IS NOT NULL))",
        account,
        today,
        today,
        account,
    )
    number: int = row[0]
    return number


def initial_load(account: int) -> Row | None:
    """Step, messages and unread messages of the latest initial load that was not called off."""
    rows = select(
        "SELECT d.step, count(p.id)::int, "
        "(count(p.id) FILTER (WHERE p.read_as = ''))::int FROM store_portaldelivery d "
        "LEFT JOIN store_portalmessage p ON p.delivery_id = d.id "
        "WHERE d.id = (SELECT max(l.id) FROM store_portaldelivery l WHERE l.account_id = %s "
        "AND l.kind = 'initial-load' AND l.step <> 'cancelled') GROUP BY d.id, d.step",
        account,
    )
    return rows[0] if rows else None


def changed_since(account: int, moment: datetime) -> bool:
    """Whether something was done to an account, or came in for it, after a moment."""
    (row,) = select(
        # The newest event is the last by number as well.
        "SELECT (SELECT e.at > %s FROM store_accountevent e WHERE e.account_id = %s "
        "ORDER BY e.id DESC LIMIT 1) IS TRUE "
        "OR EXISTS (SELECT 1 FROM store_stream s JOIN store_message m ON m.stream_id = s.id "
        "WHERE s.account_id = %s AND m.received_at > %s)",
        moment,
        account,
        account,
        moment,
    )
    found: bool = row[0]
    return found


def latest_messages(account: int, most: int) -> list[Row]:
    """Receipt, stream, moment of receipt, state, dry run and undone of the newest messages."""
    return select(
        "SELECT l.receipt, s.name, l.received_at, l.state, l.dry_run, l.undone_id IS NOT NULL "
        "FROM store_stream s CROSS JOIN LATERAL (SELECT m.receipt, m.received_at, m.state, "
        "m.dry_run, m.undone_id, m.id FROM store_message m WHERE m.stream_id = s.id "
        "ORDER BY m.received_at DESC LIMIT %s) l WHERE s.account_id = %s "
        "ORDER BY l.received_at DESC, l.id DESC LIMIT %s",
        most,
        account,
        most,
    )
