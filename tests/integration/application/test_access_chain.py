"""The access log is chained after its rows, and the verifier says where it is broken (NEN 7513)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Thread

import psycopg
import pytest
import structlog
from django.db import connection, transaction
from django.utils import timezone

from command_world import give
from configuring_world import coupling
from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.access_chain import seal_access, show_chain, verify_access
from verzuimbrug.domain.access_chain import Break, BreakKind, Mark
from verzuimbrug.store.models import AccessLog
from verzuimbrug.store.sql import select
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


@dataclass(frozen=True, slots=True)
class Log:
    """The log of one arbodienst, with five entries that are sealed."""

    reader: Reader
    ids: list[int]


def _look(reader: Reader, number: int = 1) -> None:
    with tenant(reader.arbodienst):
        for each in range(number):
            record_access(reader, ReadAction.DOSSIER, employees=[each])


@pytest.fixture
def log() -> Log:
    reader = Reader(arbodienst=coupling().arbodienst, principal="test")
    _look(reader, 5)
    assert not seal_access()
    with tenant(reader.arbodienst):
        ids = list(AccessLog.objects.order_by("id").values_list("id", flat=True))
    return Log(reader, ids)


def _found(log: Log, known: Mark | None = None) -> list[Break]:
    return list(verify_access(log.reader, known).breaks)


def test_entries_are_sealed_in_order_and_once(log: Log) -> None:
    found = verify_access(log.reader)
    assert (found.head.number, found.unsealed, found.breaks) == (5, 0, ())
    _look(log.reader, 2)
    assert verify_access(log.reader).unsealed == 2
    assert not seal_access()
    assert not seal_access()
    found = verify_access(log.reader)
    assert (found.head.number, found.unsealed, found.breaks) == (7, 0, ())


def test_each_arbodienst_has_a_chain_of_its_own(log: Log) -> None:
    other = Reader(arbodienst=coupling("FIT").arbodienst, principal="test")
    _look(other)
    seal_access()
    assert verify_access(other).head.number == 1
    assert verify_access(log.reader).head.number == 5


def test_an_entry_that_comes_later_with_a_lower_number_is_sealed_too(log: Log) -> None:
    def late() -> None:
        try:
            with tenant(log.reader.arbodienst):
                record_access(log.reader, ReadAction.CASE, employees=[1])
                _in_a_thread(_early)
        finally:
            connection.close()

    def _early() -> None:
        try:
            _look(log.reader)
            seal_access()
        finally:
            connection.close()

    _in_a_thread(late)
    seal_access()
    found = verify_access(log.reader)
    assert (found.head.number, found.unsealed, found.breaks) == (7, 0, ())


def _in_a_thread(work: Callable[[], None]) -> None:
    thread = Thread(target=work)
    thread.start()
    thread.join()


def test_one_process_seals_at_a_time(log: Log) -> None:
    _look(log.reader)
    sealed: list[bool] = []

    def other() -> None:
        try:
            sealed.append(seal_access())
        finally:
            connection.close()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x56425401])
        _in_a_thread(other)
    assert sealed == [False]
    assert show_chain(log.reader).unsealed == 1


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        (
            "UPDATE store_accesslog SET principal = 'user:x' WHERE id = %(third)s",
            [(BreakKind.CHANGED, 3)],
        ),
        ("DELETE FROM store_accesslog WHERE id = %(third)s", [(BreakKind.REMOVED, 3)]),
        (
            "DELETE FROM store_accessseal WHERE number = 3",
            [(BreakKind.SEAL_REMOVED, 3), (BreakKind.INSERTED, None)],
        ),
        (
            """
            UPDATE store_accessseal SET entry = CASE number WHEN 2 THEN %(third)s
            ELSE %(second)s END WHERE number IN (2, 3)
            """,
            [(BreakKind.REORDERED, 2), (BreakKind.REORDERED, 3)],
        ),
        (
            """
            INSERT INTO store_accesslog (id, arbodienst_id, at, principal, action, employees)
            SELECT 0, arbodienst_id, at, principal, action, employees FROM store_accesslog
            WHERE id = %(third)s
            """,
            [(BreakKind.INSERTED, None)],
        ),
    ],
)
def test_the_verifier_says_what_was_done_where(
    log: Log,
    owner_connection: psycopg.Connection,
    statement: str,
    broken: list[tuple[BreakKind, int | None]],
) -> None:
    owner_connection.execute("ALTER TABLE store_accessseal DROP CONSTRAINT access_seal_entry")
    long_ago = timezone.now() - timedelta(hours=2)
    owner_connection.execute("UPDATE store_accessseal SET at = %s", [long_ago])
    ids = {"second": log.ids[1], "third": log.ids[2]}
    try:
        owner_connection.execute(statement, ids)
        assert [(each.kind, each.number) for each in _found(log)] == broken
    finally:
        owner_connection.execute("TRUNCATE store_accessseal")
        owner_connection.execute(
            "ALTER TABLE store_accessseal ADD CONSTRAINT access_seal_entry "
            "UNIQUE (arbodienst_id, entry)"
        )


def test_an_end_that_is_gone_is_seen_by_what_was_kept(
    log: Log, owner_connection: psycopg.Connection
) -> None:
    head = verify_access(log.reader).head
    owner_connection.execute("DELETE FROM store_accesslog WHERE id >= %s", [log.ids[3]])
    owner_connection.execute("DELETE FROM store_accessseal WHERE entry >= %s", [log.ids[3]])
    assert _found(log) == [Break(kind=BreakKind.TRUNCATED, number=4)]
    owner_connection.execute("TRUNCATE store_accesscheck")
    assert _found(log) == []
    owner_connection.execute("TRUNCATE store_accesscheck")
    assert _found(log, head) == [Break(kind=BreakKind.TRUNCATED, number=4)]


def test_an_end_that_was_made_anew_is_seen_by_what_was_kept(
    log: Log, owner_connection: psycopg.Connection
) -> None:
    head = verify_access(log.reader).head
    owner_connection.execute("TRUNCATE store_accessseal")
    owner_connection.execute("DELETE FROM store_accesslog WHERE id = %s", [log.ids[0]])
    _look(log.reader)
    seal_access()
    assert _found(log, head) == [Break(kind=BreakKind.REWRITTEN, number=5)]


@pytest.mark.parametrize("table", ["accesslog", "accessseal", "accesscheck"])
@pytest.mark.parametrize("statement", ["UPDATE store_{} SET id = id", "DELETE FROM store_{}"])
def test_the_application_cannot_change_or_remove(table: str, statement: str, log: Log) -> None:
    with pytest.raises(Exception, match="permission denied"), tenant(log.reader.arbodienst):
        select(statement.format(table))


def test_how_the_chain_ends_goes_to_the_logs(log: Log) -> None:
    _look(log.reader)
    with structlog.testing.capture_logs() as said:
        seal_access()
    head = verify_access(log.reader).head
    (line,) = [each for each in said if each["event"] == "access_log_sealed"]
    assert (line["number"], line["digest"]) == (head.number, head.digest.hex())


def test_the_command_says_whether_it_is_whole(
    log: Log, owner_connection: psycopg.Connection
) -> None:
    def say(*arguments: str) -> tuple[int, str]:
        done = give("access-log", "verify", *arguments)
        return done.exit_code, done.output

    head = show_chain(log.reader).head_text
    assert say() == (0, f"GEZOND: whole; head {head}; 0 not sealed yet\n")
    assert say("--head", head)[0] == 0
    assert say("--head", "what")[0] == 2
    owner_connection.execute("DELETE FROM store_accesslog WHERE id = %s", [log.ids[2]])
    code, said = say()
    assert (code, f"GEZOND: removed at seal 3, entry {log.ids[2]}\n" in said) == (1, True)
    code, said = say("--json")
    assert (code, '"kind": "removed"' in said) == (1, True)
    coupling("FIT")
    assert say("--head", head)[0] == 2
