"""Set-wise SQL: one statement for any number of rows, with parameters bound by the server."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
import psycopg
from django.db import connection

Row = tuple[Any, ...]


def select(statement: str, *params: object) -> list[Row]:
    """The rows of a query. Columns of type jsonb come as text."""
    with connection.wrap_database_errors, _cursor() as cursor:
        return cursor.execute(statement, params).fetchall()


def execute(statement: str, *params: object) -> int:
    """Runs a statement; gives the number of rows that it touched."""
    with connection.wrap_database_errors, _cursor() as cursor:
        return cursor.execute(statement, params).rowcount


def plan_anew() -> None:
    """Has each statement of the transaction in progress planned for the tables as they are then.

    A plan that is kept is one for tables as they were: a transaction that fills them would read
    them from end to end, portion after portion.
    """
    execute("SET LOCAL plan_cache_mode = force_custom_plan")


def write_rows(
    table: str,
    columns: Mapping[str, str],
    rows: Sequence[Sequence[Any]],
    conflict: str = "",
) -> None:
    """Inserts rows of the present tenant in one statement.

    `columns` gives the PostgreSQL type of each; values are what JSON can hold (dates and bytea as
    text). `conflict` is the ON CONFLICT clause. COPY is refused on tables under row-level security;
    one JSON parameter costs about the same and needs no temporary table (docs/adr).
    """
    if not rows:
        return
    execute(f"{inserting(table, columns)} {conflict}", as_objects(columns, rows))


def inserting(table: str, columns: Mapping[str, str]) -> str:
    """The statement that inserts rows of the present tenant, of one parameter with all of them."""
    names = ", ".join(f'"{name}"' for name in columns)
    types = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    return (
        f"INSERT INTO {table} (arbodienst_id, {names}) "
        f"SELECT current_setting('vb.tenant')::int, {names} "
        f"FROM jsonb_to_recordset(%s::jsonb) AS row({types})"
    )


def as_objects(columns: Iterable[str], rows: Sequence[Sequence[Any]]) -> str:
    """Rows as the JSON array of objects that jsonb_to_recordset reads."""
    names = tuple(columns)
    objects = [dict(zip(names, row, strict=True)) for row in rows]
    return orjson.dumps(objects, option=orjson.OPT_NON_STR_KEYS).decode()


def write_json(value: object) -> str:
    """A value as the text of a json or jsonb parameter."""
    return json.dumps(value, ensure_ascii=False)


def _cursor() -> "psycopg.Cursor[Row]":
    # Once a request, as Django does for its own cursors: a server that restarted is found here.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)
