"""A worker that is killed leaves nothing half done, and its messages to the others."""

from pathlib import Path

import psycopg
import pytest

from blocking_world import somebody_waits
from live_world import running, until
from sending_world import (
    cases,
    course,
    deliver,
    go_live,
    message_states,
    persons,
    sick,
    states,
    work,
)
from verzuimbrug.application.answering.collecting import collect_answers
from verzuimbrug.sivi.answers import PROCESSING, RECEIPT
from verzuimbrug.store.models import Work
from verzuimbrug.store.queue import is_idle

# In the order in which a batch writes: killed at the start, halfway, at the end.
_TABLES = ("store_employee", "store_absencereport", "store_answer")


@pytest.mark.parametrize("table", _TABLES)
def test_killed_in_the_middle_of_a_batch(
    owner_connection: psycopg.Connection, tmp_path: Path, table: str
) -> None:
    coupling = go_live()
    for one in course("VG1", 5):
        deliver(coupling, sick(one, wants_receipt=True))
    with running(tmp_path / "log", "verzuimbrug.cli", "work") as worker:
        with owner_connection.transaction():
            owner_connection.execute(f"LOCK TABLE {table} IN SHARE MODE")
            until(lambda: somebody_waits(owner_connection))
            worker.kill()
            worker.wait()
            assert message_states(coupling) == ["received"] * 5
            assert (persons(coupling), states(coupling)) == ([], [])
        assert not is_idle()

    assert set(Work.objects.values_list("attempts", flat=True)) == {0}
    work()
    assert states(coupling) == [("VG1", number, "applied") for number in range(1, 6)]
    assert (len(persons(coupling)), cases(coupling)["VG1"].last_sequence) == (1, 5)
    kinds = [each.kind for each in collect_answers(coupling.sender, 100)]
    assert (kinds.count(RECEIPT), kinds.count(PROCESSING)) == (5, 5)


def test_stopped_worker_ends_its_batch_first(
    owner_connection: psycopg.Connection, tmp_path: Path
) -> None:
    coupling = go_live()
    deliver(coupling, sick(*course("VG1", 3), wants_receipt=True))
    with running(tmp_path / "log", "verzuimbrug.cli", "work") as worker:
        with owner_connection.transaction():
            owner_connection.execute("LOCK TABLE store_answer IN SHARE MODE")
            until(lambda: somebody_waits(owner_connection))
            worker.terminate()
        assert worker.wait() == 0
    assert message_states(coupling) == ["processed"]
    assert "failed" not in (tmp_path / "log").read_text(encoding="utf-8")
