"""Sealing anew, with the key of now, whatever was sealed with another one (ADR 41).

Done as the owner of the tables, for all tenants, in portions that are a transaction each. Rows that
somebody else has locked are passed over, and nothing ever waits while it holds a row: so nobody can
be waiting for it in a circle. What is done is seen from the values: it can be broken off anywhere.
"""

import base64
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from cryptography.exceptions import InvalidTag
from django.db import connections, transaction

from verzuimbrug.store.encryption import HEAD_BYTES, is_sealed, reseal
from verzuimbrug.store.sealed import (
    SEALED_COLUMNS,
    SECOND_FACTOR,
    VERSION_PERSONS,
    SealedColumn,
    place_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_OWNER = "owner"
_MOST_ROWS = 500
_MOST_BYTES = 8 * 1024 * 1024


class UnreadableError(Exception):
    """A value does not open at its place; the text says which."""


class Sealing(Protocol):
    """Where sealed values are."""

    @property
    def name(self) -> str:
        """The place, for whoever reads it."""

    def count(self) -> Mapping[bytes, int]:
        """How many values there are by what they begin with, which says their key."""

    def seal_anew(self, head: bytes) -> Iterator[int]:
        """Seals what does not begin so with the key of now; gives how many after each portion."""


@dataclass(frozen=True, slots=True)
class SealedValues:
    """The values of one column."""

    column: SealedColumn

    @property
    def name(self) -> str:
        """The column."""
        return f"{self.column.table}.{self.column.column}"

    def count(self) -> Mapping[bytes, int]:
        """As of `Sealing`."""
        rows = _select(
            f"SELECT substring({self.column.column} FROM 1 FOR %s), count(*) "
            f"FROM {self.column.table} WHERE octet_length({self.column.column}) > 0 GROUP BY 1",
            HEAD_BYTES,
        )
        return {bytes(head): number for head, number in rows}

    def seal_anew(self, head: bytes) -> Iterator[int]:
        """As of `Sealing`."""
        last = 0
        while found := self._due(head, last):
            ids = _within(found)
            last = ids[-1]
            with transaction.atomic(using=_OWNER):
                done = self._seal(ids, head)
            yield done

    def _due(self, head: bytes, after: int) -> list[tuple[int, int]]:
        column = self.column.column
        return _select(
            f"SELECT t.id, octet_length(t.{column}) FROM {self.column.table} t "
            f"WHERE t.id > %s AND octet_length(t.{column}) > 0 "
            f"AND substring(t.{column} FROM 1 FOR %s) <> %s ORDER BY t.id LIMIT %s",
            *(after, HEAD_BYTES, head, _MOST_ROWS),
        )

    def _seal(self, ids: Sequence[int], head: bytes) -> int:
        table, column = self.column.table, self.column.column
        expressions = ", ".join(self.column.row_expressions)
        rows = _select(
            f"SELECT t.id, t.{column}, t.arbodienst_id, {expressions} FROM {table} t "
            f"WHERE t.id = ANY(%s) AND substring(t.{column} FROM 1 FOR %s) <> %s "
            "FOR NO KEY UPDATE OF t SKIP LOCKED",
            *(list(ids), HEAD_BYTES, head),
        )
        anew = [
            _opened_anew(f"{self.name} {number}", sealed, place_of(table, column, *place))
            for number, sealed, *place in rows
        ]
        _execute(
            f"UPDATE {table} t SET {column} = u.sealed "
            "FROM unnest(%s::bigint[], %s::bytea[]) AS u(id, sealed) WHERE t.id = u.id",
            *([row[0] for row in rows], anew),
        )
        return len(rows)


@dataclass(frozen=True, slots=True)
class SealedTexts:
    """The sealed texts, in base64, within the JSON of a table; there are few of them.

    `place` gives what they are bound to, of the values of `row`.
    """

    table: str
    columns: tuple[str, ...]
    row: tuple[str, ...]
    place: "Callable[..., str]"

    @property
    def name(self) -> str:
        """The table with the columns."""
        return f"{self.table}.{'+'.join(self.columns)}"

    def count(self) -> Mapping[bytes, int]:
        """As of `Sealing`; of values, not of rows."""
        found: Counter[bytes] = Counter()
        for (last, *_), documents in self._rows(0):
            del last
            found.update(head for each in documents for head in _heads(each))
        return found

    def seal_anew(self, head: bytes) -> Iterator[int]:
        """As of `Sealing`."""
        for (number, *_), documents in self._rows(0):
            due = sum(each != head for document in documents for each in _heads(document))
            if due:
                with transaction.atomic(using=_OWNER):
                    yield due if self._seal(number) else 0

    def _seal(self, number: int) -> bool:
        """Seals one row anew; false when somebody else has it."""
        for (_, *of_row), documents in self._rows(number - 1, lock=True, until=number):
            place = self.place(*of_row)
            sets = ", ".join(f"{name} = %s::jsonb" for name in self.columns)
            anew = [json.dumps(_anew(each, place), ensure_ascii=False) for each in documents]
            _execute(f"UPDATE {self.table} SET {sets} WHERE id = %s", *anew, number)
            return True
        return False

    def _rows(
        self, after: int, *, lock: bool = False, until: int = 2**63 - 1
    ) -> Iterator[tuple[tuple[int, ...], list[Any]]]:
        names = ", ".join(("id", *self.row, *(f"{each}::text" for each in self.columns)))
        own = 1 + len(self.row)
        locking = "FOR NO KEY UPDATE SKIP LOCKED" if lock else ""
        while rows := _select(
            f"SELECT {names} FROM {self.table} WHERE id > %s AND id <= %s "
            f"ORDER BY id LIMIT %s {locking}",
            *(after, until, _MOST_ROWS),
        ):
            for row in rows:
                yield tuple(row[:own]), [json.loads(each) for each in row[own:]]
            after = rows[-1][0]


def _of_version(arbodienst: int, object_id: int, number: int) -> str:
    return place_of(VERSION_PERSONS.table, VERSION_PERSONS.column, arbodienst, object_id, number)


SEALINGS: tuple[Sealing, ...] = (
    *(SealedValues(column) for column in SEALED_COLUMNS),
    SealedTexts(
        VERSION_PERSONS.table,
        ("content", "differences"),
        ("arbodienst_id", *VERSION_PERSONS.row),
        _of_version,
    ),
    SealedTexts("mfa_authenticator", ("data",), (), lambda: SECOND_FACTOR),
)
"""Everything that is sealed in the database."""


def _opened_anew(row: str, sealed: bytes, place: str) -> bytes:
    try:
        return reseal(bytes(sealed), place)
    except InvalidTag as tampered:
        raise UnreadableError(f"{row} does not open: it was changed, or belongs elsewhere") from (
            tampered
        )


def _heads(value: object) -> Iterator[bytes]:
    """What each sealed text within a JSON value begins with."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _heads(each)
    elif sealed := _sealed_in(value):
        yield sealed[:HEAD_BYTES]


def _anew(value: object, place: str) -> object:
    if isinstance(value, Mapping):
        return {name: _anew(each, place) for name, each in value.items()}
    if isinstance(value, list):
        return [_anew(each, place) for each in value]
    sealed = _sealed_in(value)
    return base64.b64encode(reseal(sealed, place)).decode() if sealed else value


def _sealed_in(value: object) -> bytes:
    """The sealed value that a text is; nothing of any other value."""
    try:
        held = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except ValueError:
        return b""
    return held if is_sealed(held) else b""


def _within(found: Sequence[tuple[int, int]]) -> list[int]:
    """The first ids of so many bytes together; at least one."""
    ids: list[int] = []
    total = 0
    for number, size in found:
        total += size
        if ids and total > _MOST_BYTES:
            break
        ids.append(number)
    return ids


def _select(statement: str, *parameters: Any) -> list[Any]:  # noqa: ANN401 -- what psycopg takes
    with connections[_OWNER].cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _execute(statement: str, *parameters: Any) -> None:  # noqa: ANN401 -- as above
    with connections[_OWNER].cursor() as cursor:
        cursor.execute(statement, parameters)
