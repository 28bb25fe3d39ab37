"""A worker that is killed over a held or approved message leaves it as it was (VE-2)."""

from pathlib import Path

import psycopg
import pytest

from blocking_world import somebody_waits
from held_world import dossiers, held, hold, say, watched
from live_world import running, until
from sending_world import (
    absence,
    deliver,
    employer,
    message_states,
    person,
    persons,
    report,
    sick,
    states,
    work,
)

# In the order in which an approved message is written: at the start, halfway, at the end.
_TABLES = ("store_employee", "store_absencereport", "store_change")
_HELD_TABLES = ("store_absencereport", "store_shownchanges")


def _kill(owner: psycopg.Connection, log: Path, table: str) -> None:
    """A worker that is killed when it is about to write to a table."""
    with running(log, "verzuimbrug.cli", "work") as worker, owner.transaction():
        owner.execute(f"LOCK TABLE {table} IN SHARE MODE")
        until(lambda: somebody_waits(owner))
        worker.kill()
        worker.wait()


def _two_persons() -> bytes:
    return absence(employer("1001", person("w-1", report("VG1")), person("w-2", report("VG2"))))


@pytest.mark.parametrize("table", _TABLES)
def test_killed_while_it_applies_what_was_approved(
    owner_connection: psycopg.Connection, tmp_path: Path, table: str
) -> None:
    coupling = watched()
    receipt = hold(coupling, _two_persons())
    before = dossiers(coupling)
    assert say(coupling, receipt, persons=[1]).goes_on

    _kill(owner_connection, tmp_path / "log", table)

    assert message_states(coupling) == ["received"]
    assert dossiers(coupling) == before
    work()
    assert states(coupling) == [("VG1", 1, "applied"), ("VG2", 1, "refused")]
    assert len(persons(coupling)) == 1


@pytest.mark.parametrize("table", _HELD_TABLES)
def test_killed_while_it_holds_a_message(
    owner_connection: psycopg.Connection, tmp_path: Path, table: str
) -> None:
    coupling = watched()
    deliver(coupling, sick(report()))

    _kill(owner_connection, tmp_path / "log", table)

    assert message_states(coupling) == ["received"]
    assert (held(coupling), states(coupling)) == ((), [])
    work()
    assert message_states(coupling) == ["held"]
    assert say(coupling, held(coupling)[0].receipt).goes_on
