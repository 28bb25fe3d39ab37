"""What a day came to, and what asks for attention, read set-wise for the accounts that are open."""

from collections.abc import Collection
from datetime import datetime

from verzuimbrug.domain.account_status import EVENTS
from verzuimbrug.store.held_reads import AWAITS_DECISION
from verzuimbrug.store.sql import Row, select


def _opens(column: str) -> str:
    """The condition that an account is open, with one parameter; None opens all."""
    return f"{column} = ANY (coalesce(%s::bigint[], ARRAY[{column}]))"


_MESSAGES = (
    "SELECT m.id, m.account_id AS account, m.received_at, m.decided_at, m.state, m.undone_id, "
    "m.portal_delivery_id AS delivery FROM store_message m WHERE m.received_at >= %s "
    f"AND m.received_at < %s AND {_opens('m.account_id')}"
)
# Between two numbers as well: they go up with time, so that few pages are read.
_REPORTS = (
    "SELECT r.message_id, m.account, m.received_at, r.state "
    "FROM store_absencereport r JOIN m ON m.id = r.message_id "
    "WHERE r.message_id >= (SELECT min(id) FROM m) AND r.message_id <= (SELECT max(id) FROM m)"
)
_PLACE = (
    "CASE WHEN m.undone_id IS NOT NULL THEN 'undone' "
    "WHEN w.state = 'waiting' AND m.delivery IS NULL THEN 'waiting' "
    "WHEN m.state = 'received' AND w.state IS NOT NULL "
    "AND (w.state = 'ready' OR m.delivery IS NULL) THEN 'queued' "
    "WHEN m.state IN ('received', 'held') AND m.delivery IS NOT NULL THEN 'delivery' "
    "WHEN m.state = 'processed' AND p.message_id IS NOT NULL THEN 'parked' "
    "WHEN m.state <> 'received' THEN m.state END"
)
_TURNS = " ".join(f"WHEN '{status}' THEN '{event}'" for status, event in EVENTS.items())
_TURN = f"CASE a.status {_TURNS} END"
_DAY = (
    f"WITH m AS MATERIALIZED ({_MESSAGES}), r AS MATERIALIZED ({_REPORTS}), "
    "p AS (SELECT r.message_id FROM r WHERE r.state = 'parked' UNION "
    "SELECT w.message_id FROM store_waiting w JOIN m ON m.id = w.message_id "
    "WHERE w.cause <> 'person'), "
    f"placed AS (SELECT m.account, {_PLACE} AS place FROM m "
    "LEFT JOIN store_work w ON w.message = m.id LEFT JOIN p ON p.message_id = m.id) "
    "SELECT 'messages', account, NULL, count(*), max(extract(epoch FROM received_at)::float8), "
    "NULL::float8 FROM m GROUP BY account UNION ALL "
    "SELECT 'message', account, place, count(*), NULL, NULL FROM placed "
    "WHERE place IS NOT NULL GROUP BY account, place UNION ALL "
    "SELECT 'reports', account, NULL, count(*), NULL, NULL FROM r GROUP BY account UNION ALL "
    "SELECT 'report', account, state, count(*), NULL, NULL FROM r GROUP BY account, state "
    "UNION ALL SELECT 'time', NULL, NULL, number, t[1], t[2] FROM (SELECT count(*) AS number, "
    "percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP ("
    "ORDER BY extract(epoch FROM decided_at - received_at)::float8) AS t "
    "FROM m WHERE state = 'processed' AND decided_at IS NOT NULL) AS taken"
)
_HOURS = (
    f"WITH m AS MATERIALIZED ({_MESSAGES}), r AS ({_REPORTS}) "
    "SELECT date_trunc('hour', received_at), sum(messages)::int, sum(reports)::int FROM ("
    "SELECT received_at, 1 AS messages, 0 AS reports FROM m UNION ALL "
    "SELECT received_at, 0, 1 FROM r) AS every GROUP BY 1 ORDER BY 1"
)


def read_day(start: datetime, end: datetime, accounts: Collection[int] | None) -> list[Row]:
    """The counts of what was received in a period, all of one moment.

    Rows of what is counted, account, place or state, how many, and two numbers: of all messages of
    an account the last moment; of the time from receipt to the decision the median and the 95th
    percentile. A message that is in no place is only in the count of all.
    """
    return select(_DAY, start, end, _chosen(accounts))


def read_hours(start: datetime, end: datetime, accounts: Collection[int] | None) -> list[Row]:
    """The messages and reports received, by hour; an hour without any has no row."""
    return select(_HOURS, start, end, _chosen(accounts))


def held_by_account(accounts: Collection[int] | None) -> list[Row]:
    """Account, how many held messages, since when, and the receipt of the first."""
    return select(
        "SELECT account_id, count(*), min(received_at), (array_agg(receipt ORDER BY id))[1] "
        "FROM store_message "
        "WHERE state = 'held' AND undone_id IS NULL AND portal_delivery_id IS NULL "
        f"AND {_opens('account_id')} GROUP BY account_id",
        _chosen(accounts),
    )


def disputed_by_account(accounts: Collection[int] | None) -> list[Row]:
    """Account, how many reports wait for a decision on themselves, and since when."""
    return select(
        "SELECT r.account_id, count(*), min(m.received_at) FROM store_absencereport r "
        f"JOIN store_message m ON m.id = r.message_id WHERE {AWAITS_DECISION} "
        f"AND {_opens('r.account_id')} GROUP BY r.account_id",
        _chosen(accounts),
    )


