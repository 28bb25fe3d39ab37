"""Trying settings that are not saved yet: checked as a file is, and saved nowhere."""

from datetime import date

import pytest

from sending_world import ABSENCE, EMPLOYEES, connect, employees, person, report, settings, sick
from trying_world import refusals, tried, tries
from verzuimbrug.application.streams import list_streams
from verzuimbrug.domain.findings import Finding

pytestmark = pytest.mark.usefixtures("database")


def test_proposed_settings_are_tried_and_saved_nowhere() -> None:
    coupling = connect(settings())
    before = list_streams(coupling.ref)

    outcome = tried(coupling, sick(report()), employer_code="[IdWrkgvrArbdnst]")

    assert (outcome.stored, outcome.template) == (False, "[IdWrkgvrArbdnst]")
    assert outcome.employers[0].code == "1001"
    assert list_streams(coupling.ref) == before
    assert tries(coupling) == []


def test_proposed_settings_stand_for_the_whole_stream() -> None:
    coupling = connect(settings(mode="approval"))

    outcome = tried(coupling, sick(report()), employer_code="FLSN[IdWrkgvrArbdnst]")

    assert outcome.is_fit
    assert (outcome.findings, outcome.confirmed) == ((), False)


def test_a_stream_that_is_not_there_yet_is_tried_by_proposed_settings() -> None:
    coupling = connect(settings())
    proposed = {"message": EMPLOYEES, "employer_code": "FLSN[IdWrkgvrArbdnst]"}

    assert tried(coupling, employees(person("w-1")), "Nieuw", **proposed).is_fit


def test_the_usual_settings_of_the_portal_go_with_the_name_of_the_stream() -> None:
    coupling = connect(settings())

    outcome = tried(coupling, sick(report()), ABSENCE, mode="live", name="iets anders")

    assert (outcome.template, outcome.accepted) == ("[IdWrkgvrArbdnst]", True)


def test_a_fault_is_told_with_its_place_as_in_a_file() -> None:
    coupling = connect(settings())

    outcome = tried(coupling, sick(report()), employer_code="[Naam]", mode="soms")

    assert [(f.code, f.path, f.line) for f in outcome.refused] == [
        ("CF018", "employer_code", None),
        ("CF010", "mode", None),
    ]
    assert not outcome.is_fit


def test_a_conversion_table_that_is_not_there_is_told() -> None:
    coupling = connect(settings())
    proposed = {"employer_code_options": {"conversion": "nergens"}}

    assert refusals(tried(coupling, sick(report()), **proposed)) == ["CF013"]


def test_a_link_key_other_than_that_of_the_other_streams_is_told() -> None:
    coupling = connect(settings())

    assert refusals(tried(coupling, sick(report()), employee_key="PersNr")) == ["CF019"]


def test_a_stream_is_not_compared_with_what_it_was_itself() -> None:
    configuration = settings()
    del configuration["accounts"][0]["streams"][1:]
    coupling = connect(configuration)
    proposed = {"employer_code": "FLSN[IdWrkgvrArbdnst]", "employee_key": "PersNr"}

    assert not tried(coupling, sick(report()), **proposed).refused


@pytest.mark.parametrize(
    ("value", "code"), [("a\0b", "TR104"), ("\ud800", "CF001"), (float("nan"), "CF017")]
)
def test_characters_that_cannot_be_kept_are_a_fault_of_the_settings(
    value: object, code: str
) -> None:
    coupling = connect(settings())

    assert refusals(tried(coupling, sick(report()), employer_code=value)) == [code]


def test_a_value_that_json_does_not_know_is_read_as_its_text() -> None:
    coupling = connect(settings())

    outcome = tried(coupling, sick(report()), composite_days=date(2026, 1, 1))

    assert outcome.refused == (Finding("CF006", {"value": "2026-01-01"}, "composite_days"),)
