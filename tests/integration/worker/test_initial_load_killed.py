"""A load that is killed goes on where it was, and ends as one that was not killed."""

from pathlib import Path

import psycopg
import pytest

from blocking_world import somebody_waits
from configuring_world import WAIVED
from doors_world import Coupling
from live_world import running, until
from portal_delivery_world import bring, loading, step, tables
from readiness_world import in_order, signed_in
from sending_world import absence, cases, course, deliver, employer, person, persons, states, work
from verzuimbrug.application.portal_deliveries.initial_load import (
    cancel_initial_load,
    run_initial_load,
    start_initial_load,
)
from verzuimbrug.application.portal_deliveries.moving import all_are_read
from verzuimbrug.application.portal_deliveries.progress import summary_of_load

# In the order in which reading writes: at the first portion, and when it is marked as read.
_READING = ("store_portalperson", "store_portalreport", "store_portalmessage")
_RUNNING = ("store_employee", "store_absencereport", "store_work")
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


def _dossiers(coupling: Coupling) -> tuple[object, ...]:
    found = {key: (case.periods, case.last_sequence) for key, case in cases(coupling).items()}
    return states(coupling), found, len(persons(coupling))


def _runs(code: str, contents: list[bytes]) -> Coupling:
    coupling = loading(in_order(code))
    bring(coupling, *contents)
    run_initial_load(coupling.ref, "test", WAIVED)
    return coupling


@pytest.mark.parametrize("table", _RUNNING)
def test_killed_while_it_runs(
    owner_connection: psycopg.Connection, tmp_path: Path, table: str
) -> None:
    contents = _messages()
    spared = _runs("GESPAARD", contents)
    work()
    coupling = _runs("GEZOND", contents)
    _kill(owner_connection, tmp_path / "log", table)
    work()

    found = summary_of_load(coupling.ref)
    assert (step(coupling), found.adds_up) == ("done", True)
    assert found.total.created == _LARGE * 2 + 5 * 3
    assert _dossiers(coupling) == _dossiers(spared)
