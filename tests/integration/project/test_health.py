"""Whether a process lives is another question than whether it can serve."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from structlog.testing import capture_logs

from sending_world import deliver, go_live, report, sick
from verzuimbrug.application.operation import checks
from verzuimbrug.application.operation.checks import CheckName, check_service
from verzuimbrug.project.data_keys import DataKeys

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _looks_anew() -> Iterator[None]:
    """A process that opened something once does not look again; here it does."""
    checks._open_something.cache_clear()  # noqa: SLF001 -- as a new process would
    yield
    checks._open_something.cache_clear()  # noqa: SLF001


def _troubles() -> dict[CheckName, str]:
    return {check.name: check.trouble for check in check_service() if check.trouble}


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that lets nobody in."""
    connection.close()
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")


def test_an_instance_that_can_serve_is_ready() -> None:
    answer = Client().get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ready\n")
    assert [check.name for check in check_service()] == list(CheckName)


@pytest.mark.usefixtures("away")
def test_without_a_database_a_process_lives_and_cannot_serve() -> None:
    alive, ready = Client().get("/healthz"), Client().get("/readyz")

    assert (alive.status_code, alive.content) == (200, b"ok\n")
    assert (ready.status_code, ready.content) == (503, b"database failed\n")


@pytest.mark.usefixtures("away")
def test_what_is_wrong_goes_to_the_log_and_not_to_strangers() -> None:
    with capture_logs() as lines:
        Client().get("/readyz")

    (line,) = [line for line in lines if line["event"] == "not_ready"]
    assert line["check"] == "database"
    assert "OperationalError" in line["trouble"]


def test_a_standby_takes_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        assert Client().get("/readyz").content == b"writable failed\n"
    finally:
        connection.close()


def test_tables_of_an_older_release_are_told(owner_connection: psycopg.Connection) -> None:
    newest = "UPDATE django_migrations SET name = %s WHERE app = 'store' AND name = %s"
    owner_connection.execute(newest, ["renamed", "0003_signing_in"])
    try:
        assert _troubles() == {CheckName.MIGRATIONS: "not applied: store.0003_signing_in"}
    finally:
        owner_connection.execute(newest, ["0003_signing_in", "renamed"])


def test_tables_of_a_later_release_are_no_trouble(owner_connection: psycopg.Connection) -> None:
    owner_connection.execute(
        "INSERT INTO django_migrations (id, app, name, applied) "
        "VALUES (9999, 'store', '9999_later', now())"
    )
    try:
        assert _troubles() == {}
    finally:
        owner_connection.execute("DELETE FROM django_migrations WHERE id = 9999")


def test_a_key_that_opens_nothing_stored_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    deliver(go_live(), sick(report()))
    assert _troubles() == {}

    checks._open_something.cache_clear()  # noqa: SLF001
    monkeypatch.setattr(settings, "DATA_KEYS", DataKeys((os.urandom(32),), "another"))
    assert set(_troubles()) == {CheckName.KEYS}


def test_a_message_of_which_the_bytes_were_erased_is_no_trouble(
    owner_connection: psycopg.Connection,
) -> None:
    deliver(go_live(), sick(report()))
    owner_connection.execute("UPDATE store_messagebody SET content = ''")
    assert _troubles() == {}


def test_without_a_key_nothing_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_KEYS", DataKeys((), "none"))
    assert Client().get("/readyz").content == b"keys failed\n"
