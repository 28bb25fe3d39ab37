"""The items of a message: what is known of each, and each as a message of its own (DG-2, DG-5)."""

import base64

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from passed_on_world import (
    APPOINTMENTS,
    DOCUMENTS,
    MEDICAL,
    PASSED_ON,
    SERVICES,
    appointment,
    appointments,
    document,
    documents,
    medical,
    services,
    table,
)
from strategies.messages import as_bytes, valid_messages
from verzuimbrug.domain.passed_on import DeliveredItem, ItemKind
from verzuimbrug.sivi.checking import check
from verzuimbrug.sivi.passed_on import Items, file_of

ITEM_TAGS = {
    DOCUMENTS: "Document",
    MEDICAL: "Document",
    APPOINTMENTS: "Afspraak",
    SERVICES: "Wrknmr",
}


def items(name: str, content: bytes) -> Items:
    checked = check(content)
    assert checked.valid, checked.findings
    assert checked.root is not None
    return Items(table(name), checked.root)


def facts(of: Items) -> list[DeliveredItem]:
    return [item for part in of.parts for item in part.items]


def test_of_a_document_is_known_which_it_is_and_of_whom() -> None:
    absence = {"PersNr": "P7", "Vrzm": {"VrzmgvlId": " VG1 "}}
    content = documents(
        document(" D1 ", IdDocumentOud="D0", DatDocument="2026-03-04Z", Dnstvbnd=absence)
    )

    (found,) = facts(items(DOCUMENTS, content))

    assert (found.position, found.kind, found.item, found.former) == (
        0,
        ItemKind.DOCUMENT,
        "D1",
        "D0",
    )
    assert (str(found.dated), found.case_key, found.file) == ("2026-03-04", "VG1", True)
    assert found.keys["IdWrknmr"] == ("w-1",)
    assert (found.keys["PersNr"], found.keys["SofiNr"]) == (("P7",), ("123456782",))


def test_what_is_empty_or_not_usable_is_none() -> None:
    bare = document(" ", DatDocument="0001-01-01", Datastring="", Wrknmr={"SofiNr": "1"})
    (found,) = facts(items(MEDICAL, medical(bare)))
    assert (found.item, found.former, found.dated, found.case_key) == (None, None, None, None)
    assert (found.keys["IdWrknmr"], found.keys["PersNr"], found.file) == ((), (), False)


def test_several_cases_are_none() -> None:
    employments = [{"Vrzm": {"VrzmgvlId": key}} for key in ("VG1", "VG2", "VG1")]
    (found,) = facts(items(DOCUMENTS, documents(document(Dnstvbnd=employments))))
    assert found.case_key is None


def test_an_appointment_has_its_own_ids_and_no_file() -> None:
    (found,) = facts(items(APPOINTMENTS, appointments(appointment("A2", IdAfspraakOud="A1"))))
    assert (found.kind, found.item, found.former) == (ItemKind.APPOINTMENT, "A2", "A1")
    assert (str(found.dated), found.file) == ("2026-03-02", None)


def test_a_request_is_of_a_person_and_has_no_id() -> None:
    found = facts(items(SERVICES, services("w-1", "w-2")))
    assert [item.keys["IdWrknmr"] for item in found] == [("w-1",), ("w-2",)]
    assert {(item.kind, item.item, item.dated) for item in found} == {
        (ItemKind.PREVENTIVE_SERVICE, None, None)
    }


def test_of_a_document_the_first_file_is_given() -> None:
    content = documents(document(Datastring=base64.b64encode(b"inhoud").decode(), Bestandsnm=" "))
    found = file_of(items(DOCUMENTS, content).content(0, bsn=True))
    assert found is not None
    assert (found.content, found.name, found.type_code) == (b"inhoud", None, "01")


@pytest.mark.parametrize("text", ["", "  ", "é", "R2V", "R2Vo=Wlt"])
def test_what_is_no_base64_is_no_file(text: str) -> None:
    of = items(DOCUMENTS, documents(document(Datastring=text)))
    assert file_of(of.content(0, bsn=True)) is None


def test_an_appointment_holds_no_file() -> None:
    assert file_of(items(APPOINTMENTS, appointments()).content(0, bsn=True)) is None


@pytest.mark.parametrize("name", PASSED_ON)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_whatever_a_valid_message_holds_each_item_is_a_valid_message_with_it_alone(
    name: str, data: st.DataObject
) -> None:
    root = data.draw(valid_messages(table(name)))
    tag = f"{{*}}{ITEM_TAGS[name]}"
    of = items(name, as_bytes(root))
    # The employers of a request hold its items; in the others they stand below the root.
    wanted = [*root.iter(tag)] if name == SERVICES else [*root.iterchildren(tag)]

    alone = [of.content(item.position, bsn=True) for item in facts(of)]

    assert [item.position for item in facts(of)] == list(range(len(wanted)))
    for content, element in zip(alone, wanted, strict=True):
        assert check(content).valid
        tree = etree.fromstring(content)
        (own,) = [*tree.iter(tag)] if name == SERVICES else [*tree.iterchildren(tag)]
        assert _plain(own) == _plain(element)


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_without_bsn_none_stands_in_any_item(data: st.DataObject) -> None:
    root = data.draw(valid_messages(table(MEDICAL)))
    of = items(MEDICAL, as_bytes(root))
    for item in facts(of):
        assert of.has_bsn(item.position)
        assert b"SofiNr" not in of.content(item.position, bsn=False)


def _plain(element: etree._Element) -> list[tuple[str, str]]:
    """The elements in order with their texts; blanks between elements say nothing."""
    return [(str(each.tag), "" if len(each) else each.text or "") for each in element.iter("*")]
