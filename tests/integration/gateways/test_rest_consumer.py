"""The consumer side of the REST API over HTTP, with two arbodiensten that never see each other."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from reading_world import House, house
from verzuimbrug.store.models import AccessLog, ApiKey
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.usefixtures("database")

API = "/api/v1"
PATHS = ["/employers", "/employers/W1/employees", "/messages", "/reports/r1"]


def _get(path: str, key: str | None = "key-gezond") -> "Answer":
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    return Client(headers=headers).get(API + path)


def _said(path: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(_get(path).content)
    return said


def _items(path: str, field: str, key: str = "key-gezond") -> list[Any]:
    return [item[field] for item in json.loads(_get(path, key).content)["items"]]


@pytest.fixture
def gezond(database: None) -> House:
    """An arbodienst with a key, a person and a message."""
    del database
    made = house("GEZOND")
    made.api_key("key-gezond")
    made.employee(made.employer("W1"), "ours")
    made.message("r1")
    return made


@pytest.fixture
def fit(gezond: House) -> House:
    """Another arbodienst with a key, and nothing else."""
    del gezond
    made = house("FIT")
    made.api_key("key-fit")
    return made


PERSON = {
    "keys": [{"account": "Portaal", "key": "123"}],
    "surname": "Nguyễn",
    "initials": "C",
    "birth_date": "1980-02-05",
    "gender": "V",
    "employments": [
        {
            "id": "1",
            "start": "2020-01-01",
            "end": None,
            "hours_per_week": 20.0,
            "department": "Bakkerij",
        }
    ],
    "absence_cases": [
        {
            "id": "VG1",
            "account": "Portaal",
            "first_day": "2026-03-01",
            "recovered_on": "2026-03-04",
            "status": "recovered",
            "percentage": 0.0,
            "cause": "01",
            "classification": "ziekte",
            "safety_net": None,
            "end_reason": "01",
            "last_sequence": 1,
            "continues": "VG0",
            "periods": [{"from": "2026-03-01", "percentage": 100.0}],
        }
    ],
}
"""A person as docs/interfaces.md shows one."""


def test_a_page_of_persons_has_the_promised_shape(gezond: House) -> None:
    employer = gezond.employer("W2")
    person = gezond.employee(employer, "123", surname="Nguyễn", initials="C")
    gezond.employment(
        person, "1", start="2020-01-01", hours_per_week="20.00", department="Bakkerij"
    )
    earlier = gezond.case(employer, person, "VG0", status="withdrawn", first_day=date(2026, 2, 1))
    gezond.case(
        employer,
        person,
        "VG1",
        continues_id=earlier,
        status="recovered",
        recovered_on=date(2026, 3, 4),
        end_reason="01",
        safety_net="O",
    )

    (item,) = _said("/employers/W2/employees")["items"]

    assert item["absence_cases"].pop(0)["id"] == "VG0"
    assert item == PERSON


@pytest.mark.usefixtures("gezond")
def test_employers_are_listed_by_code_and_name() -> None:
    nothing: dict[str, object] = {"addresses": {}, "contact": {}, "departments": {}}
    assert _said("/employers") == {
        "items": [{"code": "W1", "name": "N.V. W1", **nothing}],
        "next": None,
    }


def test_next_leads_to_the_next_page_until_it_is_null(gezond: House) -> None:
    gezond.employer("W2")

    first = _said("/employers?limit=1")
    second = _said(f"/employers?limit=1&after={first['next']}")

    assert [page["items"][0]["code"] for page in (first, second)] == ["W1", "W2"]
    assert second["next"] is None


@pytest.mark.usefixtures("gezond")
def test_parameters_left_blank_count_as_left_out() -> None:
    assert _items("/employers?after=&limit=", "code") == ["W1"]
    assert _items("/messages?state=&stream=&after=&limit=5000", "receipt") == ["r1"]


def test_messages_are_chosen_by_state_and_stream(gezond: House) -> None:
    gezond.message("r2", state="held")

    assert _items("/messages", "receipt") == ["r1", "r2"]
    assert _items("/messages?state=held", "receipt") == ["r2"]
    assert _items("/messages?stream=VZ", "receipt") == []
    assert _items("/messages?stream=Verzuimmeldingen&limit=1", "receipt") == ["r1"]


@pytest.mark.usefixtures("gezond")
def test_a_message_is_listed_without_its_contents() -> None:
    (item,) = _said("/messages")["items"]

    assert len(item.pop("sha256")) == 64
    assert item == {
        "receipt": "r1",
        "account": "Portaal",
        "stream": "Verzuimmeldingen",
        "message": "Verzuimmeldingen",
        "edition": "2026",
        "state": "processed",
        "dry_run": False,
        "size": 1800,
        "received_at": "2026-03-02T12:00:00Z",
        "decided_at": None,
    }


def test_a_report_is_given_by_receipt_in_the_language_asked(gezond: House) -> None:
    finding = {"code": "WG201", "params": {"code": "W9", "received": "9"}, "path": "/x", "line": 3}
    gezond.report(gezond.message("r2"), 0, "parked", employer_code="W9", findings=[finding])

    (outcome,) = _said("/reports/r2?lang=en")["reports"]

    (told,) = outcome.pop("findings")
    assert outcome == {
        "position": 0,
        "employer_code": "W9",
        "case": "VG1",
        "sequence": 1,
        "state": "parked",
    }
    assert (told["code"], told["severity"], told["path"], told["line"]) == (
        "WG201",
        "error",
        "/x",
        3,
    )
    assert told["text"].startswith("The employer")


@pytest.mark.usefixtures("gezond")
@pytest.mark.parametrize("path", PATHS)
def test_without_a_key_nothing_is_said(path: str) -> None:
    answers = [_get(path, key) for key in (None, "", "key-nobody")]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.usefixtures("gezond")
@pytest.mark.parametrize("path", PATHS)
def test_a_key_without_the_right_is_told_so(path: str) -> None:
    house("FIT").api_key("key-other", scope="write")
    answer = _get(path, "key-other")

    assert (answer.status_code, answer.json()["code"]) == (403, "GEEN-RECHT")


def test_a_revoked_key_opens_nothing(gezond: House) -> None:
    with tenant(gezond.arbodienst):
        ApiKey.objects.update(revoked_at="2026-03-03T12:00:00Z")

    assert _get("/employers").status_code == 401


@pytest.mark.usefixtures("gezond")
@pytest.mark.parametrize("path", PATHS)
def test_no_answer_may_be_kept_on_the_way(path: str) -> None:
    assert "no-store" in _get(path).headers["Cache-Control"]


@pytest.mark.usefixtures("gezond")
@pytest.mark.parametrize("path", PATHS)
def test_reading_is_all_there_is(path: str) -> None:
    answer = Client(headers={"Authorization": "Bearer key-gezond"}).delete(API + path)

    assert answer.status_code == 405


@pytest.mark.usefixtures("fit")
def test_lists_hold_nothing_of_another_arbodienst() -> None:
    assert _items("/employers", "code", "key-fit") == []
    assert _items("/messages", "receipt", "key-fit") == []


@pytest.mark.usefixtures("fit")
@pytest.mark.parametrize(
    ("foreign", "unknown"),
    [
        ("/employers/W1/employees", "/employers/W9/employees"),
        ("/employers/W1/employees", "/employers/A%2FB/employees"),
        ("/employers/W1/employees", "/employers/%00/employees"),
        ("/reports/r1", "/reports/r9"),
        ("/reports/r1", "/reports/%00"),
    ],
)
def test_foreign_and_unknown_are_answered_alike(foreign: str, unknown: str) -> None:
    answers = [_get(path, "key-fit") for path in (foreign, unknown)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert dict(answers[0].headers) == dict(answers[1].headers)
    assert set(json.loads(answers[0].content)) == {"code", "text", "details", "trace"}


def test_an_employer_code_may_hold_a_slash(gezond: House) -> None:
    gezond.employee(gezond.employer("A/B"), "123")

    assert len(_items("/employers/A%2FB/employees", "keys")) == 1


@pytest.mark.usefixtures("gezond")
@pytest.mark.parametrize(
    "path",
    [
        "/employers?after=x",
        "/employers?after=-1",
        "/employers?after=99999999999999999999",
        "/employers/W1/employees?limit=0",
        "/messages?state=lost",
        "/messages?stream=%00",
        "/reports/r1?lang=de",
    ],
)
def test_a_parameter_that_cannot_be_is_refused_in_the_shape_of_errors(path: str) -> None:
    answer = _get(path)

    assert answer.status_code in {400, 422}
    assert set(json.loads(answer.content)) == {"code", "text", "details", "trace"}


def test_each_page_of_persons_and_each_report_is_kept_as_a_look(gezond: House) -> None:
    for path in PATHS:
        assert _get(path).status_code == 200

    with tenant(gezond.arbodienst):
        looks = AccessLog.objects.order_by("id").values_list("principal", "action")
        assert list(looks) == [
            ("api-key:zaaksysteem", "employees.read"),
            ("api-key:zaaksysteem", "report.read"),
        ]
