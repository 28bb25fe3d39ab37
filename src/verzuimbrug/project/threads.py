"""A WSGI application behind an ASGI server, in a fixed number of threads.

The views are synchronous, and each thread keeps its own connection to the database. The body is
read and the answer sent as the application goes, so that neither has to fit in memory.
"""

import asyncio
import io
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment
from wsgiref.util import FileWrapper

from verzuimbrug.gateways.gathering.requests import Event, Receive, Scope, Send

_CHUNK = 64 * 1024

PATIENCE_SECONDS = 30.0
LEAST_BYTES_A_SECOND = 32 * 1024
"""A body is waited for so long, and longer as more of it is there: else a few callers who send
nothing would keep all threads."""


class Threads:
    """The WSGI application as an ASGI one; `number` requests are worked on at once."""

    def __init__(self, application: WSGIApplication, number: int) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(number, thread_name_prefix="web")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        loop = asyncio.get_running_loop()
        exchange = _Exchange(loop, receive, send)
        last = await loop.run_in_executor(self._pool, self._answer, scope, exchange)
        for event in last:
            await send(event)

    def _answer(self, scope: Scope, exchange: "_Exchange") -> list[Event]:
        """Answer in a thread; what is left to send at the end."""
        answer = _Answer(exchange)
        parts = self._application(_environ(scope, exchange), answer.start)
        try:
            for part in parts:
                answer.add(part)
        finally:
            if close := getattr(parts, "close", None):
                close()
        return answer.end()


class _Exchange:
    """Receiving and sending from a thread, by the thread of the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive, send: Send) -> None:
        self._loop = loop
        self._receive = receive
        self._send = send

    def receive(self, seconds: float) -> Event:
        """What comes next. Raises TimeoutError when nothing does."""
        event: Event = self._wait(self._receive(), seconds)
        return event

    def send(self, event: Event) -> None:
        self._wait(self._send(event), None)

    def _wait(self, doing: Any, seconds: float | None) -> Any:  # noqa: ANN401 -- what either gives
        return asyncio.run_coroutine_threadsafe(_within(doing, seconds), self._loop).result()


async def _within(doing: Any, seconds: float | None) -> Any:  # noqa: ANN401 -- any awaitable
    async with asyncio.timeout(seconds):
        return await doing


class _Answer:
    """Sends parts as they come, each when it is known whether another follows."""

    def __init__(self, exchange: _Exchange) -> None:
        self._exchange = exchange
        self._head: Event = {}
        self._held: bytes | None = None

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None, /
    ) -> Callable[[bytes], object]:
        del exc_info
        self._head = {
            "type": "http.response.start",
            "status": int(status[:3]),
            "headers": [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ],
        }
        return self.add

    def add(self, part: bytes) -> None:
        if self._held is not None:
            for event in self._events(more=True):
                self._exchange.send(event)
        self._held = part

    def end(self) -> list[Event]:
        return self._events(more=False)

    def _events(self, *, more: bool) -> list[Event]:
        body: Event = {"type": "http.response.body", "body": self._held or b"", "more_body": more}
        events = [self._head, body] if self._head else [body]
        self._head = {}
        return events


class _Body(io.RawIOBase):
    """The body of a request, as a file.

    Reading raises ConnectionResetError when the caller hangs up before its end, or divides it into
    chunks that are none, and TimeoutError when it does not come.
    """

    def __init__(self, exchange: _Exchange) -> None:
        self._exchange = exchange
        self._left = memoryview(b"")
        self._ended = False
        self._deadline = time.monotonic() + PATIENCE_SECONDS

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 -- any writable buffer
        while not self._left and not self._ended:
            event = self._exchange.receive(max(0.0, self._deadline - time.monotonic()))
            if event["type"] != "http.request":
                raise ConnectionResetError
            self._left = memoryview(event.get("body", b""))
            self._deadline += len(self._left) / LEAST_BYTES_A_SECOND
            self._ended = not event.get("more_body", False)
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def _environ(scope: Scope, exchange: _Exchange) -> WSGIEnvironment:
    """The request by the names of PEP 3333; texts hold bytes, as Latin-1."""
    host, port = scope["server"]
    return {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": str(scope["client"][0]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BufferedReader(_Body(exchange), _CHUNK),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": _in_chunks,
        **_headers(scope["headers"]),
    }


def _headers(given: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The headers; one that comes more than once is one with commas (RFC 9110, 5.3).

    A name with an underscore would take the place of one with a hyphen: those are left out.
    """
    headers: dict[str, str] = {}
    for raw_name, raw_value in given:
        if b"_" in raw_name:
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        value = raw_value.decode("latin-1")
        key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
        between = ";" if key == "HTTP_COOKIE" else ","
        headers[key] = f"{headers[key]}{between}{value}" if key in headers else value
    return headers


def _in_chunks(file: Any, size: int) -> FileWrapper:  # noqa: ANN401 -- anything with `read`
    """The pieces of a file, larger than asked for: each is a turn of two threads."""
    return FileWrapper(file, max(size, _CHUNK))
