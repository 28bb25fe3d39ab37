"""Runs a worker and looks, a thousand times a second, where in a batch it is.

A signal interrupts the worker, and the time since the one before is put to the functions on the
stack; waiting counts like working. Unlike tracing this costs nothing per call, so small functions
are not made to look slow.
Usage: python sampling.py OUT.json COMMAND...
"""

import json
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType

from verzuimbrug.cli import main

BATCH = "verzuimbrug.application.process:process_batch"
_EVERY_SECONDS = 0.001
_GENERATED = "__create_fn__."


class Sampler:
    """The seconds per function: while it was on the stack, and while it was on top of it."""

    def __init__(self) -> None:
        self.inside: defaultdict[str, float] = defaultdict(float)
        self.on_top: defaultdict[str, float] = defaultdict(float)
        self._seen_at = time.perf_counter()

    def __call__(self, _signal: int, frame: FrameType | None) -> None:
        """Count one stack, if it is that of a batch."""
        now = time.perf_counter()
        passed, self._seen_at = now - self._seen_at, now
        stack = []
        while frame is not None:
            stack.append(_name(frame))
            frame = frame.f_back
        if BATCH in stack:
            self.on_top[stack[0]] += passed
            for name in set(stack[: stack.index(BATCH) + 1]):
                self.inside[name] += passed


def _name(frame: FrameType) -> str:
    """Module and function; a function's comprehensions and lambdas count as the function."""
    function = frame.f_code.co_qualname
    if function.startswith(_GENERATED):
        function = f"(dataclass).{function.rpartition('.')[2]}"
    return f"{frame.f_globals.get('__name__', '?')}:{function.split('.<', 1)[0]}"


def run(out: Path, arguments: list[str]) -> None:
    """Run the command under the sampler, and write what it counted."""
    sampler = Sampler()
    signal.signal(signal.SIGALRM, sampler)
    signal.setitimer(signal.ITIMER_REAL, _EVERY_SECONDS, _EVERY_SECONDS)
    sys.argv[1:] = arguments
    try:
        main()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        counted = {"inside": sampler.inside, "on_top": sampler.on_top}
        out.write_text(json.dumps(counted), encoding="utf-8")


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2:])
