"""Linking known employees over the management side of the REST API (GR-2, WN-4)."""

from typing import Any

import pytest

from importing_world import workbook
from keeping_world import PLACE, denied
from managing_world import Caller, caller, told
from readiness_world import in_order, known_employee, load, other_account, signed_in
from sending_world import cases, deliver, go_live, take, work

pytestmark = pytest.mark.usefixtures("database")

PROPOSALS, LINKS = f"{PLACE}/link-proposals", f"{PLACE}/links"


@pytest.fixture
def employee(database: None) -> int:
    """Somebody whom another account brought in."""
    del database
    return known_employee(other_account())


@pytest.fixture
def keeper(employee: int) -> Caller:
    """A beheerder of a coupling that is to go live."""
    del employee
    made = signed_in()
    deliver(made, load())
    return caller(made.arbodienst)


def _chosen(employee: int, key: str = "b", employer: str = "FLSN1001") -> dict[str, Any]:
    return {"links": [{"employer": employer, "employee": employee, "key": key}]}


def test_who_may_be_who_is_proposed_and_nothing_is_linked(keeper: Caller, employee: int) -> None:
    (item,) = keeper.get(PROPOSALS)["items"]

    assert item == {
        "employer": "FLSN1001",
        "employee": employee,
        "key": "b",
        "birth_date": "1980-02-05",
        "strength": "same-initials",
        "is_ambiguous": False,
        "is_preselected": True,
        "surname": None,
        "initials": None,
    }
    assert keeper.get(PROPOSALS)["items"]


def test_what_somebody_chose_is_linked(keeper: Caller, employee: int) -> None:
    assert keeper.post(LINKS, _chosen(employee)) == {"linked": 1, "findings": []}
    assert keeper.get(PROPOSALS)["items"] == []


def test_why_a_key_is_not_given_is_told(keeper: Caller, employee: int) -> None:
    said = keeper.post(LINKS, _chosen(employee, employer="ELDERS"))

    assert said["linked"] == 0
    assert [each["code"] for each in said["findings"]] == ["GR211"]


def test_employees_of_another_arbodienst_are_as_nobody(keeper: Caller, employee: int) -> None:
    fit = caller(signed_in(in_order("FIT")).arbodienst)

    answers = [fit.post(LINKS, _chosen(number)) for number in (employee, 999_999)]

    assert {answer["linked"] for answer in answers} == {0}
    assert {answer["findings"][0]["code"] for answer in answers} == {"GR211"}
    assert keeper.get(PROPOSALS)["items"]


@pytest.mark.parametrize(
    "content",
    [
        b"FLSN1001;1980-02-05;Smit;J;k-1\nFLSN1001;x;Smit;J;k-2\nFLSN1001;1980-02-05;Bos;J;k-3",
        workbook(
            ["FLSN1001", "1980-02-05", "Smit", "J", "k-1"],
            ["FLSN1001", "x", "Smit", "J", "k-2"],
            ["FLSN1001", "1980-02-05", "Bos", "J", "k-3"],
        ),
    ],
)
def test_a_list_of_keys_is_set_beside_the_employees(keeper: Caller, content: bytes) -> None:
    said = told(keeper.call("POST", f"{PROPOSALS}/import", content, "text/csv"))

    assert [each["key"] for each in said["items"]] == ["k-1"]
    assert [(each["code"], each["line"]) for each in said["findings"]] == [("GR220", 2)]
    assert said["unmatched"] == 1


def test_somebody_else_is_made_of_a_key_that_waits() -> None:
    known_employee(other_account())
    made = go_live(in_order())
    take(made, load())
    keeper = caller(made.arbodienst)
    keys = [{"employer": "FLSN1001", "key": "b"}, {"employer": "ELDERS", "key": "b"}]

    said = keeper.post(f"{PLACE}/new-persons", {"keys": keys})
    work()

    assert said["linked"] == 1
    assert [each["code"] for each in said["findings"]] == ["GR214"]
    assert len(cases(made)) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"links": [{}]},
        _chosen(0),
        _chosen(2**63),
        _chosen(1, key="\0"),
        _chosen(1, employer="\ud800"),
        {"links": "x"},
        b"{",
    ],
)
def test_a_link_that_cannot_be_is_refused(keeper: Caller, body: object) -> None:
    assert denied(keeper.call("POST", LINKS, body)) == (400, "BERICHT-ONLEESBAAR")
