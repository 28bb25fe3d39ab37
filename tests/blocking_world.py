"""Work that runs in a thread of its own, and who waits for whom in the database."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import psycopg
from django.db import connections

Result = TypeVar("Result")


@contextmanager
def in_thread(job: Callable[[], Result]) -> Iterator[Future[Result]]:
    """Run a job in a thread with connections of its own; it has ended when this ends."""

    def run() -> Result:
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(run)


def somebody_waits(owner: psycopg.Connection) -> bool:
    """Whether a session of the application waits for a lock."""
    row = owner.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
        "AND usename = 'verzuimbrug_app'"
    ).fetchone()
    return row is not None and row[0] > 0
