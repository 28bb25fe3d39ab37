"""One message from all sides: what it is, how far it came, what became of its parts."""

from datetime import timedelta

import pytest

from reading_world import NOON, House, house
from sending_world import (
    ABSENCE,
    absence,
    deliver,
    employer,
    go_live,
    person,
    report,
    settings,
    sick,
    take,
    work,
)
from undo_world import decider, of, reader, undone
from verzuimbrug.application.access import ReadAction, Reader
from verzuimbrug.application.correcting.correct import correct
from verzuimbrug.application.correcting.replay import Chosen, replay
from verzuimbrug.application.held.judge import reject
from verzuimbrug.application.messages.answers import list_answers
from verzuimbrug.application.messages.outcomes import read_findings, read_reports
from verzuimbrug.application.messages.overview import Undoing, find_message, read_overview
from verzuimbrug.application.messages.repeats import read_repeats
from verzuimbrug.application.pages import Window
from verzuimbrug.application.stages import STAGES
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import AccessLog, Redelivery
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

START = Window(after=-1, limit=50)


def _closed(of_house: House, *accounts: int) -> Reader:
    authority = Authority(accounts=frozenset(accounts))
    return Reader(arbodienst=of_house.arbodienst, principal="wie", authority=authority)


def test_a_processed_message_tells_what_it_is_and_how_far_it_came() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report(), wants_receipt=True))

    shown = read_overview(reader(coupling), done.receipt)
    assert shown is not None
    message = shown.message
    assert (message.stream, message.state, message.edition) == (ABSENCE, "processed", "2026")
    assert (message.sender, message.door) == ("PORTAAL", "rest")
    assert [each.stage for each in message.stages] == list(STAGES)
    assert shown.reports == {"applied": 1}
    assert (shown.answers, shown.collected, shown.redeliveries) == (2, 0, 0)
    assert (shown.work, shown.attempts, shown.undone, shown.is_erased) == (None, 0, None, False)


def test_what_waits_is_told_by_cause_and_employer_code() -> None:
    coupling = go_live()
    receipt = deliver(coupling, sick(report(), number="9999"))
    waiting = read_overview(reader(coupling), receipt)
    assert waiting is not None
    assert (waiting.message.state, waiting.work, waiting.reports) == ("received", "ready", {})
    assert waiting.message.stages == ()

    work()
    parked = read_overview(reader(coupling), receipt)
    assert parked is not None
    assert parked.reports == {"parked": 1}
    (part,) = parked.waits
    assert (part.cause, part.persons) == ("employer", 1)
    assert part.employer_code.endswith("9999")


def test_an_undone_message_tells_by_whom() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report()))
    made = undone(coupling, of(done.receipt))

    shown = read_overview(reader(coupling), done.receipt)
    assert shown is not None
    assert isinstance(shown.undone, Undoing)
    assert (shown.undone.number, shown.undone.by) == (made.undo, "beheerder")
    repeats = read_repeats(reader(coupling), done.receipt)
    assert repeats is not None
    assert [(each.number, each.taken_back_at) for each in repeats.undos] == [(made.undo, None)]


def test_a_message_and_its_correction_name_each_other() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report()))
    made = correct(decider(coupling), done.receipt, sick(report(at=1)), "verkeerde datum")
    assert made is not None

    original = read_overview(reader(coupling), done.receipt)
    correction = read_overview(reader(coupling), made.receipt)
    assert original is not None
    assert correction is not None
    assert original.corrections == ((made.receipt, "held"),)
    assert (correction.corrects, correction.is_listed) == (done.receipt, True)
    reject(decider(coupling), made.receipt, "toch niet")
    work()
    judged = find_message(reader(coupling), made.receipt)
    assert judged is not None
    assert judged.judged_by == "beheerder"
    assert judged.judged_at is not None
    repeats = read_repeats(reader(coupling), done.receipt)
    assert repeats is not None
    (decision,) = repeats.decisions
    assert (decision.event, decision.details["correction"]) == ("message-corrected", made.receipt)


def test_a_replay_is_among_what_people_decided() -> None:
    coupling = go_live()
    (parked,) = take(coupling, sick(report(), number="9999"))
    replay(decider(coupling), Chosen(receipt=parked.receipt), dry_run=False)

    repeats = read_repeats(reader(coupling), parked.receipt)
    assert repeats is not None
    assert [each.event for each in repeats.decisions] == ["messages-replayed"]


