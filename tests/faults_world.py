"""A day of a coupling on which everything happens, step by step, and a picture of all that is kept.

The steps are what people, portals and programs do; each can be done again after it was cut off.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import psycopg
from psycopg import sql

import held_world
import undo_world
from configuring_world import apply
from doors_world import Coupling
from events_world import published
from live_world import empty
from passed_on_world import (
    APPOINTMENTS,
    DOCUMENTS,
    appointment,
    appointments,
    document,
    documents,
    stream_of,
)
from sending_world import (
    ABSENCE,
    EMPLOYEES,
    EMPLOYMENTS,
    MADE_AT,
    absence,
    add_employer,
    course,
    deliver,
    employees,
    employer,
    employments,
    go_live,
    person,
    report,
    settings,
    sick,
    work,
)
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import Message
from verzuimbrug.store.tenancy import tenant

Letter = tuple[str, bytes]
"""A stream and what is delivered on it."""

_TO_UNDO, _TO_APPROVE = 1, 8


def letters() -> list[Letter]:
    """A message of each kind, and of each way that one can end."""
    future = MADE_AT + timedelta(days=60)
    first = [sick(one, wants_receipt=True) for one in course("VG1", 4)]
    said = [
        *first,
        first[0],
        b"<geen-bericht/>",
        absence(
            employer("1001", person("w-2", *course("VG2", 2)), person("w-3", report("VG3", 3))),
            employer("1002", person("w-4", report("VG4"))),
        ),
        sick(report("VG5"), key="w-5", test=True),
        sick(report("VG6"), key="w-6", made_at=future),
        sick(report("VG1", 5, Operation.CHANGE, at=9, percentage=Decimal("130.00"))),
        sick(report("VG3", 2, Operation.CHANGE, at=2), key="w-3"),
        sick(report("VG1", 2, Operation.CHANGE, at=30)),
    ]
    return [
        *[(ABSENCE, content) for content in said],
        (EMPLOYEES, employees(person("w-7", bsn="123456782"), person("w-1"))),
        (EMPLOYMENTS, employments(person("w-8"), person("w-7"))),
        (DOCUMENTS, documents(document("DOC-1"), document("DOC-2", "w-9"))),
        (APPOINTMENTS, appointments(appointment())),
    ]


@dataclass(slots=True)
class Day:
    """One day of one coupling: what it sends, and the numbers that it got for it."""

    sent: list[Letter] = field(default_factory=letters)
    coupling: Coupling = field(init=False)
    receipts: dict[int, str] = field(default_factory=dict)

    def begin(self, owner: psycopg.Connection) -> None:
        """An arbodienst and a coupling that is live, on a database that holds nothing else."""
        empty(owner)
        self.receipts = {}
        self.coupling = go_live(_settings())

    def steps(self) -> dict[str, Callable[[], None]]:
        """What happens, in order; each step ends the same when it is cut off and done again."""
        return {
            "work": work,
            "approve": self._approve,
            "work after the approval": work,
            "undo": self._undo,
            "work after the undo": work,
            "deliver again": self._deliver_again,
            "work again": work,
            "employer": self._make_employer_known,
            "work after the employer": work,
            "publish": lambda: _publish(self.coupling),
        }

    def deliver(self) -> None:
        """Hands everything in, behind the doors."""
        for place, (stream, content) in enumerate(self.sent):
            self.receipts[place] = deliver(self.coupling, content, stream)

    def _approve(self) -> None:
        receipt = self.receipts[_TO_APPROVE]
        if self._message(receipt).state == "held":
            assert held_world.say(self.coupling, receipt).goes_on

    def _undo(self) -> None:
        """A person looks first, and does not undo what is undone."""
        receipt = self.receipts[_TO_UNDO]
        if self._message(receipt).undone_id is None:
            undo_world.undone(self.coupling, undo_world.of(receipt))

    def _deliver_again(self) -> None:
        """What was undone is taken up anew."""
        deliver(self.coupling, self.sent[_TO_UNDO][1])

    def _make_employer_known(self) -> None:
        apply(add_employer(_settings(), "FLSN1002", "FELISON-VI"))

    def _message(self, receipt: str) -> Message:
        with tenant(self.coupling.arbodienst):
            return Message.objects.get(receipt=receipt)


def _settings() -> dict[str, Any]:
    configuration = settings()
    (account,) = configuration["accounts"]
    account["streams"] += [stream_of(DOCUMENTS), stream_of(APPOINTMENTS)]
    return configuration


def _publish(coupling: Coupling) -> None:
    published(coupling)


Picture = Mapping[str, list[str]]

_TABLES = r"""
SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'store\_%' ORDER BY 1
"""
_REFERENCES = """
SELECT here.relname, a.attname, there.relname FROM pg_constraint k
JOIN pg_class here ON here.oid = k.conrelid
JOIN pg_class there ON there.oid = k.confrelid
CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS pair(mine, theirs)
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = pair.mine
JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = pair.theirs
WHERE k.contype = 'f' AND b.attname = 'id'
"""
_UNNAMED = {
    ("store_work", "message"): "store_message",
    ("store_work", "account"): "store_clientaccount",
    ("store_messagebody", "id"): "store_message",
    ("store_undo", "horizon"): "store_message",
}
"""What refers to another table without saying so."""
_AT_LEAST_ONCE = {"store_redelivery", "store_accesslog", "store_signin", "store_signinfailures"}
"""A portal that got no answer sends again, and a person who was cut off looks again."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d+([+-]\d\d(:\d\d)?|Z)?")
_RECEIPT = re.compile(r"\b\d{8}-(\d+)\b")
_RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|evt_[0-9a-f]{32}|-\d{20}\.xml")


