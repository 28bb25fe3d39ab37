"""The ASGI application before all others: it answers plain deliveries, and passes on the rest."""

import time
from collections.abc import Sequence

from verzuimbrug.application.operation.measuring import answered
from verzuimbrug.gateways.gathering.doors import Door, Response
from verzuimbrug.gateways.gathering.gatherer import Gatherer
from verzuimbrug.gateways.gathering.requests import (
    Application,
    PlainRequest,
    Receive,
    Scope,
    Send,
    read_body,
    read_plain,
    repeat,
)
from verzuimbrug.gateways.requests import REQUEST_ID, number_of

MOST_HELD_BYTES = 32 * 1024 * 1024
"""Of all bodies together that are being read or kept; what comes beyond it goes the ordinary way,
in as many at once as that has threads."""

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
"""What Django's middleware adds to each answer."""


class Intake:
    """Gathers plain deliveries at the doors; `others` answers everything that is not one."""

    def __init__(self, doors: Sequence[Door], gatherer: Gatherer, others: Application) -> None:
        self._doors = doors
        self._gatherer = gatherer
        self._others = others
        self._held_bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        door = next((door for door in self._doors if door.is_here(scope["raw_path"])), None)
        request = read_plain(scope) if door else None
        if not door or not request or self._held_bytes + request.length > MOST_HELD_BYTES:
            await self._others(scope, receive, send)
            return
        self._held_bytes += request.length
        try:
            body = await read_body(receive, request.length)
            if not await self._keep(door, request, body, send):
                await self._others(scope, repeat(body, receive), send)
        finally:
            self._held_bytes -= request.length

    async def _keep(self, door: Door, request: PlainRequest, body: bytes, send: Send) -> bool:
        """Keep and answer a delivery, if it is plain and whole."""
        started = time.perf_counter()
        plain = door.read(request, body) if len(body) == request.length else None
        receipt = await self._gatherer.hand_in(plain.delivery) if plain else None
        if plain and receipt:
            response = plain.answer(receipt)
            await _respond(send, response, request.header(b"x-request-id"))
            answered(plain.delivery.door, response.status, time.perf_counter() - started)
        return receipt is not None


async def _respond(send: Send, response: Response, number: str) -> None:
    """Sends an answer; with the number that the caller or a proxy gave the request, if it did."""
    headers = [(b"content-type", response.content_type), *_HEADERS]
    if number and number_of(number) == number:
        headers.append((REQUEST_ID.lower().encode(), number.encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body, "more_body": False})
