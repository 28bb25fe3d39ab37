"""A request as an ASGI server gives it, as far as a plain delivery needs it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 256 * 1024
"""A larger body goes the ordinary way: reading and keeping it would hold up the others."""

PATIENCE_SECONDS = 30.0
"""Within which such a body has to be there."""


@dataclass(frozen=True, slots=True)
class PlainRequest:
    """A request with a body of known and moderate length, and no header twice.

    `path` is percent-encoded as it came; names of headers are in lower case.
    """

    path: bytes
    peer: str
    headers: Mapping[bytes, bytes]
    length: int

    def header(self, name: bytes) -> str:
        """A header, read as Latin-1 (RFC 9110, 5.5); empty when it is not there."""
        return self.headers.get(name, b"").decode("latin-1")


def read_plain(scope: Scope) -> PlainRequest | None:
    """The request, or None where it is not plain."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if (
        scope["method"] != "POST"
        or scope["query_string"]
        or len(headers) != len(scope["headers"])
        or b"transfer-encoding" in headers
        or not length.isdigit()
        or int(length) > MOST_BYTES
    ):
        return None
    return PlainRequest(scope["raw_path"], scope["client"][0], headers, int(length))


async def read_body(receive: Receive, length: int) -> bytes:
    """The body; shorter when the caller hangs up halfway, or takes too long."""
    parts: list[bytes] = []
    left = length
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while left > 0:
                event = await receive()
                parts.append(event.get("body", b""))
                left = left - len(parts[-1]) if event.get("more_body") else 0
    return b"".join(parts)


def repeat(body: bytes, receive: Receive) -> Receive:
    """What gives a body that was read already once more, and then what comes after it."""
    given = [body]

    async def receive_again() -> Event:
        if given:
            return {"type": "http.request", "body": given.pop(), "more_body": False}
        return await receive()

    return receive_again
