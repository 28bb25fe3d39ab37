"""`python -m verzuimbrug.project.migrate`: bring the database up to this release.

Done as the owner of the tables, by one process at a time. The application's role is there before
the first table is; which rights it has on a table, the migration that makes the table says.
"""

import hashlib
import hmac
import os
import sys
from pathlib import Path

import django
import psycopg
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import OperationalError
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from psycopg.conninfo import make_conninfo

from verzuimbrug.project.databases import (
    application_password,
    find_urls,
    is_external,
    parameters,
)
from verzuimbrug.project.embedded import APPLICATION
from verzuimbrug.project.embedded.roles import make_role
from verzuimbrug.project.environment import data_folder
from verzuimbrug.project.secrets import make_keys

# Any number will do, as long as nobody else locks it.
_LOCK = 7_368_261
_SEALED_BEFORE = """
SELECT EXISTS (SELECT FROM (SELECT content FROM store_messagebody WHERE content <> ''
               ORDER BY id LIMIT 1) AS first WHERE substring(content FROM 1 FOR 1) = '\\x01')
"""
"""Whether values are sealed as they were before keys could be rotated (ADR 41)."""
_MADE_BEFORE = """
SELECT EXISTS (SELECT FROM django_migrations WHERE app = 'store' AND name = '0003_change_safety')
"""
"""Whether the tables were made before the first release (ADR 34)."""


class InstallationError(Exception):
    """The installation is not as it should be; the text says what to do."""


def migrate(data: Path) -> None:
    """Role, rights, tables; changes nothing when all is as it should be."""
    owner = make_conninfo(**parameters(find_urls(data).owner))
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        let_application_in(connection, data)
        _refuse_older(connection)
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        _check_index_key(connection)
        # The application looks whether the tables are those of its release.
        connection.execute(f"GRANT SELECT ON django_migrations TO {APPLICATION}")
    _check()


def let_application_in(connection: psycopg.Connection, data: Path) -> None:
    """The application's role, and its right to connect; what it may on a table is not here."""
    if parameters(find_urls(data).application)["user"] != APPLICATION:
        raise InstallationError(f"the user in DATABASE_APP_URL is not {APPLICATION}")
    if is_external() and not os.environ.get("DATABASE_APP_URL"):
        _make_application(connection, application_password(data))
    _grant(connection)


def known_migrations() -> set[str]:
    """The migrations that this release knows, as `app.name`."""
    loader = MigrationLoader(None)
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def _refuse_older(connection: psycopg.Connection) -> None:
    known = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
    if known == (None,):
        return
    sealed = connection.execute("SELECT to_regclass('public.store_messagebody')").fetchone()
    made = (_MADE_BEFORE, *([_SEALED_BEFORE] if sealed != (None,) else []))
    if any(connection.execute(query).fetchone() == (True,) for query in made):
        raise InstallationError(
            "this database was made by a version from before the first release, and cannot be "
            "brought up to this one; start on an empty database or data folder, and apply the "
            "configuration that `verzuimbrug config export` of that version gives"
        )


def _check_index_key(connection: psycopg.Connection) -> None:
    """Persons are found by hashes under this key: another one would find nobody, in silence."""
    mark = hmac.new(settings.INDEX_KEY, b"verzuimbrug index key", hashlib.sha256).digest()
    connection.execute(
        "INSERT INTO store_keymark (name, mark) VALUES ('index', %s) ON CONFLICT DO NOTHING", [mark]
    )
    kept = connection.execute("SELECT mark FROM store_keymark WHERE name = 'index'").fetchone()
    if kept != (mark,):
        raise InstallationError(
            "this is not the index key that the database was made with; put that one back in "
            "keys/index.key, or in VERZUIMBRUG_INDEX_KEY"
        )


def _make_application(connection: psycopg.Connection, password: str) -> None:
    """Make the application's role on a named server; only a hash of its password goes there."""
    try:
        make_role(connection, APPLICATION, "LOGIN", password)
    except psycopg.errors.InsufficientPrivilege as refused:
        raise InstallationError(
            f"the role of DATABASE_URL may not make the role {APPLICATION}; "
            "make it yourself and give its URL in DATABASE_APP_URL"
        ) from refused


def _grant(connection: psycopg.Connection) -> None:
    names = {
        "role": sql.Identifier(APPLICATION),
        "database": sql.Identifier(connection.info.dbname),
    }
    for statement in (
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}",
        "GRANT USAGE ON SCHEMA public TO {role}",
    ):
        connection.execute(sql.SQL(statement).format(**names))


def _check() -> None:
    found = run_checks(tags=[Tags.database], databases=["owner", "default"])
    serious = [f"{message.msg} ({message.id}); {message.hint}" for message in found]
    if serious:
        raise InstallationError("\n".join(serious))


def main() -> None:
    """Migrate the instance of the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verzuimbrug.project.settings")
    # Before the settings read them.
    make_keys(data_folder())
    django.setup()
    try:
        migrate(settings.DATA_FOLDER)
    except (InstallationError, OperationalError, psycopg.OperationalError) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