def proposed_by_account(accounts: Collection[int] | None) -> list[Row]:
    """Account, how many open proposals for employers, and since when."""
    return select(
        "SELECT p.account_id, count(*), min(m.received_at) FROM store_employerproposal p "
        "JOIN store_message m ON m.id = p.message_id WHERE p.state = 'open' "
        f"AND {_opens('p.account_id')} GROUP BY p.account_id",
        _chosen(accounts),
    )


def refused_by_account(since: datetime, accounts: Collection[int] | None) -> list[Row]:
    """Failed messages, and rejected ones since a moment that nobody looked at; by account and code.

    Account, state, code, how many, since when, and of the last its receipt and findings.
    """
    return select(
        "SELECT account_id, state, coalesce(codes[1], ''), count(*), min(received_at), "
        "(array_agg(receipt ORDER BY id DESC))[1], (array_agg(findings ORDER BY id DESC))[1] "
        "FROM (SELECT m.* FROM store_message m WHERE m.state = 'failed' AND m.undone_id IS NULL "
        "UNION ALL SELECT m.* FROM store_message m WHERE m.state = 'rejected' "
        "AND m.received_at >= %s AND m.undone_id IS NULL AND NOT EXISTS ("
        "SELECT 1 FROM store_look l WHERE l.message_id = m.id)) AS refused "
        f"WHERE {_opens('account_id')} GROUP BY 1, 2, 3",
        since,
        _chosen(accounts),
    )


def accounts_to_watch(accounts: Collection[int] | None) -> list[Row]:
    """Id, name, status, since when it has that, and how many messages wait for it.

    Of every account but closed ones.
    """
    return select(
        "SELECT a.id, a.name, a.status, e.at, coalesce(w.waiting, 0) FROM store_clientaccount a "
        "LEFT JOIN LATERAL ("
        f"SELECT coalesce(max(at) FILTER (WHERE e.event = {_TURN}), min(at)) AS at "
        "FROM store_accountevent e WHERE e.account_id = a.id) e ON true "
        "LEFT JOIN (SELECT account, count(*) AS waiting FROM store_work WHERE state = 'waiting' "
        "GROUP BY account) w ON w.account = a.id WHERE a.status <> 'closed' "
        f"AND {_opens('a.id')} ORDER BY a.name",
        _chosen(accounts),
    )


def tokens_of(accounts: Collection[int] | None) -> list[Row]:
    """Account, issued, valid until and last used, of tokens and SFTP keys that are not revoked."""
    return select(
        "SELECT account_id, issued_at, valid_until, last_used_at FROM store_credential "
        f"WHERE revoked_at IS NULL AND {_opens('account_id')} UNION ALL "
        "SELECT account_id, added_at, NULL, last_used_at FROM store_sftpkey "
        f"WHERE revoked_at IS NULL AND {_opens('account_id')}",
        _chosen(accounts),
        _chosen(accounts),
    )


def unopened_links(ends_before: datetime, accounts: Collection[int] | None) -> list[Row]:
    """Account, how many links nobody opened of what nobody used, and when the first ends.

    Of each half the last link that was made counts.
    """
    return select(
        "SELECT account, count(*), min(expires_at) FROM ("
        "SELECT DISTINCT ON (l.credential_id, l.sftp_key_id, l.part) "
        "coalesce(c.account_id, k.account_id) AS account, l.expires_at, l.opened_at "
        "FROM store_onetimelink l LEFT JOIN store_credential c ON c.id = l.credential_id "
        "LEFT JOIN store_sftpkey k ON k.id = l.sftp_key_id "
        "WHERE coalesce(c.revoked_at, k.revoked_at) IS NULL "
        "AND coalesce(c.last_used_at, k.last_used_at) IS NULL "
        "ORDER BY l.credential_id, l.sftp_key_id, l.part, l.id DESC) AS last "
        "WHERE opened_at IS NULL AND expires_at < %s "
        f"AND {_opens('account')} GROUP BY account",
        ends_before,
        _chosen(accounts),
    )


def not_mailed_by_account(since: datetime, accounts: Collection[int] | None) -> list[Row]:
    """Account, how many recipients a mail was given up for since a moment, and when at first.

    Those that are recipients still, and that no later mail reached.
    """
    return select(
        "SELECT a.id, count(DISTINCT c.address)::int, min(c.given_up_at) FROM store_mailcopy c "
        "JOIN store_mail l ON l.id = c.mail_id JOIN store_clientaccount a ON a.id = l.account_id "
        "WHERE c.given_up_at >= %s AND jsonb_exists(a.report_recipients, c.address) "
        "AND NOT EXISTS (SELECT 1 FROM store_mailcopy d JOIN store_mail m ON m.id = d.mail_id "
        "WHERE m.account_id = a.id AND d.address = c.address AND d.sent_at > c.given_up_at) "
        f"AND {_opens('a.id')} GROUP BY a.id",
        since,
        _chosen(accounts),
    )


def _chosen(accounts: Collection[int] | None) -> list[int] | None:
    """What the database is asked: these accounts, or with None all."""
    return None if accounts is None else list(accounts)
