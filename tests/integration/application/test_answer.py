"""The Retourmelding: who gets one, and what it says (AN-1)."""

import pytest

from configuring_world import apply
from doors_world import Coupling
from sending_world import go_live, report, settings, sick, take, work
from verzuimbrug.application.answering.collecting import CollectedAnswer, collect_answers
from verzuimbrug.sivi.answers import RECEIPT
from verzuimbrug.sivi.checking import check
from verzuimbrug.store.models import Message
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _answers(coupling: Coupling) -> tuple[CollectedAnswer, ...]:
    answers = collect_answers(coupling.sender, 100)
    return tuple(each for each in answers if each.kind == RECEIPT)


def test_message_that_asks_is_answered_once() -> None:
    coupling = go_live()
    take(coupling, sick(report(), wants_receipt=True, reference="REF-7"))
    (answer,) = _answers(coupling)
    assert answer.kind == "Retourmelding"
    assert b"REF-7" in answer.content
    assert check(answer.content).valid


def test_message_that_does_not_ask_is_not_answered() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    assert _answers(coupling) == ()


def test_rejected_message_is_answered_unasked_with_its_faults() -> None:
    coupling = go_live()
    content = sick(report()).replace(b"<GslchtCd>V<", b"<GslchtCd>Q<")
    take(coupling, content)
    (answer,) = _answers(coupling)
    assert b"CAT30" in answer.content
    assert check(answer.content).valid


@pytest.mark.parametrize("edition", ["2022", "2024", "2025", "2026"])
def test_answer_is_in_the_edition_of_the_sender(edition: str) -> None:
    coupling = go_live()
    take(coupling, sick(report(), wants_receipt=True, edition=edition))
    table = check(_answers(coupling)[0].content).table
    assert table is not None
    assert (table.file_name, table.edition) == ("Retourmelding1", edition)


def test_unreadable_message_has_nobody_to_answer() -> None:
    coupling = go_live()
    take(coupling, b"<Verzuimmeldingen>")
    assert _answers(coupling) == ()


def test_first_answer_stands_when_the_message_is_processed_again() -> None:
    coupling = go_live()
    take(coupling, sick(report(), wants_receipt=True))
    before = _answers(coupling)
    with tenant(coupling.arbodienst):
        requeue(list(Message.objects.values_list("id", flat=True)))
    work()
    assert _answers(coupling) == before


def test_held_message_is_answered_when_it_asks() -> None:
    coupling = go_live(settings(mode="approval"))
    (found,) = take(coupling, sick(report(), wants_receipt=True))
    assert found.state == "held"
    assert len(_answers(coupling)) == 1


def test_rejection_that_is_taken_up_again_is_answered_anew() -> None:
    coupling = go_live(settings(editions=["2025"]))
    content = sick(report(), wants_receipt=True)
    take(coupling, content)
    assert b"IN101" in _answers(coupling)[0].content
    apply(settings(editions=["2026"]))

    (again,) = take(coupling, content)

    (answer,) = _answers(coupling)
    assert again.state == "processed"
    assert b"IN101" not in answer.content
