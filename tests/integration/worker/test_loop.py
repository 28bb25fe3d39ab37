"""The worker: it works until told to stop, and outlives its database connection."""

import os
import signal
import time

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone
from prometheus_client import REGISTRY

from blocking_world import thread
from live_world import until
from sending_world import deliver, go_live, message_states, report, sick, states
from verzuimbrug.store.models import Work
from verzuimbrug.store.queue import LONGEST_PAUSE, is_idle
from verzuimbrug.store.sql import Row, select
from verzuimbrug.worker.loop import Worker, run

pytestmark = pytest.mark.usefixtures("database")

_LAST_ASKED = (
    "SELECT 1 FROM pg_stat_activity WHERE starts_with(query, 'SELECT 1 FROM store_work') "
    "AND state = 'idle' AND pid <> pg_backend_pid()"
)
_END_IDLE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE query LIKE 'SELECT 1 FROM store_work%' AND state = 'idle'"
)


def test_until_idle_ends_when_nothing_is_left() -> None:
    coupling = go_live()
    deliver(coupling, sick(report()))
    run(until_idle=True)
    assert message_states(coupling) == ["processed"]


def _decided(state: str, message: str = "Verzuimmeldingen") -> float:
    labels = {"message": message, "state": state}
    return REGISTRY.get_sample_value("verzuimbrug_message_seconds_count", labels) or 0.0


def test_outcomes_are_counted_by_message_and_state() -> None:
    coupling = go_live()
    before, before_of_others = _decided("processed"), _decided("rejected", "other")
    deliver(coupling, sick(report()))
    deliver(coupling, b"<Jansen/>")
    run(until_idle=True)

    assert _decided("processed") == before + 1
    assert _decided("rejected", "other") == before_of_others + 1
    kept = REGISTRY.get_sample_value("verzuimbrug_housekeeping_timestamp_seconds") or 0.0
    assert time.time() - kept < 60


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_stops_the_worker_and_is_handed_back(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with thread() as other:
        other.start(
            lambda: until(lambda: signal.getsignal(number) is not before)
        ).add_done_callback(lambda _: os.kill(os.getpid(), number))
        run()
    assert signal.getsignal(number) is before


def test_delivery_wakes_a_waiting_worker() -> None:
    coupling = go_live()
    worker = Worker()
    with thread() as other:
        running = other.start(lambda: worker.run(until_idle=False))
        try:
            for case in ("VG1", "VG2"):
                deliver(coupling, sick(report(case)))
                until(is_idle)
        finally:
            worker.stop()
        running.result()
    assert states(coupling) == [("VG1", 1, "applied"), ("VG2", 1, "applied")]


def test_worker_that_does_not_wait_hears_no_calls() -> None:
    """The driver keeps every call for who listens: one a message, until they wait again."""
    coupling = go_live()
    worker = Worker()

    def heard_after_work() -> list[Row]:
        worker.run(until_idle=False)
        return select("SELECT pg_listening_channels()")

    with thread() as other:
        running = other.start(heard_after_work)
        try:
            until(_waits)
            deliver(coupling, sick(report()))
            until(is_idle)
        finally:
            worker.stop()
        assert running.result() == []


def _waits() -> bool:
    """Whether the session of the worker hears calls."""
    return bool(select(_LAST_ASKED))


def test_worker_outlives_its_connection() -> None:
    coupling = go_live()
    worker = Worker()
    with thread() as other:
        running = other.start(lambda: worker.run(until_idle=False))
        try:
            until(_end_idle)
            deliver(coupling, sick(report()))
            until(lambda: running.done() or is_idle())
            assert not running.done(), running.result()
        finally:
            worker.stop()
        running.result()
    assert states(coupling) == [("VG1", 1, "applied")]


def test_connection_that_may_only_read_is_replaced() -> None:
    coupling = go_live()
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    relieved = connection.connection
    close_old_connections()
    deliver(coupling, sick(report()))
    run(until_idle=True)
    assert connection.connection is not relieved
    assert states(coupling) == [("VG1", 1, "applied")]


def _end_idle() -> bool:
    """End the session of the worker that is idle; false as long as none is."""
    with connection.cursor() as cursor:
        cursor.execute(_END_IDLE)
        return cursor.fetchone() is not None


def test_worker_waits_for_work_in_other_hands() -> None:
    coupling = go_live()
    deliver(coupling, sick(report()))
    Work.objects.update(not_before=timezone.now() + LONGEST_PAUSE / 2)
    worker = Worker()
    with thread() as other:
        running = other.start(lambda: worker.run(until_idle=True))
        until(lambda: not running.done())
        Work.objects.update(not_before=None)
        running.result()
    assert message_states(coupling) == ["processed"]
