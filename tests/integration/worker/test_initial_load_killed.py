"""Reading that is killed begins the message anew; nobody is done before all is read."""

from pathlib import Path

import psycopg
import pytest

from blocking_world import somebody_waits, thread
from live_world import running, until
from portal_delivery_world import tables
from readiness_world import signed_in
from sending_world import absence, course, deliver, employer, person, work
from verzuimbrug.application.portal_deliveries.initial_load import (
    cancel_initial_load,
    start_initial_load,
)
from verzuimbrug.application.portal_deliveries.moving import all_are_read
from verzuimbrug.worker import loop

# In the order in which reading writes: at the first portion, and when it is marked as read.
_READING = ("store_portalperson", "store_portalreport", "store_portalmessage")
_LARGE = 600
"""Persons: more than one portion."""


def _messages() -> list[bytes]:
    large = [person(f"g-{number}", *course(f"G{number}", 2)) for number in range(_LARGE)]
    small = [person(f"k-{number}", *course(f"K{number}", 3)) for number in range(5)]
    return [absence(employer("1001", *large)), *[absence(employer("1001", one)) for one in small]]


def _kill(owner: psycopg.Connection, log: Path, table: str) -> None:
    """Kills a worker that is about to write a table."""
    with owner.transaction():
        owner.execute(f"LOCK TABLE {table} IN SHARE MODE")
        with running(log, "verzuimbrug.cli", "work") as worker:
            until(lambda: somebody_waits(owner))
            worker.kill()
            worker.wait()


@pytest.mark.parametrize("table", _READING)
def test_killed_while_reading(
    owner_connection: psycopg.Connection, tmp_path: Path, table: str
) -> None:
    coupling = signed_in()
    for content in _messages():
        deliver(coupling, content)
    start_initial_load(coupling.ref, "test")
    _kill(owner_connection, tmp_path / "log", table)
    assert not all_are_read()
    work()
    resumed = tables(coupling)

    cancel_initial_load(coupling.ref, "test")
    start_initial_load(coupling.ref, "test")
    work()
    assert resumed == tables(coupling)
    assert len(resumed[2]) == _LARGE * 2 + 5 * 3


def test_until_idle_waits_for_what_another_worker_reads(
    owner_connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    coupling = signed_in()
    deliver(coupling, _messages()[1])
    start_initial_load(coupling.ref, "test")
    answers: list[bool] = []

    def told() -> bool:
        answers.append(all_are_read())
        return answers[-1]

    monkeypatch.setattr(loop, "all_are_read", told)
    with thread() as other:
        with owner_connection.transaction():
            owner_connection.execute("SELECT 1 FROM store_portalmessage FOR UPDATE")
            working = other.start(work)
            until(lambda: bool(answers))
        working.result()
    assert (answers[0], answers[-1]) == (False, True)
