"""A portal that delivers as fast as it is answered, or by the clock, over raw connections.

One process and one thread: what goes over the line is made beforehand, byte for byte what the
product's own client sends, and of an answer only the status and the receipt are read.
"""

import asyncio
import gc
import re
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from verzuimbrug.portal.client import PortalClient
from verzuimbrug.portal.connection import Connection, Reply
from verzuimbrug.portal.outgoing import OutgoingMessage
from verzuimbrug.portal.rest import RestDoor
from verzuimbrug.portal.soap import SoapDoor

_LENGTH = re.compile(rb"(?i)\ncontent-length: *(\d+)")
_RECEIPT = re.compile(rb'"receipt": ?"([^"]+)"|Ontvangstnummer>([^<]+)<')
_DUPLICATE = re.compile(rb'"duplicate": ?true|AlBekend>(?:true|1)<')
_HEAD_ENDS = b"\r\n\r\n"
_LAST_CHUNK = b"0\r\n\r\n"
_STATUS = slice(9, 10)
_SUCCESS = b"2"
_OPEN_AT_FIRST = 8
_SETTLING_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """Where to deliver, and as whom."""

    url: str
    customer_code: str
    token: str
    soap: bool

    def client(self) -> PortalClient:
        """Return a client with a connection of its own."""
        return PortalClient(self.url, self.customer_code, self.token, soap=self.soap)

    def requests(self, messages: Sequence[OutgoingMessage]) -> list[bytes]:
        """Return what the product's own client sends for each message."""
        line = _Overheard(self.url)
        kind = SoapDoor if self.soap else RestDoor
        door = kind(line, self.customer_code, self.token)
        for message in messages:
            try:
                door.send(message.stream, message.file_name, message.content)
            except _NotSentError:
                continue
        return line.requests


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery: when it was due, when it was answered (monotonic clock), and the receipt."""

    due: float
    answered: float
    receipt: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """Deliveries in the order of their messages, and the processor time that the portal took.

    All were taken in, none as a duplicate. `unused` messages were left when time was up.
    """

    sent: Sequence[Sent]
    processor: float
    unused: int = 0

    @property
    def began(self) -> float:
        """When the first was due."""
        return min(each.due for each in self.sent)

    @property
    def ended(self) -> float:
        """When the last was answered."""
        return max(each.answered for each in self.sent)


class DeliveryError(Exception):
    """A delivery was not taken in."""


class _ClosedError(DeliveryError):
    """The server closed the connection before it answered."""


def deliver(
    portal: Portal,
    messages: Sequence[OutgoingMessage],
    connections: int,
    seconds: float | None = None,
) -> Delivered:
    """Deliver over so many connections, each the next one when answered, at most so long."""
    requests = portal.requests(messages)
    return _timed(_as_answered(portal.url, requests, connections, seconds), len(requests))


def deliver_paced(portal: Portal, messages: Sequence[OutgoingMessage], rate: float) -> Delivered:
    """Deliver so many a second by the clock, whether or not earlier ones are answered.

    The time of an answer runs from the moment at which its delivery was due.
    """
    requests = portal.requests(messages)
    return _timed(_by_the_clock(portal.url, requests, rate), len(requests))


def _timed(sending: Coroutine[None, None, "list[Sent]"], messages: int) -> Delivered:
    # Looking for garbage among many messages would stand still the clock of whom we measure.
    gc.collect()
    gc.disable()
    try:
        before = time.process_time()
        sent = asyncio.run(sending)
        taken = time.process_time() - before
    finally:
        gc.enable()
    return Delivered(sent=sent, processor=taken, unused=messages - len(sent))


class _NotSentError(Exception):
    """A request that was overheard goes no further."""


class _Overheard(Connection):
    """Keeps what would have been sent, as it would stand on the line."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.requests: list[bytes] = []
        self._host = urlsplit(url).netloc

    def call(self, method: str, path: str, headers: object, body: bytes | None = None) -> Reply:
        """Keep the request."""
        lines = {"Host": self._host, **dict(headers), "Content-Length": len(body or b"")}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.requests.append(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + (body or b""))
        raise _NotSentError


