"""Reading the change log: one query, however many changes there are (VE-5)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from verzuimbrug.domain.timeline import LoggedChange, LoggedObject, Origin
from verzuimbrug.store.change_objects import Sought
from verzuimbrug.store.sql import Row, select

_HAS_CASE = (
    "EXISTS (SELECT 1 FROM store_absencecase n WHERE n.employee_id = c.employee_id "
    "AND n.status <> 'withdrawn' AND NOT n.hidden)"
)
_MADE_AT = "(SELECT x.stamp->>0 FROM store_statement x WHERE x.message_id = c.message_id LIMIT 1)"
_LINK_KEY = (
    "(SELECT y.key FROM store_linkkey y WHERE y.employee_id = c.employee_id ORDER BY y.superseded, "
    "y.hidden, y.account_id IS DISTINCT FROM m.account_id, y.id LIMIT 1)"
)
_COLUMNS = (
    f"c.id, {_HAS_CASE}, c.at, c.effects, c.fields, c.object_kind, c.object_id, "
    f"e.code, c.employee_id, {_LINK_KEY}, o.name, coalesce(k.key, d.number), "
    f"m.receipt, a.name, s.name, {_MADE_AT}, m.received_at, c.position, c.undo_id, c.by"
)
_NAMES = (
    "LEFT JOIN store_message m ON m.id = c.message_id "
    "LEFT JOIN store_clientaccount a ON a.id = m.account_id "
    "LEFT JOIN store_stream s ON s.id = m.stream_id "
    "LEFT JOIN store_employee p ON p.id = c.employee_id "
    "LEFT JOIN store_employer e ON e.id = p.employer_id "
    "LEFT JOIN store_absencecase k ON c.object_kind = 'case' AND k.id = c.object_id "
    "LEFT JOIN store_employment d ON c.object_kind = 'employment' AND d.id = c.object_id "
    "LEFT JOIN store_clientaccount o ON o.id = coalesce(k.account_id, d.account_id)"
)
_OF = {
    "message": "c.message_id = {id}",
    "employer": "c.employee_id IN (SELECT q.id FROM store_employee q WHERE q.employer_id = {id})",
    "employee": "c.employee_id = {id}",
    "employment": "c.object_kind = 'employment' AND c.object_id = {id}",
    "case": "c.object_kind = 'case' AND c.object_id = {id}",
}
_PART = "c.id > %s AND (%s::timestamptz IS NULL OR c.at <= %s) ORDER BY c.id LIMIT %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was sought, by its id; with whose it is, when it is of one person, and where."""

    kind: str
    id: int
    employee: int | None
    employer: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """At most so many changes beyond a number, of those known at a moment."""

    most: int
    after: int = 0
    known_at: datetime | None = None

    @property
    def params(self) -> tuple[object, ...]:
        """What `_PART` asks for."""
        return (self.after, self.known_at, self.known_at, self.most)


@dataclass(frozen=True, slots=True)
class ReadChange:
    """A change, and whether its person has a case that counts (datakluis)."""

    change: LoggedChange
    has_case: bool


Log = tuple[Found, tuple[ReadChange, ...]]


def find(sought: Sought) -> Found | None:
    """What somebody named; None when it is not there."""
    rows = select(sought.query, *sought.params)
    return _found(sought, rows[0]) if rows else None


def changes_of(found: Found, part: Part) -> tuple[ReadChange, ...]:
    """A part of the changes, in order."""
    # With the id in it, a prepared statement is planned for that employer, large or small.
    page = f"SELECT c.* FROM store_change c WHERE {_OF[found.kind].format(id=found.id)} AND {_PART}"
    rows = select(f"SELECT {_COLUMNS} FROM ({page}) c {_NAMES} ORDER BY c.id", *part.params)
    return tuple(map(_change, rows))


def find_changes(sought: Sought, part: Part) -> Log | None:
    """The same in one query for what is still to be found; None when it is not there."""
    return _read(sought, f"{_OF[sought.kind].format(id='t.id')} AND {_PART}", part.params)


def find_changes_of_field(sought: Sought, field: str, most: int) -> Log | None:
    """The latest changes of a field of one object, in order, in one query.

    Among them those by which a case starts over, which give every field of its state (VE-4).
    """
    where = (
        f"c.object_kind = '{sought.kind}' AND c.object_id = t.id AND "
        "(c.fields ? %s OR c.fields #> '{first_day,0}' = 'null') ORDER BY c.id DESC LIMIT %s"
    )
    return _read(sought, where, (field, most))


def _read(sought: Sought, where: str, params: tuple[object, ...]) -> Log | None:
    rows = select(
        f"SELECT t.*, {_COLUMNS} FROM ({sought.query}) t "
        f"LEFT JOIN LATERAL (SELECT c.* FROM store_change c WHERE {where}) c ON true "
        f"{_NAMES} ORDER BY c.id",
        *sought.params,
        *params,
    )
    if not rows:
        return None
    found = _found(sought, rows[0])
    return found, tuple(_change(row[3:]) for row in rows if row[3] is not None)


def _found(sought: Sought, row: Row) -> Found:
    return Found(kind=sought.kind, id=row[0], employee=row[1], employer=row[2])


def _change(row: Row) -> ReadChange:
    number, has_case, at, effects, fields, *rest = row
    pairs = json.loads(fields)
    change = LoggedChange(
        number=number,
        at=at,
        of=_object(rest[:7]),
        origin=_origin(rest[7:]),
        effects=tuple(effects),
        fields={name: (before, after) for name, (before, after) in pairs.items()},
    )
    return ReadChange(change, has_case)


def _object(columns: list[Any]) -> LoggedObject:
    kind, number, employer, employee, link_key, account, key = columns
    return LoggedObject(
        kind=kind,
        number=number,
        employer=employer,
        employee=employee,
        link_key=link_key,
        account=account,
        key=key,
    )


def _origin(columns: list[Any]) -> Origin:
    receipt, account, stream, made_at, received_at, position, undo, by = columns
    return Origin(
        receipt=receipt,
        account=account,
        stream=stream,
        made_at=made_at,
        received_at=received_at,
        position=position,
        undo=undo,
        by=by,
    )
