"""Delivering over REST."""

import hashlib
import json
import socket

import pytest
from psycopg import Connection

from doors_world import STREAM, Coupling, Reply, Site, basic
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.application.sign_in.issuing import revoke
from verzuimbrug.store.sealed import MESSAGE_BODY

PATH = f"/api/v1/streams/{STREAM}/messages"
MESSAGE = b"<Verzuimmeldingen/>"


def deliver(site: Site, coupling: Coupling, body: bytes = MESSAGE, **headers: str) -> Reply:
    return site.call("POST", PATH, body, {**coupling.basic, **headers})


def code_of(reply: Reply) -> str:
    return str(json.loads(reply.body)["code"])


def reasons(owner: Connection) -> list[tuple[object, ...]]:
    return owner.execute(
        "SELECT reason, door, address, arbodienst_id IS NULL, stream, size "
        "FROM store_refusedattempt ORDER BY id"
    ).fetchall()


def test_a_delivery_is_kept_byte_for_byte(
    site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    reply = deliver(site, ours)
    said = json.loads(reply.body)
    assert reply.status == 202
    assert said["sha256"] == hashlib.sha256(MESSAGE).hexdigest()
    assert said["duplicate"] is False
    kept = owner_connection.execute(
        "SELECT receipt, door, state, size, content FROM store_message m "
        "JOIN store_messagebody b ON b.id = m.id"
    ).fetchone()
    assert kept is not None
    assert kept[:4] == (said["receipt"], "rest", "received", len(MESSAGE))
    opened = MESSAGE_BODY.unseal(kept[4], said["sha256"], arbodienst=ours.arbodienst)
    assert opened == MESSAGE


def test_a_delivery_to_an_active_account_is_work(
    site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    deliver(site, ours)
    rows = owner_connection.execute("SELECT state, size, attempts FROM store_work").fetchall()
    assert rows == [("ready", len(MESSAGE), 0)]


@pytest.mark.parametrize("status", ["concept", "ready"])
def test_a_delivery_to_an_account_that_is_not_live_yet_waits(
    site: Site, ours: Coupling, owner_connection: Connection, status: str
) -> None:
    ours.turn(status)
    assert deliver(site, ours).status == 202
    assert owner_connection.execute("SELECT state FROM store_work").fetchall() == [("waiting",)]


def test_the_same_bytes_again_get_the_first_receipt(site: Site, ours: Coupling) -> None:
    first, second = (json.loads(deliver(site, ours).body) for _ in range(2))
    assert second == {**first, "duplicate": True}


def test_a_file_name_may_be_percent_encoded_or_plain(
    site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    deliver(site, ours, b"<a/>", **{"X-Bestandsnaam": "re%C3%AFntegratie.xml"})
    deliver(
        site, ours, b"<b/>", **{"X-Bestandsnaam": "reïntegratie.xml".encode().decode("latin-1")}
    )
    rows = owner_connection.execute("SELECT DISTINCT file_name FROM store_message").fetchall()
    assert rows == [("reïntegratie.xml",)]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_answered_in_the_one_shape(
    site: Site, ours: Coupling, method: str
) -> None:
    reply = site.call(method, PATH, b"", ours.basic)
    assert (reply.status, reply.headers["Allow"]) == (405, "POST")
    assert set(json.loads(reply.body)) == {"code", "text", "details", "trace"}


def test_without_credentials_the_caller_is_told_how_to_sign_in(site: Site) -> None:
    reply = site.call("POST", PATH, MESSAGE)
    assert (reply.status, code_of(reply)) == (401, "AANMELDEN-MISLUKT")
    assert reply.headers["WWW-Authenticate"] == 'Basic realm="Verzuimbrug", charset="UTF-8"'


def test_every_way_to_fail_to_sign_in_is_answered_alike(
    site: Site, ours: Coupling, theirs: Coupling
) -> None:
    revoke(theirs.ref, "test")
    wrong = (
        basic("XXXX-XXXX", ours.token),
        basic(ours.code, "onjuist"),
        basic(ours.code, theirs.token),
        theirs.basic,
        {"Authorization": "Basic \t!"},
        {"Authorization": "Basic YWJj"},
        {"Authorization": "Basic /////w=="},
        {"Authorization": "Bearer abc"},
    )
    replies = [site.call("POST", PATH, MESSAGE, headers).said for headers in wrong]
    assert replies[0][0] == 401
    assert replies == [replies[0]] * len(wrong)


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_only_who_gives_the_right_token_learns_that_an_account_is_shut(
    site: Site, ours: Coupling, status: str
) -> None:
    ours.turn(status)
    right = deliver(site, ours)
    wrong = site.call("POST", PATH, MESSAGE, basic(ours.code, "onjuist"))
    assert (right.status, code_of(right)) == (403, "ACCOUNT-NIET-ACTIEF")
    assert (wrong.status, code_of(wrong)) == (401, "AANMELDEN-MISLUKT")


@pytest.mark.parametrize("name", ["Onbekend", "a%00b", "%ED%A0%80", "x" * 200])
def test_an_unknown_stream_is_refused(site: Site, ours: Coupling, name: str) -> None:
    reply = site.call("POST", f"/api/v1/streams/{name}/messages", MESSAGE, ours.basic)
    assert (reply.status, code_of(reply)) == (404, "STROOM-ONBEKEND")


def test_a_file_over_50_mib_is_refused_and_one_of_50_mib_is_not(
    site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    assert deliver(site, ours, b" " * MAX_BYTES).status == 202
    reply = deliver(site, ours, b" " * (MAX_BYTES + 1))
    assert (reply.status, code_of(reply)) == (413, "BESTAND-TE-GROOT")
    assert owner_connection.execute("SELECT count(*) FROM store_message").fetchone() == (1,)


def test_a_malformed_message_is_kept_all_the_same(site: Site, ours: Coupling) -> None:
    assert deliver(site, ours, b"\0 no XML").status == 202
    assert deliver(site, ours, b"").status == 202


def test_every_refusal_leaves_a_row_without_what_was_sent(
    site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    site.call("POST", PATH, MESSAGE, basic("XXXX-XXXX", "geheim"))
    site.call("POST", PATH, MESSAGE, basic(ours.code, "geheim"))
    site.call("POST", "/api/v1/streams/Onbekend/messages", MESSAGE, ours.basic)
    size = len(MESSAGE)
    assert reasons(owner_connection) == [
        ("AANMELDEN-MISLUKT", "rest", "127.0.0.1", True, STREAM, size),
        ("AANMELDEN-MISLUKT", "rest", "127.0.0.1", False, STREAM, size),
        ("STROOM-ONBEKEND", "rest", "127.0.0.1", False, "Onbekend", size),
    ]
    hashes = owner_connection.execute("SELECT code_hash FROM store_refusedattempt").fetchall()
    assert hashes[1][0] == hashlib.sha256(ours.code.encode()).digest()


def test_an_error_is_in_english_for_who_asks_and_carries_the_callers_trace(site: Site) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = {
        "Accept-Language": "en-GB,nl;q=0.5",
        "traceparent": f"00-{trace}-00f067aa0ba902b7-01",
    }
    said = json.loads(site.call("POST", PATH, MESSAGE, headers).body)
    assert said["text"].startswith("Signing in failed")
    assert said["trace"] == trace


def test_an_address_that_is_not_there_is_answered_in_the_one_shape(site: Site) -> None:
    reply = site.call("GET", "/api/v1/bestaat/niet")
    assert (reply.status, code_of(reply)) == (404, "NIET-GEVONDEN")


def test_a_body_that_is_shorter_than_announced_is_not_kept(
    site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    lines = [f"POST {PATH} HTTP/1.1", "Host: localhost", f"Content-Length: {len(MESSAGE)}"]
    lines += [f"{name}: {value}" for name, value in ours.basic.items()]
    with socket.create_connection((site.host, site.port), timeout=10) as caller:
        caller.sendall("\r\n".join([*lines, "", ""]).encode() + MESSAGE[:5])
        caller.shutdown(socket.SHUT_WR)
        assert b" 400 " in caller.recv(20)
    assert owner_connection.execute("SELECT count(*) FROM store_message").fetchone() == (0,)
