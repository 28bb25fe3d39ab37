"""What is in a database, as far as a backup has to know it."""

from collections.abc import Mapping

import psycopg
from psycopg import sql

from verzuimbrug.store.sealed import MESSAGE_BODY

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
_KNOWN = "SELECT to_regclass('public.django_migrations') IS NOT NULL"
_SEQUENCES = """
SELECT sequencename, last_value FROM pg_sequences
WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY sequencename
"""
_NUMBERED = """
SELECT c.relname, a.attname,
       pg_get_serial_sequence(quote_ident(c.relname), a.attname)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attidentity <> ''
"""
_SEALED = """
SELECT b.content, b.arbodienst_id, encode(m.sha256, 'hex')
FROM store_messagebody b JOIN store_message m ON m.id = b.id
WHERE octet_length(b.content) > 0 ORDER BY b.id DESC LIMIT 20
"""
FILLED_BY_MIGRATIONS = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "store_keymark",
}


def server_major(connection: psycopg.Connection) -> int:
    """The major version of the server."""
    return connection.info.server_version // 10000


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows each table has."""
    counts = {}
    for (table,) in connection.execute(_TABLES).fetchall():
        count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        counts[table] = _one(connection, count)
    return counts


def has_content(counts: Mapping[str, int]) -> bool:
    """Whether somebody put something in the database."""
    return any(count for table, count in counts.items() if table not in FILLED_BY_MIGRATIONS)


def migrations_of(connection: psycopg.Connection) -> list[str]:
    """The migrations that the tables were made by; none of an empty database."""
    if not _one(connection, sql.SQL(_KNOWN)):
        return []
    return [name for (name,) in connection.execute(_MIGRATIONS).fetchall()]


def sequences_of(connection: psycopg.Connection) -> dict[str, int]:
    """The last number that each sequence gave."""
    return dict(connection.execute(_SEQUENCES).fetchall())


def numbers_given_twice(connection: psycopg.Connection) -> list[str]:
    """The tables that have a row with a number which their sequence has yet to give."""
    given = sequences_of(connection)
    found = []
    for table, column, sequence in connection.execute(_NUMBERED).fetchall():
        most = sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(
            sql.Identifier(column), sql.Identifier(table)
        )
        if _one(connection, most) > given.get(sequence.rpartition(".")[2], 0):
            found.append(table)
    return found


def open_some(connection: psycopg.Connection) -> int:
    """Decrypts the last received files; how many. Raises InvalidTag when the key is another."""
    rows = connection.execute(_SEALED).fetchall()
    for content, arbodienst, digest in rows:
        MESSAGE_BODY.unseal(content, digest, arbodienst=arbodienst)
    return len(rows)


def _one(connection: psycopg.Connection, query: sql.SQL | sql.Composed) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
