"""(b) Plain COPY: the rows that a run ended up writing, into tables that guard nothing.

The plain tables have the same columns, and neither keys nor indexes nor row-level security.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

Database = psycopg.Connection[tuple[object, ...]]

TABLES = (
    "store_message",
    "store_employee",
    "store_linkkey",
    "store_employment",
    "store_absencecase",
    "store_absencereport",
    "store_change",
)
_PLACE = "bench"

Marks = Mapping[str, int]
"""The highest id of each table at some moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """The rows of a run, and the seconds that it takes to COPY them and commit."""

    rows: Mapping[str, int]
    size: int
    seconds: float


def mark(database: Database) -> Marks:
    """Return where each table stands now."""
    return {table: _highest(database, table) for table in TABLES}


def measure_copy(database: Database, marks: Marks) -> Copied:
    """Copy the rows that were added since the marks."""
    texts = {table: _copy_out(database, table, marks[table]) for table in TABLES}
    _make_plain_tables(database)
    try:
        begun = time.perf_counter()
        with database.transaction():
            rows = {table: _copy_in(database, table, text) for table, text in texts.items()}
        seconds = time.perf_counter() - begun
    finally:
        database.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(_PLACE)))
    return Copied(rows=rows, size=sum(map(len, texts.values())), seconds=seconds)


def _highest(database: Database, table: str) -> int:
    statement = sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(table))
    row = database.execute(statement).fetchone()
    return int(str(row[0])) if row else 0


def _make_plain_tables(database: Database) -> None:
    database.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(_PLACE)))
    for table in TABLES:
        statement = sql.SQL("CREATE TABLE {} (LIKE {})")
        database.execute(statement.format(_plain(table), sql.Identifier(table)))


def _plain(table: str) -> sql.Identifier:
    return sql.Identifier(_PLACE, table)


def _copy_out(database: Database, table: str, above: int) -> bytes:
    statement = sql.SQL("COPY (SELECT * FROM {} WHERE id > {}) TO STDOUT")
    with database.cursor().copy(statement.format(sql.Identifier(table), above)) as copy:
        return b"".join(bytes(block) for block in copy)


def _copy_in(database: Database, table: str, text: bytes) -> int:
    cursor = database.cursor()
    with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(_plain(table))) as copy:
        copy.write(text)
    return cursor.rowcount
