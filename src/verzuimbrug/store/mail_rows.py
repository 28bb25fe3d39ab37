"""What is to be mailed: kept set-wise where it is decided, and read to be written."""

from collections.abc import Collection, Sequence
from datetime import datetime

from verzuimbrug.domain.mail_texts import MailKind
from verzuimbrug.domain.mail_times import ReportMail
from verzuimbrug.store.sql import Row, execute, select, write_json

_TOLD_TO = "a.status <> 'closed' AND jsonb_array_length(a.report_recipients) > 0"
_WAITING = "('parked', 'held', 'conflict')"


def keep_of_messages(messages: Collection[int], now: datetime) -> None:
    """Keeps what is mailed at once of messages that were just decided on.

    Of accounts with recipients: what was rejected or failed, and for who is told of every message
    the others too. Of one message each state is told once. Of a delivery of the portal's state,
    which may be hundreds of messages, nothing is.
    """
    if not messages:
        return
    execute(
        "INSERT INTO store_mail (arbodienst_id, account_id, kind, message_id, state, made_at) "
        "SELECT m.arbodienst_id, m.account_id, "
        f"CASE WHEN m.state IN ('rejected', 'failed') THEN '{MailKind.REJECTED}' "
        f"ELSE '{MailKind.REPORT}' END, m.id, m.state, %s "
        "FROM store_message m JOIN store_clientaccount a ON a.id = m.account_id "
        f"WHERE m.id = ANY(%s) AND m.portal_delivery_id IS NULL AND {_TOLD_TO} "
        "AND (m.state IN ('rejected', 'failed') "
        f"OR (a.report_mail = '{ReportMail.EVERY_MESSAGE}' AND m.state IN ('processed', 'held'))) "
        "ORDER BY m.id ON CONFLICT DO NOTHING",
        now,
        list(messages),
    )


def keep_reminders(reminders: Sequence[tuple[int, str, int, int]], now: datetime) -> None:
    """Keeps what is mailed of what has waited long: account, cause, days, and groups."""
    execute(
        "INSERT INTO store_mail (arbodienst_id, account_id, kind, details, made_at) "
        f"SELECT a.arbodienst_id, a.id, '{MailKind.REMINDER}', "
        "jsonb_build_object('cause', q.cause, 'days', q.days, 'groups', q.groups), %s "
        "FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::int[]) "
        "AS q(account, cause, days, groups) JOIN store_clientaccount a ON a.id = q.account "
        f"WHERE {_TOLD_TO} ORDER BY q.account, q.cause, q.days",
        now,
        [account for account, *_ in reminders],
        [cause for _, cause, *_ in reminders],
        [days for *_, days, _ in reminders],
        [groups for *_, groups in reminders],
    )


def told_by_digest() -> list[Row]:
    """Account, how often it is told, and up to when it was; of those that digests are for."""
    return select(
        "SELECT a.id, a.report_mail, max(l.period_end) FROM store_clientaccount a "
        "LEFT JOIN store_mail l ON l.account_id = a.id AND l.period_end IS NOT NULL "
        f"WHERE {_TOLD_TO} AND a.report_mail <> '{ReportMail.EVERY_MESSAGE}' GROUP BY a.id"
    )


def count_periods(periods: Sequence[tuple[int, datetime, datetime]]) -> list[Row]:
    """Of each account and period: messages received, rejected or failed of those, and reports.

    Account, start, end, and the counts.
    """
    return select(
        'SELECT q.account, q.start, q."end", count(m.id)::int, '
        "count(m.id) FILTER (WHERE m.state IN ('rejected', 'failed'))::int, "
        "coalesce(sum(n.reports), 0)::int "
        "FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) "
        'AS q(account, start, "end") LEFT JOIN store_stream s ON s.account_id = q.account '
        "LEFT JOIN store_message m ON m.stream_id = s.id AND m.received_at >= q.start "
        'AND m.received_at < q."end" LEFT JOIN LATERAL (SELECT CASE WHEN m.dry_report IS NULL '
        "THEN (SELECT count(*) FROM store_absencereport r WHERE r.message_id = m.id) "
        "ELSE jsonb_array_length(m.dry_report) END AS reports) n ON m.id IS NOT NULL "
        "GROUP BY 1, 2, 3",
        [account for account, *_ in periods],
        [start for _, start, _ in periods],
        [end for *_, end in periods],
    )


def count_waiting(accounts: Collection[int]) -> dict[int, int]:
    """How many reports wait at each account, for whatever; one where none do is left out."""
    rows = select(
        "SELECT account_id, count(*)::int FROM store_absencereport "
        f"WHERE state IN {_WAITING} AND account_id = ANY(%s) GROUP BY account_id",
        list(accounts),
    )
    return dict(rows)


