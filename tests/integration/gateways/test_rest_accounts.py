"""Accounts over the management side of the REST API."""

from typing import Any

import pytest

from configuring_world import ACCOUNT, coupling, example
from doors_world import Coupling, Site, basic
from keeping_world import ODD, PLACE, denied
from managing_world import Caller, caller, changed
from readiness_world import in_order, signed_in
from sending_world import connect
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.domain.readiness import CHECKS

pytestmark = pytest.mark.usefixtures("database")

WAIVED = {"waive": list(CHECKS), "reason": "proef"}
(EXAMPLE,) = example()["accounts"]


@pytest.fixture
def gezond(database: None) -> AccountRef:
    """The account of the example."""
    del database
    return coupling("GEZOND")


@pytest.fixture
def keeper(gezond: AccountRef) -> Caller:
    """A beheerder of its arbodienst."""
    return caller(gezond.arbodienst)


def _account(**changes: object) -> dict[str, Any]:
    account = {name: value for name, value in EXAMPLE.items() if name != "streams"}
    return {**account, **changes}


def _status(keeper: Caller) -> str:
    status: str = keeper.get(PLACE)["status"]
    return status


def test_accounts_are_listed_with_what_tells_them_apart(keeper: Caller) -> None:
    (item,) = keeper.get("/accounts")["items"]

    assert item == {
        "name": ACCOUNT,
        "type": "web-service",
        "portal": "verzekeringsinzicht",
        "insurer": "Felison Assuradeuren",
        "underwriting_agent": "",
        "scope": {"all": False, "employer_groups": ["FELISON-VI"], "employers": []},
        "status": "concept",
        "last_message_at": None,
        "streams": ["Verzuimmeldingen", "WerknemersGegevens"],
    }


def test_what_is_shown_can_be_saved_and_changes_nothing(keeper: Caller) -> None:
    shown = keeper.get(PLACE)

    assert (shown["name"], shown["status"]) == (ACCOUNT, "concept")
    assert len(shown["configuration"]["streams"]) == 2
    assert keeper.put(PLACE, shown["configuration"])["differences"] == []


def test_saving_makes_an_account_with_the_first_stream_of_its_portal(keeper: Caller) -> None:
    said = keeper.put("/accounts/VDD", {"portal": "vdd", "scope": {"all": True}})

    assert said["applied"]
    assert {one["kind"] for one in said["differences"]} == {"account", "stream"}
    assert keeper.get("/accounts/VDD")["configuration"]["streams"][0]["name"] == "VZ"


def test_streams_that_are_left_out_stay(keeper: Caller) -> None:
    said = keeper.put(PLACE, _account(culture="en"))

    assert changed(said) == [(ACCOUNT, "culture", "en")]
    assert len(keeper.get(PLACE)["configuration"]["streams"]) == 2


def test_a_dry_run_says_what_would_change_and_changes_nothing(keeper: Caller) -> None:
    said = keeper.put(f"{PLACE}?dry_run=true", _account(culture="en"))

    assert (said["applied"], changed(said)) == (False, [(ACCOUNT, "culture", "en")])
    assert keeper.get(PLACE)["configuration"]["culture"] == "nl"


def test_what_is_wrong_is_told_with_its_place_in_the_body(keeper: Caller) -> None:
    answer = keeper.call("PUT", PLACE, _account(report_recipients=["nergens"]))

    assert answer.status_code == 422
    (told,) = answer.json()["details"]
    assert (told["code"], told["path"], told["line"]) == ("CF014", "report_recipients", None)


def test_the_name_in_the_content_is_that_of_the_address(keeper: Caller) -> None:
    assert keeper.refused("PUT", "/accounts/Anders", _account()) == ["MA102"]


def test_a_name_may_hold_slashes_and_spaces(keeper: Caller) -> None:
    keeper.put(ODD, _account(name="A/B C"))

    assert keeper.get(ODD)["name"] == "A/B C"
    assert keeper.get(f"{ODD}/log")["items"][0]["event"] == "configured"
    assert keeper.get(f"{ODD}/streams")["items"][0]["configuration"]["name"] == "Verzuimmeldingen"