class _Lane(asyncio.Protocol):
    """One connection that is kept open; one request at a time."""

    def __init__(self) -> None:
        self._got = bytearray()
        self._answer: asyncio.Future[bytes] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection to write to."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 -- TCP is one
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who waits."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(_ClosedError(str(exc)))

    def data_received(self, data: bytes) -> None:
        """Tell who waits when the answer is there."""
        self._got += data
        if _is_whole(self._got):
            answer, self._got = bytes(self._got), bytearray()
            if self._answer is not None and not self._answer.done():
                self._answer.set_result(answer)

    @property
    def is_open(self) -> bool:
        """Whether the server has not closed it."""
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: bytes) -> str:
        """Send a delivery; return its receipt."""
        self._answer = asyncio.get_running_loop().create_future()
        assert self._transport is not None  # noqa: S101 -- it is connected
        self._transport.write(request)
        return _receipt(await self._answer)

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.close()


def _is_whole(got: bytearray) -> bool:
    """Whether the answer is there to its end: of a length that it told, or in chunks."""
    head = got.find(_HEAD_ENDS)
    if head < 0:
        return False
    length = _LENGTH.search(got, 0, head + 1)
    if length is None:
        return got.endswith(_LAST_CHUNK)
    return len(got) >= head + len(_HEAD_ENDS) + int(length[1])


def _receipt(answer: bytes) -> str:
    found = _RECEIPT.search(answer)
    if answer[_STATUS] != _SUCCESS or found is None or _DUPLICATE.search(answer):
        raise DeliveryError(f"a delivery was answered with {answer!r}")
    return (found[1] or found[2]).decode()


async def _as_answered(
    url: str, requests: Sequence[bytes], connections: int, seconds: float | None
) -> list[Sent]:
    """Deliver over so many connections, each the next one when answered."""
    lanes = Lanes(url)
    sent: list[Sent | None] = [None] * len(requests)
    waiting = iter(range(len(requests)))
    until = time.monotonic() + seconds if seconds else float("inf")

    async def one_after_another() -> None:
        for number in waiting:
            sent[number] = await lanes.send(requests[number], time.monotonic())
            if time.monotonic() >= until:
                break

    await asyncio.gather(*(one_after_another() for _ in range(connections)))
    lanes.close()
    return [each for each in sent if each is not None]


async def _by_the_clock(url: str, requests: Sequence[bytes], rate: float) -> list[Sent]:
    lanes = Lanes(url)
    await lanes.open(_OPEN_AT_FIRST)
    sent = await lanes.send_paced(requests, time.monotonic() + _SETTLING_SECONDS, rate)
    lanes.close()
    return sent


class Lanes:
    """Connections to one server, as many as it takes; each is used again when it is free."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._place = (parts.hostname or "", parts.port or 80)
        self._free: list[_Lane] = []

    async def open(self, count: int) -> None:
        """Open connections beforehand."""
        self._free += [await self._new() for _ in range(count)]

    async def send_paced(self, requests: Sequence[bytes], began: float, rate: float) -> list[Sent]:
        """Deliver each at its time since the beginning; return when all are answered."""
        underway = []
        for number, request in enumerate(requests):
            due = began + number / rate
            if (early := due - time.monotonic()) > 0:
                await asyncio.sleep(early)
            underway.append(asyncio.create_task(self.send(request, due)))
        return await asyncio.gather(*underway)

    async def send(self, request: bytes, due: float) -> Sent:
        """Deliver over a connection that is free, or a new one.

        A server may close one that nothing was sent over for a while, just now: then over another.
        """
        lane = self._take() or await self._new()
        try:
            receipt = await lane.ask(request)
        except _ClosedError:
            lane = await self._new()
            receipt = await lane.ask(request)
        answered = time.monotonic()
        self._free.append(lane)
        return Sent(due, answered, receipt)

    def close(self) -> None:
        """End the connections."""
        for lane in self._free:
            lane.close()

    def _take(self) -> _Lane | None:
        """One that is free and still open, the one used last."""
        while self._free:
            lane = self._free.pop()
            if lane.is_open:
                return lane
        return None

    async def _new(self) -> _Lane:
        _, lane = await asyncio.get_running_loop().create_connection(_Lane, *self._place)
        return lane
