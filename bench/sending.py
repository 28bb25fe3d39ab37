"""Portals that deliver as fast as they are answered, in processes of their own."""

import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from verzuimbrug.portal.client import PortalClient
from verzuimbrug.portal.outgoing import OutgoingMessage

_PROCESSES = 2
_READY_WITHIN_SECONDS = 60

Moments = tuple[float, float]
"""When a delivery was begun and when it was answered, by the machine's monotonic clock."""


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


@dataclass(frozen=True, slots=True)
class Delivered:
    """The moments of every delivery, and the processor time that the portals took.

    All were taken in, none as a duplicate.
    """

    moments: tuple[Moments, ...]
    processor: float

    @property
    def began(self) -> float:
        """When the first was begun."""
        return min(begun for begun, _ in self.moments)

    @property
    def ended(self) -> float:
        """When the last was answered."""
        return max(answered for _, answered in self.moments)

    @property
    def answer_times(self) -> list[float]:
        """The seconds from begun to answered, shortest first."""
        return sorted(answered - begun for begun, answered in self.moments)


def deliver(portal: Portal, messages: Sequence[OutgoingMessage], connections: int) -> Delivered:
    """Deliver the messages over so many connections at once, about in their order."""
    lanes = [messages[start::connections] for start in range(connections)]
    spawning = multiprocessing.get_context("spawn")
    shares = [share for n in range(_PROCESSES) if (share := lanes[n::_PROCESSES])]
    starting = spawning.Barrier(len(shares))
    pipes = []
    for share in shares:
        ours, theirs = spawning.Pipe()
        spawning.Process(target=_portal_process, args=(portal, starting, theirs)).start()
        # Ours alone to hold: a process that dies is then seen as the end of the pipe.
        theirs.close()
        ours.send(share)
        pipes.append(ours)
    shares_done: list[tuple[float, list[Moments]]] = [ours.recv() for ours in pipes]
    return Delivered(
        moments=tuple(moment for _, moments in shares_done for moment in moments),
        processor=sum(seconds for seconds, _ in shares_done),
    )


def _portal_process(portal: Portal, starting: Barrier, results: Connection) -> None:
    share: list[Sequence[OutgoingMessage]] = results.recv()
    with ThreadPoolExecutor(len(share)) as pool:
        starting.wait(_READY_WITHIN_SECONDS)
        before = time.process_time()
        done = [pool.submit(_deliver_all, portal, lane) for lane in share]
        moments = [moment for lane in done for moment in lane.result()]
        results.send((time.process_time() - before, moments))


def _deliver_all(portal: Portal, lane: Sequence[OutgoingMessage]) -> list[Moments]:
    moments = []
    with portal.client() as client:
        for message in lane:
            begun = time.monotonic()
            receipt = client.send(message.stream, message.file_name, message.content)
            moments.append((begun, time.monotonic()))
            if receipt.duplicate:
                raise RuntimeError(f"{message.file_name} was taken for a duplicate")
    return moments
