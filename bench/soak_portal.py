"""A portal that sends at a steady rate for very long, in a process of its own.

What it sends is made ahead of the clock by a process beside it, block by block: an hour of messages
need not lie ready, and making them does not disturb the sending.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from instance import BenchError
from sending import Lanes, Portal, Sent
from traffic import lasting

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

_BLOCKS_AHEAD = 3
_SETTLING_SECONDS = 1.0
_PATIENCE_SECONDS = 900
_FIRST_LANES = 8

Block = list[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """So many blocks of so many messages, `rate` of them a second."""

    portal: Portal
    blocks: int
    messages: int
    rate: float

    @property
    def all_messages(self) -> int:
        """How many messages are sent in all."""
        return self.blocks * self.messages


@dataclass(frozen=True, slots=True)
class Steady:
    """The portal at work."""

    sender: BaseProcess
    blocks: Connection

    def next_block(self) -> list[Sent]:
        """Wait for the next block to be answered; return its deliveries."""
        waited = time.monotonic()
        while not self.blocks.poll(1):
            if not self.sender.is_alive() or time.monotonic() - waited > _PATIENCE_SECONDS:
                raise BenchError("the portal has stopped sending")
        block: list[Sent] = self.blocks.recv()
        return block


@contextmanager
def steady(plan: Plan) -> Iterator[Steady]:
    """Begin to send; both processes are ended with this at the latest."""
    spawning = multiprocessing.get_context("spawn")
    made: Queue[Block] = spawning.Queue(_BLOCKS_AHEAD)
    ours, theirs = spawning.Pipe()
    maker = spawning.Process(target=_make, args=(plan, made))
    sender = spawning.Process(target=_send, args=(plan, made, theirs))
    for process in (maker, sender):
        process.start()
    try:
        yield Steady(sender, ours)
    finally:
        for process in (maker, sender):
            process.terminate()
            process.join()


def _make(plan: Plan, made: "Queue[Block]") -> None:
    messages = lasting(plan.all_messages)
    for _ in range(plan.blocks):
        made.put(plan.portal.requests(list(islice(messages, plan.messages))))


def _send(plan: Plan, made: "Queue[Block]", answered: Connection) -> None:
    asyncio.run(_send_all(plan, made.get, answered.send))


async def _send_all(
    plan: Plan, take: Callable[[], Block], tell: Callable[[list[Sent]], None]
) -> None:
    lanes = Lanes(plan.portal.url)
    await lanes.open(_FIRST_LANES)
    block = await asyncio.to_thread(take)
    due = time.monotonic() + _SETTLING_SECONDS
    # A block that fails ends all of them.
    async with asyncio.TaskGroup() as underway:
        for number in range(plan.blocks):
            underway.create_task(_send_block(lanes, block, (due, plan.rate), tell))
            due += plan.messages / plan.rate
            if number + 1 < plan.blocks:
                block = await asyncio.to_thread(take)
            await asyncio.sleep(max(due - time.monotonic(), 0))
    lanes.close()


async def _send_block(
    lanes: Lanes, block: Block, pace: tuple[float, float], tell: Callable[[list[Sent]], None]
) -> None:
    began, rate = pace
    tell(await lanes.send_paced(block, began, rate))
