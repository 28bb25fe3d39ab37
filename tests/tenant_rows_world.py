"""A row of each of two arbodiensten in every tenant table, made from what PostgreSQL says of them.

The rows of one arbodienst all have one id, its own, so that every reference finds its row.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.db import connection

from live_world import empty

OURS, THEIRS = 1, 2
TENANTS = (OURS, THEIRS)

_TABLES = """
SELECT relname::text,
       coalesce((SELECT jsonb_object_agg(attname, typname) FROM pg_attribute a
                 JOIN pg_type t ON t.oid = atttypid
                 WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attnotnull
                   AND attname NOT IN ('id', 'arbodienst_id')), '{}'),
       coalesce((SELECT jsonb_object_agg(attname, confrelid::regclass::text)
                 FROM pg_constraint
                 JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY(conkey)
                 WHERE conrelid = c.oid AND contype = 'f' AND attname <> 'arbodienst_id'), '{}')
FROM pg_class c
WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relrowsecurity
ORDER BY relname
"""
_VALUES = {
    "bool": "false",
    "bytea": r"'\x00'",
    "date": "current_date",
    "int2": "1",
    "int4": "1",
    "int8": "1",
    "jsonb": "'{}'",
    "text": "'x'",
    "timestamptz": "now()",
    "uuid": "gen_random_uuid()",
    "varchar": "'x'",
}
"""Any value of each type; of an array, the empty one."""

_PEOPLE = """
INSERT INTO store_user (id, arbodienst_id, email, name, role, scope_all, created_at, password,
                        is_active, language)
SELECT id, id, code, code, 'manage', true, now(), '', true, 'nl' FROM store_arbodienst
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TenantTable:
    """A table under row-level security: the types of what has to be there, what it refers to."""

    name: str
    types: Mapping[str, str]
    references: Mapping[str, str]

    def insert(self, arbodienst: int, number: int) -> str:
        """The statement that puts a row in."""
        values = {
            **{column: _VALUES.get(kind, "'{}'") for column, kind in self.types.items()},
            **dict.fromkeys(self.references, str(arbodienst)),
            "id": str(number),
            "arbodienst_id": str(arbodienst),
        }
        columns = ", ".join(f'"{column}"' for column in values)
        return f'INSERT INTO "{self.name}" ({columns}) VALUES ({", ".join(values.values())})'  # noqa: S608 -- our own names


def tenant_tables(owner: psycopg.Connection) -> tuple[TenantTable, ...]:
    """All of them, as the database has them."""
    return tuple(
        TenantTable(name=name, types=types, references=references)
        for name, types, references in owner.execute(_TABLES)
    )


@contextmanager
def rows_everywhere(owner: psycopg.Connection) -> Iterator[Mapping[str, TenantTable]]:
    """The tables by name, each with a row of both arbodiensten, until the end of the block."""
    tables = tenant_tables(owner)
    with owner.transaction():
        for each in TENANTS:
            owner.execute(
                "INSERT INTO store_arbodienst (id, code, name) VALUES (%s, %s, 'x')", [each, each]
            )
        owner.execute(_PEOPLE)
        for table in tables:
            for each in TENANTS:
                owner.execute(table.insert(each, each))
    yield {table.name: table for table in tables}
    connection.close()
    empty(owner)
