"""Deliveries while the web server dies, clients hang up, and clients are slow."""

import hashlib
import json
import os
import socket
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPException
from itertools import count
from pathlib import Path

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from doors_world import STREAM, Coupling, Site, coupling
from live_world import empty, until, web
from verzuimbrug.project import embedded
from verzuimbrug.store.sealed import MESSAGE_BODY

_REST = f"/api/v1/streams/{STREAM}/messages"
_SOAP = "/services/bestandsoverdracht"
_TESTS = Path(__file__).parents[1]
_KEPT = """
SELECT m.state, b.content, m.arbodienst_id, w.state FROM store_message m
LEFT JOIN store_messagebody b ON b.id = m.id LEFT JOIN store_work w ON w.message = m.id
WHERE m.sha256 = %s
"""
_new = count(1)
_SETTLED_SECONDS = 6
Write = Callable[[Coupling, bytes], bytes]


@pytest.fixture(scope="module")
def owner(
    database_server: embedded.Server, django_db_blocker: DjangoDbBlocker
) -> Iterator[psycopg.Connection]:
    with (
        django_db_blocker.unblock(),
        psycopg.connect(database_server.owner_url, autocommit=True) as owner,
    ):
        yield owner
        empty(owner)


@pytest.fixture(scope="module")
def ours(owner: psycopg.Connection) -> Coupling:
    del owner
    return coupling("STORING")


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that says when the web server is to die."""
    return tmp_path_factory.mktemp("order") / "die-at"


@pytest.fixture(scope="module")
def site(
    database_server: embedded.Server, order: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A web server of one process, that dies when it is told to."""
    del database_server
    path = [str(_TESTS / "faults" / "dying_at_a_word"), str(_TESTS), os.environ.get("PYTHONPATH")]
    with web(
        tmp_path_factory.mktemp("log") / "web.log",
        PYTHONPATH=":".join(part for part in path if part),
        VERZUIMBRUG_TESTS_DIE_AT=str(order),
        VERZUIMBRUG_WEB_PROCESSES="1",
        VERZUIMBRUG_WEB_THREADS="2",
    ) as site:
        yield site


def _letter() -> bytes:
    return f"<bericht-{next(_new)}/>".encode()


def _rest(ours: Coupling, content: bytes) -> bytes:
    """A delivery over REST, as it goes over the line."""
    return _request(_REST, content, ours.basic)


def _soap(ours: Coupling, content: bytes) -> bytes:
    """A delivery over SOAP, as it goes over the line."""
    envelope = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
        '<LeverAan xmlns="urn:verzuimbrug:bestandsoverdracht:1">'
        f"<Klantcode>{ours.code}</Klantcode><Token>{ours.token}</Token>"
        f"<Gegevensstroom>{STREAM}</Gegevensstroom><Bestandsnaam>b.xml</Bestandsnaam>"
        f"<Inhoud>{b64encode(content).decode()}</Inhoud></LeverAan></e:Body></e:Envelope>"
    )
    return _request(_SOAP, envelope.encode(), {"Content-Type": "text/xml; charset=utf-8"})


def _request(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def _answer(site: Site, request: bytes) -> bytes:
    """All that the server says to a request."""
    with socket.create_connection((site.host, site.port), timeout=60) as line:
        line.sendall(request)
        return b"".join(iter(lambda: line.recv(65536), b""))


def _is_kept(site: Site, request: bytes) -> bool:
    """Whether the sender was told that it was kept; no answer is none."""
    try:
        head = _answer(site, request).split(b"\r\n", 1)[0]
    except (OSError, HTTPException):
        return False
    return head.split(b" ")[1:2] in ([b"202"], [b"200"])


def _deliver(site: Site, request: bytes) -> None:
    """As a portal does: again, until it is told that it was kept."""
    until(lambda: _is_kept(site, request))


def _kept(owner: psycopg.Connection, content: bytes) -> list[tuple[str, bytes, str]]:
    """What is kept of a delivery: state, bytes, and what there is to do."""
    digest = hashlib.sha256(content)
    rows = owner.execute(_KEPT, [digest.digest()]).fetchall()
    return [
        (state, MESSAGE_BODY.unseal(body, digest.hexdigest(), arbodienst=arbodienst), work)
        for state, body, arbodienst, work in rows
    ]


def _settle(site: Site) -> None:
    """A server of which a process dies twice within 5.5 seconds ends; `up` would start it again."""
    until(lambda: _answer(site, _request("/healthz", b"", {})) != b"")
    begun = time.monotonic()
    until(lambda: time.monotonic() - begun > _SETTLED_SECONDS)


def _once(content: bytes) -> list[tuple[str, bytes, str]]:
    return [("received", content, "ready")]


@pytest.mark.parametrize(("write", "exchange"), [(_rest, 5), (_soap, 6)])
def test_a_web_server_that_dies_at_a_statement_keeps_all_or_nothing(  # noqa: PLR0913 -- fixtures
    site: Site,
    ours: Coupling,
    owner: psycopg.Connection,
    order: Path,
    write: Write,
    exchange: int,
) -> None:
    content = _letter()
    _settle(site)
    order.write_text(f"{exchange} {next(_new)}", encoding="utf-8")
    _deliver(site, write(ours, content))
    order.unlink(missing_ok=True)
    assert _kept(owner, content) == _once(content)


@pytest.mark.nightly
@pytest.mark.parametrize("write", [_rest, _soap])
def test_a_web_server_that_dies_at_any_statement_keeps_all_or_nothing(
    site: Site, ours: Coupling, owner: psycopg.Connection, order: Path, write: Write
) -> None:
    lost = []
    for exchange in count(1):
        content = _letter()
        _settle(site)
        order.write_text(f"{exchange} {next(_new)}", encoding="utf-8")
        _deliver(site, write(ours, content))
        if _kept(owner, content) != _once(content):
            lost.append(exchange)
        if order.exists():
            # It took fewer exchanges than that: all of them were tried.
            break
    order.unlink()
    assert lost == []


def _hang_up(site: Site, begin: bytes) -> None:
    with socket.create_connection((site.host, site.port), timeout=60) as line:
        line.sendall(begin)


@pytest.mark.parametrize("write", [_rest, _soap])
def test_a_client_that_hangs_up_at_any_byte_leaves_all_or_nothing(
    site: Site, ours: Coupling, owner: psycopg.Connection, write: Write
) -> None:
    content = _letter()
    request = write(ours, content)
    for length in range(len(request)):
        _hang_up(site, request[:length])
    assert _is_kept(site, request)
    assert _kept(owner, content) == _once(content)
    # Nothing else came of it: no part was taken for a message.
    assert owner.execute("SELECT count(*) FROM store_message WHERE size < 10").fetchone() == (0,)


def test_slow_clients_keep_nobody_waiting(
    site: Site, ours: Coupling, owner: psycopg.Connection
) -> None:
    content = _letter()
    with ExitStack() as lines:
        for _ in range(20):
            slow = socket.create_connection((site.host, site.port), timeout=60)
            lines.enter_context(slow)
            slow.sendall(_rest(ours, _letter())[:-5])
        begun = time.monotonic()
        fast = lines.enter_context(socket.create_connection((site.host, site.port), timeout=5))
        fast.sendall(_rest(ours, content))
        assert json.loads(fast.recv(65536).rpartition(b"\r\n")[2])["sha256"]
        assert time.monotonic() - begun < 5
    assert _kept(owner, content) == _once(content)
