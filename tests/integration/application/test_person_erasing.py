"""WN-9: one person is erased on request, and nothing brings it back."""

import pytest
from django.utils import timezone

from dumped import columns_with, dump
from events_world import CaseSystem, published
from person_erasing_world import (
    CASE,
    EMPLOYMENT,
    KEY,
    REASON,
    Everywhere,
    balanced,
    ending,
    erased,
    known_everywhere,
    recovered,
    settle,
)
from sealed_world import BSN, FREE_TEXT, SURNAME
from sending_world import (
    day,
    go_live,
    message_states,
    persons,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from undo_world import decider, of, picture, taken_back, undone
from verzuimbrug.application.access import Reader
from verzuimbrug.application.access_chain import seal_access, verify_access
from verzuimbrug.application.correcting.replay import Chosen, replay
from verzuimbrug.application.messages.contents import Look, read_contents
from verzuimbrug.application.persons.erasing import preview_erasure
from verzuimbrug.application.persons.records import export_person
from verzuimbrug.project import embedded
from verzuimbrug.store.encryption import blind_index
from verzuimbrug.store.models import (
    AccessLog,
    AccountEvent,
    AnswerDue,
    ExportMessage,
    LinkKey,
    Message,
    MessageBody,
    Reminder,
)
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def test_a_copy_of_the_database_holds_nothing_of_an_erased_person(
    database_server: embedded.Server,
) -> None:
    told = known_everywhere()
    settle(told)
    secrets = (
        BSN,
        FREE_TEXT,
        SURNAME,
        KEY,
        CASE,
        EMPLOYMENT,
        blind_index(BSN, "bsn").hex(),
        blind_index(BSN, "link key").hex(),
    )
    before = dump(database_server.owner_url)
    assert all(columns_with(before, each) for each in (SURNAME, KEY, CASE, EMPLOYMENT))

    erased(told.coupling, told.person)

    dumped = dump(database_server.owner_url)
    assert {each: columns_with(dumped, each) for each in secrets} == {
        each: set() for each in secrets
    }


def test_sealed_values_and_bytes_of_the_person_are_gone_too() -> None:
    """What a dump cannot show: no sealed body is left of a message that holds the person."""
    told = known_everywhere()
    settle(told)
    with tenant(told.coupling.arbodienst):
        assert MessageBody.objects.exclude(content=b"").count() == Message.objects.count() > 0

    erased(told.coupling, told.person)

    with tenant(told.coupling.arbodienst):
        assert not MessageBody.objects.exclude(content=b"").exists()
        assert not ExportMessage.objects.exclude(content=None).exists()


def test_others_of_the_same_messages_are_whole_and_counts_add_up() -> None:
    told = known_everywhere()
    settle(told)
    before, balance = picture(told.coupling), balanced(told.coupling)

    erased(told.coupling, told.person)

    after = picture(told.coupling)
    for table, rows in after.items():
        assert [row for row in rows if row not in before[table]] == [], table
    assert [len(after[table]) for table in ("employee", "case", "report")] == [2, 2, 2]
    messages, reports = balanced(told.coupling)
    assert messages == balance[0]
    assert (messages.difference, reports.difference) == (0, 0)


def test_messages_can_still_be_undone_and_taken_back_and_not_replayed() -> None:
    told = known_everywhere()
    settle(told)
    erased(told.coupling, told.person)
    before = picture(told.coupling)

    done = undone(told.coupling, of(told.receipts[0]))
    assert {each.fields["surname"] for each in persons(told.coupling) if not each.hidden} == {
        "Smit w-3"
    }
    taken_back(told.coupling, done.undo)
    again = replay(decider(told.coupling), Chosen(receipt=told.receipts[0]), dry_run=False)
    work()

    assert picture(told.coupling) == before
    assert [each.code for each in again.findings] == ["VE505"]
    shown = read_contents(told.reader, told.receipts[0], Look())
    assert shown is not None
    assert shown.is_erased


def test_that_it_was_done_is_kept_by_number_and_the_chain_is_whole() -> None:
    told = known_everywhere()
    settle(told)
    seal_access()

    erased(told.coupling, told.person)

    with tenant(told.coupling.arbodienst):
        (look,) = AccessLog.objects.filter(action="person.erased")
        (event,) = AccountEvent.objects.filter(event="person-erased")
    assert look.employees == [told.person]
    assert (event.by, event.details["person"]) == ("beheerder", told.person)
    assert event.details["reason"] == REASON
    seal_access()
    assert verify_access(told.reader).breaks == ()
    assert export_person(told.reader, told.person) is None


def test_the_case_system_is_told_by_number() -> None:
    told = known_everywhere()
    settle(told)
    system = CaseSystem(told.coupling)
    cases = {each["data"]["case"]["number"] for each in system.read() if _is_of(told, each)}

    erased(told.coupling, told.person)
    published(told.coupling)

    (event,) = system.read()
    assert event["type"] == "person.erased"
    assert event["data"] == {
        "employer": "FLSN1001",
        "person": told.person,
        "cases": sorted(cases),
    }


def _is_of(told: Everywhere, event: dict[str, dict[str, object]]) -> bool:
    return event["data"]["person"] == told.person and "case" in event["data"]


def test_a_later_message_makes_a_new_person() -> None:
    coupling, number = recovered()
    erased(coupling, number)

    take(coupling, sick(report("VG9")))

    (known,) = persons(coupling)
    assert known.id > number
    assert states(coupling) == [("VG9", 1, "applied")]


def test_the_same_bytes_again_are_a_duplicate_and_bring_nobody_back() -> None:
    coupling, number = recovered()
    content = sick(report("VG9", at=30, first_day=day(30)), *ending("VG9", 30))
    take(coupling, content)
    erased(coupling, number)

    take(coupling, content)

    assert persons(coupling) == []


def test_bytes_of_an_undone_message_that_are_sent_again_are_there_again() -> None:
    """MSG-5: the sender delivered them anew, so that is a new person."""
    coupling, number = recovered()
    content = sick(report("VG9", at=30, first_day=day(30)), *ending("VG9", 30))
    (sent,) = take(coupling, content)
    undone(coupling, of(sent.receipt))
    erased(coupling, number)

    take(coupling, content)

    (known,) = persons(coupling)
    assert known.id > number
    assert set(message_states(coupling)) == {"processed"}


def test_rejected_and_tried_messages_that_name_the_person_lose_their_bytes() -> None:
    coupling, number = recovered()
    broken = sick(report("VG8")).replace(b"</Wrkgvr>", b"</Wrkgever>")
    (rejected, tried, other) = take(
        coupling, broken, sick(report("VG7"), test=True), sick(report("VG6"), key="w-6", test=True)
    )

    found = preview_erasure(decider(coupling).reader, number)
    assert found is not None
    assert found.findings[0].params == {"messages": "3", "rejected": "2"}
    erased(coupling, number)

    kept = {
        each: read_contents(decider(coupling).reader, each, Look())
        for each in (rejected.receipt, tried.receipt, other.receipt)
    }
    assert [each and each.is_erased for each in kept.values()] == [True, True, False]


def test_an_answer_that_was_not_collected_is_made_anew_without_the_person() -> None:
    told = known_everywhere()
    settle(told, collected=False)

    erased(told.coupling, told.person)

    with tenant(told.coupling.arbodienst):
        assert AnswerDue.objects.exists()
    work()
    with tenant(told.coupling.arbodienst):
        assert not AnswerDue.objects.exists()


def test_reminders_that_name_a_key_of_the_person_go() -> None:
    coupling, number = recovered()
    with tenant(coupling.arbodienst):
        for subject in (["FLSN1001", "w-1"], ["FLSN1001", "w-2"]):
            Reminder.objects.create(
                arbodienst_id=coupling.arbodienst,
                account_id=coupling.account,
                cause="WN401",
                subject=str(subject).replace("'", '"'),
                days=1,
                at=timezone.now(),
            )
            AccountEvent.objects.create(
                arbodienst_id=coupling.arbodienst,
                account_id=coupling.account,
                at=timezone.now(),
                by="verzuimbrug",
                event="reminder",
                details={"subjects": [subject]},
            )

    erased(coupling, number)

    with tenant(coupling.arbodienst):
        assert [each.subject for each in Reminder.objects.all()] == ['["FLSN1001", "w-2"]']
        told = AccountEvent.objects.filter(event="reminder")
        assert [each.details["subjects"] for each in told] == [[["FLSN1001", "w-2"]]]


def test_a_person_whom_an_undo_hides_can_be_erased_too() -> None:
    coupling = go_live()
    (sent,) = take(coupling, sick(report()))
    (known,) = persons(coupling)
    undone(coupling, of(sent.receipt))

    erased(coupling, known.id)

    assert persons(coupling) == []


def test_nothing_of_another_arbodienst_is_touched() -> None:
    coupling, number = recovered()
    theirs, their_number = recovered(go_live(settings("FIT")))
    foreign = Reader(arbodienst=theirs.arbodienst, principal="x")

    assert preview_erasure(foreign, number) is None
    erased(coupling, number)

    assert [each.id for each in persons(theirs)] == [their_number]
    with tenant(theirs.arbodienst):
        assert LinkKey.objects.count() == 1
        assert MessageBody.objects.exclude(content=b"").count() == Message.objects.count()
