"""The doors on the web server as an instance runs it, where other servers read a body otherwise."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from doors_world import STREAM, Coupling, Site, coupling
from live_world import until
from verzuimbrug.project import embedded
from verzuimbrug.store.sql import select

PATH = f"/api/v1/streams/{STREAM}/messages"
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def ours(arena: Site) -> Coupling:
    """A coupling that delivers."""
    del arena
    return coupling("DEUREN")


def test_a_body_in_chunks_is_kept_whole(arena: Site, ours: Coupling) -> None:
    # Without a length the client sends chunks.
    reply = arena.call("POST", PATH, iter([b"<a>", b"in stukken", b"</a>"]), ours.basic)
    expected = hashlib.sha256(b"<a>in stukken</a>").hexdigest()
    assert (reply.status, json.loads(reply.body)["sha256"]) == (202, expected)


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in chunks"])
def test_a_body_that_is_too_large_is_refused_and_the_sender_gets_to_read_it(
    arena: Site, ours: Coupling, *, announced: bool
) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(60):
            yield b" " * MIB

    length = {"Content-Length": str(60 * MIB)} if announced else {}
    reply = arena.call("POST", PATH, pieces(), {**ours.basic, **length})
    assert (reply.status, json.loads(reply.body)["code"]) == (413, "BESTAND-TE-GROOT")


def test_both_doors_count_the_same_bytes_as_one_delivery(arena: Site, ours: Coupling) -> None:
    content = b"<langs-twee-deuren/>"
    first = json.loads(arena.call("POST", PATH, content, ours.basic).body)
    envelope = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
        '<LeverAan xmlns="urn:verzuimbrug:bestandsoverdracht:1">'
        f"<Klantcode>{ours.code}</Klantcode><Token>{ours.token}</Token>"
        f"<Gegevensstroom>{STREAM}</Gegevensstroom><Bestandsnaam>b.xml</Bestandsnaam>"
        "<Inhoud>PGxhbmdzLXR3ZWUtZGV1cmVuLz4=</Inhoud></LeverAan></e:Body></e:Envelope>"
    )
    reply = arena.call("POST", "/services/bestandsoverdracht", envelope.encode())
    assert f"<Ontvangstnummer>{first['receipt']}</Ontvangstnummer>".encode() in reply.body
    assert b"<AlBekend>true</AlBekend>" in reply.body


_OTHERS = "FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()"


def test_connections_that_the_database_closed_cost_no_delivery(arena: Site, ours: Coupling) -> None:
    for number in range(20):
        arena.call("POST", PATH, b"<voor-%d/>" % number, ours.basic)
    select(f"SELECT pg_terminate_backend(pid) {_OTHERS}")
    until(lambda: select(f"SELECT count(*) {_OTHERS}") == [(0,)])

    statuses = [
        arena.call("POST", PATH, b"<na-%d/>" % number, ours.basic).status for number in range(40)
    ]
    assert set(statuses) == {202}


def test_server_that_only_reads_is_as_good_as_away(
    arena: Site, ours: Coupling, database_server: embedded.Server
) -> None:
    for number in range(8):
        arena.call("POST", PATH, b"<schrijft-%d/>" % number, ours.basic)
    with _only_reading(database_server.owner_url):
        refused = {arena.call("POST", PATH, b"<leest/>", ours.basic).status for _ in range(8)}
        health = arena.call("GET", "/readyz").status
    again = [arena.call("POST", PATH, b"<leest/>", ours.basic) for _ in range(8)]

    assert (refused, health) == ({503}, 503)
    assert {reply.status for reply in again} == {202}
    assert [json.loads(reply.body)["duplicate"] for reply in again] == [False, *[True] * 7]


@contextmanager
def _only_reading(owner_url: str) -> Iterator[None]:
    """While the server takes no writes, as a standby does; connections are closed as it changes."""
    setting = f"ALTER DATABASE {embedded.DATABASE} SET default_transaction_read_only"
    with psycopg.connect(owner_url, autocommit=True) as owner:
        try:
            owner.execute(f"{setting} = on".encode())
            select(f"SELECT pg_terminate_backend(pid) {_OTHERS}")
            yield
        finally:
            owner.execute(f"{setting} = off".encode())
