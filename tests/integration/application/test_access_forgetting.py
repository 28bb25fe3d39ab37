"""The access log is shortened by who owns the tables, and by term only (ADR 48)."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
import structlog
from django.db import OperationalError, transaction
from django.utils import timezone

from access_log_world import Log, ids_of, make_log
from verzuimbrug.application import access_chain
from verzuimbrug.application.access_chain import seal_access, show_chain, verify_access
from verzuimbrug.application.access_forgetting import (
    LogChangedError,
    TermRefusedError,
    forget_access,
)
from verzuimbrug.domain.access_chain import Break, BreakKind, Mark
from verzuimbrug.domain.access_forgetting import LEAST_DAYS
from verzuimbrug.store.access_chain import hold_chain
from verzuimbrug.store.models import AccessCheckpoint, AccessLog, AccessSeal
from verzuimbrug.store.sql import execute
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def log() -> Log:
    return make_log()


def test_what_is_over_its_term_goes_and_the_rest_is_whole(log: Log) -> None:
    head = verify_access(log.reader).head
    shown = forget_access(log.reader, LEAST_DAYS, dry_run=True)
    assert (shown.entries, shown.number, shown.is_done) == (3, 3, False)
    assert ids_of(log.reader) == log.ids
    with structlog.testing.capture_logs() as said:
        done = forget_access(log.reader, LEAST_DAYS, dry_run=False)
    assert (done.entries, done.number, done.is_done) == (3, 3, True)
    assert done.before == timezone.localdate() - timedelta(days=LEAST_DAYS)
    assert [each["number"] for each in said if each["event"] == "access_log_forgotten"] == [3]
    assert ids_of(log.reader)[:-1] == log.ids[3:]
    assert log.breaks(head) == []
    seal_access()
    found = verify_access(log.reader, head)
    assert (found.head.number, found.unsealed, found.breaks) == (6, 0, ())


def test_that_it_was_done_is_in_the_log_and_in_a_checkpoint(log: Log) -> None:
    log.forget()
    with tenant(log.reader.arbodienst):
        look = AccessLog.objects.order_by("id").last()
        kept = AccessCheckpoint.objects.get()
    assert look
    assert (look.principal, look.action, look.at) == ("test", "access-log.forgotten", kept.at)
    assert (kept.by, kept.number, kept.entry, kept.entries) == ("test", 3, log.ids[2], 3)
    assert show_chain(log.reader).checkpoint == verify_access(log.reader).checkpoint


def test_what_is_old_and_was_sealed_late_stays_behind_what_is_younger(log: Log) -> None:
    log.forget()
    assert log.forget() == 0
    seal_access()
    with tenant(log.reader.arbodienst):
        AccessLog.objects.create(
            arbodienst_id=log.reader.arbodienst,
            at=timezone.now() - timedelta(days=LEAST_DAYS + 5),
            principal="late",
            action="case.read",
        )
    assert not seal_access()
    assert log.forget() == 0
    assert log.breaks() == []


def test_the_last_of_a_log_stays_whatever_its_age() -> None:
    log = make_log(old=3, new=0)
    assert log.forget() == 2
    assert log.breaks() == []
    seal_access()
    assert log.forget() == 1
    assert log.breaks() == []


def test_another_arbodienst_keeps_itsmake_log(log: Log) -> None:
    other = make_log("FIT")
    log.forget()
    assert ids_of(other.reader) == other.ids
    assert other.forget() == 3
    assert (log.breaks(), other.breaks()) == ([], [])


@pytest.mark.parametrize("days", [0, LEAST_DAYS - 1, 36501])
def test_a_term_under_five_years_is_refused(log: Log, days: int) -> None:
    with pytest.raises(TermRefusedError, match="at least five years, which is 1827 days"):
        forget_access(log.reader, days, dry_run=False)
    assert ids_of(log.reader) == log.ids


def test_of_a_broken_chain_nothing_goes(log: Log, owner_connection: psycopg.Connection) -> None:
    owner_connection.execute(
        "UPDATE store_accesslog SET principal = 'y' WHERE id = %s", [log.ids[4]]
    )
    done = forget_access(log.reader, LEAST_DAYS, dry_run=False)
    assert (done.entries, done.is_done) == (0, False)
    assert done.breaks == (Break(kind=BreakKind.CHANGED, number=5, entry=log.ids[4]),)
    assert ids_of(log.reader) == log.ids


@pytest.fixture
def _nothing_goes(owner_connection: psycopg.Connection) -> Iterator[None]:
    """The server lets no entry go, whoever removes it."""
    owner_connection.execute(
        "CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    )
    owner_connection.execute(
        "CREATE TRIGGER stays BEFORE DELETE ON store_accesslog "
        "FOR EACH ROW EXECUTE FUNCTION stays()"
    )
    yield
    owner_connection.execute("DROP FUNCTION stays() CASCADE")


@pytest.mark.usefixtures("_nothing_goes")
def test_it_goes_as_a_whole_or_not_at_all(log: Log) -> None:
    with pytest.raises(LogChangedError):
        log.forget()
    assert ids_of(log.reader) == log.ids
    found = verify_access(log.reader)
    assert (found.breaks, found.checkpoint) == ((), None)


def test_nobody_verifies_while_it_is_forgotten(
    log: Log, owner_connection: psycopg.Connection
) -> None:
    with owner_connection.transaction():
        owner_connection.execute(
            "SELECT pg_advisory_xact_lock_shared(%s, %s)", [0x5643, log.reader.arbodienst]
        )
        assert log.breaks() == []
        with transaction.atomic():
            execute("SET LOCAL lock_timeout = '20ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                log.forget()
    assert log.forget() == 3
    with tenant(log.reader.arbodienst):
        hold_chain(log.reader.arbodienst, alone=True)
        assert log.breaks() == []


_CHECKPOINT = (BreakKind.CHECKPOINT, 3)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE store_accesscheckpoint SET by = 'nobody'", [_CHECKPOINT]),
        ("UPDATE store_accesscheckpoint SET entries = 2", [_CHECKPOINT]),
        (
            "UPDATE store_accesscheckpoint SET number = 2",
            [(BreakKind.CHECKPOINT, 2), (BreakKind.SEAL_REMOVED, 3)],
        ),
        (
            "DELETE FROM store_accesscheckpoint",
            [(BreakKind.SEAL_REMOVED, 1), (BreakKind.SEAL_REMOVED, 2), (BreakKind.SEAL_REMOVED, 3)],
        ),
        (
            "UPDATE store_accesslog SET employees = '[9]' WHERE id = %(fourth)s",
            [(BreakKind.CHANGED, 4)],
        ),
        ("DELETE FROM store_accesslog WHERE id = %(fourth)s", [(BreakKind.REMOVED, 4)]),
        (
            "DELETE FROM store_accesslog; DELETE FROM store_accessseal",
            [(BreakKind.TRUNCATED, 4)],
        ),
        (
            """
            INSERT INTO store_accessseal (arbodienst_id, number, entry, digest, at)
            SELECT arbodienst_id, 2, 0, digest, at FROM store_accessseal WHERE number = 4
            """,
            [(BreakKind.CHECKPOINT, 2)],
        ),
    ],
)
def test_what_is_left_still_tells_of_every_change(
    log: Log,
    owner_connection: psycopg.Connection,
    statement: str,
    broken: list[tuple[BreakKind, int]],
) -> None:
    log.forget()
    seal_access()
    assert log.breaks() == []
    for each in statement.split(";"):
        owner_connection.execute(each, {"fourth": log.ids[3]} if "%" in each else None)
    assert [(each.kind, each.number) for each in log.breaks()] == broken


def test_so_many_breaks_are_told_and_no_more(
    log: Log, owner_connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_chain, "_MOST_TOLD", 2)
    log.forget()
    owner_connection.execute("DELETE FROM store_accesscheckpoint")
    assert [each.number for each in log.breaks()] == [1, 2]


def test_a_head_from_before_says_nothing_and_is_no_false_alarm(log: Log) -> None:
    with tenant(log.reader.arbodienst):
        marks = _marks()
    log.forget()
    older = verify_access(log.reader, marks[2])
    assert (older.breaks, older.known_is_forgotten) == ((), True)
    # The last that went is in the checkpoint, and can still be compared.
    for number in (3, 4, 5):
        found = verify_access(log.reader, marks[number])
        assert (found.breaks, found.known_is_forgotten) == ((), False)
    other = verify_access(log.reader, Mark(3, bytes(32)))
    assert other.breaks == (Break(kind=BreakKind.REWRITTEN, number=3),)


def _marks() -> dict[int, Mark]:
    rows = AccessSeal.objects.values_list("number", "digest")
    return {number: Mark(number, bytes(digest)) for number, digest in rows}
