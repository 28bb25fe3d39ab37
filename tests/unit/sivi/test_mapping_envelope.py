"""The envelope of a message, valid or not (MSG-1, AN-1)."""

from datetime import datetime

import pytest
from hypothesis import given, strategies as st
from lxml import etree

from verzuimbrug.domain.deliveries import Envelope
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.mapping import map_envelope, read_envelope

TABLES = [pytest.param(t, id=f"{t.root}-{t.edition}") for t in catalogue().tables]
SIVI = "http://www.sivi.org/Verzuimmanagement"
NAMED = "<IdInzndr> A </IdInzndr><IdOntvngr>B</IdOntvngr><Berrefnr>r-1\n</Berrefnr>"


def general(root: str, namespace: str, inside: str) -> etree._Element:
    return etree.fromstring(f'<{root} xmlns="{namespace}"><BrAlg>{inside}</BrAlg></{root}>')


def test_envelope_of_a_valid_message() -> None:
    table = catalogue().by_namespace(f"{SIVI}/WerknemerGegevens/2025", "WerknemerGegevens")
    assert table is not None
    root = general(
        table.root,
        table.namespace,
        f"<AandatBr>2026-10-01+02:00</AandatBr><AantijdBr>24:00:00</AantijdBr>{NAMED}"
        "<TestJN>J</TestJN><OntvngstbevJN>N</OntvngstbevJN>",
    )

    expected = Envelope(
        message="WerknemersGegevens",
        interface="werkgevers-arbodiensten",
        edition="2025",
        reference="r-1",
        sender="A",
        receiver="B",
        made_at=datetime(2026, 10, 2),
        test=True,
        wants_receipt=False,
    )
    assert map_envelope(table, root) == expected
    assert read_envelope(root) == expected


@pytest.mark.parametrize("table", TABLES)
def test_envelope_is_read_from_every_message_of_the_catalogue(table: MessageTable) -> None:
    envelope = read_envelope(general(table.root, table.namespace, NAMED))

    assert envelope is not None
    assert (envelope.message, envelope.edition) == (table.file_name, table.edition)
    assert (envelope.sender, envelope.receiver, envelope.reference) == ("A", "B", "r-1")


@pytest.mark.parametrize("tag", ["IdInzndr", "IdOntvngr", "Berrefnr"])
def test_envelope_without_sender_receiver_or_reference_is_none(tag: str) -> None:
    inside = NAMED.replace(tag, "X")

    assert read_envelope(general("Dienstverbanden", f"{SIVI}/Dienstverbanden/2022", inside)) is None


def test_message_without_a_general_part_has_no_envelope() -> None:
    assert read_envelope(etree.fromstring("<Dienstverbanden><Wrkgvr/></Dienstverbanden>")) is None


def test_unknown_edition_keeps_its_name_and_the_interface_of_its_kin() -> None:
    envelope = read_envelope(general("WerknemerGegevens", f"{SIVI}/WerknemerGegevens/2023", NAMED))

    assert envelope is not None
    assert envelope.message == "WerknemersGegevens"
    assert (envelope.interface, envelope.edition) == ("werkgevers-arbodiensten", "2023")


def test_unknown_message_is_named_by_its_root() -> None:
    envelope = read_envelope(general("Factuur", "urn:x", NAMED))

    assert envelope is not None
    assert (envelope.message, envelope.interface, envelope.edition) == ("Factuur", "", "urn:x")


@given(st.text("0123456789-:TZ+. J", max_size=30), st.text("0123456789:.Z", max_size=20))
def test_reading_an_invalid_envelope_never_raises(day: str, clock: str) -> None:
    inside = (
        f"{NAMED}<AandatBr>{day}</AandatBr><AantijdBr>{clock}</AantijdBr><TestJN>{day}</TestJN>"
    )

    assert read_envelope(general("Afspraken", f"{SIVI}/Afspraken/2026", inside)) is not None
