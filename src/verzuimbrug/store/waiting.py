"""What waits outside a case: kept per message, released when its cause goes away."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from verzuimbrug.domain.decisions import Waiting
from verzuimbrug.domain.snapshot import PersonKey
from verzuimbrug.store.sql import Row, execute, select, write_rows

NEWER = " > ".join(
    f'(({part}.stamp->>0) COLLATE "C", ({part}.stamp->>1) COLLATE "C", '
    f'({part}.stamp->>2) COLLATE "C")'
    for part in "na"
)
"""Whether what waited as `n` was made later than what waited as `a`, of two messages (WN-5)."""
SAME_PERSON = "n.account_id = a.account_id AND n.employer_id = a.employer_id AND n.key = a.key"

_COLUMNS = {
    "message_id": "bigint",
    "cause": "text",
    "account_id": "bigint",
    "employer_code": "text",
    "employer_id": "bigint",
    "key": "text",
    "persons": "int",
    "stamp": "jsonb",
    "since": "timestamptz",
}


def write_waiting(waiting: Sequence[Waiting], messages: Collection[int], now: datetime) -> None:
    """What the messages wait for now takes the place of what they waited for before.

    What still waits keeps the moment since when; of what waits for a person the newest is kept
    (WN-2).
    """
    rows = select(
        "DELETE FROM store_waiting WHERE message_id = ANY(%s) "
        "RETURNING message_id, cause, employer_code, key, since",
        list(messages),
    )
    since = {tuple(row[:4]): row[4] for row in rows}
    write_rows("store_waiting", _COLUMNS, [_row(each, since, now) for each in waiting])
    persons = [each for each in waiting if each.cause == "person"]
    if persons:
        _remember(messages)
        _keep_newest(persons)


def waiting_since(message: int) -> list[Row]:
    """Cause, employer code, key and moment of what a message waits for."""
    return select(
        "SELECT cause, employer_code, key, since FROM store_waiting WHERE message_id = %s", message
    )


def keep_since(message: int, waited: Sequence[Row]) -> None:
    """Gives what a message still waits for the moments since when it did, of all its portions."""
    if not waited:
        return
    execute(
        "UPDATE store_waiting w SET since = q.since "
        "FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[]) "
        "AS q(cause, code, key, since) WHERE w.message_id = %s AND w.cause = q.cause "
        "AND w.employer_code = q.code AND w.key IS NOT DISTINCT FROM q.key",
        *([row[column] for row in waited] for column in range(4)),
        message,
    )


def _row(
    waiting: Waiting, since: dict[tuple[object, ...], datetime], now: datetime
) -> list[object]:
    found = since.get(
        (waiting.message, str(waiting.cause), waiting.employer_code, waiting.key), now
    )
    return [
        waiting.message,
        waiting.cause,
        waiting.account,
        waiting.employer_code,
        waiting.employer,
        waiting.key,
        waiting.persons,
        waiting.stamp.to_json() if waiting.stamp else None,
        found.isoformat(),
    ]


def _remember(messages: Collection[int]) -> None:
    """Keeps whom the messages wait for, beyond the moment that a newer one takes their place."""
    execute(
        "INSERT INTO store_awaited "
        "(arbodienst_id, message_id, account_id, employer_id, key, stamp, since) "
        "SELECT w.arbodienst_id, w.message_id, w.account_id, w.employer_id, w.key, w.stamp, "
        "w.since FROM store_waiting w WHERE w.message_id = ANY(%s) AND w.cause = 'person' "
        "AND NOT EXISTS (SELECT 1 FROM store_awaited a WHERE a.message_id = w.message_id "
        "AND a.employer_id = w.employer_id AND a.key = w.key)",
        list(messages),
    )


def _keep_newest(waiting: Iterable[Waiting]) -> None:
    """Of the rows that wait for one person all but the one with the greatest stamp go (WN-2)."""
    keys = {(each.account, each.employer, each.key) for each in waiting}
    accounts, employers, names = zip(*keys, strict=True)
    execute(
        "DELETE FROM store_waiting WHERE id IN (SELECT id FROM (SELECT w.id, row_number() OVER ("
        'PARTITION BY w.account_id, w.employer_id, w.key ORDER BY (w.stamp->>0) COLLATE "C" DESC, '
        '(w.stamp->>1) COLLATE "C" DESC, (w.stamp->>2) COLLATE "C" DESC, (w.stamp->>3)::int DESC) '
        "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS q(account, employer, key) "
        "JOIN store_waiting w ON w.account_id = q.account AND w.employer_id = q.employer "
        "AND w.key = q.key AND w.cause = 'person') AS ranked(id, rank) WHERE rank > 1)",
        list(accounts),
        list(employers),
        list(names),
    )


def displaced(messages: Collection[int]) -> list[Row]:
    """Message, account, employer and key of what gave way to a newer message that stands (WN-2)."""
    return select(
        "SELECT a.message_id, a.account_id, a.employer_id, a.key FROM store_awaited a "
        "WHERE a.message_id = ANY(%s) AND EXISTS (SELECT 1 FROM store_awaited n "
        f"JOIN store_message m ON m.id = n.message_id WHERE {SAME_PERSON} AND {NEWER} "
        "AND m.undone_id IS NULL)",
        list(messages),
    )


def released_by(keys: Collection[PersonKey]) -> frozenset[int]:
    """The messages that wait for a person who now has a link key."""
    if not keys:
        return frozenset()
    accounts, employers, names = zip(*keys, strict=True)
    rows = select(
        "SELECT DISTINCT w.message_id "
        "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS q(account, employer, key) "
        "JOIN store_waiting w ON w.account_id = q.account AND w.employer_id = q.employer "
        "AND w.key = q.key",
        list(accounts),
        list(employers),
        list(names),
    )
    return frozenset(row[0] for row in rows)


def released_in_run_out(pairs: Collection[tuple[int, int]]) -> frozenset[int]:
    """The messages that wait in the run-out of an employer, by account and employer (WG-4)."""
    if not pairs:
        return frozenset()
    accounts, employers = zip(*pairs, strict=True)
    rows = select(
        "SELECT DISTINCT w.message_id FROM unnest(%s::bigint[], %s::bigint[]) "
        "AS q(account, employer) JOIN store_waiting w ON w.account_id = q.account "
        "AND w.employer_id = q.employer WHERE w.cause = 'employer'",
        list(accounts),
        list(employers),
    )
    return frozenset(row[0] for row in rows)
