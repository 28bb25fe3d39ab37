"""What is kept of the parking lot itself: gaps that were released, and what was reminded of."""

from collections.abc import Sequence
from datetime import datetime

from verzuimbrug.store.parking_contents import Gap
from verzuimbrug.store.parking_reads import groups
from verzuimbrug.store.sql import Row, execute, select


def write_released(gaps: Sequence[Gap]) -> None:
    """Lets the numbers follow the gaps before them, each in its case (VZ-3)."""
    execute(
        "UPDATE store_absencecase c SET released_gaps = ARRAY(SELECT DISTINCT number "
        "FROM unnest(c.released_gaps || q.sequence) AS number ORDER BY number) "
        "FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::int[]) "
        "AS q(account, employer, case_key, sequence) WHERE c.account_id = q.account "
        "AND c.employer_id = q.employer AND c.key = q.case_key",
        [gap.account for gap in gaps],
        [gap.employer for gap in gaps],
        [gap.case_key for gap in gaps],
        [gap.sequence for gap in gaps],
    )


def write_reminders(marks: Sequence[int], now: datetime) -> list[Row]:
    """Keeps which groups have waited so many days, each once; gives those that are new.

    That is account, cause, subject and days. A group that is gone, or has begun anew, is told of
    again.
    """
    return select(
        "WITH waiting AS MATERIALIZED (SELECT g.account, g.cause, "
        f"to_jsonb(g.subject)::text AS subject, m.received_at FROM ({groups()}) AS g "
        "JOIN store_message m ON m.id = g.first), "
        "gone AS (DELETE FROM store_reminder d WHERE NOT EXISTS (SELECT 1 FROM waiting w "
        "WHERE w.account = d.account_id AND w.cause = d.cause AND w.subject = d.subject "
        "AND w.received_at <= d.at)) "
        "INSERT INTO store_reminder (arbodienst_id, account_id, cause, subject, days, at) "
        "SELECT current_setting('vb.tenant')::int, w.account, w.cause, w.subject, q.days, %s "
        "FROM waiting w JOIN unnest(%s::int[]) AS q(days) "
        "ON w.received_at <= %s - q.days * interval '1 day' "
        "WHERE NOT EXISTS (SELECT 1 FROM store_reminder d WHERE d.account_id = w.account "
        "AND d.cause = w.cause AND d.subject = w.subject AND d.days = q.days) "
        "RETURNING account_id, cause, subject, days",
        now,
        list(marks),
        now,
    )
