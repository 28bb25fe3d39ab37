"""Gathers what arrives at the same time into one call."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

from verzuimbrug.application.receiving.receive import Receipt
from verzuimbrug.application.receiving.receive_many import Delivery
from verzuimbrug.gateways.refused import log_failure

MOST_TOGETHER = 200

PAUSE_SECONDS = 0.002
"""From the first that arrives until the call, when the last call answered several: they come again.

Where deliveries come one by one there is nobody to wait for.
"""

CALL_SECONDS = 0.01
"""So long after an answer at most the workers are called, once for all that was kept meanwhile."""

ReceiveMany = Callable[[Sequence[Delivery]], Sequence[Receipt | None]]
_Answer = asyncio.Future[Receipt | None]


class Gatherer:
    """Hands deliveries to `receive_many`: one call at a time, with all that came since the last.

    The call is made in a thread of its own, which keeps its connection to the database, and which
    calls the workers too, once who delivered has the answer. All else happens in the thread of the
    event loop.
    """

    def __init__(self, receive_many: ReceiveMany, call_workers: Callable[[], None]) -> None:
        self._receive_many = receive_many
        self._call_workers = call_workers
        self._will_call = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gatherer")
        self._waiting: list[tuple[Delivery, _Answer]] = []
        self._working: asyncio.Task[None] | None = None
        self._pause = 0.0

    async def hand_in(self, delivery: Delivery) -> Receipt | None:
        """The receipt; None when the delivery was not kept, and has to go the ordinary way."""
        answer: _Answer = asyncio.get_running_loop().create_future()
        self._waiting.append((delivery, answer))
        if self._working is None:
            self._working = asyncio.create_task(self._work())
        return await answer

    async def _work(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(self._pause)
                together = self._waiting[:MOST_TOGETHER]
                del self._waiting[:MOST_TOGETHER]
                self._pause = PAUSE_SECONDS if len(together) > 1 else 0.0
                await self._receive(together)
        finally:
            self._working = None

    async def _receive(self, together: Sequence[tuple[Delivery, _Answer]]) -> None:
        deliveries = [delivery for delivery, _ in together]
        loop = asyncio.get_running_loop()
        receipts = await loop.run_in_executor(self._thread, self._kept, deliveries)
        for (_, answer), receipt in zip(together, receipts, strict=True):
            # Whoever hung up meanwhile is answered no more; what they brought is kept.
            if not answer.done():
                answer.set_result(receipt)
        if any(receipts) and not self._will_call:
            self._will_call = True
            loop.call_later(CALL_SECONDS, self._call)

    def _call(self) -> None:
        self._will_call = False
        self._thread.submit(self._call_workers)

    def _kept(self, deliveries: Sequence[Delivery]) -> Sequence[Receipt | None]:
        """What a call gives. When it fails, none of them is kept: each goes by itself then."""
        try:
            return self._receive_many(deliveries)
        except Exception as problem:  # noqa: BLE001 -- by itself each meets what is the matter
            log_failure("gathered", problem, "")
            close_old_connections()
            return [None] * len(deliveries)
