"""A worker that is killed in an initial load: it resumes, and ends as one that was not killed."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from blocking_world import somebody_waits
from configuring_world import WAIVED
from doors_world import Coupling
from live_world import running, until
from portal_delivery_world import loading, step
from readiness_world import in_order
from sending_world import absence, deliver, employer, message_states, person, report, work
from verzuimbrug.application.portal_deliveries.initial_load import run_initial_load
from verzuimbrug.application.process import LARGE_BYTES
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import AbsenceCase, AbsenceReport, Change, Employee, Statement
from verzuimbrug.store.models.open import Work
from verzuimbrug.store.tenancy import tenant

_BORN = date(1960, 1, 1)
_PERSONS = 1500
# In the order in which a portion writes: at its start, and at its end.
_TABLES = ("store_employee", "store_waiting")


def _load() -> list[bytes]:
    """A large message of many portions, and two small ones on the same cases."""
    large = [
        person(f"w-{n}", report(f"VG{n}"), born=str(_BORN + timedelta(days=n)))
        for n in range(_PERSONS)
    ]
    later = [
        report(f"VG{n}", 3 + n, Operation.CHANGE, at=5, percentage=Decimal("50.00"))
        for n in range(2)
    ]
    return [
        absence(employer("1001", *large)),
        *(
            absence(employer("1001", person(f"w-{n}", one, born=str(_BORN + timedelta(days=n)))))
            for n, one in enumerate(later)
        ),
    ]


def _ran(contents: Sequence[bytes], arbodienst: str) -> Coupling:
    """A load that is read and may run."""
    coupling = loading(in_order(arbodienst))
    for content in contents:
        deliver(coupling, content)
    work()
    assert run_initial_load(coupling.ref, "klantbeheerder", WAIVED) == ()
    return coupling


def _picture(of: Coupling) -> list[Any]:
    with tenant(of.arbodienst):
        cases = AbsenceCase.objects.order_by("key").values_list(
            "key", "first_day", "status", "periods", "last_sequence", "released_gaps"
        )
        persons = Employee.objects.values_list("fields__surname", "fields", "birth_date")
        reports = AbsenceReport.objects.values_list("case_key", "sequence", "state")
        counts = [model.objects.count() for model in (Change, Statement)]
        return [list(cases), sorted(persons, key=str), sorted(reports), counts]


@pytest.mark.parametrize("table", _TABLES)
def test_killed_in_the_middle_of_an_initial_load(
    owner_connection: psycopg.Connection, tmp_path: Path, table: str
) -> None:
    contents = _load()
    assert len(contents[0]) > LARGE_BYTES
    undisturbed = _ran(contents, "RUSTIG")
    work()
    coupling = _ran(contents, "GEZOND")

    with running(tmp_path / "log", "verzuimbrug.cli", "work") as worker:
        with owner_connection.transaction():
            owner_connection.execute(f"LOCK TABLE {table} IN SHARE MODE")
            until(lambda: somebody_waits(owner_connection))
            worker.kill()
            worker.wait()
        assert "received" in message_states(coupling)

    work()
    assert message_states(coupling) == ["processed"] * 3
    assert _picture(coupling) == _picture(undisturbed)
    assert step(coupling) == step(undisturbed) == "done"
    assert not Work.objects.exists()
