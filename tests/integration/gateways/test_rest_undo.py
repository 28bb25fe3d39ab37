"""Undoing over the REST API: previewed, made as shown, taken back."""

import pytest

from keeping_world import PLACE
from managing_world import caller
from sending_world import ABSENCE, go_live, report, sick, states, take, work

pytestmark = pytest.mark.usefixtures("database")

WHY = {"reason": "vergissing"}


def test_a_message_is_undone_as_it_was_shown_and_that_is_taken_back() -> None:
    coupling = go_live()
    (sent,) = take(coupling, sick(report("VG1")))
    bea = caller(coupling.arbodienst)
    place = f"/messages/{sent.receipt}/undo"

    shown = bea.post(f"{place}?dry_run=true", {})
    assert (shown["applied"], shown["counts"]["case.hidden"]) == (False, 1)
    assert states(coupling) == [("VG1", 1, "applied")]
    assert bea.post(place, {**WHY, "digest": "anders"})["applied"] is False
    assert bea.refused("POST", place, {"digest": shown["digest"]}) == ["VE110"]
    done = bea.post(place, {**WHY, "digest": shown["digest"]})
    assert done["applied"] is True
    assert states(coupling) == [("VG1", 1, "undone")]

    (listed,) = bea.get("/undos")["items"]
    assert (listed["id"], listed["receipt"]) == (done["undo"], sent.receipt)
    back = f"/undos/{done['undo']}/back"
    again = bea.post(f"{back}?dry_run=true", {})
    assert bea.post(back, {**WHY, "digest": again["digest"]})["applied"] is True
    work()
    assert states(coupling) == [("VG1", 1, "applied")]


def test_a_stream_is_undone_since_a_moment() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")), sick(report("VG2"), key="w-2"))
    bea = caller(coupling.arbodienst)
    place, since = f"{PLACE}/streams/{ABSENCE}/undo", {"since": "2020-01-01T00:00:00Z"}

    shown = bea.post(f"{place}?dry_run=true", since)
    assert shown["counts"]["message.undone"] == 2
    bea.post(place, {**since, **WHY, "digest": shown["digest"]})
    assert {state for *_, state in states(coupling)} == {"undone"}


@pytest.mark.parametrize("since", ["0075-03-21T20:29:25-23:29", "2026-03-01T00:00:00+15:59"])
def test_a_moment_may_have_any_offset(since: str) -> None:
    bea = caller(go_live().arbodienst)
    place = f"{PLACE}/streams/{ABSENCE}/undo?dry_run=true"

    assert bea.refused("POST", place, {"since": since}) == ["VE408"]


def test_a_moment_before_all_time_is_none() -> None:
    bea = caller(go_live().arbodienst)
    place = f"{PLACE}/streams/{ABSENCE}/undo?dry_run=true"

    answer = bea.call("POST", place, {"since": "0001-01-01T00:00:00+14:00"})

    assert answer.status_code == 400
