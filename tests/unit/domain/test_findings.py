"""Findings as values: their words are made when they are read."""

import json

from verzuimbrug.domain.findings import Finding, Severity

FINDING = Finding("VZ301", {"sequence": "7", "awaited": "6"}, "/a/b[2]", 12)


def test_severity_is_that_of_the_code() -> None:
    assert Finding("VZ102").severity is Severity.ERROR
    assert Finding("VZ301").severity is Severity.WARNING
    assert Finding("VZ201").severity is Severity.INFO


def test_text_cause_and_action_are_filled_in_in_the_readers_language() -> None:
    assert "melding 7 wacht op melding 6" in FINDING.text()
    assert "report 7 waits for report 6" in FINDING.text("en")
    assert "Melding 6" in FINDING.cause("nl")
    assert "report 6" in FINDING.action("en")


def test_parameter_that_was_not_given_reads_as_dots() -> None:
    assert "melding ... wacht op melding 6" in Finding("VZ301", {"awaited": "6"}).text()


def test_stored_finding_comes_back_as_it_was() -> None:
    assert Finding.from_json(json.loads(json.dumps(FINDING.to_json()))) == FINDING
