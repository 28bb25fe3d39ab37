"""The change log over the management side of the REST API (VE-5)."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from change_log_world import EMPLOYER, write_change
from configuring_world import ACCOUNT
from doors_world import Coupling, Site, serving
from keeping_world import denied
from managing_world import API, Caller, caller
from sending_world import cases, day, go_live, persons, report, sick, take
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import AccessLog, Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE


@pytest.fixture
def coupling(database: None) -> Coupling:
    """A coupling with one case, that changed once."""
    del database
    made = go_live()
    take(made, sick(report()), sick(report("VG1", 2, CHANGE, at=9, ends=True)))
    return made


@pytest.fixture
def auditor(coupling: Coupling) -> Caller:
    """Somebody who sees everything and changes nothing."""
    return caller(coupling.arbodienst, "audit")


@pytest.fixture
def site(database: None) -> Iterator[Site]:
    """The project, served over HTTP."""
    del database
    with serving() as site:
        yield site


def _find(auditor: Caller, **names: str) -> dict[str, Any]:
    return auditor.post("/changes/find", {"employer": EMPLOYER, "account": ACCOUNT, **names})


def _receipts(coupling: Coupling) -> list[str]:
    with tenant(coupling.arbodienst):
        return list(Message.objects.order_by("id").values_list("receipt", flat=True))


def test_what_is_known_by_a_key_is_found_by_its_number(coupling: Coupling, auditor: Caller) -> None:
    """A link key is of a person: it stands in a body, not in an address."""
    employee, case = persons(coupling)[0].id, cases(coupling)["VG1"].id

    assert _find(auditor, key="w-1") == {"kind": "employee", "number": employee}
    assert _find(auditor, case="VG1") == {"kind": "case", "number": case}
    found = _find(auditor, key="w-1", employment="D-w-1")
    assert auditor.get(f"/employments/{found['number']}/why?field=start")["value"] == "2020-01-01"


@pytest.mark.parametrize("names", [{}, {"key": "a", "case": "b"}, {"employment": "c", "case": "b"}])
def test_one_thing_is_to_be_named(auditor: Caller, names: dict[str, str]) -> None:
    body = {"employer": EMPLOYER, "account": ACCOUNT, **names}
    assert denied(auditor.call("POST", "/changes/find", body))[0] == 400


def test_what_a_message_changed_is_listed(coupling: Coupling, auditor: Caller) -> None:
    _, second = _receipts(coupling)

    (change,) = auditor.get(f"/messages/{second}/changes")["items"]

    assert (change["of"]["key"], change["effects"]) == ("VG1", ["recovered"])
    assert {"field": "status", "before": "open", "after": "recovered", "shielded": False} in (
        change["fields"]
    )
    assert (change["origin"]["receipt"], change["origin"]["stream"]) == (
        *(second, "Verzuimmeldingen"),
    )


def test_pages_of_changes_follow_each_other(coupling: Coupling, auditor: Caller) -> None:
    employee = persons(coupling)[0].id
    shown: list[int] = []
    after: int | None = 0
    while after is not None:
        page = auditor.get(f"/employees/{employee}/changes?after={after}&limit=3")
        shown += [each["number"] for each in page["items"]]
        after = page["next"]

    assert shown == sorted(set(shown))
    assert len(shown) == 4
    of_employer = auditor.get(f"/employers/{EMPLOYER}/changes")["items"]
    assert [each["number"] for each in of_employer] == shown


def test_what_held_when_and_what_was_known_when(coupling: Coupling, auditor: Caller) -> None:
    case = cases(coupling)["VG1"].id
    write_change(coupling, "case", case, persons(coupling)[0].id, fields={"cause": [None, "7"]})

    (known,) = auditor.get(f"/cases/{case}/known")["objects"]
    assert [(each["from"], each["until"], each["percentage"]) for each in known["held"]] == [
        (day(0).isoformat(), day(8).isoformat(), 100.0),
        (day(9).isoformat(), None, 0.0),
    ]
    then = quote("2026-03-02T13:00:00+01:00")
    assert auditor.get(f"/cases/{case}/known?known_at={then}")["objects"][0]["held"] == []
    (change,) = auditor.get(f"/cases/{case}/changes?known_at={then}")["items"]
    assert change["at"].startswith("2026-03-02T12:00:00")


def test_a_moment_has_a_zone(auditor: Caller, coupling: Coupling) -> None:
    case = cases(coupling)["VG1"].id
    answer = auditor.call("GET", f"/cases/{case}/changes?known_at=2026-03-02T13:00:00")
    assert denied(answer)[0] == 400


def test_why_a_field_has_its_value(coupling: Coupling, auditor: Caller) -> None:
    case = cases(coupling)["VG1"].id
    first, second = _receipts(coupling)

    reason = auditor.get(f"/cases/{case}/why?field=status")

    assert (reason["value"], reason["given_by"]["origin"]["receipt"]) == ("recovered", second)
    assert [each["origin"]["receipt"] for each in reason["earlier"]] == [first]
    assert auditor.get(f"/cases/{case}/why?field=leave")["given_by"] is None


@pytest.mark.parametrize(
    ("form", "media_type"), [("csv", "text/csv"), ("jsonl", "application/x-ndjson")]
)
def test_a_file_is_sent_while_it_is_made(
    coupling: Coupling, auditor: Caller, site: Site, form: str, media_type: str
) -> None:
    """Over real HTTP: the file has no length beforehand."""
    employee = persons(coupling)[0].id
    headers = {"Authorization": f"Bearer {auditor.key}"}

    for place in (f"/employers/{EMPLOYER}", f"/employees/{employee}"):
        path = f"{API}{place}/changes/export?format={form}"
        reply = site.call("GET", path, headers=headers)

        assert reply.status == 200
        assert reply.headers["Content-Type"] == f"{media_type}; charset=utf-8"
        assert "no-store" in reply.headers["Cache-Control"]
        assert "Content-Length" not in reply.headers
        assert b"VG1" in reply.body


def test_a_file_of_a_message_and_of_a_case(coupling: Coupling, auditor: Caller) -> None:
    case = cases(coupling)["VG1"].id
    places = (f"/messages/{_receipts(coupling)[1]}", f"/cases/{case}")

    told = [
        b"".join(auditor.call("GET", f"{place}/changes/export?format=jsonl")).splitlines()
        for place in places
    ]

    assert told[0] == told[1][1:]
    assert json.loads(told[0][0])["effects"] == ["recovered"]


def test_every_look_is_kept_under_the_key_that_looked(coupling: Coupling, auditor: Caller) -> None:
    employee = persons(coupling)[0].id
    auditor.get(f"/employees/{employee}/changes")
    b"".join(auditor.call("GET", f"/employers/{EMPLOYER}/changes/export"))

    with tenant(coupling.arbodienst):
        looks = AccessLog.objects.order_by("id").values_list("principal", "action", "employees")
        assert list(looks) == [("api-key:sleutel audit", "changes.read", [employee])] * 2


@pytest.mark.parametrize(
    "path",
    [
        "/messages/geen/changes",
        "/messages/geen/changes/export",
        "/employers/FLSN9/changes",
        "/employers/FLSN9/changes/export",
        *(f"/{of}/999/{what}" for of in ("employees", "cases") for what in ("changes", "known")),
        *(f"/{of}/999/why?field=status" for of in ("employees", "employments", "cases")),
    ],
)
def test_what_is_not_there_is_answered_as_such(auditor: Caller, path: str) -> None:
    assert denied(auditor.call("GET", path)) == (404, "NIET-GEVONDEN")
