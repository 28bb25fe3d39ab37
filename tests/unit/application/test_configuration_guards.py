"""The guards of a stream: what may be written, what is kept, and what the rules make of it."""

import json
from typing import Any

import pytest
from hypothesis import given

from configuring_world import as_file, example
from strategies.stream_settings import guard_settings
from verzuimbrug.application.configuration.guards import as_guards
from verzuimbrug.application.configuration.reading import read_configuration
from verzuimbrug.domain.guards import DEFAULT_LIMITS, Guard, Guards, Limit

_PLACE = "accounts[1].streams[1].guards"
_ALL_OFF = dict.fromkeys(map(str, Guard), "off")


def _read(guards: Any) -> tuple[Any, list[tuple[str, str]]]:  # noqa: ANN401 -- what YAML can hold
    """The setting as kept, and the faults with their places."""
    changed = example()
    changed["accounts"][0]["streams"][0]["guards"] = guards
    read, findings = read_configuration(as_file(changed))
    assert read
    faults = [(finding.code, finding.path) for finding in findings]
    return read.accounts[0].streams[0].settings.get("guards"), faults


def _kept(guards: Any) -> Any:  # noqa: ANN401 -- what YAML can hold
    kept, faults = _read(guards)
    assert faults == []
    return kept


@pytest.mark.parametrize(
    "guards",
    [
        None,
        {},
        {"persons_changed": None},
        {"persons_changed": {"more_than": 25, "percent": 20}, "keys_changed": {"more_than": 10}},
    ],
)
def test_a_default_is_not_kept(guards: object) -> None:
    assert _kept(guards) is None


@pytest.mark.parametrize(
    "guards",
    [
        {"persons_changed": {"more_than": 25}},
        {"cases_withdrawn": {"more_than": 0, "percent": 100}},
        {"keys_changed": {"more_than": 500}, "employments_ended": "off"},
    ],
)
def test_what_differs_from_the_default_is_kept(guards: object) -> None:
    assert _kept(guards) == guards


@pytest.mark.parametrize("off", ["off", "OFF", "no", False])
def test_off_is_understood_also_when_it_was_read_as_false(off: object) -> None:
    assert _kept({"employments_ended": off}) == {"employments_ended": "off"}
    assert _kept(off) == _ALL_OFF


def test_off_needs_no_quotes_in_yaml() -> None:
    text = json.dumps(example()).replace('"streams": [{', '"streams": [{"guards": off, ', 1)
    read, findings = read_configuration(text.encode())

    assert read
    assert findings == ()
    assert read.accounts[0].streams[0].settings["guards"] == _ALL_OFF


@pytest.mark.parametrize(
    ("guards", "code", "place"),
    [
        ("on", "CF002", ""),
        (True, "CF002", ""),
        (["off"], "CF002", ""),
        ({"persons": "off"}, "CF008", ".persons"),
        ({"keys_changed": 10}, "CF002", ".keys_changed"),
        ({"keys_changed": ["off"]}, "CF002", ".keys_changed"),
        ({"persons_changed": {"percent": 5}}, "CF009", ".persons_changed"),
        ({"persons_changed": {"more_than": -1}}, "CF006", ".persons_changed.more_than"),
        ({"persons_changed": {"more_than": 2.5}}, "CF006", ".persons_changed.more_than"),
        (
            {"cases_withdrawn": {"more_than": 1, "percent": -1}},
            "CF006",
            ".cases_withdrawn.percent",
        ),
        (
            {"cases_withdrawn": {"more_than": 1, "percent": 101}},
            "CF010",
            ".cases_withdrawn.percent",
        ),
        ({"keys_changed": {"more_than": 1, "percent": 5}}, "CF008", ".keys_changed.percent"),
        ({"keys_changed": {"more_than": 1, "less": 5}}, "CF008", ".keys_changed.less"),
    ],
)
def test_a_fault_in_a_guard_is_named_with_its_place(guards: object, code: str, place: str) -> None:
    assert _read(guards)[1] == [(code, f"{_PLACE}{place}")]


def test_what_is_not_kept_has_its_default() -> None:
    assert as_guards({}) == Guards(limits=DEFAULT_LIMITS)


def test_what_is_kept_goes_before_the_default() -> None:
    guards = as_guards({"persons_changed": {"more_than": 3}, "keys_changed": "off"})

    assert guards.limits == {
        Guard.PERSONS_CHANGED: Limit(more_than=3),
        Guard.CASES_WITHDRAWN: DEFAULT_LIMITS[Guard.CASES_WITHDRAWN],
        Guard.EMPLOYMENTS_ENDED: DEFAULT_LIMITS[Guard.EMPLOYMENTS_ENDED],
    }


def test_all_off_leaves_no_guard() -> None:
    assert as_guards(_ALL_OFF) == Guards(limits={})


@given(guard_settings)
def test_what_is_kept_means_what_was_written(guards: dict[str, Any] | str) -> None:
    written = _ALL_OFF if isinstance(guards, str) else guards

    assert as_guards(_kept(guards) or {}) == as_guards(written)
