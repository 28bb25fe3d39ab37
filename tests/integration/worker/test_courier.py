"""The courier runs errands beside each other until it is told to stop."""

from collections.abc import Callable
from threading import Event, Thread

from django.db import InterfaceError

from verzuimbrug.worker.courier import Courier
from verzuimbrug.worker.errands import Errand

SECONDS = 20.0


def _errand(name: str, run: Callable[[], bool]) -> Errand:
    return Errand(name=name, run=run, seconds=SECONDS)


def _carried(*errands: Errand, until: Event) -> bool:
    """Whether it came so far, and ended when it was told to."""
    courier = Courier(errands)
    thread = Thread(target=courier.run)
    thread.start()
    came = until.wait(SECONDS)
    courier.stop()
    thread.join(SECONDS)
    return came and not thread.is_alive()


def test_an_errand_that_waits_keeps_no_other_waiting() -> None:
    left, done = Event(), Event()

    def slow() -> bool:
        left.wait(SECONDS)
        return False

    def quick() -> bool:
        done.set()
        left.set()
        return False

    assert _carried(_errand("slow", slow), _errand("quick", quick), until=done)


def test_an_errand_with_more_to_do_runs_again_at_once() -> None:
    runs: list[int] = []
    done = Event()

    def busy() -> bool:
        runs.append(len(runs))
        if len(runs) == 3:
            done.set()
        return len(runs) < 3

    assert _carried(_errand("busy", busy), until=done)
    assert len(runs) == 3


def test_an_errand_that_raises_runs_again() -> None:
    problems: list[Exception] = [ValueError("broken"), InterfaceError("away")]
    done = Event()

    def broken() -> bool:
        if problems:
            raise problems.pop()
        done.set()
        return False

    assert _carried(_errand("broken", broken), until=done)
