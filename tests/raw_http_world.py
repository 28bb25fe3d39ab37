"""Requests as bytes on a connection, as no well-behaved client writes them."""

import re
import socket
from dataclasses import dataclass

from doors_world import Site

_SECONDS = 60
_STATUS = re.compile(rb"HTTP/1\.[01] ([0-9]{3}) ")
_LAST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
"""Asked when there was an answer, so that the server closes, sooner or later."""

SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
"""What is to be taken for bytes of a body, and never for a request."""


def written(first: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    """A request: its first line, its header lines, and what follows."""
    return b"\r\n".join([first, b"Host: localhost", *headers, b"", body])


@dataclass(frozen=True, slots=True)
class Said:
    """The statuses that came back, and whether the last request was still answered."""

    statuses: tuple[int, ...]
    went_on: bool


def talk(site: Site, *pieces: bytes) -> Said:
    """What a server says to these bytes, sent one after the other."""
    with socket.create_connection((site.host, site.port), timeout=_SECONDS) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except OSError:
            pass  # it has closed already; what it said can still be read
        return _heard(connection)


def _heard(connection: socket.socket) -> Said:
    heard, asked = b"", False
    try:
        while piece := connection.recv(65536):
            heard += piece
            if not asked and _is_answer(heard):
                asked = True
                connection.sendall(_LAST)
    except (BrokenPipeError, ConnectionResetError):
        pass  # it closed while somebody was still sending
    statuses = [int(status) for status in _STATUS.findall(heard)]
    went_on = len(statuses) > 1 and statuses[-1] == 200
    return Said(tuple(statuses[:-1] if went_on else statuses), went_on)


def _is_answer(heard: bytes) -> bool:
    """Whether more than `100 Continue` has come."""
    return any(status != b"100" for status in _STATUS.findall(heard))
