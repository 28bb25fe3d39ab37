"""The message table as queue: claiming work, and putting it back (docs/architecture.md)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from verzuimbrug.store.queue_front import Front
from verzuimbrug.store.sql import execute, select

WAKE_UP = "verzuimbrug_work"
"""The channel on which workers hear that there is work."""

MOST_ATTEMPTS = 5
BACK_OFF = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=1)
"""A pause that seems longer was noted by a clock that has been set back since: it is over."""


SHARDS = 64
"""The parts of an arbodienst's queue; what is of one employer is in one of them, as a rule."""
AHEAD = 1500
"""So many of the oldest messages are looked at when work is divided."""
_SHARD = 0x5653
"""The class of the locks on parts of the queue, apart from those of store/lanes.py."""


def shard_of(kin: int) -> int:
    """The part of the queue for messages of this kin."""
    return kin % SHARDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Messages of one arbodienst, claimed by the transaction in progress, in order of receipt."""

    arbodienst: int
    messages: tuple[int, ...]


_CLAIM = f"""
WITH ready AS MATERIALIZED (
    SELECT message, arbodienst_id, size, coalesce(shard, message %% {SHARDS}) AS shard
    FROM store_work WHERE state = 'ready' AND message >= %s
    AND (not_before IS NULL OR NOT not_before - now() BETWEEN '0' AND %s)
    ORDER BY message LIMIT {AHEAD}
), shards AS MATERIALIZED (
    SELECT arbodienst_id, shard, min(message) AS oldest,
           min(min(message)) OVER (PARTITION BY arbodienst_id) AS oldest_of_all
    FROM ready GROUP BY arbodienst_id, shard ORDER BY oldest_of_all, oldest
), ours AS MATERIALIZED (
    SELECT * FROM shards
    WHERE pg_try_advisory_xact_lock({_SHARD}, arbodienst_id * {SHARDS} + shard::int)
    LIMIT (SELECT greatest(1, ceil((SELECT count(*) FROM shards) * least(
               %s::float / nullif(count(*), 0), %s::float / nullif(sum(size), 0)))) FROM ready)
)
SELECT w.arbodienst_id, w.message, w.size, (SELECT min(message) FROM ready)
FROM ours JOIN ready USING (arbodienst_id, shard) JOIN store_work w USING (message)
WHERE w.state = 'ready' AND w.message >= %s
AND w.arbodienst_id = (SELECT arbodienst_id FROM ours ORDER BY oldest_of_all LIMIT 1)
ORDER BY w.message LIMIT %s FOR UPDATE OF w SKIP LOCKED
"""


_ANY_READY = "SELECT 1 FROM store_work WHERE state = 'ready' AND message >= %s LIMIT 1"


def claim(most: int, most_bytes: int, front: Front) -> Claim | None:
    """Claims messages that are ready, of the arbodienst whose work is oldest, if any.

    They are of parts of the queue that nobody else has in hand: those whose work is oldest, and
    about as many as hold `most` messages or bytes, so that something is left for others. The rows
    stay locked until the transaction ends; others pass them by (SKIP LOCKED). At least one message
    is claimed however large it is.
    """
    rows = front.read(
        lambda first: select(_CLAIM, first, LONGEST_PAUSE, most, most_bytes, first, most)
    )
    if not rows:
        return None
    front.begins(rows[0][3])
    return Claim(arbodienst=rows[0][0], messages=_within(rows, most_bytes))


def _within(rows: Sequence[tuple[int, int, int, int]], most_bytes: int) -> tuple[int, ...]:
    messages: list[int] = []
    total = 0
    for _, message, size, _ in rows:
        total += size
        if messages and total > most_bytes:
            break
        messages.append(message)
    return tuple(messages)


def claim_one(message: int) -> Claim | None:
    """Claims one message; None when another worker has it or it is done."""
    rows = select(
        "SELECT arbodienst_id, message FROM store_work WHERE message = %s AND state = 'ready' "
        "FOR UPDATE SKIP LOCKED",
        message,
    )
    return Claim(arbodienst=rows[0][0], messages=(message,)) if rows else None


def of_active_accounts(messages: Collection[int]) -> tuple[int, ...]:
    """Those of the claimed messages whose account is active; the others wait (VE-1).

    A delivery that was on its way when its account was suspended comes in as ready work.
    """
    rows = select(
        "UPDATE store_work w SET state = 'waiting' FROM store_clientaccount c "
        "WHERE w.message = ANY(%s) AND c.id = w.account AND c.status <> 'active' "
        "RETURNING w.message",
        list(messages),
    )
    waiting = {row[0] for row in rows}
    return tuple(message for message in messages if message not in waiting)


def finish(messages: Collection[int]) -> None:
    """Takes decided messages out of the queue."""
    execute("DELETE FROM store_work WHERE message = ANY(%s)", list(messages))


def requeue(messages: Collection[int]) -> None:
    """Puts messages of the present tenant back in the queue, and wakes the workers.

    They are processed again from their bytes; what was applied stays as it is. One that is undone
    stays so, and one of which the bytes were erased stays as it is. One that is in the queue
    already is left alone: a worker may be at it. The others are locked in order of receipt, so that
    two who put back the same messages wait for each other instead of deadlocking.
    """
    if not messages:
        return
    execute(
        "WITH chosen AS (SELECT id FROM store_message m WHERE id = ANY(%s) "
        "AND undone_id IS NULL AND EXISTS (SELECT 1 FROM store_messagebody b WHERE b.id = m.id "
        "AND octet_length(b.content) > 0) AND NOT EXISTS ("
        "SELECT 1 FROM store_work w WHERE w.message = m.id) ORDER BY id FOR UPDATE), "
        "again AS (UPDATE store_message m SET state = 'received' FROM chosen "
        "WHERE m.id = chosen.id RETURNING m.id, m.arbodienst_id, m.account_id, m.size) "
        "INSERT INTO store_work (message, arbodienst_id, account, size, state, attempts) "
        "SELECT a.id, a.arbodienst_id, a.account_id, a.size, "
        "CASE c.status WHEN 'active' THEN 'ready' ELSE 'waiting' END, 0 "
        "FROM again a JOIN store_clientaccount c ON c.id = a.account_id "
        "ON CONFLICT (message) DO NOTHING",
        list(messages),
    )
    wake_workers()


def wake_workers() -> None:
    """Tells the workers, when the transaction commits, that there is work."""
    execute("SELECT pg_notify(%s, '')", WAKE_UP)


def count_attempt(message: int, now: datetime) -> int | None:
    """Counts a run that raised; gives the arbodienst when it was the last that is tried (MSG-7)."""
    rows = select(
        "UPDATE store_work SET attempts = attempts + 1, not_before = %s + attempts * %s, "
        "state = CASE WHEN attempts + 1 >= %s THEN 'failed' ELSE state END "
        "WHERE message = %s RETURNING arbodienst_id, state",
        now,
        BACK_OFF,
        MOST_ATTEMPTS,
        message,
    )
    return next((arbodienst for arbodienst, state in rows if state == "failed"), None)


def is_idle() -> bool:
    """Whether nothing is left to do, batches in progress of other workers included."""
    return not select(_ANY_READY, 0)


def seems_idle(front: Front) -> bool:
    """The same as far as known: what was put back in the queue may be seen somewhat later."""
    return not front.read(lambda first: select(_ANY_READY, first))


def ready_of_active_accounts() -> None:
    """Makes the waiting messages of the present tenant ready whose account is active (VE-1)."""
    touched = execute(
        "UPDATE store_work w SET state = 'ready' FROM store_clientaccount c "
        "WHERE w.state = 'waiting' AND c.id = w.account AND c.status = 'active'"
    )
    if touched:
        wake_workers()
