"""Streams over the management side of the REST API: their settings, saved and tried."""

from base64 import b64encode
from typing import Any

import pytest

from configuring_world import coupling
from keeping_world import NOWHERE, PLACE, denied
from managing_world import Caller, caller, changed
from sending_world import ABSENCE, connect, deliver, report, settings, sick

pytestmark = pytest.mark.usefixtures("database")

STREAM = f"{PLACE}/streams/{ABSENCE}"


@pytest.fixture
def keeper(database: None) -> Caller:
    """A beheerder of the arbodienst of the example."""
    del database
    return caller(coupling("GEZOND").arbodienst)


def _pasted(content: bytes, **more: object) -> dict[str, Any]:
    return {"content": b64encode(content).decode(), **more}


def _shown(keeper: Caller, **changes: object) -> dict[str, Any]:
    return {**keeper.get(STREAM), **changes}


def test_streams_are_listed_with_all_their_settings(keeper: Caller) -> None:
    items = keeper.get(f"{PLACE}/streams")["items"]

    assert [each["configuration"]["name"] for each in items] == [ABSENCE, "WerknemersGegevens"]
    assert items[0]["last_message_at"] is None
    assert items[0]["configuration"] == keeper.get(STREAM)
    assert items[0]["configuration"]["gaps"] == "park"


def test_what_is_shown_can_be_saved_and_changes_nothing(keeper: Caller) -> None:
    assert keeper.put(STREAM, keeper.get(STREAM))["differences"] == []


def test_a_setting_is_saved_as_a_new_version(keeper: Caller) -> None:
    said = keeper.put(STREAM, _shown(keeper, gaps="accept"))

    assert (said["applied"], changed(said)) == (True, [(ABSENCE, "gaps", "accept")])
    assert keeper.get(f"{STREAM}/versions")["items"][0]["number"] == 2


def test_a_dry_run_says_what_would_change_and_changes_nothing(keeper: Caller) -> None:
    said = keeper.put(f"{STREAM}?dry_run=true", _shown(keeper, gaps="accept"))

    assert (said["applied"], changed(said)) == (False, [(ABSENCE, "gaps", "accept")])
    assert keeper.get(STREAM)["gaps"] == "park"


def test_saving_makes_a_stream(keeper: Caller) -> None:
    keeper.put(f"{PLACE}/streams/Extra%2F1", {"message": "Dienstverbanden"})

    assert keeper.get(f"{PLACE}/streams/Extra%2F1")["message"] == "Dienstverbanden"
    assert len(keeper.get(f"{PLACE}/streams")["items"]) == 3


def test_a_stream_for_the_message_of_an_insurer_is_made(keeper: Caller) -> None:
    body = {
        "message": "VerzuimmeldingenVerzekeraar-Arbodienst",
        "employer_code": "V[IDWrkgvrVerzekeraar]",
    }
    keeper.put(f"{PLACE}/streams/Verzekeraar", body)

    assert keeper.get(f"{PLACE}/streams/Verzekeraar")["editions"] == ["2026"]
    assert keeper.refused("PUT", f"{PLACE}/streams/VZ", {**body, "message": ABSENCE})


def test_what_is_wrong_is_told_with_its_place_in_the_body(keeper: Caller) -> None:
    answer = keeper.call("PUT", STREAM, _shown(keeper, employer_code="[Onzin]"))

    assert answer.status_code == 422
    (told,) = answer.json()["details"]
    assert (told["path"], told["line"]) == ("employer_code", None)


def test_both_streams_of_an_account_have_the_same_link_key(keeper: Caller) -> None:
    assert keeper.refused("PUT", STREAM, _shown(keeper, employee_key="PersNr"))


@pytest.mark.parametrize("place", [f"{NOWHERE}/streams/{ABSENCE}", f"{PLACE}/streams/Geen"])
def test_what_is_not_there_is_not_found(keeper: Caller, place: str) -> None:
    assert denied(keeper.call("GET", place)) == (404, "NIET-GEVONDEN")


def test_no_stream_is_made_in_an_account_that_is_not_there(keeper: Caller) -> None:
    body = {"message": ABSENCE}

    assert denied(keeper.call("PUT", f"{NOWHERE}/streams/VZ", body)) == (404, "NIET-GEVONDEN")


def test_a_pasted_message_is_tried_by_the_stored_settings(keeper: Caller) -> None:
    tried = keeper.post(f"{STREAM}/try-out", _pasted(sick(report())))

    assert (tried["fits"], tried["stored"], tried["edition"]) == (True, True, "2026")
    (group,) = tried["employers"]
    assert (group["code"], group["exists"], group["reach"], group["finding"]) == (
        "FLSN1001",
        True,
        "in",
        None,
    )
    assert group["tags"][0]["steps"] == [{"step": "trimmed", "value": "1001"}]
    assert tried["persons"][0]["match"] == "new"
    assert tried["persons"][0]["reports"][0]["operation"] == "new"
    assert (tried["counts"]["persons"], tried["counts"]["reports"]) == (1, 1)


def test_a_message_is_tried_by_settings_that_are_not_saved(keeper: Caller) -> None:
    proposed = _shown(keeper, employer_code="X[IdWrkgvrArbdnst]")
    tried = keeper.post(f"{STREAM}/try-out", _pasted(sick(report()), settings=proposed))

    assert (tried["fits"], tried["stored"], tried["employers"][0]["code"]) == (
        False,
        False,
        "X1001",
    )
    assert tried["employers"][0]["finding"]["code"] == "WG201"
    assert keeper.get(STREAM)["employer_code"] == "FLSN[IdWrkgvrArbdnst]"


def test_a_received_message_is_tried_by_its_receipt() -> None:
    made = connect(settings())
    receipt = deliver(made, sick(report()))

    tried = caller(made.arbodienst).post(f"{STREAM}/try-out", {"receipt": receipt})

    assert (tried["fits"], tried["receipt"]) == (True, receipt)


@pytest.mark.parametrize(
    ("place", "body", "codes"),
    [
        (STREAM, {"receipt": "VB-onbekend"}, ["TR102"]),
        (f"{PLACE}/streams/Geen", {"content": ""}, ["TR101"]),
        (STREAM, {"content": "", "settings": {"employer_code": "[Onzin]"}}, ["CF018"]),
    ],
)
def test_why_nothing_is_tried_is_told(
    keeper: Caller, place: str, body: object, codes: list[str]
) -> None:
    assert keeper.refused("POST", f"{place}/try-out", body) == codes


def test_what_is_no_message_is_tried_and_found_wanting(keeper: Caller) -> None:
    tried = keeper.post(f"{STREAM}/try-out", _pasted(b"<a"))

    assert (tried["fits"], tried["valid"]) == (False, False)
    assert tried["findings"][0]["text"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"receipt": None},
        {"receipt": "x", "content": ""},
        {"content": "geen base64"},
        {"content": "QUI"},
        {"receipt": "\0"},
        {"receipt": "\ud800"},
        {"content": "", "settings": {"onbekend": 1}},
        b"[" * 100_000,
    ],
)
def test_one_message_is_tried_and_named_one_way(keeper: Caller, body: object) -> None:
    answer = keeper.call("POST", f"{STREAM}/try-out", body)

    assert denied(answer) == (400, "BERICHT-ONLEESBAAR")