def keep_digests(digests: Sequence[tuple[int, datetime, object]], now: datetime) -> None:
    """Keeps what is mailed of periods: account, end, and what it came to.

    Of one without that nothing is mailed: it is known that it was looked at. One that somebody
    else kept at the same moment is there once.
    """
    execute(
        "INSERT INTO store_mail "
        "(arbodienst_id, account_id, kind, period_end, details, made_at, written_at) "
        "SELECT current_setting('vb.tenant')::int, q.account, "
        f"'{MailKind.DIGEST}', q.\"end\", coalesce(q.details::jsonb, '{{}}'), %s, "
        "CASE WHEN q.details IS NULL THEN %s END "
        'FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[]) AS q(account, "end", details) '
        "ON CONFLICT DO NOTHING",
        now,
        now,
        [account for account, *_ in digests],
        [end for _, end, _ in digests],
        [None if details is None else write_json(details) for *_, details in digests],
    )


def to_write(most: int) -> list[Row]:
    """What is to be mailed and not written yet, the first of it, locked until it is.

    Id, kind, state, details; name, language and recipients of the account; and of a message its
    receipt, moment, whether it was a dry run, the codes said of it as a whole, its reports, and how
    many findings there are.
    """
    return select(
        "SELECT l.id, l.kind, l.state, l.details, a.name, a.culture, a.report_recipients, "
        "m.receipt, m.received_at, m.dry_run, m.codes, n.reports, "
        "coalesce(cardinality(m.codes), 0) + n.findings FROM store_mail l "
        "JOIN store_clientaccount a ON a.id = l.account_id "
        "LEFT JOIN store_message m ON m.id = l.message_id CROSS JOIN LATERAL ("
        "SELECT count(*)::int AS reports, coalesce(sum(cardinality(codes)), 0)::int AS findings "
        "FROM (SELECT r.codes::text[] FROM store_absencereport r WHERE r.message_id = m.id "
        "UNION ALL SELECT ARRAY(SELECT jsonb_array_elements(e->'findings')->>'code') "
        "FROM jsonb_array_elements(m.dry_report) e) AS of(codes)) n "
        "WHERE l.written_at IS NULL ORDER BY l.id LIMIT %s FOR UPDATE OF l SKIP LOCKED",
        most,
    )


def write_texts(mails: Sequence[tuple[int, str, str, str, Sequence[str]]], now: datetime) -> None:
    """Keeps id, language, subject and body, and a copy for each of the recipients."""
    execute(
        "UPDATE store_mail l SET language = q.language, subject = q.subject, body = q.body, "
        "written_at = %s FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) "
        "AS q(id, language, subject, body) WHERE l.id = q.id",
        now,
        [number for number, *_ in mails],
        [language for _, language, *_ in mails],
        [subject for _, _, subject, *_ in mails],
        [body for *_, body, _ in mails],
    )
    copies = [(number, address) for number, *_, addresses in mails for address in addresses]
    execute(
        "INSERT INTO store_mailcopy (arbodienst_id, mail_id, address, key, next_at) "
        "SELECT current_setting('vb.tenant')::int, q.mail, left(q.address, 320), "
        "gen_random_uuid(), %s FROM unnest(%s::bigint[], %s::text[]) AS q(mail, address) "
        "ON CONFLICT DO NOTHING",
        now,
        [number for number, _ in copies],
        [address for _, address in copies],
    )


def forget_mails(before: datetime, unsent_before: datetime) -> None:
    """Takes away mails made before a moment, and those that were never written before another.

    Of every account the last period that was told of is kept: the next begins there.
    """
    old = (
        "SELECT l.id FROM store_mail l WHERE (l.made_at < %s OR (l.made_at < %s "
        "AND (l.written_at IS NULL OR EXISTS (SELECT 1 FROM store_mailcopy c "
        "WHERE c.mail_id = l.id AND c.sent_at IS NULL AND c.given_up_at IS NULL)))) "
        "AND (l.period_end IS NULL OR EXISTS ("
        "SELECT 1 FROM store_mail n WHERE n.account_id = l.account_id "
        "AND n.period_end > l.period_end))"
    )
    execute(
        f"WITH old AS MATERIALIZED ({old}), copies AS ("
        "DELETE FROM store_mailcopy c USING old WHERE c.mail_id = old.id) "
        "DELETE FROM store_mail l USING old WHERE l.id = old.id",
        before,
        unsent_before,
    )