@pytest.mark.parametrize("name", ["%00", "A%00B", "%01", "x" * 201])
def test_a_name_that_cannot_be_is_nobodys(keeper: Caller, name: str) -> None:
    assert denied(keeper.call("GET", f"/accounts/{name}")) == (404, "NIET-GEVONDEN")
    assert keeper.refused("PUT", f"/accounts/{name}", {"scope": {"all": True}})


@pytest.mark.parametrize("turn", ["ready", "activate"])
def test_what_is_in_the_way_is_told_and_the_status_stays(keeper: Caller, turn: str) -> None:
    codes = keeper.refused("POST", f"{PLACE}/{turn}")

    assert {"GR502"} <= set(codes)
    assert _status(keeper) == "concept"


@pytest.mark.parametrize(("turn", "status"), [("ready", "ready"), ("activate", "active")])
def test_checks_are_passed_over_by_name_and_with_a_reason(
    keeper: Caller, turn: str, status: str
) -> None:
    assert keeper.post(f"{PLACE}/{turn}", WAIVED) == {"name": ACCOUNT, "status": status}
    assert _status(keeper) == status


def test_an_account_that_is_in_order_but_for_one_check_goes_live_without_that() -> None:
    coupling = signed_in(in_order())
    keeper = caller(coupling.arbodienst)

    keeper.post(f"{PLACE}/activate", {"waive": ["GR-1", "GR-3", "GR-5"], "reason": "proef"})

    assert _status(keeper) == "active"


@pytest.mark.parametrize(
    "body",
    [
        {"waive": ["GR-1"]},
        {"waive": ["GR-1"], "reason": " "},
        {"waive": ["GR-9"], "reason": "proef"},
    ],
)
def test_a_waiver_that_will_not_do_changes_nothing(keeper: Caller, body: object) -> None:
    answer = keeper.call("POST", f"{PLACE}/activate", body)

    assert denied(answer) == (409, "NIET-MOGELIJK")
    assert "checks" in answer.json()["details"][0] or "reason" in answer.json()["details"][0]
    assert _status(keeper) == "concept"


def test_suspending_waits_for_activating(keeper: Caller) -> None:
    assert denied(keeper.call("POST", f"{PLACE}/suspend")) == (409, "NIET-MOGELIJK")

    keeper.post(f"{PLACE}/activate", WAIVED)
    assert keeper.post(f"{PLACE}/suspend", {"reason": "storing"})["status"] == "suspended"

    (latest, *_) = keeper.get(f"{PLACE}/log")["items"]
    assert (latest["event"], latest["by"]) == ("suspended", "api-key:sleutel manage")
    assert latest["details"]["reason"] == "storing"


def test_a_closed_account_does_not_open_again(keeper: Caller) -> None:
    said = keeper.post(f"{PLACE}/close", {"reason": "opgezegd"})

    assert said == {"name": ACCOUNT, "status": "closed", "waiting": 0}
    assert denied(keeper.call("POST", f"{PLACE}/activate", WAIVED)) == (409, "NIET-MOGELIJK")


@pytest.mark.parametrize("body", [None, {}, {"reason": ""}, {"reason": "\0"}, {"reason": "\ud800"}])
def test_closing_takes_a_reason(keeper: Caller, body: object) -> None:
    assert denied(keeper.call("POST", f"{PLACE}/close", body)) == (400, "BERICHT-ONLEESBAAR")
    assert _status(keeper) == "concept"


def test_the_log_has_the_newest_first(keeper: Caller) -> None:
    keeper.post(f"{PLACE}/activate", WAIVED)
    keeper.post(f"{PLACE}/suspend")

    events = [item["event"] for item in keeper.get(f"{PLACE}/log")["items"]]
    assert events[:2] == ["suspended", "activated"]
    assert events[-1] == "configured"


def test_attempts_that_a_door_refused_are_listed(site: Site) -> None:
    made: Coupling = connect(example())
    site.call("GET", "/api/v1/answers", headers=basic(made.code, "mis"))

    (item,) = caller(made.arbodienst).get(f"{PLACE}/refused")["items"]

    assert (item["door"], item["reason"]) == ("rest", "AANMELDEN-MISLUKT")
    assert item["address"] == "127.0.0.1"
