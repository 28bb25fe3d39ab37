"""Runs a worker until its queue is empty, with batches as small as asked; tells how long it took.

A batch of one message is what the same work costs without batching. Nothing of the product can be
set like that: it is done to it here.
Usage: python one_worker.py MOST-MESSAGES DATA; prints JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from verzuimbrug.cli.instance import open_instance
from verzuimbrug.store.queue_front import Front


class _Watched:
    """Processes batches, and knows when the first began and the last ended that held anything."""

    def __init__(self, process_batch: Callable[[], Any]) -> None:
        self._process_batch = process_batch
        self.began = self.ended = 0.0

    def __call__(self, front: Front) -> object:
        """Process a batch."""
        self.began = self.began or time.perf_counter()
        processed = self._process_batch(front)
        if processed.claimed:
            self.ended = time.perf_counter()
        return processed


def run(most: int, data: Path) -> None:
    """Work with batches of at most so many messages, and tell what it took."""
    open_instance(data)
    # What works with the database can only be read once the instance is open.
    from verzuimbrug.application import process  # noqa: PLC0415
    from verzuimbrug.worker import loop  # noqa: PLC0415

    if not isinstance(process.MOST_MESSAGES, int):
        raise TypeError("the size of a batch is no longer MOST_MESSAGES")
    process.MOST_MESSAGES = min(most, process.MOST_MESSAGES)
    watched = _Watched(loop.process_batch)
    loop.process_batch = watched  # type: ignore[assignment]
    loop.run(until_idle=True)
    sys.stdout.write(json.dumps({"seconds": watched.ended - watched.began}))


if __name__ == "__main__":
    run(int(sys.argv[1]), Path(sys.argv[2]))
