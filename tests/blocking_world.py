"""Work that runs in a thread of its own, and who waits for whom in the database."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import psycopg
from django.db import connections

Result = TypeVar("Result")


class Thread:
    """A thread for one job at a time, with connections of its own."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool

    def start(self, job: Callable[[], Result]) -> Future[Result]:
        """Run a job; what it gives, or raises, is in the future."""
        return self._pool.submit(_run, job)


def _run(job: Callable[[], Result]) -> Result:
    try:
        return job()
    finally:
        connections.close_all()


@contextmanager
def thread() -> Iterator[Thread]:
    """A thread; its job has ended when this ends. Locks held for it are let go inside this."""
    with ThreadPoolExecutor(1) as pool:
        yield Thread(pool)


@contextmanager
def held(owner: psycopg.Connection, lock: int) -> Iterator[None]:
    """Hold an advisory lock, and let go of it however this ends."""
    owner.execute("SELECT pg_advisory_lock(%s)", [lock])
    try:
        yield
    finally:
        owner.execute("SELECT pg_advisory_unlock(%s)", [lock])


def somebody_waits(owner: psycopg.Connection) -> bool:
    """Whether any session waits for a lock."""
    return owner.execute("SELECT 1 FROM pg_locks WHERE NOT granted LIMIT 1").fetchone() is not None
