"""What is passed on, set-wise: what stands of a message, who its persons are, and writing it."""

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.domain.passed_on import ItemDecision, ItemState, KnownPerson, Settled
from verzuimbrug.domain.snapshot import PersonKey
from verzuimbrug.store.models import PassedOnItem
from verzuimbrug.store.sealed import PASSED_ON
from verzuimbrug.store.sql import as_objects, execute, inserting, select

_TABLE = "store_passedonitem"
_COLUMNS = {
    "message_id": "bigint",
    "position": "int",
    "kind": "text",
    "state": "text",
    "account_id": "bigint",
    "employer_code": "text",
    "employer_id": "bigint",
    "key": "text",
    "employee_id": "bigint",
    "item": "text",
    "former": "text",
    "dated": "date",
    "case_key": "text",
    "has_file": "boolean",
    "content": "bytea",
    "at": "timestamptz",
}
_SET = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name != "message_id")
# An item that waited is passed on once; what became of any other stays as it is.
_ONCE = (
    "ON CONFLICT (arbodienst_id, message_id, position) DO UPDATE SET "
    f"{_SET} WHERE {_TABLE}.state = '{ItemState.WAITING}'"
)
_SAME = "l.account_id = o.account_id AND l.employer_id = o.employer_id AND l.kind = o.kind"
_LATER = " UNION ALL ".join(
    f"SELECT l.id FROM {_TABLE} o JOIN {_TABLE} l ON {_SAME} AND l.{name} = o.item "
    "WHERE o.id = ANY(%s) AND (l.message_id, l.position) > (o.message_id, o.position)"
    for name in ("item", "former")
)
# The version before it in order of receipt, of the same sender at the same employer (DG-4); and
# that of the later ones, which may have been passed on before.
_REPLACE = (
    f"UPDATE {_TABLE} n SET replaces_id = (SELECT o.id FROM {_TABLE} o "
    "WHERE o.account_id = n.account_id AND o.employer_id = n.employer_id AND o.kind = n.kind "
    f"AND o.state = '{ItemState.PASSED_ON}' AND o.item IN (n.item, n.former) "
    "AND (o.message_id, o.position) < (n.message_id, n.position) "
    "ORDER BY o.message_id DESC, o.position DESC LIMIT 1) "
    f"WHERE n.id = ANY(%s) OR n.id IN ({_LATER})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """What is written of an item; `content` is that of one that is passed on now."""

    message: int
    account: int
    decision: ItemDecision
    content: bytes | None


def read_settled(messages: Collection[int]) -> Mapping[int, Mapping[int, Settled]]:
    """What became of the items of messages for good, by message and position."""
    rows = select(
        "SELECT message_id, position, state, employer_code, employer_id, key, employee_id "
        f"FROM {_TABLE} WHERE message_id = ANY(%s) AND state <> '{ItemState.WAITING}'",
        list(messages),
    )
    found: dict[int, dict[int, Settled]] = {message: {} for message in messages}
    for message, position, state, code, employer, key, employee in rows:
        found[message][position] = Settled(
            state=ItemState(state),
            employer_code=code,
            employer=employer,
            key=key,
            employee=employee,
        )
    return found


def read_known(keys: Collection[PersonKey]) -> Mapping[PersonKey, KnownPerson]:
    """Who has these link keys, with their cases that count; nobody who is hidden (VE-4)."""
    accounts, employers, names = ([key[column] for key in keys] for column in range(3))
    rows = select(
        "SELECT l.account_id, l.employer_id, l.key, l.employee_id, c.first_day, c.recovered_on "
        "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS q(account, employer, key) "
        "JOIN store_linkkey l ON l.account_id = q.account AND l.employer_id = q.employer "
        "AND l.key = q.key AND NOT l.hidden "
        "JOIN store_employee e ON e.id = l.employee_id AND NOT e.hidden "
        "LEFT JOIN store_absencecase c ON c.employee_id = e.id AND NOT c.hidden "
        "AND c.account_id = l.account_id AND c.status <> 'withdrawn' ORDER BY c.id",
        accounts,
        employers,
        names,
    )
    found: dict[PersonKey, KnownPerson] = {}
    for account, employer, key, employee, first, recovered in rows:
        name = PersonKey(account, employer, key)
        before = found.get(name, KnownPerson(employee=employee)).cases
        cases = before if first is None else (*before, (first, recovered))
        found[name] = KnownPerson(employee=employee, cases=cases)
    return found


def count_items(message: int) -> Mapping[str, int]:
    """How many items of a message are in each state; none when it has no items."""
    rows = select(
        f"SELECT state, count(*) FROM {_TABLE} WHERE message_id = %s GROUP BY state", message
    )
    counts: dict[str, int] = dict(rows)
    return {each.value: counts.get(each, 0) for each in ItemState} if counts else {}


def items_by_employer(message: int, most: int) -> list[tuple[str, str, int]]:
    """Employer code, state and number of the items of a message, at most so many rows."""
    rows = select(
        f"SELECT employer_code, state, count(*) FROM {_TABLE} WHERE message_id = %s "
        "GROUP BY employer_code, state ORDER BY min(position), state LIMIT %s",
        message,
        most,
    )
    return [(code, state, count) for code, state, count in rows]


def write_items(items: Sequence[NewItem], now: datetime) -> None:
    """Writes what became of items, and that those that are passed on are to be told of.

    Events of one person are in order: who passes something on holds the lane of the employer until
    the commit (store/event_rows.py).
    """
    if not items:
        return
    rows = select(
        f"{inserting(_TABLE, _COLUMNS)} {_ONCE} RETURNING id, state, message_id, position",
        as_objects(_COLUMNS, [_row(each, now) for each in items]),
    )
    passed = sorted((row[2:], row[0]) for row in rows if row[1] == ItemState.PASSED_ON)
    if passed:
        numbers = [number for _, number in passed]
        execute(_REPLACE, numbers, numbers, numbers)
        execute(
            "INSERT INTO store_eventdue (arbodienst_id, changes, items) "
            "VALUES (current_setting('vb.tenant')::int, '{}', %s)",
            numbers,
        )


def _row(item: NewItem, now: datetime) -> list[object]:
    decided, facts = item.decision, item.decision.item
    is_passed = decided.state is ItemState.PASSED_ON
    return [
        item.message,
        facts.position,
        facts.kind,
        decided.state,
        item.account,
        decided.employer_code,
        decided.employer,
        decided.key[:100] if decided.key else None,
        decided.employee,
        facts.item,
        facts.former,
        facts.dated.isoformat() if facts.dated else None,
        facts.case_key,
        bool(facts.file),
        None if item.content is None else f"\\x{_sealed(item, item.content).hex()}",
        now.isoformat() if is_passed else None,
    ]


def _sealed(item: NewItem, content: bytes) -> bytes:
    return PASSED_ON.seal(zlib.compress(content), item.message, item.decision.item.position)


def unsealed(row: PassedOnItem) -> bytes:
    """The content of an item that is not erased."""
    return zlib.decompress(PASSED_ON.unseal_of(row))