def test_the_reports_of_a_message_come_in_pages_and_the_look_is_kept() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(*(report(f"VG{number}") for number in range(5))))

    first = read_reports(reader(coupling), done.receipt, Window(after=-1, limit=3), "nl")
    assert first is not None
    assert [each.position for each in first.items] == [0, 1, 2]
    assert first.next == 2
    rest = read_reports(reader(coupling), done.receipt, Window(after=first.next, limit=3), "nl")
    assert rest is not None
    assert ([each.case for each in rest.items], rest.next) == (["VG3", "VG4"], None)
    shown = first.items[0]
    assert (shown.state, shown.sequence, shown.said["percentage"]) == ("applied", 1, "100.00")
    assert shown.employer is not None
    with tenant(coupling.arbodienst):
        looks = list(AccessLog.objects.filter(action=ReadAction.REPORT).order_by("id"))
    assert [each.employees for each in looks] == [[shown.employee], [shown.employee]]


def test_reports_of_one_state_are_told_apart() -> None:
    coupling = go_live()
    (done,) = take(
        coupling,
        absence(
            employer("1001", person("w-1", report("VG1"))),
            employer("9999", person("w-2", report("VG2"))),
        ),
    )

    parked = read_reports(reader(coupling), done.receipt, START, "nl", "parked")
    assert parked is not None
    assert [(each.case, each.employee) for each in parked.items] == [("VG2", None)]
    assert parked.items[0].findings[0].code == "WG201"


def test_a_dry_run_tells_what_would_become_of_its_reports() -> None:
    coupling = go_live(settings(mode="dry-run"))
    (done,) = take(coupling, sick(report("VG1"), report("VG2")))

    shown = read_overview(reader(coupling), done.receipt)
    assert shown is not None
    assert (shown.message.dry_run, shown.reports) == (True, {"applied": 2})
    first = read_reports(reader(coupling), done.receipt, Window(after=-1, limit=1), "nl", "applied")
    assert first is not None
    assert [(each.case, each.said) for each in first.items] == [("VG1", {})]
    assert first.next == 0
    assert read_reports(reader(coupling), done.receipt, START, "nl", "parked") is not None


def test_findings_about_the_whole_come_in_pages() -> None:
    ours = house("GEZOND")
    findings = [Finding("IN401").to_json(), Finding("IN102", {"message": "A"}).to_json()]
    ours.message("r1", findings=findings)
    somebody = Reader(arbodienst=ours.arbodienst, principal="wie")

    first = read_findings(somebody, "r1", Window(limit=1), "nl")
    assert first is not None
    assert [(each.number, each.finding.code) for each in first.items] == [(1, "IN401")]
    rest = read_findings(somebody, "r1", Window(after=1), "en")
    assert rest is not None
    assert [each.finding.code for each in rest.items] == ["IN102"]
    assert (first.next, rest.next) == (1, None)


def test_answers_tell_whether_they_were_collected() -> None:
    coupling = go_live()
    (done,) = take(coupling, sick(report(), wants_receipt=True))

    found = list_answers(reader(coupling), done.receipt)
    assert found is not None
    kinds = ["Retourmelding", "Verwerkingsmelding"]
    assert [(each.kind, each.collected_at) for each in found] == [(kind, None) for kind in kinds]


def test_redeliveries_come_in_pages_the_last_one_first() -> None:
    ours = house("GEZOND")
    message = ours.message("r1")
    with tenant(ours.arbodienst):
        for hours in range(3):
            Redelivery.objects.create(
                arbodienst_id=ours.arbodienst,
                message_id=message,
                door="rest",
                received_at=NOON + timedelta(hours=hours),
            )
    somebody = Reader(arbodienst=ours.arbodienst, principal="wie")

    first = read_repeats(somebody, "r1", limit=2)
    assert first is not None
    assert [each.at.hour for each in first.redeliveries] == [14, 13]
    assert first.older is not None
    rest = read_repeats(somebody, "r1", first.older, limit=2)
    assert rest is not None
    assert ([each.at.hour for each in rest.redeliveries], rest.older) == ([12], None)


def test_a_message_that_is_not_open_is_not_there() -> None:
    ours, theirs = house("GEZOND"), house("ANDER")
    ours.message("r1")
    assert find_message(_closed(ours, ours.account), "r1") is not None

    for somebody, receipt in (
        (_closed(ours, ours.account + 1), "r1"),
        (Reader(arbodienst=theirs.arbodienst, principal="wie"), "r1"),
        (Reader(arbodienst=ours.arbodienst, principal="wie"), "r2"),
        (Reader(arbodienst=ours.arbodienst, principal="wie"), "r\0"),
    ):
        assert find_message(somebody, receipt) is None
        assert read_overview(somebody, receipt) is None
        assert read_reports(somebody, receipt, START, "nl") is None
        assert read_findings(somebody, receipt, START, "nl") is None
        assert list_answers(somebody, receipt) is None
        assert read_repeats(somebody, receipt) is None
