"""The list of the parking lot: a row for whatever parks, and sentences that one can read."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given, strategies as st

import verzuimbrug
from verzuimbrug.domain.findings import LANGUAGES, Finding, finding_codes
from verzuimbrug.domain.parking import (
    QUIET,
    Amount,
    Healing,
    Subject,
    codes_by,
    healings_behind,
    missing_numbers,
    parking_cause,
    parking_causes,
    portal_name,
    sentence,
)
from verzuimbrug.domain.reports import ReportState

_DOMAIN = Path(verzuimbrug.__file__).parent / "domain"
_CODE = re.compile(r"[A-Z]{2}\d{3}")
_FORBIDDEN = re.compile(r"\b(error|record|je|jij|jouw)\b", re.IGNORECASE)
_NAMED = {
    Subject.EMPLOYER: {"employer"},
    Subject.PERSON: {"employer", "key"},
    Subject.CASE: {"employer", "case", "sequence", "awaited", "missing"},
    Subject.STREAM: {"stream", "value"},
}
_TABLE: dict[str, Any] = tomllib.loads((_DOMAIN / "parking.toml").read_text(encoding="utf-8"))
_AMOUNT = Amount(reports=38, persons=12, since="23 november 2026")


def _functions() -> dict[str, ast.FunctionDef]:
    """All functions of the domain by name."""
    trees = (ast.parse(each.read_text(encoding="utf-8")) for each in sorted(_DOMAIN.glob("*.py")))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}


_FUNCTIONS = _functions()
_PARKING = {"parked", "_parked_at", "_without_first"}
"""Functions that park what they are given."""


def _parks(node: ast.AST) -> bool:
    """Whether a call says that something is parked."""
    called = getattr(getattr(node, "func", None), "id", "")
    states = {getattr(each, "attr", "") for each in ast.walk(node)}
    is_state = called in ("Blocked", "Verdict") and "PARKED" in states
    return is_state or called in _PARKING


def _codes(call: ast.AST, function: ast.FunctionDef) -> set[str]:
    """The codes in a call, in what its names stand for, and in the functions that these name."""
    found: set[str] = set()
    names: set[str] = set()
    looking = [call]
    while looking:
        node = looking.pop()
        found |= _constants(node)
        used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} - names
        names |= used
        for name in used - _PARKING:
            looking += _assigned(name, function)
            found |= _constants(_FUNCTIONS[name]) if name in _FUNCTIONS else set()
    return found


def _constants(node: ast.AST) -> set[str]:
    texts = {str(each.value) for each in ast.walk(node) if isinstance(each, ast.Constant)}
    return set(filter(_CODE.fullmatch, texts))


def _assigned(name: str, function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The values that a function gives a name."""
    for each in ast.walk(function):
        targets = each.targets if isinstance(each, ast.Assign) else ()
        names = {getattr(part, "id", "") for target in targets for part in ast.walk(target)}
        if name in names and isinstance(each, ast.Assign):
            yield each.value


def _codes_that_park() -> set[str]:
    return {
        code
        for function in _FUNCTIONS.values()
        for call in ast.walk(function)
        if _parks(call)
        for code in _codes(call, function)
    }


def test_every_finding_code_that_parks_has_a_row() -> None:
    assert _codes_that_park() - QUIET == set(parking_causes())


@pytest.mark.parametrize("code", parking_causes())
def test_a_sentence_names_what_its_group_has_and_nothing_else(code: str) -> None:
    cause = parking_cause(code)
    named = {
        name for text in (*cause.text.values(), *cause.advice.values()) for name in _names(text)
    }
    assert named <= {*_NAMED[cause.subject], "portal"}
    assert ("value" in named) == bool(cause.value)
    assert not any(map(_FORBIDDEN.search, (*cause.text.values(), *cause.advice.values())))


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", parking_causes())
def test_both_languages_tell_the_same(code: str) -> None:
    cause = parking_cause(code)
    for part in (cause.text, cause.advice):
        assert len({frozenset(_names(part[language])) for language in LANGUAGES}) == 1


