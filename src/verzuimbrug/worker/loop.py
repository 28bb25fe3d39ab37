"""The worker: processes batches while there is work, and waits for a call when there is none."""

import time

import structlog
from django.db import Error, close_old_connections, connection

from verzuimbrug.application.housekeep import housekeep
from verzuimbrug.application.operation.measuring import decided, kept_house
from verzuimbrug.application.portal_deliveries.moving import all_are_read, move_deliveries
from verzuimbrug.application.process import process_batch
from verzuimbrug.store.queue import WAKE_UP, is_idle, seems_idle
from verzuimbrug.store.queue_front import Front
from verzuimbrug.worker.garbage import collect_little
from verzuimbrug.worker.stopping import stopped_by_signals

log = structlog.get_logger()

LISTEN_SECONDS = 1.0
BUSY_SECONDS = 0.1
"""How long to wait when all that is ready is in other workers' hands: about a batch of theirs."""
GATHER_SECONDS = 0.1
GATHER_MESSAGES = 100
"""After a batch of fewer messages a worker waits this long.

A batch costs as much as its queries, some ten messages' worth, so that messages which come one by
one are cheaper together. The first one after a quiet moment never waits, and neither does one that
finds more than a worker can keep up with.
"""
RECONNECT_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 5.0
MOVING_SECONDS = 5.0
"""So long at most a delivery of the portal's state waits for other messages to be read."""


class Worker:
    """One worker process. `stop` lets the batch in progress end first."""

    def __init__(self) -> None:
        self._stopping = False
        self._housekept_at = -HOUSEKEEPING_SECONDS
        self._moved_at = -MOVING_SECONDS
        self._may_move = True
        self._gathers = True
        self._front = Front()

    def stop(self) -> None:
        """Ends the loop after the batch in progress."""
        self._stopping = True

    def run(self, *, until_idle: bool) -> None:
        """Works until stopped, or until nothing is left to do, other workers' batches included."""
        # Who waits for all to be done is told soonest; nothing more need come.
        self._gathers = not until_idle
        while not self._stopping:
            try:
                if self._step():
                    continue
                if until_idle and self._is_done():
                    return
                if not self._may_move:
                    self._listen()
            except Error:
                log.exception("database_away")
                close_old_connections()
                time.sleep(RECONNECT_SECONDS)

    def _step(self) -> bool:
        """Processes a batch, or reads for a comparison; true when there was something to do."""
        self._keep_house()
        has_processed = self._process()
        if has_processed and time.monotonic() - self._moved_at < MOVING_SECONDS:
            return True
        return self._move() or has_processed

    def _process(self) -> bool:
        processed = process_batch(self._front)
        for each in processed.decisions:
            decided(each.message, each.state, each.seconds)
        if processed.claimed and not processed.decided:
            time.sleep(BUSY_SECONDS)
        elif self._gathers and 0 < processed.claimed < GATHER_MESSAGES:
            time.sleep(GATHER_SECONDS)
        return processed.claimed > 0

    def _move(self) -> bool:
        """Takes deliveries of the portal's state on; looks anew when woken, or after a while."""
        now = time.monotonic()
        if self._may_move or now - self._moved_at >= MOVING_SECONDS:
            self._may_move = move_deliveries()
            self._moved_at = time.monotonic()
            return self._may_move
        return False

    def _is_done(self) -> bool:
        """Whether nothing is left to process and to read, by other workers included."""
        self._may_move = is_idle() and move_deliveries(thoroughly=True)
        return is_idle() and not self._may_move and all_are_read()

    def _keep_house(self) -> None:
        if time.monotonic() - self._housekept_at >= HOUSEKEEPING_SECONDS:
            if housekeep():
                kept_house()
            self._housekept_at = time.monotonic()

    def _listen(self) -> None:
        """Waits until a delivery wakes us, a moment passes, or work in other hands comes free."""
        if not seems_idle(self._front):
            time.sleep(BUSY_SECONDS)
            return
        connection.ensure_connection()
        # What goes wrong on the driver's own connection is a database error like any other.
        with connection.wrap_database_errors:
            connection.connection.execute(f"LISTEN {WAKE_UP}")
            if seems_idle(self._front):
                # Reads on to the end of what was called: old calls would wake us for nothing.
                for _ in connection.connection.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                    self._may_move = True
            # At work nobody listens: the driver would keep every call until we wait again.
            connection.connection.execute(f"UNLISTEN {WAKE_UP}")


def run(*, until_idle: bool = False) -> None:
    """Runs a worker in this process, until SIGTERM or SIGINT, or until nothing is left to do."""
    collect_little()
    worker = Worker()
    with stopped_by_signals(worker.stop):
        worker.run(until_idle=until_idle)
