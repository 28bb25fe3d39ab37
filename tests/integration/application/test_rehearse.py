"""What is rehearsed: the messages that changed nothing yet, and nothing is written (GR-3)."""

from datetime import date

import pytest

from configuring_world import apply
from doors_world import Coupling
from readiness_world import in_order, known_employee, load, other_account, signed_in
from sending_world import (
    ABSENCE,
    cases,
    deliver,
    go_live,
    persons,
    report,
    settings,
    sick,
    take,
)
from verzuimbrug.application.readiness import rehearse
from verzuimbrug.application.readiness.rehearse import (
    Rehearsal,
    rehearse_unprocessed,
    rehearse_with_doubles,
)
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import Message
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

TODAY = date(2026, 4, 1)


def _rehearsed(coupling: Coupling) -> Rehearsal:
    with tenant(coupling.arbodienst):
        return rehearse_unprocessed(coupling.account, TODAY)


def _keys(found: Rehearsal) -> list[str]:
    return [case.key for case in found.state.cases]


def test_what_waits_for_activation_is_rehearsed_and_nothing_is_written() -> None:
    coupling = signed_in()
    deliver(coupling, load())
    deliver(coupling, b"<geen bericht>")

    found = _rehearsed(coupling)

    assert _keys(found) == ["VG1"]
    assert (len(found.streams), found.rejected, found.unread) == (1, 1, 0)
    assert (cases(coupling), persons(coupling)) == ({}, [])


def test_messages_of_other_accounts_are_not() -> None:
    other, coupling = other_account(), signed_in()
    deliver(other, load())
    assert _rehearsed(coupling).streams == {}


def test_what_ran_dry_counts_until_something_is_processed_after_it() -> None:
    coupling = go_live(settings(mode="dry-run"))
    take(coupling, sick(report()))
    assert _keys(_rehearsed(coupling)) == ["VG1"]

    apply(settings())
    take(coupling, sick(report("VG2")))
    assert _keys(_rehearsed(coupling)) == []


def test_what_was_processed_and_is_taken_up_again_does_not_count() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    with tenant(coupling.arbodienst):
        requeue([Message.objects.get().id])
    assert _rehearsed(coupling).streams == {}


def test_messages_are_read_in_portions_and_a_case_may_lie_in_several(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rehearse, "_PORTION", 1)
    coupling = signed_in()
    deliver(coupling, sick(report()))
    deliver(coupling, sick(report("VG1", 2, Operation.CHANGE, at=5)))
    (case,) = _rehearsed(coupling).state.cases
    assert case.state.last_sequence == 2


def test_of_a_load_that_is_too_large_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearse, "MOST_BYTES", 1)
    coupling = signed_in()
    for case in ("VG1", "VG2", "VG3"):
        deliver(coupling, sick(report(case)))
    found = _rehearsed(coupling)
    assert (_keys(found), found.unread) == (["VG1"], 2)


def test_messages_that_wait_for_a_decision_on_a_person_are_read_too() -> None:
    other = other_account()
    known_employee(other)
    coupling = go_live(in_order())
    take(coupling, load(), stream=ABSENCE)

    assert _rehearsed(coupling).streams == {}
    with tenant(coupling.arbodienst):
        found = rehearse_with_doubles(coupling.account, TODAY)
    assert [each.key for each in found.state.persons] == ["b"]