def picture(owner: psycopg.Connection) -> Picture:
    """Every row of every table, in words that do not depend on when, or on numbers left out.

    Numbers of rows become places in their order; of what is encrypted the length stands.
    """
    tables = [name for (name,) in owner.execute(_TABLES) if name not in _AT_LEAST_ONCE]
    references = {(here, column): there for here, column, there in owner.execute(_REFERENCES)}
    rows = {name: _rows(owner, name) for name in tables}
    places = _Places(rows, {**references, **_UNNAMED})
    return {name: sorted(places.said(name, row) for row in rows[name]) for name in tables}


def differences(one: Picture, other: Picture) -> list[tuple[str, str, str]]:
    """The rows that one picture has and the other has not, or not as often."""
    found = []
    for table in sorted({*one, *other}):
        left, right = Counter(one.get(table, [])), Counter(other.get(table, []))
        found += [(table, "-", row) for row in (left - right).elements()]
        found += [(table, "+", row) for row in (right - left).elements()]
    return found


def _rows(owner: psycopg.Connection, table: str) -> list[dict[str, Any]]:
    query = sql.SQL("SELECT to_jsonb(t) FROM {} t").format(sql.Identifier(table))
    return [row for (row,) in owner.execute(query)]


class _Places:
    """The place of each row of each table in the order of their numbers."""

    def __init__(
        self, rows: Mapping[str, list[dict[str, Any]]], references: Mapping[tuple[str, str], str]
    ) -> None:
        self._references = references
        self._places = {
            table: {number: place for place, number in enumerate(_numbers(found))}
            for table, found in rows.items()
        }

    def said(self, table: str, row: Mapping[str, Any]) -> str:
        """A row in words to compare."""
        kept = {name: self._value(table, name, value) for name, value in row.items()}
        text = json.dumps(kept, sort_keys=True)
        text = _RANDOM.sub("?", _MOMENT.sub("moment", text))
        return _RECEIPT.sub(self._receipt, text)

    def _value(self, table: str, name: str, value: Any) -> Any:  # noqa: ANN401 -- whatever a row has
        if isinstance(value, str) and value.startswith("\\x"):
            return len(value)
        if name == "object_id":
            return None
        if (table, name) == ("store_event", "data") and isinstance(value, dict):
            return self._event(value)
        if name == "details" and isinstance(value, dict) and "undo" in value:
            return {**value, "undo": self._places["store_undo"].get(value["undo"])}
        of = self._references.get((table, name), table if name == "id" else None)
        return value if of is None else self._places.get(of, {}).get(value, value)

    def _event(self, data: dict[str, Any]) -> dict[str, Any]:
        """What an event says, with places for the numbers in it."""
        numbered = {"case": "store_absencecase", "item": "store_passedonitem"}
        said = {
            name: {**part, "number": self._places[numbered[name]].get(part["number"])}
            if name in numbered and part
            else part
            for name, part in data.items()
        }
        return {**said, "person": self._places["store_employee"].get(data["person"])}

    def _receipt(self, found: re.Match[str]) -> str:
        return f"receipt {self._places['store_message'].get(int(found[1]))}"


def _numbers(rows: list[dict[str, Any]]) -> list[int]:
    return sorted(row["id"] for row in rows if isinstance(row.get("id"), int))
