"""What an SFTP account sees of its deliveries and answers, and of nobody else's."""

import pytest

from sftp_world import DV, VZ, SftpCoupling, sftp_coupling
from verzuimbrug.application.answering.collecting import acknowledge_answers
from verzuimbrug.application.receiving.receive import receive
from verzuimbrug.application.receiving.refusals import RefusedError
from verzuimbrug.application.sftp.files import (
    DOOR,
    PAGE,
    REFUSED,
    TAKEN,
    WAITING,
    Shelf,
    find_answer,
    find_file,
    list_answers,
    list_files,
    list_streams,
    require_stream,
)
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models.messages import MessageState

NEW = Shelf(stream=VZ, states=WAITING)


@pytest.fixture
def portal(database: None) -> SftpCoupling:
    """An SFTP account with two streams."""
    del database
    return sftp_coupling("GEZOND")


def _deliver(portal: SftpCoupling, content: bytes = b"<a/>", door: str = DOOR) -> str:
    return receive(portal.sender, VZ, "vz.xml", content, door).receipt


def test_streams_are_those_of_the_account(portal: SftpCoupling) -> None:
    sftp_coupling("FIT")
    assert list_streams(portal.sender) == (DV, VZ)


def test_stream_is_known_or_refused(portal: SftpCoupling) -> None:
    require_stream(portal.sender, VZ)
    with pytest.raises(RefusedError, match="STROOM-ONBEKEND"):
        require_stream(portal.sender, "\0")


@pytest.mark.parametrize(
    ("state", "states"),
    [
        ("received", WAITING),
        ("processed", TAKEN),
        ("held", TAKEN),
        ("rejected", REFUSED),
        ("failed", REFUSED),
    ],
)
def test_delivery_stands_where_its_state_says(
    portal: SftpCoupling, state: str, states: frozenset[MessageState]
) -> None:
    receipt = _deliver(portal)
    portal.decide(state)
    shelves = {each: Shelf(stream=VZ, states=each) for each in (WAITING, TAKEN, REFUSED)}
    found = [each for each, shelf in shelves.items() if list_files(portal.sender, shelf)]
    assert found == [states]
    assert find_file(portal.sender, Shelf(stream=VZ, states=states), receipt) is not None


def test_finding_is_told_as_the_sender_reads_it(portal: SftpCoupling) -> None:
    _deliver(portal, b"")
    portal.decide("rejected", findings=[Finding("XML01").to_json()])
    (file,) = list_files(portal.sender, Shelf(stream=VZ, states=REFUSED))
    assert [told.text for told in file.findings] == ["Het bestand is leeg."]


def test_other_doors_and_streams_are_not_shown(portal: SftpCoupling) -> None:
    receipt = _deliver(portal, door="rest")
    assert list_files(portal.sender, NEW) == ()
    assert find_file(portal.sender, NEW, receipt) is None
    assert list_files(portal.sender, Shelf(stream=DV, states=WAITING)) == ()
    assert list_files(portal.sender, Shelf(stream="\0", states=WAITING)) == ()


def test_file_of_somebody_else_is_not_there(portal: SftpCoupling) -> None:
    theirs = _deliver(sftp_coupling("FIT"))
    assert find_file(portal.sender, NEW, theirs) is None
    assert find_file(portal.sender, NEW, "\0") is None


def test_files_come_in_pages_newest_first(portal: SftpCoupling) -> None:
    receipts = [_deliver(portal, b"%d" % number) for number in range(PAGE + 2)]
    first = list_files(portal.sender, NEW)
    second = list_files(portal.sender, NEW, before=first[-1].id)
    assert [file.receipt for file in (*first, *second)] == receipts[::-1]


def test_answers_are_there_until_they_are_acknowledged(portal: SftpCoupling) -> None:
    number = portal.answer(_deliver(portal))
    (answer,) = list_answers(portal.sender)
    assert answer == find_answer(portal.sender, number)
    assert (answer.file_name, answer.content) == ("Retourmelding.xml", b"<a/>")
    assert list_answers(portal.sender, after=number) == ()

    acknowledge_answers(portal.sender, [number])
    assert list_answers(portal.sender) == ()
    assert find_answer(portal.sender, number) is None


def test_answer_of_somebody_else_is_not_there(portal: SftpCoupling) -> None:
    stranger = sftp_coupling("FIT")
    number = stranger.answer(_deliver(stranger))
    assert find_answer(portal.sender, number) is None
    assert find_answer(portal.sender, 10**30) is None


def test_shut_account_sees_nothing(portal: SftpCoupling) -> None:
    portal.turn("suspended")
    for look in (list_streams, list_answers):
        with pytest.raises(RefusedError, match="ACCOUNT-NIET-ACTIEF"):
            look(portal.sender)
    with pytest.raises(RefusedError, match="ACCOUNT-NIET-ACTIEF"):
        list_files(portal.sender, NEW)
