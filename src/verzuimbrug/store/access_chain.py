"""The chain of the access log, as rows: read in portions, and added to (ADR 42)."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from verzuimbrug.domain.access_chain import BEGINNING, Checkpoint, Entry, Mark, Seal
from verzuimbrug.store.models import AccessCheckpoint
from verzuimbrug.store.sql import Row, execute, select, write_rows

LATEST = timedelta(hours=1)
"""No transaction takes longer: by then an entry has come, and is sealed."""
_PORTION = 5000
_GOING_ALONG = 0x5643
_ENTRY = "l.id, l.at, l.principal, l.action, l.employer_id, l.employees"
# Entries become visible in another order than that of their numbers. Those that can still come have
# higher numbers than what was sealed some time ago.
_FLOOR = (
    "coalesce((SELECT max(f.entry) FROM (SELECT entry FROM store_accessseal WHERE at < %s "
    "ORDER BY number DESC LIMIT 1000) f), 0)"
)
_UNSEALED = (
    "FROM store_accesslog l WHERE NOT EXISTS "
    "(SELECT FROM store_accessseal s WHERE s.arbodienst_id = l.arbodienst_id AND s.entry = l.id)"
)


def hold_chain(arbodienst: int, *, alone: bool = False) -> None:
    """Until the transaction ends nobody forgets of this chain; `alone`: nor goes along it."""
    shared = "" if alone else "_shared"
    execute(f"SELECT pg_advisory_xact_lock{shared}(%s, %s)", _GOING_ALONG, arbodienst)


def read_checkpoints() -> list[Checkpoint]:
    """What was forgotten, in order of number."""
    return [
        Checkpoint(
            number=row.number,
            entry=row.entry,
            digest=bytes(row.digest),
            entries=row.entries,
            before=row.before,
            at=row.at,
            by=row.by,
            seal=bytes(row.seal),
        )
        for row in AccessCheckpoint.objects.order_by("number")
    ]


def read_head() -> Mark:
    """The last seal; that of an empty chain when there is none."""
    rows = select("SELECT number, digest FROM store_accessseal ORDER BY number DESC LIMIT 1")
    return Mark(rows[0][0], bytes(rows[0][1])) if rows else Mark(0, BEGINNING)


def digest_at(number: int) -> bytes | None:
    """What the seal with a number ends the chain with; None when it is not there.

    Of the last seal that was forgotten its checkpoint says so.
    """
    rows = select(
        "SELECT digest FROM store_accessseal WHERE number = %s "
        "UNION ALL SELECT digest FROM store_accesscheckpoint WHERE number = %s",
        *(number, number),
    )
    return bytes(rows[0][0]) if rows else None


def read_unsealed(now: datetime, most: int) -> list[Entry]:
    """The entries that are to be sealed next."""
    rows = select(
        f"SELECT {_ENTRY} {_UNSEALED} AND l.id > {_FLOOR} ORDER BY l.id LIMIT %s",
        now - LATEST,
        most,
    )
    return list(map(_entry, rows))


def count_unsealed(now: datetime) -> int:
    """How many entries are still to be sealed."""
    rows = select(f"SELECT count(*) {_UNSEALED} AND l.id > {_FLOOR}", now - LATEST)
    number: int = rows[0][0]
    return number


def read_passed_over(now: datetime, most: int) -> list[Entry]:
    """Entries without a seal that are too old to be sealed still."""
    rows = select(
        f"SELECT {_ENTRY} {_UNSEALED} AND l.id <= {_FLOOR} ORDER BY l.id LIMIT %s",
        now - LATEST,
        most,
    )
    return list(map(_entry, rows))


def read_seals() -> Iterator[list[Seal]]:
    """All seals in order of number, with their entries, in portions."""
    last = 0
    while rows := select(
        f"SELECT s.number, s.entry, s.digest, {_ENTRY} FROM store_accessseal s "
        "LEFT JOIN store_accesslog l ON l.id = s.entry WHERE s.number > %s "
        "ORDER BY s.number LIMIT %s",
        last,
        _PORTION,
    ):
        yield [_seal(row) for row in rows]
        last = rows[-1][0]


def add_seals(seals: Sequence[tuple[int, int, bytes]], at: datetime) -> None:
    """Adds links of number, entry and digest."""
    columns = {"number": "bigint", "entry": "bigint", "digest": "bytea", "at": "timestamptz"}
    rows = [
        [number, entry, f"\\x{digest.hex()}", at.isoformat()] for number, entry, digest in seals
    ]
    write_rows("store_accessseal", columns, rows)


def _seal(row: Row) -> Seal:
    number, entry_id, digest, *entry = row
    return Seal(
        number=number,
        entry_id=entry_id,
        digest=bytes(digest),
        entry=None if entry[0] is None else _entry(entry),
    )


def _entry(row: Sequence[Any]) -> Entry:
    number, at, principal, action, employer, employees = row
    return Entry(
        id=number,
        at=at,
        principal=principal,
        action=action,
        employer=employer,
        employees=tuple(json.loads(employees)),
    )
