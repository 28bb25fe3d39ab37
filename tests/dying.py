"""A step that is killed at one of its statements: in a process of its own, at a place of choice.

Nothing of the product knows: the driver's own way to talk to the server is counted.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connections


def run_apart(step: Callable[[], None], dies_after: int | None = None) -> int | None:
    """Run a step in a process of its own: how many exchanges it took; None when it was killed.

    It is killed when the server has answered so many times: each commit is one of those, so that
    it dies before and after each. One that raises, or dies of anything else, fails the test.
    """
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(step, dies_after, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    if dies_after is not None and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    assert status == 0, said
    return int(said)


def _live(step: Callable[[], None], dies_after: int | None, writing: int) -> None:
    """The life of the process; it never returns."""
    counted = count_exchanges(lambda exchange: exchange == dies_after)
    try:
        step()
        os.write(writing, str(counted[0]).encode())
    except BaseException:  # noqa: BLE001 -- whatever it is, the other side tells it
        os.write(writing, traceback.format_exc().encode())
        os._exit(1)
    sys.stdout.flush()
    os._exit(0)


def count_exchanges(is_fatal: Callable[[int], bool]) -> list[int]:
    """Counts exchanges with the server from here on, and dies after the one that is fatal."""
    counted = [0]
    plain = psycopg.Connection.wait

    def counting(self: psycopg.Connection, *given: Any, **named: Any) -> Any:  # noqa: ANN401
        answer = plain(self, *given, **named)
        counted[0] += 1
        if is_fatal(counted[0]):
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(psycopg.Connection, "wait", counting)  # noqa: B010 -- for a type checker it is no field
    return counted