def test_every_healing_has_a_name_in_both_languages_and_heals_something() -> None:
    assert set(_TABLE["healings"]) == set(Healing)
    assert {each for cause in parking_causes().values() for each in cause.healings} == set(Healing)
    assert all(healing.label(language) for healing in Healing for language in LANGUAGES)


def test_every_cause_has_something_that_heals_it() -> None:
    assert all(cause.healings for cause in parking_causes().values())


def test_causes_are_grouped_by_one_subject() -> None:
    codes = [code for subject in Subject for code in codes_by(subject)]
    assert sorted(codes) == sorted(parking_causes())


def test_sentence_says_what_is_the_matter_since_when_and_what_to_do() -> None:
    told = sentence(parking_cause("WG201"), {"employer": "4711"}, _AMOUNT)
    assert told == (
        "Werkgever 4711 bestaat niet. Daarom wachten 38 meldingen van 12 werknemers, "
        "sinds 23 november 2026. "
        "Maak de werkgever aan, of pas de werkgevercode of het sjabloon aan."
    )


def test_sentence_in_english_about_a_gap() -> None:
    named = {"case": "VG1", "sequence": "7", "awaited": "6", "missing": "6", "portal": "VDD"}
    told = sentence(parking_cause("VZ301"), named, replace(_AMOUNT, reports=1, persons=1), "en")
    assert told == (
        "Report 7 of absence case VG1 waits for report 6, which has not been received yet. "
        "Because of that 1 report of 1 employee has been waiting since 23 november 2026. "
        "Ask VDD for report 6, or release the gap."
    )


def test_data_that_wait_without_a_report_are_told_as_data() -> None:
    told = sentence(parking_cause("WG201"), {}, replace(_AMOUNT, reports=0))
    assert "Daarom wachten gegevens van 12 werknemers, sinds" in told


def test_of_a_code_without_a_row_its_finding_is_told() -> None:
    cause = parking_cause("VZ202")
    assert (cause.subject, cause.healings) == (Subject.STREAM, ())
    assert sentence(cause, {"stream": "Verzuimmeldingen"}, _AMOUNT).startswith("Melding ... is al")


def test_portal_is_named_as_people_know_it() -> None:
    assert portal_name("verzekeringsinzicht", "nl") == "VerzekeringsInzicht"
    assert portal_name("anders", "en") == "the sender"


@given(st.integers(1, 50), st.sets(st.integers(1, 60)))
def test_missing_are_the_numbers_that_nobody_sent(awaited: int, received: set[int]) -> None:
    last = max(received, default=awaited)
    missing = set(missing_numbers(awaited, last, received))
    assert missing.isdisjoint(received)
    assert missing | {each for each in received if awaited <= each < last} == set(
        range(awaited, last)
    )


def test_what_heals_what_waits_behind_another_is_what_heals_that_one() -> None:
    unconfirmed = healings_behind(ReportState.PARKED, Finding("VZ701"))
    assert unconfirmed == (Healing.CONFIRM_CODE_TABLE,)
    for state in (ReportState.HELD, ReportState.CONFLICT):
        assert healings_behind(state, Finding("VZ122")) == (Healing.DECIDE_HELD,)


def test_behind_a_refused_report_the_gap_can_be_released() -> None:
    offered = healings_behind(ReportState.REFUSED, Finding("VE104"))
    assert offered == (Healing.RELEASE_GAP, Healing.DECIDE_HELD)


def test_what_is_done_here_is_what_changes_something() -> None:
    elsewhere = {healing for healing in Healing if not healing.is_done_here}
    assert Healing.ASK_PORTAL in elsewhere
    assert Healing.RELEASE_GAP not in elsewhere


def test_causes_are_finding_codes() -> None:
    assert set(parking_causes()) <= set(finding_codes())
