"""The Retourmelding (AN-1)."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from verzuimbrug.domain.answer_codes import AnswerCodes
from verzuimbrug.domain.deliveries import Envelope
from verzuimbrug.sivi.answers import RECEIPT, Origin, answer_table, retourmelding
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.mapping import read_envelope

TABLES = [pytest.param(t, id=f"{t.root}-{t.edition}") for t in catalogue().tables]
ENVELOPE = Envelope(
    message="Verzuimmeldingen",
    interface="werkgevers-arbodiensten",
    edition="2024",
    reference="ref-1",
    sender="PORTAAL",
    receiver="ARBODIENST",
    made_at=datetime(2026, 10, 1, 8, 11),
    test=True,
    wants_receipt=True,
)
ORIGIN = Origin(reference="vb/17", software="Verzuimbrug", made_at=datetime(2026, 10, 2, 9, 5, 7))

texts = st.text(max_size=20) | st.text("\x00&<\r\ud800é", min_size=600, max_size=620)


def values(content: bytes, tag: str) -> list[str | None]:
    return [element.text for element in etree.fromstring(content).iter(f"{{*}}{tag}")]


envelopes = st.builds(
    partial(replace, ENVELOPE), sender=texts, receiver=texts, reference=texts, test=st.booleans()
)
origins = st.builds(
    Origin,
    reference=texts,
    software=texts,
    made_at=st.datetimes(timezones=st.just(UTC) | st.none()),
)


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=15, deadline=None)
@given(envelopes, origins, st.lists(st.tuples(texts, texts), max_size=3), st.booleans())
def test_answer_to_any_message_is_valid(
    table: MessageTable,
    envelope: Envelope,
    origin: Origin,
    faults: list[tuple[str, str]],
    accepted: bool,  # noqa: FBT001  # drawn
) -> None:
    envelope = replace(envelope, interface=table.interface, edition=table.edition)

    _, content = retourmelding(envelope, origin, accepted=accepted, faults=faults)

    assert check(content).findings == ()


def test_answer_changes_places_of_sender_and_receiver_and_names_the_message() -> None:
    _, content = retourmelding(ENVELOPE, ORIGIN, accepted=True)

    assert read_envelope(etree.fromstring(content)) == Envelope(
        message="Retourmelding1",
        interface="werkgevers-arbodiensten",
        edition="2024",
        reference="vb/17",
        sender="ARBODIENST",
        receiver="PORTAAL",
        made_at=datetime(2026, 10, 2, 9, 5, 7),
        test=True,
        wants_receipt=False,
        software="Verzuimbrug",
    )
    assert values(content, "BerrefnrIngzndnBer") == ["ref-1"]


def test_answer_to_a_real_message_is_no_test() -> None:
    _, content = retourmelding(replace(ENVELOPE, test=False), ORIGIN, accepted=True)

    assert values(content, "TestJN") == ["N"]


def test_message_taken_in_gets_the_kind_for_it() -> None:
    _, content = retourmelding(ENVELOPE, ORIGIN, accepted=True)

    assert values(content, "SrtRetmldngCd") == ["02"]
    assert values(content, "Foutmldng") == []


def test_every_fault_of_a_rejected_message_is_told_with_its_code() -> None:
    faults = [("XML01", "Niet leesbaar."), ("CAT02", "x" * 600)]
    _, content = retourmelding(ENVELOPE, ORIGIN, accepted=False, faults=faults)

    assert values(content, "SrtRetmldngCd") == ["03"]
    assert values(content, "SrtFoutCd") == ["99", "99"]
    assert values(content, "Toelchtng") == ["XML01: Niet leesbaar.", "CAT02: " + "x" * 505]


def test_codes_are_a_setting() -> None:
    codes = AnswerCodes(rejected="04", fault="01")
    faults = [("XML01", "Niet leesbaar.")]
    envelope = replace(ENVELOPE, edition="2022")
    _, content = retourmelding(envelope, ORIGIN, accepted=False, faults=faults, codes=codes)

    assert values(content, "SrtRetmldngCd") == ["04"]
    assert values(content, "SrtFoutCd") == ["01"]


def test_a_fault_can_have_a_code_of_its_own() -> None:
    codes = AnswerCodes(faults={"XML01": "06"})
    faults = [("XML01", "Niet leesbaar."), ("CAT02", "Te lang.")]
    _, content = retourmelding(ENVELOPE, ORIGIN, accepted=False, faults=faults, codes=codes)

    assert values(content, "SrtFoutCd") == ["06", "99"]


def test_a_code_that_the_edition_does_not_have_becomes_the_usual_one() -> None:
    codes = AnswerCodes(rejected="04", received="01")

    for accepted, usual in ((True, "02"), (False, "03")):
        _, content = retourmelding(ENVELOPE, ORIGIN, accepted=accepted, codes=codes)
        assert values(content, "SrtRetmldngCd") == [usual]


def test_file_name_holds_the_message_and_our_reference() -> None:
    name, _ = retourmelding(ENVELOPE, ORIGIN, accepted=True)

    assert name == "Retourmelding1-vb_17.xml"


@pytest.mark.parametrize(
    ("edition", "nearest"),
    [("2022", "2022"), ("2023", "2024"), ("2019", "2022"), ("2031", "2026"), ("x", "2026")],
)
def test_answer_is_in_the_edition_of_the_message_or_the_nearest(edition: str, nearest: str) -> None:
    table = answer_table(RECEIPT, replace(ENVELOPE, edition=edition))

    assert (table.root, table.edition) == ("Retourmelding1", nearest)


@pytest.mark.parametrize(
    ("interface", "root"),
    [
        ("arbodiensten-verzekeraars", "Retourmelding"),
        ("werkgevers-verzekeraars", "Retourmelding"),
        ("werkgevers-arbodiensten", "Retourmelding1"),
        ("", "Retourmelding1"),
    ],
)
def test_insurers_get_the_answer_of_their_family(interface: str, root: str) -> None:
    assert answer_table(RECEIPT, replace(ENVELOPE, interface=interface)).root == root
