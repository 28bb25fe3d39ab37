"""Requests to the doors over HTTP, as the web server hands them on: REST and the web service.

An input is a request in lines: method, address and who asks; headers; after an empty line the body.
`$name` stands for an object of the world of the authorisation matrix.
"""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from urllib.parse import unquote_to_bytes, urlencode

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from authorization_asking import body_of, envelope_of
from authorization_matrix import REQUESTS, Request, rest_operations
from authorization_world import World, standing, undone
from fuzzing.instance import instance
from fuzzing.target import Target, kept
from verzuimbrug.application.receiving.refusals import RefusalCode

_QUOTED, _BARE = re.compile(rb'"\$([a-z_]+)"'), re.compile(rb"\$([a-z_]+)")
_SOAP = "/services/bestandsoverdracht"
_SIGNED_IN = {"Klantcode": "$code", "Token": "$token"}
_UNAVAILABLE = RefusalCode.UNAVAILABLE.value.encode()
_WORDS = [
    *(b"\\u0000", b"\\ud800", b"NaN", b"-1", b"1e999", b"[[[[[[[[", b"null", b"9" * 30, b"%00"),
    *(b"%ED%A0%80", b"Content-Type: ", b"Content-Encoding: gzip", b"Accept-Language: ", b"Basic "),
    *(b"X-Bestandsnaam: ", b"multipart/form-data; boundary=a", b"traceparent: ", b"dry_run=true"),
    *(b"?after=", b"&limit=", b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59-23:59", b"$receipt"),
]


@contextmanager
def target() -> Iterator[Target]:
    """Needs an instance; what an input does there is taken back."""
    with instance() as server, standing(server) as world, ExitStack() as stack:
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
            stack.callback(signal.connect, close_old_connections)
        take = Doors(world).take
        yield Target(take=take, seeds=[*_seeds(), *kept("doors")], words=_WORDS)


class Doors:
    """The doors of an instance with this world in it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._application = get_wsgi_application()
        ours = world.portals["portal"]
        self._names = {**world.names, "code": ours.code, "token": ours.token}

    def take(self, data: bytes) -> None:
        """Ask what the bytes say. Raises when the answer is one that no request may bring about."""
        head, _, body = data.partition(b"\n\n")
        first, *headers = head.split(b"\n")
        method, address, principal = (*first.split(b" ", 2), b"", b"")[:3]
        path, _, query = self._filled(address).partition(b"?")
        environ: dict[str, object] = {
            **_environ(self._filled(body)),
            "REQUEST_METHOD": method.decode("latin-1"),
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1") or "/",
            "QUERY_STRING": query.decode("latin-1"),
            **_as_environ(self._world.headers(principal.decode("latin-1"))),
            **dict(filter(None, map(_header, headers))),
        }
        with undone():
            status, said = self._answer(environ)
        is_fault = environ["PATH_INFO"] == _SOAP and status == 500 and _UNAVAILABLE not in said
        assert status < 500 or is_fault, f"{status}: {said[:300]!r}"

    def _answer(self, environ: dict[str, object]) -> tuple[int, bytes]:
        statuses: list[int] = []

        def start(
            status: str, headers: list[tuple[str, str]], problem: object = None, /
        ) -> Callable[[bytes], object]:
            del headers, problem
            statuses.append(int(status[:3]))
            return bytes

        response = self._application(environ, start)
        try:
            return statuses[0], b"".join(response)
        finally:
            response.close()

    def _filled(self, text: bytes) -> bytes:
        """The text with the objects in it; alone between quotes, a number is a number."""
        quoted = _QUOTED.sub(lambda found: self._name(found, json.dumps), text)
        return _BARE.sub(lambda found: self._name(found, str), quoted)

    def _name(self, found: re.Match[bytes], write: object) -> bytes:
        name = found[1].decode()
        if name not in self._names or not callable(write):
            return found[0]
        return str(write(self._names[name])).encode()


def _environ(body: bytes) -> dict[str, object]:
    return {
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.1",
        "HTTP_HOST": "localhost",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/json",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _as_environ(headers: Mapping[str, str]) -> dict[str, str]:
    return {f"HTTP_{name.upper()}": value for name, value in headers.items()}


def _header(line: bytes) -> tuple[str, str] | None:
    """A header as the web server hands it on, which lets through neither lengths nor codings."""
    name, colon, value = line.decode("latin-1").partition(":")
    key = name.strip().upper().replace("-", "_")
    if not colon or not key.isidentifier() or key in {"CONTENT_LENGTH", "TRANSFER_ENCODING"}:
        return None
    return (key if key == "CONTENT_TYPE" else f"HTTP_{key}"), value.strip()


def _seeds() -> Iterator[bytes]:
    for each in REQUESTS:
        if each.door == "rest":
            yield _rest_seed(each)
        elif each.door == "soap":
            envelope = envelope_of(each.operation, {**_SIGNED_IN, **each.given})
            yield f"POST {_SOAP}\nContent-Type: text/xml\n\n{envelope}".encode()
        else:
            yield each.operation.replace(" ", " /").encode()


def _rest_seed(request: Request) -> bytes:
    operation = rest_operations()[request.operation]
    path = operation.path.format(**request.given.get("path", {}))
    query = "?" + urlencode(request.given.get("query", {}), doseq=True, safe="$")
    principal = {"portal": "portal", "receiver": "receiver"}.get(operation.permission, "manage")
    content, media_type = body_of(request.given)
    first = f"{operation.method.upper()} {path}{query} {principal}"
    return f"{first}\nContent-Type: {media_type}\n\n{content}".encode()
