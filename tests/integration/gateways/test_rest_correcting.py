"""Correcting and replaying over the REST API."""

import json
from decimal import Decimal

import pytest

from configuring_world import apply
from managing_world import caller
from sending_world import go_live, report, settings, sick, states, take, work

pytestmark = pytest.mark.usefixtures("database")

HALF = Decimal("50.00")


def test_a_correction_is_kept_and_says_what_approving_it_changes() -> None:
    coupling = go_live()
    (wrong,) = take(coupling, sick(report("VG1")))
    bea = caller(coupling.arbodienst)
    place = f"/messages/{wrong.receipt}/corrections?reason=percentage"
    content = sick(report("VG1", percentage=HALF))

    answer = bea.call("POST", place, content, content_type="application/xml")

    assert answer.status_code == 201
    said = json.loads(answer.content)
    assert said["receipt"] != wrong.receipt
    assert said["counts"]["report.applied"] == 1
    assert [finding["code"] for finding in said["findings"]] == ["VE504"]
    again = bea.call("POST", place, content, content_type="application/xml")
    assert again.status_code == 422
    assert json.loads(again.content)["details"][0]["code"] == "VE501"


def test_messages_are_replayed_by_cause_dry_run_first() -> None:
    coupling = go_live(settings(editions=["2022"]))
    take(coupling, sick(report("VG1")))
    apply(settings())
    bea = caller(coupling.arbodienst)

    shown = bea.post("/replays?dry_run=true", {"cause": "IN101"})
    assert shown == {
        "messages": 1,
        "applied": False,
        "shown": 1,
        "counts": {"case.created": 1, "employee.created": 1, "employment.created": 1}
        | {"report.applied": 1},
    }
    assert bea.post("/replays", {"cause": "IN101"})["applied"] is True
    work()
    assert states(coupling) == [("VG1", 1, "applied")]
    assert bea.refused("POST", "/replays", {"cause": "IN101"}) == ["VE505"]
