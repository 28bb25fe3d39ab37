"""Of a message that is never shown a finding quotes nothing (DG-6)."""

import pytest
from hypothesis import given, settings, strategies as st

from passed_on_world import APPOINTMENTS, DOCUMENTS, MEDICAL, appointments, documents, table
from strategies.messages import as_bytes, broken_messages
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.discretion import discreet
from verzuimbrug.sivi.judging import check_in_pieces
from verzuimbrug.sivi.secrecy import is_never_shown


@pytest.mark.parametrize(
    ("told", "left"),
    [
        (
            Finding("CAT30", {"element": "TestJN", "found": "griep", "allowed": "J, N"}),
            {"element": "TestJN", "allowed": "J, N"},
        ),
        (
            Finding("CAT22", {"element": "Voorl", "found": "600", "limit": "6"}),
            {"element": "Voorl", "found": "600", "limit": "6"},
        ),
        (Finding("CAT02", {"tag": "Griep", "parent": "Wrknmr"}), {"parent": "Wrknmr"}),
        (Finding("CAT07", {"inner": "Griep", "count": "1"}), {"count": "1"}),
        (Finding("CAT08", {"attribute": "griep", "element": "Pc"}), {"element": "Pc"}),
        (Finding("CAT05", {"found": "urn:griep", "expected": "urn:x"}), {"expected": "urn:x"}),
        (Finding("CAT90", {"words": "griep"}), {}),
        (Finding("XML06", {"reason": "tag griep"}), {}),
        (
            Finding("BRT01", {"found": "Griep", "messages": "Documenten"}),
            {"messages": "Documenten"},
        ),
    ],
)
def test_what_a_message_says_is_left_out_and_what_we_say_stays(
    told: Finding, left: dict[str, str]
) -> None:
    assert discreet([told]) == (Finding(told.code, left),)


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/Documenten/Document[2]/Wrknmr/Voorl", "/Documenten/Document[2]/Wrknmr/Voorl"),
        ("/Documenten/Document[2]/Griep[1]/Voorl", "/Documenten/Document[2]"),
        ("/Griep", ""),
        ("", ""),
    ],
)
def test_a_place_is_told_as_far_as_the_tables_know_it(path: str, known: str) -> None:
    assert discreet([Finding("CAT10", {}, path, 3)]) == (Finding("CAT10", {}, known, 3),)


def test_a_message_is_never_shown_for_what_it_is_or_for_what_its_stream_carries() -> None:
    assert is_never_shown("", DOCUMENTS)
    assert is_never_shown(MEDICAL, "Verzuimmeldingen")
    assert not is_never_shown(APPOINTMENTS, "Verzuimmeldingen")


def test_only_messages_that_are_never_shown_are_treated_so() -> None:
    wrong = b"<TestJN>griep"
    (secret,) = check(documents().replace(b"<TestJN>N", wrong)).findings[:1]
    (shown,) = check(appointments().replace(b"<TestJN>N", wrong)).findings[:1]
    assert ("found" in secret.params, "found" in shown.params) == (False, True)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), name=st.sampled_from([DOCUMENTS, MEDICAL]))
def test_whatever_is_broken_no_finding_quotes_a_text_of_it(data: st.DataObject, name: str) -> None:
    root = data.draw(broken_messages(table(name)))
    for place, element in enumerate(root.iter("*")):
        if element.text and element.text.strip() and not len(element):
            element.text = f"GEHEIM{place}"
    content = as_bytes(root)

    for told in (check(content), check_in_pieces(content)):
        said = " ".join(finding.text() + finding.path for finding in told.findings)
        assert "GEHEIM" not in said
        assert "Onbekénd" not in said
