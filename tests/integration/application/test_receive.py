"""Taking in a delivery (MSG-5, VE-1)."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from psycopg import Connection

from configuring_world import WAIVED
from doors_world import STREAM, Coupling, coupling
from verzuimbrug.application.activation import activate
from verzuimbrug.application.receiving.receive import MAX_BYTES, Receipt, receive
from verzuimbrug.application.receiving.refusals import (
    Attempt,
    RefusalCode,
    RefusedError,
    record_refusal,
)
from verzuimbrug.application.sign_in.credentials import SignedIn
from verzuimbrug.store.models import Stream
from verzuimbrug.store.tenancy import tenant

MESSAGE = b"<Verzuimmeldingen/>"


@pytest.fixture
def ours(database: None) -> Coupling:
    """The coupling under test."""
    del database
    return coupling("GEZOND")


def take_in(coupling: Coupling, content: bytes = MESSAGE, door: str = "rest") -> Receipt:
    return receive(coupling.sender, STREAM, "a.xml", content, door)


def counts(owner: Connection) -> tuple[object, ...]:
    row = owner.execute(
        "SELECT (SELECT count(*) FROM store_message), (SELECT count(*) FROM store_messagebody), "
        "(SELECT count(*) FROM store_work), (SELECT count(*) FROM store_redelivery)"
    ).fetchone()
    assert row is not None
    return row


def test_a_duplicate_is_kept_as_a_redelivery(ours: Coupling, owner_connection: Connection) -> None:
    first, second = take_in(ours), take_in(ours, door="soap")
    assert (first.duplicate, second.duplicate) == (False, True)
    assert (second.receipt, second.received_at) == (first.receipt, first.received_at)
    assert counts(owner_connection) == (1, 1, 1, 1)


def test_the_same_bytes_on_another_stream_are_another_message(
    ours: Coupling, owner_connection: Connection
) -> None:
    with tenant(ours.arbodienst):
        Stream.objects.create(arbodienst_id=ours.arbodienst, account_id=ours.account, name="Ander")
    first = take_in(ours)
    second = receive(ours.sender, "Ander", "a.xml", MESSAGE, "rest")
    assert first.receipt != second.receipt
    assert counts(owner_connection) == (2, 2, 2, 0)


def test_a_rejected_message_is_taken_up_again_under_its_first_receipt(
    ours: Coupling, owner_connection: Connection
) -> None:
    first = take_in(ours)
    owner_connection.execute("DELETE FROM store_work")
    ours.reject(first.receipt)
    again = take_in(ours)
    assert (again.receipt, again.duplicate) == (first.receipt, False)
    rows = owner_connection.execute("SELECT state, codes FROM store_message").fetchall()
    assert rows == [("received", [])]
    assert counts(owner_connection) == (1, 1, 1, 0)
    assert take_in(ours).duplicate is True


def test_of_concurrent_twins_one_is_first_and_none_fails(
    ours: Coupling, owner_connection: Connection
) -> None:
    start = Barrier(6)

    def deliver(_: int) -> Receipt:
        start.wait()
        try:
            return take_in(ours)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(deliver, range(6)))
    assert len({receipt.receipt for receipt in receipts}) == 1
    assert sorted(receipt.duplicate for receipt in receipts) == [False] + [True] * 5
    assert counts(owner_connection) == (1, 1, 1, 5)


def test_the_workers_are_woken_when_there_is_work_and_only_then(
    ours: Coupling, owner_connection: Connection
) -> None:
    owner_connection.execute("LISTEN verzuimbrug_work")
    take_in(ours)
    take_in(ours)
    woken = [note.channel for note in owner_connection.notifies(timeout=0.5)]
    owner_connection.execute("UNLISTEN *")
    assert woken == ["verzuimbrug_work"]


def test_what_arrives_while_an_account_goes_live_is_not_left_waiting(
    owner_connection: Connection,
) -> None:
    ours = coupling("GEZOND", status="concept")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            activate(ours.ref, "test", WAIVED)
            arriving = pool.submit(_take_in_and_close, ours)
            _wait_for_a_blocked_transaction(owner_connection)
        arriving.result()
    rows = owner_connection.execute("SELECT state FROM store_work").fetchall()
    assert rows == [("ready",)]


def _wait_for_a_blocked_transaction(owner: Connection) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        blocked = owner.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        if blocked.fetchone() == (True,):
            return
    pytest.fail("nobody waits")


def _take_in_and_close(coupling: Coupling) -> Receipt:
    try:
        return take_in(coupling)
    finally:
        connection.close()


def test_an_account_that_is_gone_is_not_active(ours: Coupling) -> None:
    gone = SignedIn(arbodienst=ours.arbodienst, account=999_999)
    with pytest.raises(RefusedError, match="ACCOUNT-NIET-ACTIEF"):
        receive(gone, STREAM, "a.xml", MESSAGE, "rest")


def test_a_refused_delivery_leaves_nothing(ours: Coupling, owner_connection: Connection) -> None:
    for stream, content in ((STREAM, b" " * (MAX_BYTES + 1)), ("Onbekend", MESSAGE)):
        with pytest.raises(RefusedError):
            receive(ours.sender, stream, "a.xml", content, "rest")
    assert counts(owner_connection) == (0, 0, 0, 0)


def test_a_name_that_cannot_be_stored_is_stored_with_a_mark(
    ours: Coupling, owner_connection: Connection
) -> None:
    receive(ours.sender, STREAM, "a\0b\ud800c" + "x" * 400, MESSAGE, "rest")
    rows = owner_connection.execute("SELECT file_name FROM store_message").fetchall()
    assert rows == [("a\ufffdb\ufffdc" + "x" * 295,)]


def test_another_arbodienst_sees_nothing_of_a_delivery(ours: Coupling) -> None:
    theirs = coupling("FIT")
    take_in(ours)
    assert take_in(theirs).duplicate is False


def test_a_refusal_is_recorded_with_the_arbodienst_of_a_known_code_only(
    ours: Coupling, owner_connection: Connection
) -> None:
    for code in (ours.code, "onbekend"):
        attempt = Attempt(door="soap", address="::1", customer_code=code, stream="a\0", size=3)
        record_refusal(attempt, RefusalCode.SIGN_IN_FAILED)
    rows = owner_connection.execute(
        "SELECT arbodienst_id, stream, size FROM store_refusedattempt ORDER BY id"
    ).fetchall()
    assert rows == [(ours.arbodienst, "a\ufffd", 3), (None, "a\ufffd", 3)]


def test_an_announced_size_beyond_all_numbers_is_recorded_as_the_largest(
    ours: Coupling, owner_connection: Connection
) -> None:
    attempt = Attempt(door="sftp", address="::1", customer_code=ours.code, size=2**64)
    record_refusal(attempt, RefusalCode.TOO_LARGE)
    rows = owner_connection.execute("SELECT size FROM store_refusedattempt").fetchall()
    assert rows == [(2**63 - 1,)]
