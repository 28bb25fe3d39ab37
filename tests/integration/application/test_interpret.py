"""From bytes to what a message says: the stage that stops it is the first that can (MSG-1 to 3)."""

import pytest

from doors_world import Coupling
from sending_world import (
    absence,
    codes,
    deliver,
    employees,
    employer,
    go_live,
    outcome,
    person,
    report,
    sick,
    take,
)
from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.interpret import Interpreted, Rejected, interpret
from verzuimbrug.store.inbox import read_messages
from verzuimbrug.store.models import Message, Stream
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_FAULTY = (b"<GslchtCd>V<", b"<GslchtCd>Q<")


def _interpreted(coupling: Coupling, content: bytes) -> Interpreted | Rejected:
    deliver(coupling, content)
    with tenant(coupling.arbodienst):
        (message,) = read_messages(list(Message.objects.values_list("id", flat=True)))
        return interpret(message, read_configurations({message.stream})[message.stream])


def test_what_cannot_be_read_has_no_envelope() -> None:
    found = _interpreted(go_live(), b"<Verzuimmeldingen>")
    assert isinstance(found, Rejected)
    assert (found.stage, found.envelope) == ("read", None)


def test_every_fault_is_told_with_the_refusal_first() -> None:
    content = employees(person("w-1")).replace(*_FAULTY)
    found = _interpreted(go_live(), content)
    assert isinstance(found, Rejected)
    assert (found.stage, [one.code for one in found.findings]) == ("check", ["IN102", "CAT30"])
    assert found.envelope is not None
    assert found.envelope.message == "WerknemersGegevens"


def test_message_that_no_table_has_is_told_as_it_is() -> None:
    content = sick(report()).replace(b"Verzuimmeldingen/2026", b"Verzuimmeldingen/1999")
    (found,) = take(go_live(), content)
    assert (found.state, codes(found.findings)) == ("rejected", ["BRT02"])


def test_valid_message_is_mapped_with_its_moment_of_receipt_in_local_time() -> None:
    found = _interpreted(go_live(), sick(report()))
    assert isinstance(found, Interpreted)
    assert found.input.received_at.tzinfo is None
    assert (found.envelope.message, found.envelope.sender) == ("Verzuimmeldingen", "PORTAAL")


def test_reports_keep_their_positions_through_the_whole_message() -> None:
    coupling = go_live()
    content = absence(
        employer("1001", person("w-1", report("VG1"), report("VG2", at=3))),
        employer("1002", person("w-2", report("VG3"))),
    )
    (found,) = take(coupling, content)
    told = outcome(coupling, found.receipt).reports
    assert [(one.position, one.case) for one in told] == [(0, "VG1"), (1, "VG2"), (2, "VG3")]


def test_configurations_of_all_streams_are_read_at_once() -> None:
    coupling = go_live()
    with tenant(coupling.arbodienst):
        ids = dict(Stream.objects.values_list("id", "name"))
        found = read_configurations(set(ids))
    assert {ids[number]: each.message for number, each in found.items()} == {
        name: name for name in ids.values()
    }
    assert {each.account for each in found.values()} == {coupling.account}
