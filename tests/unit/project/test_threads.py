"""A WSGI application behind an ASGI server: what it is asked, and how its answer is sent."""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from verzuimbrug.gateways.gathering.requests import Event, Scope
from verzuimbrug.project import threads
from verzuimbrug.project.threads import Threads

SCOPE: Scope = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": "/a/b",
    "raw_path": b"/a%2Fb/%ED%A0%80",
    "query_string": b"x=%20",
    "headers": [
        (b"host", b"localhost"),
        (b"content-type", b"text/xml"),
        (b"content-length", b"6"),
        (b"x-bestandsnaam", b"\xc3\xa9"),
        (b"x-two", b"a"),
        (b"x-two", b"b"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"x_forwarded_for", b"192.0.2.66"),
    ],
    "server": ("127.0.0.1", "8000"),
    "client": ("192.0.2.7", "40000"),
}


class _Asker:
    """Asks an application one thing, with a body in parts; keeps what it sends."""

    def __init__(self, *parts: bytes) -> None:
        self.sent: list[Event] = []
        self._events = [
            {"type": "http.request", "body": part, "more_body": place < len(parts)}
            for place, part in enumerate(parts, 1)
        ]

    async def receive(self) -> Event:
        return self._events.pop(0) if self._events else {"type": "http.disconnect"}

    async def send(self, event: Event) -> None:
        self.sent.append(event)

    def ask(self, application: WSGIApplication) -> list[Event]:
        asyncio.run(Threads(application, 1)(SCOPE, self.receive, self.send))
        return self.sent


def _body(part: bytes, *, more: bool) -> Event:
    return {"type": "http.response.body", "body": part, "more_body": more}


_HEAD = {"type": "http.response.start", "status": 200, "headers": [(b"x-what", b"a\xe9")]}


def test_the_request_is_given_by_the_names_of_wsgi() -> None:
    seen: dict[str, Any] = {}

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        seen.update(environ)
        start("204 No Content", [])
        return []

    assert [event["type"] for event in _Asker(b"").ask(application)] == [
        "http.response.start",
        "http.response.body",
    ]
    assert {name: value for name, value in seen.items() if "wsgi." not in name} == {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/a/b/\xed\xa0\x80",
        "QUERY_STRING": "x=%20",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "CONTENT_TYPE": "text/xml",
        "CONTENT_LENGTH": "6",
        "HTTP_HOST": "localhost",
        "HTTP_X_BESTANDSNAAM": "\xc3\xa9",
        "HTTP_X_TWO": "a,b",
        "HTTP_COOKIE": "a=1;b=2",
    }


def test_a_body_in_parts_is_read_as_one() -> None:
    read: list[bytes] = []

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        read.extend([environ["wsgi.input"].read(4), environ["wsgi.input"].read(9)])
        start("200 OK", [])
        return [b""]

    _Asker(b"abc", b"", b"def").ask(application)
    assert read == [b"abcd", b"ef"]


class _Silent(_Asker):
    """Sends no more of the body, and does not hang up."""

    async def receive(self) -> Event:
        return await super().receive() if self._events else await asyncio.Future()


@pytest.mark.parametrize(
    ("asker", "trouble"), [(_Asker(), ConnectionResetError), (_Silent(), TimeoutError)]
)
def test_a_body_that_does_not_come_whole_is_told(
    asker: _Asker, trouble: type[OSError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "PATIENCE_SECONDS", 0.01)
    told: list[OSError] = []

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        try:
            environ["wsgi.input"].read()
        except OSError as broken:
            told.append(broken)
        start("400 Bad Request", [])
        return [b""]

    asker.ask(application)
    assert [type(broken) for broken in told] == [trouble]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], [_HEAD, _body(b"", more=False)]),
        ([b"a"], [_HEAD, _body(b"a", more=False)]),
        ([b"a", b"b"], [_HEAD, _body(b"a", more=True), _body(b"b", more=False)]),
    ],
)
def test_parts_of_the_answer_are_sent_as_they_come(
    parts: list[bytes], expected: list[Event]
) -> None:
    def application(_: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [("X-What", "a\xe9")])
        return parts

    assert _Asker(b"").ask(application) == expected


def test_an_answer_is_closed_also_when_it_breaks() -> None:
    closed: list[bool] = []

    class _Breaking:
        def __iter__(self) -> Iterator[bytes]:
            yield b"a"
            raise OSError("broken")

        def close(self) -> None:
            closed.append(True)

    def application(_: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])
        return _Breaking()

    with pytest.raises(OSError, match="broken"):
        _Asker(b"").ask(application)
    assert closed == [True]
