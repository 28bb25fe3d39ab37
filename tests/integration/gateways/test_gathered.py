"""Deliveries that arrive together, at the web server as an instance runs it (ADR 35)."""

import json
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from psycopg import Connection, sql

from doors_world import STREAM, Coupling, Reply, Site, basic
from verzuimbrug.sivi.soap_envelope import SERVICE

PATH = f"/api/v1/streams/{STREAM}/messages"
SOAP = "/services/bestandsoverdracht"
VERSIONS = {
    "http://schemas.xmlsoap.org/soap/envelope/": "text/xml",
    "http://www.w3.org/2003/05/soap-envelope": "application/soap+xml; action=LeverAan",
}
_TOGETHER = 40


def deliver(site: Site, coupling: Coupling, body: bytes, **headers: str) -> Reply:
    return site.call("POST", PATH, body, {**coupling.basic, **headers})


def envelope(coupling: Coupling, version: str, content: str = "PGEvPg==") -> bytes:
    fields = {
        "Klantcode": coupling.code,
        "Token": coupling.token,
        "Gegevensstroom": STREAM,
        "Bestandsnaam": "a.xml",
        "Inhoud": content,
    }
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in fields.items())
    return (
        f'<s:Envelope xmlns:s="{version}"><s:Body><LeverAan xmlns="{SERVICE}">{inner}'
        "</LeverAan></s:Body></s:Envelope>"
    ).encode()


def in_chunks(body: bytes) -> Iterator[bytes]:
    """A body without a length goes the ordinary way."""
    yield body


def without(text: str, reply: Reply) -> tuple[int, bytes, dict[str, str]]:
    """All that was said, without a text that differs each time."""
    status, body, headers = reply.said
    shorter = {name: value for name, value in headers.items() if name != "content-length"}
    return status, body.replace(text.encode(), b"?"), shorter


def receipts(owner: Connection) -> list[str]:
    return [row[0] for row in owner.execute("SELECT receipt FROM store_message ORDER BY id")]


@contextmanager
def a_fault_in(owner: Connection, file_name: str) -> Iterator[None]:
    """Makes the database fail on messages with this file name."""
    owner.execute(
        sql.SQL(
            "ALTER TABLE store_message ADD CONSTRAINT fault CHECK (file_name <> {}) NOT VALID"
        ).format(file_name)
    )
    try:
        yield
    finally:
        owner.execute("ALTER TABLE store_message DROP CONSTRAINT fault")


