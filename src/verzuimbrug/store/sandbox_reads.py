"""What a sandbox took in since its sender began: a fixed number of queries, and so many rows.

Only what counts: nothing that was undone, or was decided before the sender began again.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from verzuimbrug.store.sql import Row, select

MOST_MESSAGES = 1000
MOST_REPORTS = 10_000
_OF_PERSONS = ["employee", "employment"]


def latest_messages(account: int, since: datetime) -> list[Row]:
    """The latest messages of an account that were taken up after a moment, in order of receipt.

    Id, receipt, stream, edition, moment of receipt, state, dry run, findings, report of a dry run.
    """
    return select(
        "SELECT * FROM (SELECT m.id, m.receipt, s.name, m.edition, m.received_at, m.state, "
        "m.dry_run, m.findings, m.dry_report FROM store_message m "
        "JOIN store_stream s ON s.id = m.stream_id WHERE m.account_id = %s "
        "AND m.undone_id IS NULL AND (m.received_at > %s OR m.decided_at > %s) "
        "ORDER BY m.id DESC LIMIT %s) latest ORDER BY id",
        account,
        since,
        since,
        MOST_MESSAGES,
    )


def reports_of(messages: Collection[int]) -> list[Row]:
    """The reports of messages in order, of the latest messages when they are too many.

    Message, state, findings, employer code, link key, case, sequence, content.
    """
    return select(
        "SELECT message_id, state, findings, employer_code, link_key, case_key, sequence, content "
        "FROM (SELECT * FROM store_absencereport WHERE message_id = ANY(%s) AND undone_id IS NULL "
        "ORDER BY message_id DESC, position LIMIT %s) latest ORDER BY message_id, position",
        list(messages),
        MOST_REPORTS,
    )


def redeliveries_of(messages: Collection[int], since: datetime) -> Mapping[int, int]:
    """How often messages came again after a moment (MSG-5)."""
    return dict(
        select(
            "SELECT message_id, count(*)::int FROM store_redelivery WHERE message_id = ANY(%s) "
            "AND received_at > %s GROUP BY message_id",
            list(messages),
            since,
        )
    )


def answers_of(messages: Collection[int], since: datetime) -> list[Row]:
    """Message, kind of answer, and whether one of that kind was acknowledged after a moment."""
    return select(
        "SELECT message_id, kind, coalesce(bool_or(acknowledged_at > %s), false) "
        "FROM store_answer WHERE message_id = ANY(%s) GROUP BY message_id, kind",
        since,
        list(messages),
    )


def effects_of(messages: Collection[int]) -> list[Row]:
    """Message, kind of object and effect, of what messages did to persons and employments."""
    return select(
        "SELECT DISTINCT c.message_id, c.object_kind, effect FROM store_change c, "
        "unnest(c.effects) AS effect WHERE c.message_id = ANY(%s) AND c.undo_id IS NULL "
        "AND c.object_kind = ANY(%s)",
        list(messages),
        _OF_PERSONS,
    )


def statements_of(messages: Collection[int]) -> list[Row]:
    """Message, kind of object that it said something of, and whether by a former key (WN-3)."""
    return select(
        "SELECT message_id, object_kind, bool_or(key_old IS NOT NULL) FROM store_statement "
        "WHERE message_id = ANY(%s) AND undone_id IS NULL GROUP BY message_id, object_kind",
        list(messages),
    )


def employer_codes(account: int) -> list[Row]:
    """Code of each employer, and whether it is within the scope of an account by its groups."""
    return select(
        "SELECT e.code, EXISTS (SELECT FROM store_groupmembership g JOIN store_accountscope a "
        "ON a.group_id = g.group_id WHERE g.employer_id = e.id AND a.account_id = %s) "
        "FROM store_employer e ORDER BY e.code",
        account,
    )
