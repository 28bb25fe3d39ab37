"""The messages of an undo: which they are, and what they are marked with (VE-4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.domain.undoing import Turn
from verzuimbrug.store.answers import note_decided
from verzuimbrug.store.queue import MOST_ATTEMPTS
from verzuimbrug.store.sql import execute, select
from verzuimbrug.store.undo_reads import TURNS
from verzuimbrug.store.waiting import NEWER, SAME_PERSON

_TAKEN = (
    "(EXISTS (SELECT 1 FROM store_statement s WHERE s.message_id = m.id AND s.undone_id IS NULL) "
    "OR EXISTS (SELECT 1 FROM store_absencereport r WHERE r.message_id = m.id "
    "AND r.employee_id IS NOT NULL AND r.undone_id IS NULL))"
)
_UNDOABLE = (
    "NOT m.dry_run AND m.undone_id IS NULL AND (m.state IN ('processed', 'failed') "
    "OR (m.state = 'held' AND m.portal_delivery_id IS NULL) "
    "OR (m.state = 'received' AND m.decided_at IS NOT NULL) "
    f"OR (m.state = 'rejected' AND {_TAKEN}))"
)
"""What was decided on, and what waits for a person or a mended fault. Of what was rejected, what
was taken before, and what keeps the places of its reports because a person refused it.
"""
_CORRECTION = (
    "(SELECT c.receipt FROM store_message c WHERE c.corrects_id = m.id AND c.undone_id IS NULL "
    "AND c.state IN ('received', 'held') LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """A message that somebody chose to undo. `correction` is the one that is to take its place."""

    id: int
    receipt: str
    account: int
    message: str
    undoable: bool
    correction: str | None


def find_message(receipt: str) -> list[FoundMessage]:
    """The message with a receipt, if there is one."""
    return _found("m.receipt = %s", receipt)


def messages_since(stream: int, since: datetime) -> list[FoundMessage]:
    """The messages that a stream received at a moment or later, in order of receipt."""
    return _found("m.stream_id = %s AND m.received_at >= %s", stream, since)


def _found(which: str, *params: object) -> list[FoundMessage]:
    rows = select(
        f"SELECT m.id, m.receipt, m.account_id, m.message, {_UNDOABLE}, {_CORRECTION} "
        f"FROM store_message m WHERE {which} ORDER BY m.id",
        *params,
    )
    return [FoundMessage(*row) for row in rows]


def count_unprocessed(messages: Collection[int]) -> int:
    """How many of the messages nobody has decided on yet."""
    rows = select(
        "SELECT count(*) FROM store_message WHERE id = ANY(%s) AND state = 'received' "
        "AND decided_at IS NULL",
        list(messages),
    )
    count: int = rows[0][0]
    return count


def wait_for_workers(messages: Collection[int]) -> None:
    """Waits until no worker is at these messages, and keeps others from them.

    Before the lanes are taken: a worker that has a message waits for its lanes.
    """
    select(
        "SELECT 1 FROM store_work WHERE message = ANY(%s) ORDER BY message FOR UPDATE",
        list(messages),
    )


def at_work(messages: Collection[int]) -> frozenset[int]:
    """Those of the messages that a worker claimed meanwhile, and that we must not wait for."""
    numbers = list(messages)
    ours = select(
        "SELECT message FROM store_work WHERE message = ANY(%s) FOR UPDATE SKIP LOCKED", numbers
    )
    queued = select("SELECT message FROM store_work WHERE message = ANY(%s)", numbers)
    return frozenset(row[0] for row in queued) - {row[0] for row in ours}


def lock_messages(messages: Collection[int]) -> None:
    """Keeps a redelivery of what is undone or taken back from taking it up meanwhile (MSG-5)."""
    select("SELECT 1 FROM store_message WHERE id = ANY(%s) ORDER BY id FOR UPDATE", list(messages))


def last_message() -> int:
    """The last message received so far."""
    rows = select("SELECT coalesce(max(id), 0) FROM store_message")
    number: int = rows[0][0]
    return number


def count_reports(turn: Turn) -> int:
    """How many reports the turn is about."""
    rows = select(
        f"SELECT count(*) FROM store_absencereport WHERE {TURNS} "
        "AND (employee_id IS NOT NULL OR state <> 'refused')",
        list(turn.messages),
        turn.undo,
    )
    count: int = rows[0][0]
    return count


def waiting_for_somebody_at(employers: Collection[int]) -> frozenset[int]:
    """The messages that wait for a decision on a possible duplicate at these employers (WN-4)."""
    rows = select(
        "SELECT DISTINCT message_id FROM store_waiting WHERE cause = 'duplicate' "
        "AND employer_id = ANY(%s)",
        list(employers),
    )
    return frozenset(row[0] for row in rows)


def displaced_by(turn: Turn) -> frozenset[int]:
    """The messages that waited for a person until one of the turn took their place (WN-2)."""
    rows = select(
        "SELECT DISTINCT a.message_id FROM store_awaited n JOIN store_awaited a "
        f"ON {SAME_PERSON} AND {NEWER} JOIN store_message m ON m.id = a.message_id "
        "WHERE n.message_id = ANY(%s) AND m.undone_id IS NULL",
        list(turn.messages),
    )
    return frozenset(row[0] for row in rows) - turn.messages


def with_findings(turn: Turn, codes: Collection[str]) -> frozenset[int]:
    """Those of the messages of which one of these findings is told."""
    rows = select(
        "SELECT id FROM store_message WHERE id = ANY(%s) AND state = 'processed' AND codes && %s",
        list(turn.messages),
        list(codes),
    )
    return frozenset(row[0] for row in rows)


def write_undone(turn: Turn, undo: int) -> None:
    """Marks all that the messages said as undone; none of it waits for anything any more.

    What was refused outside a case was never taken, and stays refused.
    """
    messages = list(turn.messages)
    note_decided(messages)
    execute(
        "UPDATE store_message SET undone_id = %s, state = CASE state WHEN 'received' "
        "THEN 'processed' ELSE state END WHERE id = ANY(%s)",
        undo,
        messages,
    )
    execute("DELETE FROM store_work WHERE message = ANY(%s)", messages)
    execute("DELETE FROM store_waiting WHERE message_id = ANY(%s)", messages)
    for table in ("store_statement", "store_casealias"):
        execute(
            f"UPDATE {table} SET undone_id = %s WHERE message_id = ANY(%s) AND undone_id IS NULL",
            undo,
            messages,
        )
    execute(
        "UPDATE store_absencereport SET undone_id = %s, state = 'undone' "
        "WHERE message_id = ANY(%s) AND undone_id IS NULL "
        "AND (employee_id IS NOT NULL OR state <> 'refused')",
        undo,
        messages,
    )


def write_taken_back(turn: Turn, refused: Collection[int], parking: Collection[str]) -> None:
    """Lets all that the messages said stand again, but for the aliases that cannot.

    A report outside any case is parked with one of the findings `parking`, and held with another.
    """
    params = (list(turn.messages), turn.undo)
    execute(
        f"UPDATE store_casealias SET undone_id = NULL WHERE {TURNS} AND id <> ALL(%s)",
        *params,
        list(refused),
    )
    execute(f"UPDATE store_statement SET undone_id = NULL WHERE {TURNS}", *params)
    execute(
        "UPDATE store_absencereport SET state = CASE WHEN codes && %s THEN 'parked' "
        f"ELSE 'held' END WHERE {TURNS} AND employee_id IS NULL",
        list(parking),
        *params,
    )
    execute(f"UPDATE store_absencereport SET undone_id = NULL WHERE {TURNS}", *params)
    execute(
        "INSERT INTO store_work (message, arbodienst_id, account, size, state, attempts) "
        "SELECT id, arbodienst_id, account_id, size, 'failed', %s FROM store_message "
        "WHERE id = ANY(%s) AND undone_id = %s AND state = 'failed'",
        MOST_ATTEMPTS,
        *params,
    )
    execute(
        "UPDATE store_message SET undone_id = NULL WHERE id = ANY(%s) AND undone_id = %s", *params
    )
