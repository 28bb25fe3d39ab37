"""WN-9: what stands in the way of erasing a person, and what somebody has to agree with first."""

import pytest

from person_erasing_world import REASON, ending, erased, known_everywhere, recovered, settle
from sending_world import (
    absence,
    add_employer,
    day,
    deliver,
    employer,
    go_live,
    person,
    persons,
    report,
    settings,
    sick,
    take,
)
from undo_world import decider, of, undone
from verzuimbrug.application.persons.erasing import Erasure, erase_person, preview_erasure
from verzuimbrug.store.models import ExportMessage
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _codes(erasure: Erasure | None) -> list[str]:
    assert erasure is not None
    return [finding.code for finding in erasure.findings]


def test_an_open_case_stands_in_the_way() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    (known,) = persons(coupling)

    refused = erase_person(decider(coupling), known.id, REASON)

    assert _codes(refused) == ["WN901", "WN905"]
    assert refused is not None
    assert not refused.is_done
    assert len(persons(coupling)) == 1


def test_what_waits_in_a_message_of_the_person_stands_in_the_way_whosever_it_is() -> None:
    coupling, number = recovered()
    whole = absence(
        employer(
            "1001", person("w-1", report("VG2", at=40, first_day=day(40)), *ending("VG2", 40))
        ),
        employer("9999", person("w-5", report("VG5"))),
    )
    (sent,) = take(coupling, whole)

    found = preview_erasure(decider(coupling).reader, number)

    assert _codes(found) == ["WN902", "WN905"]
    assert found is not None
    assert found.findings[0].params["receipts"] == sent.receipt
    undone(coupling, of(sent.receipt))
    assert erased(coupling, number).is_done


def test_a_message_that_is_still_in_the_queue_stands_in_the_way() -> None:
    coupling, number = recovered()
    receipt = deliver(coupling, sick(report("VG9")))

    found = preview_erasure(decider(coupling).reader, number)

    assert _codes(found) == ["WN902", "WN905"]
    assert found is not None
    assert found.findings[0].params["receipts"] == receipt


def test_a_message_for_a_receiver_that_is_still_to_go_stands_in_the_way() -> None:
    told = known_everywhere()
    settle(told)
    with tenant(told.coupling.arbodienst):
        ExportMessage.objects.update(state="waiting")

    found = preview_erasure(told.reader, told.person)

    assert _codes(found) == ["WN903", "WN905", "WN906"]


def test_the_same_human_being_at_another_employer_is_named() -> None:
    coupling, number = recovered(go_live(add_employer(settings(), "FLSN1002", "FELISON-VI")))
    take(coupling, sick(report("VG1"), number="1002"))

    found = preview_erasure(decider(coupling).reader, number)

    assert _codes(found) == ["WN905", "WN907"]


def test_a_reason_is_needed_and_somebody_who_is_not_there_cannot_be_erased() -> None:
    coupling, number = recovered()

    refused = erase_person(decider(coupling), number, "  ")

    assert _codes(refused) == ["VE110", "WN905"]
    assert refused is not None
    assert not refused.is_done
    assert erase_person(decider(coupling), number + 1, REASON) is None
    assert preview_erasure(decider(coupling).reader, number + 1) is None


def test_another_thing_than_was_agreed_with_is_not_erased() -> None:
    coupling, number = recovered()
    shown = preview_erasure(decider(coupling).reader, number)
    assert shown is not None
    take(coupling, sick())

    found = erase_person(decider(coupling), number, REASON, shown.digest)

    assert found is not None
    assert (found.is_done, found.digest == shown.digest) == (False, False)
    assert len(persons(coupling)) == 1
    again = erase_person(decider(coupling), number, REASON, found.digest)
    assert again is not None
    assert again.is_done
