"""What an undone message waited for, and what waited for it (VE-4, WN-2, WN-4, MSG-6, MSG-7)."""

from datetime import timedelta

import psycopg
import pytest

from blocking_world import somebody_waits, thread
from configuring_world import apply
from held_world import hold, refused, watched
from live_world import until
from readiness_world import SAME, in_order, known_employee, other_account
from sending_world import (
    EMPLOYEES,
    EMPLOYMENTS,
    MADE_AT,
    add_employer,
    cases,
    codes,
    deliver,
    employees,
    employments,
    go_live,
    message_states,
    outcome,
    person,
    persons,
    report,
    settings,
    sick,
    states,
    take,
    waiting,
    work,
)
from undo_world import codes_of, decider, differences, of, picture, shown, taken_back, undone
from verzuimbrug.application.account_status import suspend
from verzuimbrug.application.held.judge import approve, reject
from verzuimbrug.application.held.show import list_held
from verzuimbrug.application.held.values import Judgement
from verzuimbrug.application.pages import Window
from verzuimbrug.application.process import process_batch
from verzuimbrug.application.status import status
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import Employment, Message, Work
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.tenancy import tenant
from verzuimbrug.store.undo_messages import at_work

pytestmark = pytest.mark.usefixtures("database")

_REFUSE = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'this row breaks';
END $$;
CREATE TRIGGER refuse BEFORE INSERT ON store_absencereport
FOR EACH ROW EXECUTE FUNCTION refuse()
"""


def change(sequence: int) -> bytes:
    return sick(report("VG1", sequence, Operation.CHANGE, at=sequence))


def test_report_outside_any_case_waits_no_longer_and_waits_again_when_that_is_undone() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1"), number="1002"))
    assert waiting(coupling) == [("employer", None)]

    done = undone(coupling, of(first.receipt))
    assert (waiting(coupling), states(coupling)) == ([], [("VG1", 1, "undone")])
    apply(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    work()
    assert states(coupling) == [("VG1", 1, "undone")]

    taken_back(coupling, done.undo)
    assert states(coupling) == [("VG1", 1, "parked")]
    work()
    assert states(coupling) == [("VG1", 1, "applied")]


def test_report_that_was_held_outside_any_case_is_held_again() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1"), report("VG2", at=40)))
    (both,) = take(coupling, sick(report("VG2", 2, Operation.CHANGE, 41, case_key_old="VG1")))
    assert states(coupling)[2] == ("VG2", 2, "held")

    done = undone(coupling, of(both.receipt))
    assert states(coupling)[2] == ("VG2", 2, "undone")
    taken_back(coupling, done.undo)
    assert states(coupling)[2] == ("VG2", 2, "held")


def test_undone_message_is_not_put_back_in_the_queue() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1")))
    undone(coupling, of(first.receipt))

    with tenant(coupling.arbodienst):
        requeue(list(Message.objects.values_list("id", flat=True)))
    work()

    assert states(coupling) == [("VG1", 1, "undone")]


def test_held_message_leaves_the_queue_of_held_ones_and_later_reports_go_on() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report("VG1")))
    later = hold(coupling, change(2))

    done = undone(coupling, of(receipt))
    assert states(coupling) == [("VG1", 1, "undone"), ("VG1", 2, "held")]
    assert [each.receipt for each in list_held(decider(coupling).reader, Window()).items] == [later]
    counted = status("GEZOND").messages
    assert (counted["held"], counted["processed"]) == (1, 1)
    for decided in (
        approve(decider(coupling), receipt, Judgement(digest="")),
        reject(decider(coupling), receipt, "klopt niet"),
    ):
        assert decided is not None
        assert [finding.code for finding in decided.findings] == ["VE107"]

    taken_back(coupling, done.undo)
    assert len(list_held(decider(coupling).reader, Window()).items) == 2
    assert states(coupling) == [("VG1", 1, "held"), ("VG1", 2, "held")]


def test_reports_that_wait_for_a_held_one_go_on_when_it_is_undone() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    apply(settings(mode="approval"))
    receipt = hold(coupling, change(2))
    apply(settings())
    take(coupling, change(3))
    assert states(coupling)[2] == ("VG1", 3, "parked")

    undone(coupling, of(receipt))

    assert states(coupling)[1:] == [("VG1", 2, "undone"), ("VG1", 3, "applied")]
    assert cases(coupling)["VG1"].last_sequence == 3


def test_failed_message_leaves_the_queue_and_fails_again_when_that_is_undone(
    owner_connection: psycopg.Connection,
) -> None:
    coupling = go_live()
    receipt = deliver(coupling, sick(report("VG1")))
    owner_connection.execute(_REFUSE)
    try:
        for _ in range(5):
            process_batch()
            owner_connection.execute("UPDATE store_work SET not_before = NULL")
    finally:
        owner_connection.execute("DROP FUNCTION refuse CASCADE")
    assert message_states(coupling) == ["failed"]

    done = undone(coupling, of(receipt))
    assert not Work.objects.exists()
    assert status("GEZOND").messages["failed"] == 0
    taken_back(coupling, done.undo)
    assert list(Work.objects.values_list("state", flat=True)) == ["failed"]
    assert message_states(coupling) == ["failed"]


def test_message_that_waits_to_be_processed_again_is_undone_as_it_stands() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1")))
    suspend(coupling.ref, "test")
    with tenant(coupling.arbodienst):
        requeue(list(Message.objects.values_list("id", flat=True)))
    assert message_states(coupling) == ["received"]

    undone(coupling, of(first.receipt))

    assert (message_states(coupling), states(coupling)) == (["processed"], [("VG1", 1, "undone")])
    assert not Work.objects.exists()


def test_refused_message_holds_up_nothing_once_it_is_undone() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    apply(settings(mode="approval"))
    receipt = hold(coupling, change(2))
    refused(coupling, receipt)
    apply(settings())
    take(coupling, change(3))
    assert message_states(coupling) == ["processed", "rejected", "processed"]
    assert states(coupling)[1:] == [("VG1", 2, "refused"), ("VG1", 3, "parked")]

    done = undone(coupling, of(receipt))
    assert states(coupling)[1:] == [("VG1", 2, "undone"), ("VG1", 3, "applied")]

    taken_back(coupling, done.undo)
    assert states(coupling)[1:] == [("VG1", 2, "refused"), ("VG1", 3, "parked")]


def test_employments_wait_again_when_who_made_the_person_is_undone() -> None:
    coupling = go_live()
    take(coupling, employments(person("w-1")), stream=EMPLOYMENTS)
    (maker,) = take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    assert waiting(coupling) == []

    done = undone(coupling, of(maker.receipt))
    work()
    assert waiting(coupling) == [("person", "w-1")]
    assert [row.hidden for row in persons(coupling)] == [True]

    taken_back(coupling, done.undo)
    work()
    assert waiting(coupling) == []
    assert [row.hidden for row in persons(coupling)] == [False]


def test_newest_that_waits_for_a_person_gives_way_to_the_one_before_it() -> None:
    coupling = go_live()
    older, newer = take(
        coupling, employments(person("w-1")), employments(person("w-1")), stream=EMPLOYMENTS
    )
    assert waiting(coupling) == [("person", "w-1")]

    undone(coupling, of(newer.receipt))
    work()

    assert waiting(coupling) == [("person", "w-1")]
    assert codes(outcome(coupling, older.receipt).findings) == ["WN201"]


def test_undo_leaves_what_a_standing_message_took_the_place_of() -> None:
    coupling = go_live()
    take(coupling, employments(person("w-1", number="D-1"), made_at=MADE_AT), stream=EMPLOYMENTS)
    early = MADE_AT - timedelta(hours=2)
    take(coupling, employments(person("w-1", number="D-3"), made_at=early), stream=EMPLOYMENTS)
    take(coupling, employees(person("w-1"), person("w-2")), stream=EMPLOYEES)
    before = picture(coupling)

    (last,) = take(coupling, employments(person("w-2", number="D-9")), stream=EMPLOYMENTS)
    undone(coupling, of(last.receipt))
    work()

    assert differences(picture(coupling), before) == []


def test_only_the_newest_of_what_an_undone_message_took_the_place_of_counts_again() -> None:
    coupling = go_live()
    newest, *_ = take(
        coupling,
        *(
            employments(
                person("w-1", number=f"D-{hours}"), made_at=MADE_AT - timedelta(hours=hours)
            )
            for hours in (1, 2, 3)
        ),
        stream=EMPLOYMENTS,
    )
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)

    undone(coupling, of(newest.receipt))
    work()

    with tenant(coupling.arbodienst):
        shown = Employment.objects.filter(hidden=False).values_list("number", flat=True)
        assert set(shown) == {"D-2", "D-w-1"}


def test_possible_duplicate_of_a_hidden_person_is_none_any_more() -> None:
    other = other_account()
    known_employee(other, "a")
    ours = go_live(in_order())
    take(ours, employees(person("b", **SAME)), stream=EMPLOYEES)
    assert waiting(ours) == [("duplicate", "b")]
    with tenant(other.arbodienst):
        first = Message.objects.order_by("id").values_list("receipt", flat=True)[0]

    undone(ours, of(first))
    work()

    assert waiting(ours) == []
    assert [row.hidden for row in persons(ours)] == [True, False]


def test_message_with_a_correction_in_hand_cannot_be_undone() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1")))
    with tenant(coupling.arbodienst):
        stored = Message.objects.get(receipt=first.receipt)
        Message.objects.create(
            arbodienst_id=coupling.arbodienst,
            receipt="C-1",
            account_id=stored.account_id,
            stream_id=stored.stream_id,
            sha256=b"1" * 32,
            size=1,
            received_at=stored.received_at,
            state="held",
            corrects=stored,
        )

    preview = shown(coupling, of(first.receipt))

    assert (codes_of(preview), preview.is_possible) == (["VE407"], False)
    assert preview.findings[0].params == {"receipt": first.receipt, "correction": "C-1"}


def test_undo_waits_for_the_worker_that_has_the_message(
    owner_connection: psycopg.Connection,
) -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1")))
    with tenant(coupling.arbodienst):
        requeue(list(Message.objects.values_list("id", flat=True)))
    with thread() as other:
        with owner_connection.transaction():
            owner_connection.execute("SELECT 1 FROM store_work FOR UPDATE")
            undoing = other.start(lambda: undone(coupling, of(first.receipt)))
            until(lambda: somebody_waits(owner_connection))
        undoing.result()

    assert states(coupling) == [("VG1", 1, "undone")]
    assert not Work.objects.exists()


def test_message_that_a_worker_claimed_meanwhile_is_at_work(
    owner_connection: psycopg.Connection,
) -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    with tenant(coupling.arbodienst):
        numbers = list(Message.objects.values_list("id", flat=True))
        requeue(numbers)
    with owner_connection.transaction():
        owner_connection.execute("SELECT 1 FROM store_work FOR UPDATE")
        with tenant(coupling.arbodienst):
            assert at_work(numbers) == set(numbers)
    with tenant(coupling.arbodienst):
        assert at_work(numbers) == set()


def test_undo_waits_for_the_batches_at_work(owner_connection: psycopg.Connection) -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1")))
    with thread() as other:
        with tenant(coupling.arbodienst):
            take_all_lanes(coupling.arbodienst)
            undoing = other.start(lambda: undone(coupling, of(first.receipt)))
            until(lambda: somebody_waits(owner_connection))
            assert not undoing.done()
        undoing.result()
    assert states(coupling) == [("VG1", 1, "undone")]
