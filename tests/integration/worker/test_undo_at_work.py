"""Undoing while workers are at it, and in as many queries for many messages as for a few (VE-4)."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from doors_world import Coupling
from live_world import until, workers
from sending_world import (
    ABSENCE,
    absence,
    course,
    deliver,
    employer,
    go_live,
    message_states,
    person,
    persons,
    report,
    states,
    work,
)
from undo_world import decider, differences, picture, reader, undone
from verzuimbrug.application.undoing.undo import preview_undo, undo
from verzuimbrug.application.undoing.values import OfStream, Undone
from verzuimbrug.store.queue import is_idle

pytestmark = pytest.mark.usefixtures("database")

_STATEMENTS = {"Query", "Execute"}
_EVER = datetime(2020, 1, 1, tzinfo=UTC)


def all_of(coupling: Coupling) -> OfStream:
    """Everything that the absence stream ever received."""
    return OfStream(account=coupling.account, stream=ABSENCE, since=_EVER)


def sent(number: int) -> bytes:
    """Two persons and three cases, some of them known already."""
    return absence(
        employer(
            "1001",
            person(f"w-{number}", *course(f"VG{number}", 2), report(f"VH{number}", at=40)),
            person("w-bekend", report(f"VB{number}", at=number)),
        )
    )


def test_whoever_is_at_work_nothing_is_lost_and_nothing_breaks(tmp_path: Path) -> None:
    coupling = go_live()
    made = 0
    with workers(tmp_path / "log", 2):
        for number in range(30):
            deliver(coupling, sent(number))
            if number % 5 == 4:
                preview = preview_undo(reader(coupling), all_of(coupling))
                assert preview is not None
                done = undo(decider(coupling), all_of(coupling), "vergissing", preview.shown)
                made += isinstance(done, Undone)
        until(is_idle)

    assert set(message_states(coupling)) == {"processed"}
    assert len(states(coupling)) == 30 * 4
    undone(coupling, all_of(coupling))
    assert {state for *_, state in states(coupling)} == {"undone"}
    assert all(row.hidden for row in persons(coupling))


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
    parts = [line.split("\t") for line in lines]
    counts[0] = sum(len(part) > 3 and part[1] == "F" and part[3] in _STATEMENTS for part in parts)


def _queries(coupling: Coupling, first: int, messages: int) -> int:
    for number in range(first, first + messages):
        deliver(coupling, sent(number))
    work()
    before = picture(coupling)
    with _counted() as counts:
        undone(coupling, all_of(coupling))
    assert differences(picture(coupling), before)
    return counts[0]


def test_undo_of_forty_messages_takes_as_many_queries_as_one_of_four() -> None:
    coupling = go_live()
    _queries(coupling, 0, 4)
    four = _queries(coupling, 100, 4)
    forty = _queries(coupling, 200, 40)

    assert four == forty
    assert 20 < forty < 120