def test_over_rest_a_gathered_delivery_is_answered_like_any_other(
    live_site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    gathered = deliver(live_site, ours, b"<a/>")
    again = deliver(live_site, ours, b"<a/>")
    owner_connection.execute("TRUNCATE store_message CASCADE")
    ordinary = live_site.call("POST", PATH, in_chunks(b"<a/>"), ours.basic)
    ordinary_again = live_site.call("POST", PATH, in_chunks(b"<a/>"), ours.basic)

    for one, other in ((gathered, ordinary), (again, ordinary_again)):
        number, other_number = (json.loads(reply.body)["receipt"] for reply in (one, other))
        assert without(number, one) == without(other_number, other)


@pytest.mark.parametrize("version", VERSIONS)
def test_over_soap_a_gathered_delivery_is_answered_like_any_other(
    live_site: Site, ours: Coupling, owner_connection: Connection, version: str
) -> None:
    kind = {"Content-Type": VERSIONS[version]}
    body = envelope(ours, version)
    gathered = live_site.call("POST", SOAP, body, kind)
    again = live_site.call("POST", SOAP, body, kind)
    (number,) = receipts(owner_connection)
    ordinary = live_site.call("POST", SOAP, in_chunks(body), kind)

    assert gathered.status == 200
    assert again.said == ordinary.said
    new = gathered.body.replace(b"<AlBekend>false<", b"<AlBekend>true<")
    assert (new, without(number, gathered)[2]) == (again.body, without(number, again)[2])


def test_what_is_refused_is_answered_like_any_other(
    live_site: Site, ours: Coupling, theirs: Coupling
) -> None:
    theirs.turn("suspended")
    unknown = "/api/v1/streams/Onbekend/messages"
    for path, headers in (
        (PATH, basic(ours.code, "onjuist")),
        (PATH, basic("XXXX", ours.token)),
        (PATH, theirs.basic),
        (PATH, {}),
        (unknown, ours.basic),
    ):
        whole = live_site.call("POST", path, b"<a/>", headers)
        chunked = live_site.call("POST", path, in_chunks(b"<a/>"), headers)
        assert whole.status >= 400
        assert whole.said == chunked.said


def test_two_hundred_at_once_each_get_a_receipt_of_their_own(
    live_site: Site, ours: Coupling, theirs: Coupling, owner_connection: Connection
) -> None:
    def send(number: int) -> tuple[int, str]:
        who = (ours, theirs)[number % 2]
        reply = deliver(live_site, who, b"<a>%d</a>" % number)
        return reply.status, str(json.loads(reply.body)["receipt"])

    with ThreadPoolExecutor(_TOGETHER) as pool:
        said = list(pool.map(send, range(200)))
    assert {status for status, _ in said} == {202}
    assert sorted(number for _, number in said) == sorted(receipts(owner_connection))
    whose = owner_connection.execute(
        "SELECT m.arbodienst_id, count(*) FROM store_message m "
        "JOIN store_work w ON w.message = m.id JOIN store_messagebody b ON b.id = m.id GROUP BY 1"
    ).fetchall()
    assert dict(whose) == {ours.arbodienst: 100, theirs.arbodienst: 100}


def test_of_equal_ones_at_once_one_is_first_and_all_get_its_receipt(
    live_site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    with ThreadPoolExecutor(_TOGETHER) as pool:
        replies = list(pool.map(lambda _: deliver(live_site, ours, b"<a/>"), range(_TOGETHER)))
    said = [json.loads(reply.body) for reply in replies]
    assert {reply.status for reply in replies} == {202}
    assert {each["receipt"] for each in said} == set(receipts(owner_connection))
    assert Counter(each["duplicate"] for each in said) == {False: 1, True: _TOGETHER - 1}


def test_a_fault_in_one_delivery_touches_no_other(
    live_site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    def send(number: int) -> int:
        name = "stuk.xml" if number == 7 else "heel.xml"
        return deliver(live_site, ours, b"<a>%d</a>" % number, **{"X-Bestandsnaam": name}).status

    with a_fault_in(owner_connection, "stuk.xml"), ThreadPoolExecutor(_TOGETHER) as pool:
        statuses = list(pool.map(send, range(_TOGETHER)))
    assert Counter(statuses) == {202: _TOGETHER - 1, 503: 1}
    assert statuses[7] == 503
    assert len(receipts(owner_connection)) == _TOGETHER - 1


def test_who_is_slow_and_who_hangs_up_hold_nobody_up(
    live_site: Site, ours: Coupling, owner_connection: Connection
) -> None:
    lines = [f"POST {PATH} HTTP/1.1", "Host: localhost", "Content-Length: 10"]
    lines += [f"{name}: {value}" for name, value in ours.basic.items()]
    head = "\r\n".join([*lines, "", ""]).encode()
    # More of them than there are threads.
    slow = [socket.create_connection((live_site.host, live_site.port)) for _ in range(24)]
    for caller in slow:
        caller.sendall(head + b"<half>")
    with socket.create_connection((live_site.host, live_site.port)) as gone:
        gone.sendall(head + b"<whole    >"[:10])

    assert deliver(live_site, ours, b"<a/>").status == 202
    for number, caller in enumerate(slow):
        caller.sendall(b"%4d" % number)
        assert b" 202 " in caller.recv(20)
        caller.close()
    assert len(receipts(owner_connection)) in {25, 26}


@pytest.mark.parametrize("size", [256 * 1024, 256 * 1024 + 1])
def test_large_or_small_a_delivery_is_kept(
    live_site: Site, ours: Coupling, owner_connection: Connection, size: int
) -> None:
    assert deliver(live_site, ours, b" " * size).status == 202
    found = owner_connection.execute("SELECT size FROM store_message").fetchall()
    assert found == [(size,)]
