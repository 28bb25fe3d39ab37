"""Events set-wise: which changes are due, and writing what they became."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.store.sql import Row, execute, select, write_rows

MOST_CHANGES = 1000
"""So many changes at most are published at once, but for one row that has more."""

_LOCK = 0x5645
"""The class of the locks on publishing, one for each arbodienst."""
_MOST_ROWS = 100
_COLUMNS = {
    "event": "text",
    "kind": "text",
    "employer_id": "bigint",
    "employee_id": "bigint",
    "case_id": "bigint",
    "at": "timestamptz",
    "data": "jsonb",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChange:
    """A change that is to be told: the names of its fields, and of a case what its kind needs."""

    kind: ObjectKind
    subject: int
    employee: int
    at: datetime
    fields: tuple[str, ...]
    pairs: Mapping[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be told first, in order: changes, or the ids of items that are passed on."""

    changes: tuple[DueChange, ...] = ()
    items: tuple[int, ...] = ()
    has_more: bool = False
    """Whether something is due behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event that has no number yet."""

    event: str
    kind: str
    employer: int
    employee: int | None
    case: int | None
    at: datetime
    data: Mapping[str, Any]


def take_due(arbodienst: int) -> Due:
    """What is due first, which is so no more; nothing while another publishes.

    The lock ends with the transaction: numbers of events are given in order of commit. Rows come in
    order of their ids, and who changes a person holds its lane until the commit, so that those of
    one person are in order of commit too.
    """
    if not _is_due() or not _may_publish(arbodienst):
        return Due()
    rows = select(
        "SELECT id, changes, cases, items FROM store_eventdue ORDER BY id LIMIT %s",
        _MOST_ROWS,
    )
    taken = _first(rows)
    execute("DELETE FROM store_eventdue WHERE id = ANY(%s)", [row[0] for row in taken])
    changes, cases, items = ([one for row in taken for one in row[part]] for part in (1, 2, 3))
    has_more = len(taken) < len(rows) or len(rows) == _MOST_ROWS
    return Due((*_read(changes), *_renamed(cases)), tuple(items), has_more)


def _is_due() -> bool:
    return bool(select("SELECT 1 FROM store_eventdue LIMIT 1"))


def _may_publish(arbodienst: int) -> bool:
    ((may,),) = select("SELECT pg_try_advisory_xact_lock(%s, %s)", _LOCK, arbodienst)
    return bool(may)


def wait_to_publish(arbodienst: int) -> None:
    """Holds publishing until the transaction ends, so that numbers stay in order of commit."""
    select("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK, arbodienst)


def _first(rows: Sequence[Row]) -> list[Row]:
    """The rows that are published together: one at least, and all with changes, or all with items.

    So what is told of one person is told in order.
    """
    taken: list[Row] = []
    count = 0
    for row in rows:
        _, changes, _, items = row
        count += len(changes) + len(items)
        if taken and (count > MOST_CHANGES or bool(items) != bool(taken[0][3])):
            break
        taken.append(row)
    return taken


def _read(changes: Collection[int]) -> tuple[DueChange, ...]:
    if not changes:
        return ()
    rows = select(
        "SELECT object_kind, object_id, employee_id, at::text, "
        "ARRAY(SELECT jsonb_object_keys(fields)), fields->'status', fields->'hidden' "
        "FROM store_change WHERE id = ANY(%s) ORDER BY id",
        list(changes),
    )
    return tuple(
        DueChange(
            kind=ObjectKind(kind),
            subject=changed,
            employee=employee,
            at=datetime.fromisoformat(at),
            fields=tuple(fields),
            pairs=_pairs(status=status, hidden=hidden),
        )
        for kind, changed, employee, at, fields, status, hidden in rows
    )


def _renamed(cases: Collection[int]) -> tuple[DueChange, ...]:
    if not cases:
        return ()
    rows = select(
        "SELECT id, employee_id, now() FROM store_absencecase WHERE id = ANY(%s) ORDER BY id",
        list(cases),
    )
    return tuple(
        DueChange(kind=ObjectKind.CASE, subject=case, employee=employee, at=at, fields=(), pairs={})
        for case, employee, at in rows
    )


def _pairs(**stored: str | None) -> Mapping[str, Sequence[object]]:
    return {name: json.loads(pair) for name, pair in stored.items() if pair is not None}


def write_events(events: Sequence[EventRow]) -> None:
    """Writes events; their numbers are in this order."""
    rows = [
        [
            each.event,
            each.kind,
            each.employer,
            each.employee,
            each.case,
            each.at.isoformat(),
            each.data,
        ]
        for each in events
    ]
    write_rows("store_event", _COLUMNS, rows)


_FIRST_KEPT = """
SELECT least(
    coalesce((SELECT id FROM store_event WHERE at < %s ORDER BY at DESC, id DESC LIMIT 1), 0),
    (SELECT min(taken) FROM store_webhook
     WHERE account_id IS NULL AND (is_enabled OR off_because <> ''))
)
"""
"""By itself: within the statement that drops, row-level security would let no index have it."""


def forget_events(before: datetime, most: int) -> int:
    """Drops the first events that are older and that every webhook took; gives how many.

    A webhook that somebody switched off holds nothing; one that was switched off because it failed
    does. The last of the older ones stays, so that a reader who comes from before it is found out.
    """
    ((kept,),) = select(_FIRST_KEPT, before)
    return execute(
        "DELETE FROM store_event WHERE id = ANY(ARRAY("
        "SELECT id FROM store_event WHERE id < %s ORDER BY id LIMIT %s))",
        kept,
        most,
    )
