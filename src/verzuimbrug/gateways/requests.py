"""What every door reads from an HTTP request: the body up to a limit, the address, the trace."""

import re
import uuid
from contextlib import suppress
from typing import IO, cast
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest

from verzuimbrug.application.receiving.refusals import RefusalCode, RefusedError

REQUEST_ID = "X-Request-Id"
_NUMBER = re.compile(r"[0-9A-Fa-f-]{16,64}")
_CHUNK = 1024 * 1024
# Of a body that is refused, this much is read and thrown away, so that an ordinary client gets to
# read the answer; beyond it the connection is closed under whoever goes on sending.
_PATIENCE_BYTES = 128 * 1024 * 1024
_WITH_PORT = re.compile(r"\[([^]]*)\](?::[0-9]+)?|([^:]*):[0-9]+")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?")


def read_body(request: HttpRequest, most: int) -> bytes:
    """The whole body. A larger one is refused by its announced length, or while reading."""
    announced = announced_length(request)
    if announced is not None and announced > most:
        raise RefusedError(RefusalCode.TOO_LARGE)
    try:
        body = _read(_source(request), most + 1)
    except OSError as broken:
        # The caller hung up, or divided the body into chunks that are none.
        raise RefusedError(RefusalCode.UNREADABLE) from broken
    if len(body) > most:
        raise RefusedError(RefusalCode.TOO_LARGE)
    if announced is not None and len(body) != announced:
        # The caller hung up halfway: what came is not what was sent.
        raise RefusedError(RefusalCode.UNREADABLE)
    return body


def discard_body(request: HttpRequest) -> None:
    """Read what is left of a body that nobody wants, within reason."""
    source = _source(request)
    left = _PATIENCE_BYTES
    with suppress(OSError):
        while left > 0 and (chunk := source.read(min(left, _CHUNK))):
            left -= len(chunk)


def announced_length(request: HttpRequest) -> int | None:
    """The length of the body as the caller announces it; None for a body in chunks."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else None


def address_of(request: HttpRequest) -> str:
    """The address of the caller."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    return caller(peer, request.headers.get("X-Forwarded-For", ""))


def caller(peer: str, forwarded_for: str) -> str:
    """The address of the caller, by who connected and the header that a proxy sets.

    Behind a proxy it is the last one that the proxy put down: what stands before it was sent along
    by the caller, who can write what he likes there.
    """
    if not settings.BEHIND_PROXY:
        return peer
    return _without_port(forwarded_for.rpartition(",")[2].strip()) or peer


def file_name_of(request: HttpRequest) -> str:
    """The file name that goes with a delivery."""
    return file_name(request.headers.get("X-Bestandsnaam", ""))


def file_name(header: str) -> str:
    """A file name: in UTF-8, percent-encoded or not (a header is read as Latin-1, RFC 9110)."""
    return unquote(header.encode("latin-1", "replace").decode("utf-8", "replace"))


def number_of(given: str) -> str:
    """The number of a request that a proxy or caller gave, if it is one; else one of our own.

    It goes to the log, so that anything that could be a name or a BSN is not taken over.
    """
    return given if _NUMBER.fullmatch(given) else uuid.uuid4().hex


def trace_of(request: HttpRequest) -> str:
    """The caller's own trace (W3C Trace Context), empty when it sends none.

    None is made here: refusals that must not differ would differ in it.
    """
    found = _TRACEPARENT.fullmatch(request.headers.get("traceparent", ""))
    return found[1] if found else ""


def _without_port(address: str) -> str:
    """An address as proxies write it, with or without a port behind it."""
    found = _WITH_PORT.fullmatch(address)
    return (found[1] or found[2]) if found else address


def _source(request: HttpRequest) -> IO[bytes]:
    """Where the body comes from. Django reads none that comes in chunks; the server does."""
    if announced_length(request) is None and "HTTP_TRANSFER_ENCODING" in request.META:
        return cast("IO[bytes]", request.META["wsgi.input"])
    return cast("IO[bytes]", request)


def _read(source: IO[bytes], most: int) -> bytes:
    parts: list[bytes] = []
    while most > 0 and (part := source.read(min(most, _CHUNK))):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)
