"""Taking in many deliveries at once: what is plain is kept, all else is left alone (ADR 35)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from psycopg import Connection, connect, sql

from doors_world import STREAM, Coupling, coupling
from verzuimbrug.application.receiving.receive import Receipt
from verzuimbrug.application.receiving.receive_many import (
    Delivery,
    SignIn,
    call_workers,
    receive_many,
)
from verzuimbrug.application.sign_in.issuing import revoke, rotate
from verzuimbrug.application.sign_in.throttling import hashes_of
from verzuimbrug.domain.throttling import MOST_PER_PLACE
from verzuimbrug.project import embedded
from verzuimbrug.project.embedded.facts import superuser_url
from verzuimbrug.store.models import ClientAccount, Credential, SignInFailures
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.tenancy import tenant

HERE = "192.0.2.7"


@pytest.fixture
def ours(database: None) -> Coupling:
    """The coupling under test."""
    del database
    return coupling("GEZOND")


@pytest.fixture
def theirs(database: None) -> Coupling:
    """A coupling of another arbodienst."""
    del database
    return coupling("FIT")


@pytest.fixture
def calling_nobody(database_server: embedded.Server) -> Iterator[None]:
    """A database that refuses to call the workers."""
    url = superuser_url(database_server.data)
    with connect(url, dbname=embedded.DATABASE, autocommit=True) as superuser:
        superuser.execute("REVOKE EXECUTE ON FUNCTION pg_notify FROM PUBLIC")
        try:
            yield
        finally:
            superuser.execute("GRANT EXECUTE ON FUNCTION pg_notify TO PUBLIC")


def delivery(who: Coupling, content: bytes, stream: str = STREAM, **other: str) -> Delivery:
    given = {"customer_code": who.code, "token": who.token, "address": HERE} | other
    return Delivery(
        sign_in=SignIn(**given), stream=stream, file_name="a.xml", content=content, door="rest"
    )


def kept(owner: Connection) -> list[tuple[object, ...]]:
    return owner.execute(
        "SELECT m.arbodienst_id, m.receipt, m.size, w.state FROM store_message m "
        "JOIN store_work w ON w.message = m.id ORDER BY m.id"
    ).fetchall()


def numbers(receipts: list[Receipt | None]) -> list[str | None]:
    return [receipt.receipt if receipt else None for receipt in receipts]


def test_deliveries_of_several_arbodiensten_are_kept_each_in_its_own(
    ours: Coupling, theirs: Coupling, owner_connection: Connection
) -> None:
    receipts = receive_many(
        [delivery(theirs, b"<a/>"), delivery(ours, b"<a/>"), delivery(theirs, b"<bb/>")]
    )
    first, second, third = numbers(receipts)
    assert sorted(kept(owner_connection), key=lambda row: str(row[1])) == sorted(
        [
            (theirs.arbodienst, first, 4, "ready"),
            (ours.arbodienst, second, 4, "ready"),
            (theirs.arbodienst, third, 5, "ready"),
        ],
        key=lambda row: str(row[1]),
    )


def test_bytes_are_kept_encrypted_and_whole(ours: Coupling) -> None:
    receive_many([delivery(ours, b"\0 no XML"), delivery(ours, b"")])
    assert ours.kept() == [b"\0 no XML", b""]


def test_nothing_to_receive_is_nothing_received(database: None) -> None:
    del database
    assert receive_many([]) == []


def test_of_equal_bytes_the_first_is_plain(ours: Coupling, owner_connection: Connection) -> None:
    same = [delivery(ours, b"<a/>")] * 3
    first, *others = receive_many(same)
    assert first is not None
    assert others == [None, None]
    assert receive_many(same) == [None] * 3
    assert len(kept(owner_connection)) == 1


def test_a_sender_with_a_wrong_token_is_left_to_who_counts_failures(
    ours: Coupling, theirs: Coupling, owner_connection: Connection
) -> None:
    revoke(theirs.ref, "test")
    left = [
        delivery(ours, b"<a/>", token="onjuist"),
        delivery(ours, b"<a/>", token=theirs.token),
        delivery(ours, b"<a/>", customer_code="XXXX"),
        delivery(theirs, b"<a/>"),
    ]
    assert receive_many(left) == [None] * 4
    assert kept(owner_connection) == []
    assert not SignInFailures.objects.exists()


def test_who_failed_before_is_left_to_who_forgives(ours: Coupling) -> None:
    hashes = hashes_of(SignInKind.CUSTOMER_CODE, ours.code, HERE)
    SignInFailures.objects.create(hash=hashes.name, since=timezone.now(), count=1)
    here, elsewhere = receive_many(
        [delivery(ours, b"<a/>"), delivery(ours, b"<b/>", address="192.0.2.8")]
    )
    assert here is None
    assert elsewhere is not None


@pytest.mark.parametrize(
    ("count", "is_plain"), [(MOST_PER_PLACE - 1, True), (MOST_PER_PLACE, False)]
)
def test_from_a_place_with_too_many_failures_nothing_is_plain(
    ours: Coupling, count: int, *, is_plain: bool
) -> None:
    hashes = hashes_of(SignInKind.CUSTOMER_CODE, ours.code, HERE)
    SignInFailures.objects.create(hash=hashes.place, since=timezone.now(), count=count)
    (receipt,) = receive_many([delivery(ours, b"<a/>")])
    assert (receipt is not None) is is_plain


def test_only_an_address_that_is_allowed_is_plain(ours: Coupling) -> None:
    with tenant(ours.arbodienst):
        ClientAccount.objects.update(allowed_addresses=["192.0.2.0/25"])
    allowed, foreign = receive_many(
        [delivery(ours, b"<a/>"), delivery(ours, b"<b/>", address="192.0.2.200")]
    )
    assert allowed is not None
    assert foreign is None


@pytest.mark.parametrize("status", ["concept", "ready", "suspended", "closed"])
def test_only_an_active_account_is_plain(ours: Coupling, status: str) -> None:
    ours.turn(status)
    assert receive_many([delivery(ours, b"<a/>")]) == [None]


def test_an_unknown_stream_holds_up_no_other(ours: Coupling) -> None:
    unknown, known = receive_many(
        [delivery(ours, b"<a/>", stream="Onbekend"), delivery(ours, b"<a/>")]
    )
    assert unknown is None
    assert known is not None


def test_during_an_overlap_both_tokens_are_plain(ours: Coupling) -> None:
    renewed = rotate(ours.ref, "test", timedelta(days=7))
    receipts = receive_many([delivery(ours, b"<a/>"), delivery(ours, b"<b/>", token=renewed.token)])
    assert all(receipts)


def test_that_a_credential_is_used_is_kept_to_the_minute(ours: Coupling) -> None:
    receive_many([delivery(ours, b"<a/>")])
    (first,) = _last_used(ours)
    receive_many([delivery(ours, b"<b/>")])
    assert first is not None
    assert _last_used(ours) == [first]


def _last_used(who: Coupling) -> list[object]:
    with tenant(who.arbodienst):
        return list(Credential.objects.values_list("last_used_at", flat=True))


def test_the_workers_are_called_by_themselves(ours: Coupling, owner_connection: Connection) -> None:
    owner_connection.execute("LISTEN verzuimbrug_work")
    receive_many([delivery(ours, b"<a/>"), delivery(ours, b"<b/>")])
    before = [note.channel for note in owner_connection.notifies(timeout=0.2)]
    call_workers()
    after = [note.channel for note in owner_connection.notifies(timeout=0.5)]
    owner_connection.execute("UNLISTEN *")
    assert (before, after) == ([], ["verzuimbrug_work"])


def test_who_stands_in_the_way_of_one_is_not_waited_for(
    ours: Coupling, theirs: Coupling, owner_connection: Connection
) -> None:
    lock = sql.SQL("SELECT FROM store_clientaccount WHERE id = {} FOR UPDATE")
    with owner_connection.transaction():
        owner_connection.execute(lock.format(ours.account))
        with pytest.raises(OperationalError, match="lock timeout"):
            receive_many([delivery(theirs, b"<a/>"), delivery(ours, b"<a/>")])
    assert kept(owner_connection) == []


def test_nothing_is_kept_of_what_is_rolled_back(
    ours: Coupling, owner_connection: Connection
) -> None:
    with transaction.atomic():
        assert all(receive_many([delivery(ours, b"<a/>")]))
        transaction.set_rollback(True)
    assert kept(owner_connection) == []


@pytest.mark.usefixtures("calling_nobody")
def test_what_is_kept_stays_kept_when_no_worker_can_be_called(
    ours: Coupling, owner_connection: Connection
) -> None:
    (receipt,) = numbers(receive_many([delivery(ours, b"<a/>")]))
    call_workers()
    (another,) = numbers(receive_many([delivery(ours, b"<b/>")]))
    assert kept(owner_connection) == [
        (ours.arbodienst, receipt, 4, "ready"),
        (ours.arbodienst, another, 4, "ready"),
    ]
