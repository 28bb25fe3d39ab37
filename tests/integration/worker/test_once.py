"""Exactly once, and in as many queries for a hundred messages as for five."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from doors_world import Coupling
from sending_world import (
    absence,
    add_employer,
    course,
    deliver,
    employees,
    employer,
    go_live,
    person,
    report,
    settings,
    sick,
    take,
    work,
)
from verzuimbrug.application.process import Processed, process_batch
from verzuimbrug.store.models import Message
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_DOSSIERS = (
    "absencecase",
    "absencereport",
    "casealias",
    "change",
    "employee",
    "employment",
    "linkkey",
    "waiting",
)


def _rows(owner: psycopg.Connection) -> dict[str, list[str]]:
    """Every row of the dossiers, as text."""
    return {
        table: sorted(row[0] for row in owner.execute(f"SELECT t::text FROM store_{table} t"))  # noqa: S608
        for table in _DOSSIERS
    }


def _again(coupling: Coupling) -> None:
    with tenant(coupling.arbodienst):
        requeue(list(Message.objects.values_list("id", flat=True)))
    work()


def _without_ids(rows: dict[str, list[str]]) -> dict[str, list[str]]:
    """Waiting rows are written anew, with new ids; what they say stays."""
    return {**rows, "waiting": [row.partition(",")[2] for row in rows["waiting"]]}


def test_applying_twice_changes_nothing(owner_connection: psycopg.Connection) -> None:
    coupling = go_live()
    take(coupling, *(sick(one) for one in course("VG1", 4)))
    take(
        coupling,
        absence(
            employer("1001", person("w-1", report("VG2", at=40)), person("w-2", report("VG3"))),
            employer("1002", person("w-3", report("VG4"))),
        ),
        sick(report("VG5", 3)),
    )
    before = _rows(owner_connection)
    _again(coupling)
    assert _without_ids(_rows(owner_connection)) == _without_ids(before)


@contextmanager
def _counted() -> Iterator[list[int]]:
    """Count what goes to the server: statements, as libpq itself traces them."""
    counts = [0]
    connection.ensure_connection()
    pgconn = connection.connection.pgconn
    with tempfile.NamedTemporaryFile() as trace:
        pgconn.trace(trace.file.fileno())
        try:
            yield counts
        finally:
            pgconn.untrace()
        lines = Path(trace.name).read_text(encoding="utf-8", errors="replace").splitlines()
    sent = [line.split("\t") for line in lines]
    counts[0] = sum(len(part) > 3 and part[1] == "F" and part[3] in _STATEMENTS for part in sent)


_STATEMENTS = {"Query", "Execute"}


def _queries(coupling: Coupling, messages: int, first: int) -> int:
    """The queries of a batch of so many messages: new persons, known ones, and parked parts."""
    for number in range(first, first + messages):
        deliver(
            coupling,
            absence(
                employer("1001", person(f"w-{number}", report(f"VG{number}"))),
                employer("1002", person("w-bekend", *course(f"VB{number}", 2))),
                employer("1003", person("w-onbekend", report(f"VO{number}"))),
                wants_receipt=True,
            ),
        )
    with _counted() as counts:
        assert process_batch() == Processed(claimed=messages, decided=messages)
    return counts[0]


def test_batch_of_a_hundred_takes_as_many_queries_as_one_of_twenty() -> None:
    coupling = go_live(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    take(coupling, employees(person("w-bekend"), number="1002"), stream="WerknemersGegevens")
    _queries(coupling, 5, first=0)
    twenty = _queries(coupling, 20, first=100)
    hundred = _queries(coupling, 100, first=200)
    assert twenty == hundred
    assert 10 < hundred < 60
