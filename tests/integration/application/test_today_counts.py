"""What a day came to: everything received is in one place, and the counts add up."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reading_world import House, house, reader
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.today.counting import count_day
from verzuimbrug.application.today.values import Day
from verzuimbrug.store.models import PortalDelivery, Undo, Waiting, Work
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2026, 3, 2, 12, tzinfo=LOCAL)
SECOND = timedelta(seconds=1)


def counted(of: House, accounts: frozenset[int] | None = None) -> Day:
    return count_day(reader(of, accounts), NOON.date())


def message(of: House, receipt: str, at: datetime = NOON, **values: object) -> int:
    """A message that came in at a moment."""
    number = of.message(receipt, **values)
    with tenant(of.arbodienst), connection.cursor() as cursor:
        cursor.execute("UPDATE store_message SET received_at = %s WHERE id = %s", [at, number])
    return number


def work(of: House, number: int, state: str) -> None:
    Work.objects.create(
        message=number, arbodienst_id=of.arbodienst, account=of.account, state=state
    )


def placed(day: Day) -> dict[str, int]:
    """The places that hold something."""
    return {place: count for place, count in day.messages.places.items() if count}


def test_every_message_is_in_one_place_and_they_add_up() -> None:
    gezond = house("GEZOND")
    message(gezond, "A-1", decided_at=NOON + SECOND)
    for number, state in enumerate(("held", "rejected", "failed")):
        message(gezond, f"B-{number}", state=state)
    work(gezond, message(gezond, "C-1", state="received"), "ready")
    work(gezond, message(gezond, "C-2", state="received"), "waiting")
    parked = message(gezond, "D-1")
    gezond.report(parked, 0, "parked")
    gezond.report(parked, 1, "applied", case_key="VG2")

    day = counted(gezond)

    assert placed(day) == {
        "processed": 1,
        "parked": 1,
        "held": 1,
        "rejected": 1,
        "failed": 1,
        "queued": 1,
        "waiting": 1,
    }
    assert (day.messages.received, day.messages.difference) == (7, 0)
    assert {state: n for state, n in day.reports.places.items() if n} == {"parked": 1, "applied": 1}
    assert (day.reports.received, day.reports.difference) == (2, 0)


def test_a_message_that_is_in_no_place_is_told_as_a_difference() -> None:
    gezond = house("GEZOND")
    message(gezond, "A-1", state="received")

    assert counted(gezond).messages.difference == 1


def test_what_is_undone_and_what_belongs_to_a_delivery_have_places_of_their_own() -> None:
    gezond = house("GEZOND")
    own = {"arbodienst_id": gezond.arbodienst}
    with tenant(gezond.arbodienst):
        undo = Undo.objects.create(**own, at=NOON, by="a", reason="dubbel", horizon=1)
        delivery = PortalDelivery.objects.create(
            **own,
            account_id=gezond.account,
            kind="initial-load",
            step="receiving",
            started_at=NOON,
            started_by="a",
        )
    message(gezond, "A-1", state="held", undone_id=undo.id)
    work(
        gezond, message(gezond, "A-2", state="received", portal_delivery_id=delivery.id), "waiting"
    )
    message(gezond, "A-3", state="held", portal_delivery_id=delivery.id)

    assert placed(counted(gezond)) == {"undone": 1, "delivery": 2}


def test_persons_that_wait_without_a_report_make_a_message_wait_but_not_quiet_ones() -> None:
    gezond = house("GEZOND")
    with tenant(gezond.arbodienst):
        for receipt, cause in (("A-1", "employer"), ("A-2", "person")):
            Waiting.objects.create(
                arbodienst_id=gezond.arbodienst,
                message_id=message(gezond, receipt),
                cause=cause,
                account_id=gezond.account,
                employer_code="W1",
                since=NOON,
            )

    assert placed(counted(gezond)) == {"parked": 1, "processed": 1}


def test_a_day_runs_from_midnight_to_midnight_here() -> None:
    gezond = house("GEZOND")
    midnight = NOON.replace(hour=0)
    message(gezond, "A-1", midnight - SECOND)
    message(gezond, "A-2", midnight)
    message(gezond, "A-3", midnight + timedelta(days=1) - SECOND)
    message(gezond, "A-4", midnight + timedelta(days=1))

    assert counted(gezond).messages.received == 2


def test_the_time_from_receipt_to_the_decision_is_told() -> None:
    gezond = house("GEZOND")
    for number in range(1, 4):
        message(gezond, f"A-{number}", decided_at=NOON + number * SECOND)

    taken = counted(gezond).taken

    assert (taken.messages, taken.median, taken.most) == (3, 2 * SECOND, 2.9 * SECOND)


def test_a_day_without_anything_has_zeroes_and_no_time() -> None:
    day = counted(house("GEZOND"))

    assert (day.messages.received, day.messages.difference, placed(day)) == (0, 0, {})
    assert (day.taken.messages, day.taken.median, day.taken.most) == (0, None, None)
    assert dict(day.accounts) == {}


def test_a_day_has_all_its_hours() -> None:
    gezond = house("GEZOND")
    gezond.report(message(gezond, "A-1"), 0, "applied")
    message(gezond, "A-2", NOON + 30 * 60 * SECOND)

    hours = counted(gezond).hours

    assert [hour.start.hour for hour in hours] == list(range(24))
    assert [(h.start.hour, h.messages, h.reports) for h in hours if h.messages] == [(12, 2, 1)]


def test_a_day_on_which_the_clock_goes_back_has_an_hour_more() -> None:
    day = count_day(reader(house("GEZOND")), datetime(2026, 10, 25, tzinfo=LOCAL).date())

    assert [hour.start.hour for hour in day.hours][:5] == [0, 1, 2, 2, 3]


def test_today_has_the_last_24_hours() -> None:
    gezond = house("GEZOND")
    now = timezone.now().astimezone(LOCAL)
    message(gezond, "A-1", now)
    message(gezond, "A-2", now - timedelta(hours=23))

    day = count_day(reader(gezond))

    assert day.day == now.date()
    assert len(day.hours) == 24
    assert sum(hour.messages for hour in day.hours) == 2
    assert day.hours[-1].messages == 1


def test_only_couplings_that_are_open_are_counted() -> None:
    gezond = house("GEZOND")
    gezond.report(message(gezond, "A-1"), 0, "applied")

    open_day = counted(gezond, frozenset({gezond.account}))
    closed = counted(gezond, frozenset({gezond.account + 1}))

    assert open_day.accounts[gezond.account].messages == 1
    assert open_day.accounts[gezond.account].last_at == NOON
    assert (closed.messages.received, closed.reports.received) == (0, 0)
    assert sum(hour.messages for hour in closed.hours) == 0


def test_the_number_of_queries_does_not_depend_on_what_there_is() -> None:
    gezond = house("GEZOND")
    with CaptureQueriesContext(connection) as before:
        counted(gezond)
    for number in range(20):
        gezond.report(message(gezond, f"A-{number}"), 0, "applied", case_key=f"VG{number}")
    with CaptureQueriesContext(connection) as after:
        counted(gezond)

    assert len(before) == len(after)
