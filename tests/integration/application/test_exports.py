"""What is sent to another party: of whom, when, and what it then has (EX-1 to EX-7)."""

from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings as hypothesis_settings, strategies as st

from doors_world import Coupling
from exports_world import SYSTEM, exporting, received_picture, sending, sent_picture
from rigour import tries
from sending_world import (
    EMPLOYEES,
    absence,
    add_employer,
    day,
    deliver,
    employees,
    employer,
    go_live,
    person,
    report,
    settings,
    sick,
    take,
    work,
)
from strategies.undo_messages import Sent, sent
from undo_world import of, undone
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import AccessLog
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_houses = count(1)
_rigour = hypothesis_settings(
    max_examples=tries(6),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
HALF = Decimal("50.00")


def receiver(code: str = "ZUID") -> Coupling:
    """A second arbodienst that takes in what the first sends."""
    return go_live(settings(code))


def test_a_receiver_has_the_dossiers_as_they_stand() -> None:
    sender, other = sending(), receiver()
    take(sender.coupling, sick(report(), report("VG1", 2, Operation.CHANGE, 7, percentage=HALF)))
    messages = sender.tell(other)

    assert [each.message for each in messages] == ["WerknemersGegevens", "Verzuimmeldingen"]
    assert [each.number for each in messages] == [1, 2]
    assert received_picture(other) == sent_picture(sender.coupling) != {}


def test_nothing_is_sent_again_of_what_did_not_change() -> None:
    sender = sending()
    take(sender.coupling, sick(report()))
    sender.make()
    sender.collect()
    take(sender.coupling, sick(report()))

    sender.make()
    assert sender.collect() == []


def test_a_later_mutation_is_one_report_with_the_next_number() -> None:
    sender, other = sending(), receiver()
    take(sender.coupling, sick(report()))
    sender.tell(other)
    ended = report("VG1", 2, Operation.CHANGE, 9, ends=True, recovered_on=day(9))
    take(sender.coupling, sick(ended))
    (message,) = sender.tell(other)

    assert b"<VrzmgvlVnrMld>2<" in message.content
    assert received_picture(other) == sent_picture(sender.coupling)


def test_what_is_undone_here_is_taken_back_there() -> None:
    sender, other = sending(), receiver()
    (first,) = take(sender.coupling, sick(report()))
    sender.tell(other)
    undone(sender.coupling, of(first.receipt))
    (message,) = sender.tell(other)

    assert b"<VrwrkCd>03<" in message.content
    assert received_picture(other) == sent_picture(sender.coupling) == {}


def test_who_has_no_case_is_not_told_of_unless_that_is_asked_for() -> None:
    sender = sending()
    take(sender.coupling, employees(person("w-9")), stream=EMPLOYEES)
    sender.make()
    assert sender.collect() == []

    everybody = sending(exporting("FIT", all_persons=True))
    take(everybody.coupling, employees(person("w-9")), stream=EMPLOYEES)
    everybody.make()
    (message,) = everybody.collect()
    assert message.message == "WerknemersGegevens"


@given(st.data())
@_rigour
def test_whatever_comes_in_and_is_undone_the_receiver_has_it_too(data: st.DataObject) -> None:
    number = next(_houses)
    sender, other = sending(exporting(f"RAND-{number}")), receiver(f"RANDZUID-{number}")
    receipts: list[str] = []
    for _ in range(data.draw(st.integers(1, 4))):
        for each in data.draw(st.lists(sent(), min_size=1, max_size=3)):
            assert isinstance(each, Sent)
            receipts.append(deliver(sender.coupling, each.content, each.stream))
        work()
        if data.draw(st.booleans()):
            chosen = data.draw(st.sampled_from(receipts))
            receipts.remove(chosen)
            undone(sender.coupling, of(chosen))
            work()
        sender.tell(other)

        theirs, ours = received_picture(other), sent_picture(sender.coupling)
        assert {key: each["cases"] for key, each in theirs.items()} == {
            key: each["cases"] for key, each in ours.items()
        }
    assert not sender.make() or sender.collect() == []


def test_persons_and_their_reports_go_in_one_message_for_all_employers() -> None:
    two = add_employer(exporting(), "FLSN1002", "FELISON-VI")
    two["employers"][1]["external_ids"] = {SYSTEM: "1002"}
    sender = sending(two)
    other = go_live(add_employer(settings("ZUID"), "FLSN1002", "FELISON-VI"))
    both = absence(
        employer("1001", person("w-1", report("VG1"))),
        employer("1002", person("w-2", report("VG2")), person("w-3", report("VG3"))),
    )
    take(sender.coupling, both)
    messages = sender.tell(other)

    assert len(messages) == 2
    with tenant(sender.arbodienst):
        rows = AccessLog.objects.filter(action="export.sent").order_by("id")
        assert [(row.principal, len(row.employees)) for row in rows] == [
            ("export:Volmacht Zuid", 1),
            ("export:Volmacht Zuid", 2),
        ]
    assert received_picture(other) == sent_picture(sender.coupling)
