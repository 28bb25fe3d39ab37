"""The Verwerkingsmelding (AN-2)."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from verzuimbrug.domain.answer_codes import AnswerCodes
from verzuimbrug.domain.answers import Party, Processability
from verzuimbrug.domain.deliveries import Delivery, Envelope, MessageKind
from verzuimbrug.domain.findings import finding_codes
from verzuimbrug.sivi.answers import (
    PROCESSING,
    AnsweredReport,
    Origin,
    answer_table,
    has_processing_answer,
    verwerkingsmelding,
)
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.mapping import read_envelope
from verzuimbrug.sivi.parties import parties_of

ENVELOPE = Envelope(
    message="Verzuimmeldingen",
    interface="werkgevers-arbodiensten",
    edition="2025",
    reference="ref-1",
    sender="PORTAAL",
    receiver="ARBODIENST",
    made_at=datetime(2026, 10, 1, 8, 11),
    test=False,
    wants_receipt=False,
)
ORIGIN = Origin(reference="vb/17", software="Verzuimbrug", made_at=datetime(2026, 10, 2, 9, 5, 7))
REPORT = AnsweredReport(
    case_key="VG1",
    sequence=2,
    party=Party("4711", "AG4711"),
    processability=Processability.WITH_REMARKS,
    code="VZ902",
    text="Er is iets.",
)
INSURER = "arbodiensten-verzekeraars"

texts = st.text(max_size=20) | st.text("\x00&<\r\ud800é", min_size=600, max_size=620)
reports = st.builds(
    AnsweredReport,
    case_key=texts,
    sequence=st.integers(0, 2000),
    party=st.builds(Party, texts, texts, texts),
    processability=st.sampled_from(Processability),
    code=st.sampled_from(sorted(finding_codes())),
    text=texts,
)
two_signs = st.text("0123456789", min_size=2, max_size=2)
codes = st.builds(
    AnswerCodes,
    message_code=st.text("0123456789", min_size=1, max_size=5),
    processed=two_signs,
    with_remarks=two_signs,
    not_processed=two_signs,
    controls=st.dictionaries(
        st.sampled_from(sorted(finding_codes())), st.text("0A", min_size=5, max_size=5)
    ),
)


def _values(content: bytes, tag: str) -> list[str | None]:
    return [element.text for element in etree.fromstring(content).iter(f"{{*}}{tag}")]


@pytest.mark.parametrize("edition", ["2024", "2025", "2026", "2031"])
@pytest.mark.parametrize("interface", ["werkgevers-arbodiensten", INSURER])
@settings(max_examples=25, deadline=None)
@given(
    st.builds(replace, st.just(ENVELOPE), sender=texts, receiver=texts, reference=texts),
    st.lists(reports, min_size=1, max_size=3),
    codes,
)
def test_answer_about_any_reports_is_valid(
    edition: str,
    interface: str,
    envelope: Envelope,
    told: list[AnsweredReport],
    chosen: AnswerCodes,
) -> None:
    envelope = replace(envelope, edition=edition, interface=interface)
    _, content = verwerkingsmelding(envelope, ORIGIN, told, chosen)
    assert check(content).findings == ()
    assert len(_values(content, "VrwrkMld")) == len(told)


def test_a_row_says_which_report_and_what_became_of_it() -> None:
    name, content = verwerkingsmelding(ENVELOPE, ORIGIN, [REPORT])
    assert name == "VerwerkingsmeldingWerkgeverArbodienst-vb_17.xml"
    told = {each.tag.rpartition("}")[2]: each.text for each in etree.fromstring(content)[1]}
    assert told == {
        "VrwrkbhdCd": "02",
        "VrzmgvlId": "VG1",
        "VrzmgvlVnrMld": "2",
        "AansltnrGeguitwlngArbdnst": "AG4711",
        "IdWrkgvrArbdnst": "4711",
        "CtrlCd": "VZ902",
        "MldngTkst": "Er is iets.",
    }
    envelope = read_envelope(etree.fromstring(content))
    assert envelope is not None
    assert (envelope.sender, envelope.receiver) == ("ARBODIENST", "PORTAAL")
    assert _values(content, "BerrefnrIngzndnBer") == ["ref-1"]


def test_codes_of_the_answer_are_a_setting() -> None:
    chosen = AnswerCodes(message_code="00123", with_remarks="01", controls={"VZ902": "00042"})
    _, content = verwerkingsmelding(ENVELOPE, ORIGIN, [REPORT], chosen)
    assert _values(content, "BrCd") == ["00123"]
    assert _values(content, "VrwrkbhdCd") == ["01"]
    assert _values(content, "CtrlCd") == ["00042"]


def test_a_code_that_the_standard_has_is_no_setting() -> None:
    envelope = replace(ENVELOPE, interface=INSURER)
    _, content = verwerkingsmelding(envelope, ORIGIN, [REPORT], AnswerCodes(message_code="00123"))
    assert _values(content, "BrCd") == ["00901"]


@pytest.mark.parametrize(
    ("edition", "answered"), [("2022", False), ("2024", True), ("2026", True), ("x", False)]
)
def test_reports_are_answered_from_edition_2024_on(edition: str, *, answered: bool) -> None:
    envelope = replace(ENVELOPE, edition=edition)
    assert has_processing_answer(envelope) is answered
    assert int(answer_table(PROCESSING, envelope).edition) >= 2024


def test_a_delivery_without_reports_has_no_employers_to_answer_about() -> None:
    empty = Delivery(kind=MessageKind.EMPLOYEES, envelope=ENVELOPE, employers=())
    assert list(parties_of(empty)) == []
