"""From cause, safety net and leave to a classification (VZ-13)."""

from dataclasses import replace

from strategies.absence import day
from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.classification import ClassificationTable, classify
from verzuimbrug.domain.findings import Finding

STATE = CaseState(first_day=day(0), cause="10", safety_net="J", leave="01")
TABLE = ClassificationTable(
    default="ziekte", leave={"01": "zwanger"}, safety_net={"J": "vangnet"}, cause={"10": "ongeval"}
)


def test_leave_decides_before_safety_net_and_cause() -> None:
    assert TABLE.code_for(STATE) == "zwanger"


def test_safety_net_decides_before_cause() -> None:
    assert TABLE.code_for(replace(STATE, leave=None)) == "vangnet"


def test_cause_decides_before_the_default() -> None:
    assert TABLE.code_for(replace(STATE, leave="99", safety_net="N")) == "ongeval"


def test_what_the_table_does_not_know_gets_the_default() -> None:
    assert TABLE.code_for(replace(STATE, leave=None, safety_net="N", cause="01")) == "ziekte"


def test_classification_of_the_employer_is_stored() -> None:
    assert classify(STATE, TABLE, frozenset({"zwanger"})) == ("zwanger", None)


def test_classification_that_the_employer_does_not_have_is_a_warning_and_not_stored() -> None:
    found = classify(STATE, TABLE, frozenset({"ziekte"}))

    assert found == (None, Finding("VZ131", {"classification": "zwanger"}))


def test_table_without_an_answer_stores_nothing_and_says_nothing() -> None:
    assert classify(STATE, ClassificationTable(), frozenset()) == (None, None)
