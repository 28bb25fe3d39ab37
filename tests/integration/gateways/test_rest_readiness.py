"""Readiness over the management side of the REST API (GR-1 to GR-6)."""

from typing import Any

import pytest
from django.test import Client

from configuring_world import coupling
from importing_world import workbook
from keeping_world import PLACE, denied
from managing_world import Caller, caller
from readiness_world import in_order, known_employee, load, other_account, signed_in
from sending_world import deliver, report, sick, take
from verzuimbrug.store.models import AccessLog
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

LIST = f"{PLACE}/portal-employers"


@pytest.fixture
def keeper(database: None) -> Caller:
    """A beheerder of the arbodienst of the example."""
    del database
    return caller(coupling("GEZOND").arbodienst)


def _check(keeper: Caller, name: str) -> dict[str, Any]:
    checks = keeper.get(f"{PLACE}/readiness")["checks"]
    return next(each for each in checks if each["id"] == name)


def test_every_check_is_told_with_what_to_do(keeper: Caller) -> None:
    said = keeper.get(f"{PLACE}/readiness")

    assert not said["ready"]
    assert [each["id"] for each in said["checks"]] == ["GR-1", "GR-2", "GR-3", "GR-4", "GR-5"]
    settings = _check(keeper, "GR-5")
    assert settings["state"] == "failed"
    assert all(one["text"] and one["action"] for one in settings["findings"])


def test_it_is_told_in_the_language_of_the_caller() -> None:
    key = caller(coupling("GEZOND").arbodienst).key
    texts = [
        Client(headers={"Authorization": f"Bearer {key}", "Accept-Language": language})
        .get(f"/api/v1{PLACE}/readiness")
        .json()["checks"][4]["findings"][0]["text"]
        for language in ("nl", "en")
    ]

    assert len(set(texts)) == 2


def test_employers_that_are_not_in_order_are_listed(keeper: Caller) -> None:
    keeper.call("PUT", LIST, b"1001\n1002;Van Dam\n", "text/csv")

    check = _check(keeper, "GR-1")

    assert (check["state"], check["total"]) == ("failed", len(check["rows"]))
    row = next(each for each in check["rows"] if each["code"] == "FLSN1002")
    assert row["name"] == "Van Dam"
    assert set(row) == {"code", "name", "finding", "details"}


def test_employees_without_a_key_are_listed_with_proposals() -> None:
    employee = known_employee(other_account())
    made = signed_in()
    deliver(made, load())

    (row,) = _check(caller(made.arbodienst), "GR-2")["rows"]

    assert row == {"employer": "FLSN1001", "employee": employee, "proposals": ["b"]}


def test_that_persons_were_shown_is_kept() -> None:
    employee = known_employee(other_account())
    made = signed_in()
    caller(made.arbodienst).get(f"{PLACE}/readiness")

    with tenant(made.arbodienst):
        looks = list(AccessLog.objects.values_list("principal", "employees"))
    assert looks == [("api-key:sleutel manage", [employee])]


def test_absence_is_compared_case_by_case() -> None:
    take(other_account(), sick(report(), key="a"))
    made = signed_in()

    (row,) = _check(caller(made.arbodienst), "GR-3")["rows"]

    assert (row["outcome"], row["employer"], row["ours"], row["theirs"]) == (
        "only-ours",
        "FLSN1001",
        "VG1",
        None,
    )
    assert row["fields"] == []


def test_a_check_is_passed_over_until_that_is_withdrawn(keeper: Caller) -> None:
    body = {"checks": ["GR-5", "GR-5"], "reason": " proef "}
    assert keeper.post(f"{PLACE}/waivers", body) == {"checks": ["GR-5"]}

    check = _check(keeper, "GR-5")
    assert check["state"] == "waived"
    assert (check["waiver"]["reason"], check["waiver"]["by"]) == ("proef", "api-key:sleutel manage")

    assert keeper.call("DELETE", f"{PLACE}/waivers/GR-5").json() == {"checks": ["GR-5"]}
    assert (_check(keeper, "GR-5")["state"], _check(keeper, "GR-5")["waiver"]) == ("failed", None)


@pytest.mark.parametrize("check", ["GR-5", "GR-9", "%00", "x"])
def test_a_waiver_that_is_not_there_is_not_found(keeper: Caller, check: str) -> None:
    answer = keeper.call("DELETE", f"{PLACE}/waivers/{check}")

    assert denied(answer) == (404, "NIET-GEVONDEN")


def test_an_unknown_check_is_not_passed_over(keeper: Caller) -> None:
    answer = keeper.call("POST", f"{PLACE}/waivers", {"checks": ["GR-9"], "reason": "proef"})

    assert denied(answer) == (409, "NIET-MOGELIJK")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"checks": [], "reason": "proef"},
        {"checks": ["GR-1"]},
        {"checks": ["GR-1"], "reason": " "},
        {"checks": ["GR-1"], "reason": "x" * 501},
        {"checks": ["GR-1"], "reason": "\0"},
    ],
)
def test_checks_are_passed_over_with_a_reason_only(keeper: Caller, body: object) -> None:
    answer = keeper.call("POST", f"{PLACE}/waivers", body)

    assert denied(answer) == (400, "BERICHT-ONLEESBAAR")


@pytest.mark.parametrize("content", [b"1001\n1002\n", workbook(["code"], ["1001"], [1002])])
def test_the_list_of_the_portal_takes_the_place_of_the_one_before(
    keeper: Caller, content: bytes
) -> None:
    assert keeper.call("PUT", LIST, b"1001\n9999", "text/csv").json()["count"] == 2

    said = keeper.call("PUT", LIST, content, "text/csv").json()

    assert said == {"count": 2, "added": 1, "removed": 1}
    assert keeper.call("DELETE", LIST).json() == {"count": 0, "added": 0, "removed": 2}
    assert keeper.call("DELETE", LIST).json()["removed"] == 0


@pytest.mark.parametrize(("content", "code"), [(b"", "GR111"), (b"1001\n;x", "GR110")])
def test_a_list_that_cannot_be_used_changes_nothing(
    keeper: Caller, content: bytes, code: str
) -> None:
    keeper.call("PUT", LIST, b"1001", "text/csv")

    answer = keeper.call("PUT", LIST, content, "text/csv")

    assert (answer.status_code, answer.json()["details"][0]["code"]) == (422, code)
    assert keeper.call("DELETE", LIST).json()["removed"] == 1


def test_an_account_is_ready_when_every_check_is_in_order_or_passed_over() -> None:
    made = signed_in(in_order())
    keeper = caller(made.arbodienst)
    body = {"checks": ["GR-1", "GR-2", "GR-3", "GR-4", "GR-5"], "reason": "proef"}

    keeper.post(f"{PLACE}/waivers", body)

    assert keeper.get(f"{PLACE}/readiness")["ready"]
