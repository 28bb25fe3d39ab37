"""The guards of a stream over the REST API (VE-2)."""

from typing import Any

import pytest

from configuring_world import coupling
from managing_world import Caller, caller, changed

pytestmark = pytest.mark.usefixtures("database")

STREAM = "/accounts/Felison%20verzekeringsinzicht/streams/Verzuimmeldingen"
OTHERS = {"persons_changed": {"more_than": 50, "percent": 10}, "keys_changed": "off"}
ALL_OFF = dict.fromkeys(
    ("persons_changed", "cases_withdrawn", "keys_changed", "employments_ended"), "off"
)


@pytest.fixture
def gezond(database: None) -> Caller:
    """A beheerder of an arbodienst with the example of docs/interfaces."""
    del database
    return caller(coupling("GEZOND").arbodienst)


def _with(gezond: Caller, guards: object) -> dict[str, Any]:
    return {**gezond.get(STREAM), "guards": guards}


@pytest.mark.parametrize(
    ("guards", "kept"),
    [(OTHERS, OTHERS), ("off", ALL_OFF), (False, ALL_OFF), ({"keys_changed": None}, {})],
)
def test_guards_are_saved_and_shown_and_saved_again_as_they_are(
    gezond: Caller, guards: object, kept: dict[str, Any]
) -> None:
    gezond.put(STREAM, _with(gezond, guards))

    shown = gezond.get(STREAM)
    assert shown["guards"] == kept
    assert gezond.put(STREAM, shown)["differences"] == []


def test_another_limit_is_a_difference_and_the_default_takes_it_away(gezond: Caller) -> None:
    said = gezond.put(STREAM, _with(gezond, OTHERS))
    assert [(field, after) for _, field, after in changed(said)] == [("guards", OTHERS)]

    said = gezond.put(STREAM, _with(gezond, {"keys_changed": {"more_than": 10}}))
    assert [(field, after) for _, field, after in changed(said)] == [("guards", {})]


@pytest.mark.parametrize(
    ("guards", "code"),
    [
        (True, "CF002"),
        ({"keys_changed": {"more_than": -1}}, "CF006"),
        ({"persons_changed": {"more_than": 1, "percent": 101}}, "CF010"),
    ],
)
def test_what_no_guard_can_be_is_a_finding(gezond: Caller, guards: object, code: str) -> None:
    assert gezond.refused("PUT", STREAM, _with(gezond, guards)) == [code]
