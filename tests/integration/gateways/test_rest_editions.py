"""Editions over the management side of the REST API: what arrives, and a shadow run."""

import pytest

from keeping_world import NOWHERE, PLACE, denied
from managing_world import Caller, caller
from sending_world import ABSENCE, go_live, report, settings, sick, take

pytestmark = pytest.mark.usefixtures("database")

STREAM = f"{PLACE}/streams/{ABSENCE}"


@pytest.fixture
def keeper(database: None) -> Caller:
    """A beheerder of a coupling that took a message in 2022 and one in 2026."""
    del database
    coupling = go_live(settings(editions=["2022", "2026"]))
    take(coupling, sick(report(), edition="2022"), sick(report("VG2"), key="w-2"))
    return caller(coupling.arbodienst)


def test_what_arrives_is_told_by_week_stream_and_edition(keeper: Caller) -> None:
    said = keeper.get(f"{PLACE}/editions?weeks=2")

    (stream,) = (each for each in said["streams"] if each["stream"] == ABSENCE)
    assert (len(said["weeks"]), stream["accepted"]) == (2, ["2022", "2026"])
    assert stream["known"] == ["2022", "2024", "2025", "2026"]
    told = [(each["edition"], each["messages"], each["weeks"]) for each in stream["editions"]]
    assert told == [("2022", 1, [0, 1]), ("2026", 1, [0, 1])]
    assert stream["editions"][0]["senders"] == [
        {"name": "PORTAAL", "software": "Verzuimbrug portaalsimulator"}
    ]


def test_a_shadow_run_tells_what_comes_out_differently_and_saves_nothing(keeper: Caller) -> None:
    before = keeper.get(STREAM)

    said = keeper.post(
        f"{STREAM}/shadow-run", {"settings": {**before, "editions": ["2026"]}, "last": 100}
    )

    assert (said["messages"], said["same"], said["different"]) == (2, 1, 1)
    (item,) = said["items"]
    assert (item["stands"]["state"], item["changed"]["state"]) == ("processed", "rejected")
    assert [each["code"] for each in item["changed"]["findings"]] == ["IN101"]
    assert (item["persons"][0]["initials"], item["persons"][0]["birth_year"]) == ("J", 1980)
    assert item["persons"][0]["stands"] == {"employer": "FLSN1001", "key": "w-1", "known": True}
    assert item["reports"][0]["changed"] is None
    assert keeper.get(STREAM) == before


def test_a_shadow_run_can_be_of_messages_since_a_moment(keeper: Caller) -> None:
    asked = {"settings": keeper.get(STREAM), "since": "2020-01-01T00:00:00Z", "last": 1}

    said = keeper.post(f"{STREAM}/shadow-run", asked)

    assert (said["messages"], said["more"], said["items"]) == (1, True, [])


def test_settings_that_are_not_right_are_refused(keeper: Caller) -> None:
    asked = {"settings": {**keeper.get(STREAM), "employer_code": "zonder"}}

    assert keeper.refused("POST", f"{STREAM}/shadow-run", asked) == ["CF017"]


def test_an_account_that_is_not_there_is_not_found(keeper: Caller) -> None:
    body = {"settings": keeper.get(STREAM)}

    assert denied(keeper.call("GET", f"{NOWHERE}/editions"))[0] == 404
    path = f"{NOWHERE}/streams/{ABSENCE}/shadow-run"
    assert denied(keeper.call("POST", path, body))[0] == 404
