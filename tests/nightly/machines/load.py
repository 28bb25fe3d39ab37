"""A portal that delivers at a steady pace and tries again until it is answered, as portals do."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

from verzuimbrug.portal.configuration import as_yaml, configuration
from verzuimbrug.portal.connection import Connection
from verzuimbrug.portal.exchange import PortalFault
from verzuimbrug.portal.outgoing import OutgoingMessage
from verzuimbrug.portal.profiles import PROFILES
from verzuimbrug.portal.rest import RestDoor
from verzuimbrug.portal.simulator import Simulation, simulate, world

PROFILE = PROFILES["verzekeringsinzicht"]

_TODAY = datetime.now(tz=ZoneInfo("Europe/Amsterdam")).date()
_SIMULATION = Simulation(
    profile=PROFILE,
    seed=38,
    employers=12,
    people=160,
    reports=600,
    start=_TODAY - timedelta(days=270),
    made_on=_TODAY,
)
_SENDERS = 4
_EVERY_SECONDS = 0.3
"""So long a sender takes for a message: thirteen messages a second together."""
_AGAIN_AFTER_SECONDS = 0.5
_ANSWER_WITHIN_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message that was acknowledged: first tried at, acknowledged at, after how many tries."""

    number: str
    begun: float
    answered: float
    tries: int
    duplicate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """Where to deliver, and as whom."""

    url: str
    customer_code: str
    token: str


@dataclass(frozen=True, slots=True)
class Load:
    """The messages of all senders, under way."""

    shares: tuple["Future[list[Sent]]", ...]

    def sent(self) -> list[Sent]:
        """Every message, in order of acknowledgement, once all are."""
        together = [one for share in self.shares for one in share.result()]
        return sorted(together, key=lambda one: one.answered)


def messages() -> tuple[OutgoingMessage, ...]:
    """What is sent, the same every time: cases from first day to recovery, a message a report."""
    return tuple(simulate(_SIMULATION))


def configured() -> str:
    """The configuration under which it is taken in."""
    return as_yaml(configuration(PROFILE, world(_SIMULATION).employers))


@contextmanager
def under_load(portal: Portal) -> Iterator[Load]:
    """While four senders deliver, each on a connection of its own.

    The messages of an employer go through one sender, in order, as those of a portal do.
    """
    lanes, stopping = _lanes(), Event()
    with ThreadPoolExecutor(_SENDERS) as pool:
        try:
            yield Load(tuple(pool.submit(_deliver, portal, lane, stopping) for lane in lanes))
        finally:
            stopping.set()


def _lanes() -> list[list[OutgoingMessage]]:
    every, employers = messages(), world(_SIMULATION).employers
    lanes: list[list[OutgoingMessage]] = [[] for _ in range(_SENDERS)]
    for place, employer in enumerate(employers):
        named = f">{employer.number}<".encode()
        lanes[place % _SENDERS] += [each for each in every if named in each.content]
    return lanes


def _deliver(portal: Portal, lane: Sequence[OutgoingMessage], stopping: Event) -> list[Sent]:
    connection = Connection(portal.url, timeout=_ANSWER_WITHIN_SECONDS)
    door = RestDoor(connection, portal.customer_code, portal.token)
    due = time.time()
    sent = []
    for message in lane:
        time.sleep(max(0.0, due - time.time()))
        due += _EVERY_SECONDS
        sent += _deliver_one(door, message, stopping)
    connection.close()
    return sent


def _deliver_one(door: RestDoor, message: OutgoingMessage, stopping: Event) -> list[Sent]:
    """Until it is acknowledged; nothing when the load was broken off before."""
    begun, tries = time.time(), 0
    while not stopping.is_set():
        tries += 1
        try:
            receipt = door.send(message.stream, message.file_name, message.content)
        except PortalFault:
            stopping.wait(_AGAIN_AFTER_SECONDS)
            continue
        return [
            Sent(
                number=receipt.number,
                begun=begun,
                answered=time.time(),
                tries=tries,
                duplicate=receipt.duplicate,
            )
        ]
    return []
