"""What of messages needs somebody: parked, held, disputed, rejected, failed; the urgent first."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reading_world import House, credential, link, live_house, needs, reader, set_status
from verzuimbrug.application.today.looking import look, look_at_refused, take_back_looks
from verzuimbrug.application.today.needs import MOST_GROUPS, what_needs
from verzuimbrug.application.today.values import Needs
from verzuimbrug.domain.attention import REJECTED_WITHIN, Matter
from verzuimbrug.store.models import Message, Undo
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)
FAULT = {"code": "BRT03", "line": 1, "path": "/X", "params": {"message": "X"}}


@pytest.fixture
def gezond() -> House:
    """An arbodienst with a live coupling and a token that never ends."""
    return live_house("GEZOND")


def message(of: House, receipt: str, at: datetime | None = None, **values: object) -> int:
    number = of.message(receipt, **values)
    with tenant(of.arbodienst):
        Message.objects.filter(id=number).update(received_at=at or timezone.now())
    return number


def rejected(of: House, receipt: str, at: datetime | None = None) -> int:
    return message(of, receipt, at, state="rejected", codes=["BRT03"], findings=[FAULT])


def park(of: House, number: int) -> None:
    finding = {"code": "WG201", "line": 1, "path": "", "params": {"code": f"X{number}"}}
    of.report(
        message(of, f"P-{number}"),
        0,
        "parked",
        employer_code=f"X{number}",
        codes=["WG201"],
        findings=[finding],
    )


def test_nothing_is_needed_of_a_coupling_that_is_live_and_well(gezond: House) -> None:
    message(gezond, "A-1")

    assert what_needs(reader(gezond)) == Needs(items=(), more_parked=False)


def test_what_is_parked_is_told_by_cause_with_its_group(gezond: House) -> None:
    park(gezond, 1)

    (need,) = needs(gezond)

    assert (need.matter, need.count, need.code) == (Matter.PARKED, 1, "WG201")
    assert need.group is not None
    assert need.group.subject == ("X1",)
    assert need.account == gezond.account


def test_only_the_first_groups_are_told_and_that_there_are_more(gezond: House) -> None:
    for number in range(MOST_GROUPS + 1):
        park(gezond, number)

    found = what_needs(reader(gezond))

    assert len(found.items) == MOST_GROUPS
    assert found.more_parked


def test_held_messages_are_told_once_a_coupling(gezond: House) -> None:
    message(gezond, "A-9", state="held")
    message(gezond, "A-10", state="held")
    with tenant(gezond.arbodienst):
        undo = Undo.objects.create(
            arbodienst_id=gezond.arbodienst, at=timezone.now(), by="a", reason="x", horizon=1
        )
    message(gezond, "A-3", state="held", undone_id=undo.id)

    (need,) = needs(gezond)

    assert (need.matter, need.count, need.receipt) == (Matter.HELD, 2, "A-9")


def test_disputed_reports_are_told(gezond: House) -> None:
    number = message(gezond, "A-1")
    gezond.report(number, 0, "conflict")
    gezond.report(number, 1, "held", case_key="VG2")
    gezond.report(number, 2, "held", case_key="VG3", standing="held")

    (need,) = needs(gezond)

    assert (need.matter, need.count) == (Matter.DISPUTED, 2)


def test_rejected_messages_are_told_by_their_first_finding(gezond: House) -> None:
    rejected(gezond, "A-1")
    rejected(gezond, "A-2")

    (need,) = needs(gezond)

    assert (need.matter, need.count, need.receipt, need.code) == (
        *(Matter.REJECTED, 2),
        *("A-2", "BRT03"),
    )
    assert need.finding is not None
    assert need.finding.path == "/X"


def test_a_rejected_message_that_somebody_looked_at_needs_nobody(gezond: House) -> None:
    first, second = rejected(gezond, "A-1"), rejected(gezond, "A-2")
    with tenant(gezond.arbodienst):
        look(reader(gezond), first)
        look(reader(gezond), first)

    (need,) = needs(gezond)
    assert need.count == 1

    with tenant(gezond.arbodienst):
        look(reader(gezond), second)
    assert needs(gezond) == ()


def test_what_was_rejected_long_ago_needs_nobody(gezond: House) -> None:
    rejected(gezond, "A-1", timezone.now() - REJECTED_WITHIN - DAY)

    assert needs(gezond) == ()


def test_all_that_was_rejected_for_one_cause_can_be_marked_and_taken_back(gezond: House) -> None:
    rejected(gezond, "A-1")
    rejected(gezond, "A-2")

    looked = look_at_refused(reader(gezond), gezond.account, "BRT03")

    assert looked is not None
    assert looked.messages == 2
    assert needs(gezond) == ()
    assert take_back_looks(reader(gezond), looked.at) == 2
    assert len(needs(gezond)) == 1


def test_somebody_marks_nothing_of_a_coupling_that_is_closed_to_them(gezond: House) -> None:
    rejected(gezond, "A-1")
    limited = reader(gezond, frozenset({gezond.account + 1}))

    assert look_at_refused(limited, gezond.account, "BRT03") is None
    assert look_at_refused(reader(gezond), gezond.account, "BRT\0") is None

    looked = look_at_refused(reader(gezond), gezond.account, "BRT03")
    assert looked is not None
    assert take_back_looks(limited, looked.at) == 0


def test_a_failed_message_needs_somebody_also_when_it_was_looked_at(gezond: House) -> None:
    number = message(gezond, "A-1", timezone.now() - 100 * DAY, state="failed")
    with tenant(gezond.arbodienst):
        look(reader(gezond), number)

    (need,) = needs(gezond)

    assert (need.matter, need.count, need.code, need.finding) == (Matter.FAILED, 1, "", None)


def test_a_closed_coupling_needs_nobody_whatever_it_left(gezond: House) -> None:
    number = message(gezond, "A-1")
    gezond.report(number, 0, "conflict")
    park(gezond, 1)
    message(gezond, "A-2", state="held")
    rejected(gezond, "A-3")
    link(gezond, credential(gezond), "token", DAY)
    set_status(gezond, "closed")

    assert needs(gezond) == ()


def test_the_most_urgent_comes_first_and_of_two_alike_the_one_that_waits_longest(
    gezond: House,
) -> None:
    message(gezond, "A-1", state="held")
    message(gezond, "A-2", state="failed")
    for number, days in ((1, 1), (2, 5)):
        finding = {"code": "WG201", "line": 1, "path": "", "params": {"code": f"X{number}"}}
        gezond.report(
            message(gezond, f"P-{number}", timezone.now() - days * DAY),
            0,
            "parked",
            employer_code=f"X{number}",
            codes=["WG201"],
            findings=[finding],
        )

    found = needs(gezond)

    assert [need.matter for need in found] == [
        *(Matter.FAILED, Matter.PARKED),
        *(Matter.PARKED, Matter.HELD),
    ]


def test_what_is_of_closed_couplings_is_not_told(gezond: House) -> None:
    message(gezond, "A-1", state="held")
    rejected(gezond, "A-2")
    limited = reader(gezond, frozenset({gezond.account + 1}))

    assert what_needs(limited).items == ()


def test_the_number_of_queries_does_not_depend_on_what_there_is(gezond: House) -> None:
    park(gezond, 0)
    with CaptureQueriesContext(connection) as before:
        needs(gezond)
    for number in range(1, 20):
        park(gezond, number)
        rejected(gezond, f"A-{number}")
        message(gezond, f"B-{number}", state="held")
    with CaptureQueriesContext(connection) as after:
        needs(gezond)

    assert len(before) == len(after)
