"""What is written down of a change, and what a delivery does not touch (VE-3, VE-5)."""

from typing import Any

import pytest

from doors_world import Coupling
from sending_world import (
    cases,
    go_live,
    persons,
    report,
    sick,
    take,
)
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import Change
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE


def _changes(coupling: Coupling, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """The receipt and the fields of each change, in order."""
    with tenant(coupling.arbodienst):
        rows = Change.objects.filter(object_kind=kind).order_by("id")
        return list(rows.values_list("message__receipt", "fields"))


def test_change_keeps_before_after_and_the_message_that_made_it() -> None:
    """VE-5."""
    coupling = go_live()
    take(coupling, sick(report()))
    (second,) = take(coupling, sick(report("VG1", 2, CHANGE, at=3)))

    (_, started), (receipt, changed) = _changes(coupling, "case")

    assert started["status"] == [None, "open"]
    assert (receipt, changed["last_sequence"]) == (second.receipt, [1, 2])
    assert set(changed["periods"][0]) < set(changed["periods"][1])


def test_field_that_gets_the_value_it_had_is_no_change() -> None:
    """VE-5: what stays the same is not written down."""
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG1", 2, CHANGE, at=3)))

    assert len(_changes(coupling, "employee")) == 1
    assert len(_changes(coupling, "employment")) == 1


def test_person_whom_a_delivery_leaves_out_stays_as_is() -> None:
    """VE-3: absence from a delivery ends and deletes nothing."""
    coupling = go_live()
    take(coupling, sick(report(), key="w-1"), sick(report("VG2"), key="w-2"))
    before = cases(coupling)["VG1"].status, len(persons(coupling))

    take(coupling, sick(report("VG2", 2, CHANGE, at=4), key="w-2"))

    assert (cases(coupling)["VG1"].status, len(persons(coupling))) == before
