"""What is held, over REST: shown, approved, refused; and the dry run of a file (VE-1, VE-2)."""

import json
from typing import Any

import pytest

from configuring_world import ACCOUNT
from doors_world import Coupling
from held_world import at_most, everything, guarded, hold, hold_employees, looks, watched
from managing_world import Caller, caller
from sending_world import (
    ABSENCE,
    EMPLOYEES,
    absence,
    employees,
    employer,
    go_live,
    outcome,
    person,
    report,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.domain.deliveries import Operation

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE
DRY_RUN = f"/accounts/{ACCOUNT}/streams/{ABSENCE}/dry-run"


def _manager(coupling: Coupling) -> Caller:
    return caller(coupling.arbodienst)


def _dry_run(coupling: Coupling, content: bytes) -> dict[str, Any]:
    manager = _manager(coupling)
    # That a key is used is kept, once an hour.
    manager.get("/held")
    before = everything(coupling)
    answer = manager.call("POST", DRY_RUN, content, "application/xml")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert everything(coupling) == before
    said: dict[str, Any] = json.loads(answer.getvalue())
    return said


def test_held_messages_are_listed_with_why_and_how_much() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))

    (told,) = _manager(coupling).get("/held")["items"]

    assert (told["receipt"], told["account"], told["stream"]) == (receipt, ACCOUNT, ABSENCE)
    assert [reason["code"] for reason in told["reasons"]] == ["VE101"]
    assert told["counts"]["case.created"] == 1


def test_list_goes_page_by_page() -> None:
    coupling = watched()
    receipts = [hold(coupling, sick(report(case), key=case)) for case in ("VG1", "VG2")]
    manager = _manager(coupling)

    first = manager.get("/held?limit=1")
    rest = manager.get(f"/held?after={first['next']}")

    assert [one["receipt"] for one in (*first["items"], *rest["items"])] == receipts


def test_changes_are_shown_with_the_digest_and_the_look_is_kept() -> None:
    coupling = guarded(persons_changed=at_most(0))
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    changed = employees(person("w-1", fields={"surname": "Bos", "gender": "M"}))
    receipt = hold_employees(coupling, changed)

    told = _manager(coupling).get(f"/messages/{receipt}/shown-changes")

    (change,) = told["changes"]
    assert (change["kind"], change["link_key"], change["effects"]) == (
        "employee",
        "w-1",
        ["overwritten"],
    )
    assert change["fields"] == [
        {"field": "gender", "before": "V", "after": "M", "shielded": False},
        {"field": "surname", "before": None, "after": None, "shielded": True},
    ]
    assert len(told["digest"]) == 64
    assert (told["part"], told["next_part"]) == (1, None)
    assert [who for who, _ in looks(coupling)] == ["api-key:sleutel manage"]


def test_approved_message_is_applied_but_for_what_was_left_out() -> None:
    coupling = watched()
    content = absence(
        employer("1001", person("w-1", report("VG1")), person("w-2", report("VG2"), report("VG3")))
    )
    receipt = hold(coupling, content)
    manager = _manager(coupling)
    digest = manager.get(f"/messages/{receipt}/shown-changes")["digest"]

    parts = {"refused_persons": [0], "refused_reports": [2], "reason": "gezien"}
    said = manager.post(f"/messages/{receipt}/approve", {"digest": digest, **parts})
    work()

    assert said == {"receipt": receipt}
    assert [state for *_, state in states(coupling)] == ["refused", "applied", "refused"]


def test_approval_of_another_list_is_answered_with_the_finding() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    manager = _manager(coupling)

    assert manager.refused("POST", f"/messages/{receipt}/approve", {"digest": "x"}) == ["VE106"]


def test_message_is_refused_with_a_reason() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    manager = _manager(coupling)
    address = f"/messages/{receipt}/reject"

    assert manager.refused("POST", address, {}) == ["VE110"]
    assert manager.post(address, {"reason": "verkeerd bestand"}) == {"receipt": receipt}
    work()
    assert outcome(coupling, receipt).state == "rejected"
    assert manager.refused("POST", address, {"reason": "nogmaals"}) == ["VE107"]


def test_choice_is_shown_in_a_dry_run_and_then_done() -> None:
    coupling = go_live()
    second, third = (sick(report("VG1", 2, CHANGE, at=at)) for at in (2, 4))
    *_, told = take(coupling, sick(report()), second, third)
    address = f"/messages/{told.receipt}/reports/0/choose"
    manager = _manager(coupling)

    (waits,) = manager.get("/held/reports")["items"]
    assert (waits["receipt"], waits["position"], waits["state"]) == (told.receipt, 0, "conflict")
    assert [finding["code"] for finding in waits["findings"]] == ["VZ202"]
    looked = manager.post(f"{address}?dry_run=true", {})
    assert [each["key"] for each in looked["changes"]] == ["VG1"]
    assert not looked["applied"]
    assert manager.refused("POST", address, {}) == ["VE110"]
    assert manager.post(address, {"reason": "nagevraagd"})["applied"]
    work()
    assert [state for *_, state in states(coupling)] == ["applied", "conflict", "applied"]


def test_report_that_cannot_be_refused_is_answered_with_the_finding() -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report()))

    address = f"/messages/{told.receipt}/reports/0/refuse"
    assert _manager(coupling).refused("POST", address, {"reason": "onzin"}) == ["VE109"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/messages/20260302-99/shown-changes", None),
        ("POST", "/messages/20260302-99/approve", {"digest": "x"}),
        ("POST", "/messages/20260302-99/reject", {"reason": "x"}),
        ("POST", "/messages/20260302-99/reports/0/choose", {"reason": "x"}),
        ("POST", f"/accounts/{ACCOUNT}/streams/VZ/dry-run", b"<a/>"),
        ("POST", f"/accounts/Ander/streams/{ABSENCE}/dry-run", b"<a/>"),
    ],
)
def test_what_is_not_there_is_not_found(method: str, path: str, body: object) -> None:
    assert _manager(watched()).call(method, path, body).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"digest": "x", "refused_persons": [-1]},
        {"digest": "x", "refused_reports": ["a"]},
        {"digest": "x", "all": True},
        {"digest": "x", "refused_persons": [2**40]},
    ],
)
def test_body_that_says_something_else_is_refused(body: object) -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))

    answer = _manager(coupling).call("POST", f"/messages/{receipt}/approve", body)
    assert answer.status_code == 400


def test_dry_run_of_a_file_tells_all_that_would_change() -> None:
    coupling = go_live()
    take(coupling, sick(report()))

    said = _dry_run(coupling, sick(report("VG1", 2, CHANGE, at=3), report("VG1", 4, CHANGE, at=5)))

    assert said["accepted"]
    assert [each["key"] for each in said["changes"]] == ["VG1"]
    assert [each["state"] for each in said["reports"]] == ["applied", "parked"]
    assert [each["code"] for each in said["reports"][1]["findings"]] == ["VZ301"]
    assert said["counts"] == {"case.changed": 1, "report.applied": 1, "report.parked": 1}


def test_dry_run_of_what_changes_nothing_is_a_whole_answer_too() -> None:
    coupling = go_live()

    said = _dry_run(coupling, b"<geen xml")

    assert (said["accepted"], said["changes"], said["reports"]) == (False, [], [])
    assert [each["code"] for each in said["findings"]] == ["XML06"]


def test_file_that_is_too_large_is_refused() -> None:
    answer = _manager(go_live()).call("POST", DRY_RUN, b" " * (MAX_BYTES + 1), "application/xml")

    assert answer.status_code == 413
