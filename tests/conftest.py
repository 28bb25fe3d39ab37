"""Fixtures: a database in which row-level security is in force, as in the real thing.

`default` is the application's role; `owner_connection` sees everything. Each process of a test
run has an embedded server of its own. Unit tests never get here: pytest-django keeps the
database shut for whoever does not ask for the fixture `database`.
"""

import os
import time
from collections.abc import Iterator

import asyncssh
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from rigour import tries
from verzuimbrug.project import embedded
from verzuimbrug.project.data_keys import DataKeys
from verzuimbrug.project.migrate import migrate

hypothesis_settings.register_profile("verzuimbrug", deadline=None, max_examples=tries(60))
hypothesis_settings.load_profile("verzuimbrug")

# Only tables that hold something, and not what migrations filled. A few rows are deleted, all in
# one statement, at whose end nothing refers to what is gone: TRUNCATE makes new
# files for each table and index, which costs much more.
_EMPTY_ALL = """
DO $$
DECLARE
    name text;
    found boolean;
    filled text[] := '{}';
    is_large boolean := false;
BEGIN
    FOR name IN
        SELECT quote_ident(tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT IN
            ('django_migrations', 'django_content_type', 'auth_permission', 'store_keymark')
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO found;
        IF found THEN
            filled := filled || name;
            EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ' OFFSET 200)' INTO found;
            is_large := is_large OR found;
        END IF;
    END LOOP;
    IF cardinality(filled) = 0 THEN
        RETURN;
    ELSIF is_large THEN
        EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE';
    ELSE
        EXECUTE 'WITH ' || (
            SELECT string_agg(format('t%s AS (DELETE FROM %s)', number, filled[number]), ', ')
            FROM generate_subscripts(filled, 1) number
        ) || ' SELECT';
    END IF;
    PERFORM setval(quote_ident(sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
    AND sequencename NOT IN
        ('django_migrations_id_seq', 'django_content_type_id_seq', 'auth_permission_id_seq');
END $$
"""
_AT_WORK = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'
"""
_QUIET_WITHIN_SECONDS = 20.0


_LONG = {
    "acceptance",
    "authorization",
    "browser",
    "faults",
    "project",
    "worker",
    "test_rest_description.py",
}
"""Files and folders of files that take long: they go first, or one process ends long after all."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the files that take long in front; the order is random in other respects."""
    items.sort(key=lambda item: not ({*item.path.parts} & _LONG or "_random" in item.path.name))


@pytest.fixture(scope="session", autouse=True)
def _keys() -> None:
    """Keys for this run only."""
    settings.DATA_KEYS = DataKeys((os.urandom(32),), "the tests")
    settings.INDEX_KEY = os.urandom(32)
    settings.SECRET_KEY = os.urandom(32).hex()
    host_key = asyncssh.generate_private_key("ssh-ed25519")
    settings.SFTP_HOST_KEY = host_key.export_private_key("openssh").decode()


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Nothing: pytest-django's own test database is not used."""


@pytest.fixture(scope="session")
def database_server(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[embedded.Server]:
    """A migrated instance, for all tests of this process."""
    data = tmp_path_factory.mktemp("instance") / "var"
    settings.DATA_FOLDER = data
    with django_db_blocker.unblock(), embedded.start(data) as server:
        _do_not_wait_for_disks(server)
        migrate(data)
        yield server
        connections.close_all()
    embedded.remove_cluster(data)


def _do_not_wait_for_disks(server: embedded.Server) -> None:
    """What is lost in a power cut is no loss here."""
    with psycopg.connect(server.owner_url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {embedded.DATABASE} SET synchronous_commit = off")


@pytest.fixture(scope="session")
def _owner(database_server: embedded.Server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_server.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def database(_owner: psycopg.Connection, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """An empty database, open to the test; its transactions are real ones."""
    with django_db_blocker.unblock():
        yield
        for connection in connections.all(initialized_only=True):
            connection.close()
    _await_quiet(_owner)
    _owner.execute(_EMPTY_ALL)


def _await_quiet(owner: psycopg.Connection) -> None:
    """Waits until servers of the test have ended what they were at: it would lock what is emptied.

    A page that was left can still be worked on.
    """
    deadline = time.monotonic() + _QUIET_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if owner.execute(_AT_WORK).fetchone() == (0,):
            return
        owner.execute("SELECT pg_sleep(0.02)")


@pytest.fixture
def owner_connection(database: None, _owner: psycopg.Connection) -> psycopg.Connection:
    """The database as the owner of the tables sees it, past row-level security."""
    del database
    return _owner
