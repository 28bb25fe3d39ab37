"""The courier: runs errands beside each other, so that one that waits keeps no other waiting."""

from threading import Event, Thread

import structlog
from django.db import Error, close_old_connections, connection

from verzuimbrug.worker.errands import ERRANDS, Errand
from verzuimbrug.worker.garbage import collect_little
from verzuimbrug.worker.stopping import stopped_by_signals

log = structlog.get_logger()

RECONNECT_SECONDS = 1.0


class Courier:
    """One courier process. `stop` lets the errands in progress end first."""

    def __init__(self, errands: tuple[Errand, ...]) -> None:
        self._errands = errands
        self._stopping = Event()

    def stop(self) -> None:
        """Ends every errand after what it is at."""
        self._stopping.set()

    def run(self) -> None:
        """Runs the errands until stopped."""
        threads = [
            Thread(target=self._repeat, args=(each,), name=each.name) for each in self._errands
        ]
        for thread in threads:
            thread.start()
        # Waiting in steps, since a signal is only looked at between them.
        while not self._stopping.wait(RECONNECT_SECONDS):
            pass
        for thread in threads:
            thread.join()

    def _repeat(self, errand: Errand) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self._once(errand))
        connection.close()

    def _once(self, errand: Errand) -> float:
        """Runs an errand; how long to wait after it. One that raises is run again."""
        try:
            return 0 if errand.run() else errand.seconds
        except Error:
            log.exception("database_away", errand=errand.name)
            close_old_connections()
        except Exception:
            log.exception("errand_failed", errand=errand.name)
        return RECONNECT_SECONDS


def run() -> None:
    """Runs a courier in this process, until SIGTERM or SIGINT."""
    collect_little()
    courier = Courier(ERRANDS)
    with stopped_by_signals(courier.stop):
        courier.run()
