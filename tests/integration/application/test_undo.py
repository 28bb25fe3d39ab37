"""Undoing a message or a stream: previewed, made as shown, logged, and taken back (VE-4)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from doors_world import Coupling
from sending_world import (
    ABSENCE,
    EMPLOYEES,
    absence,
    cases,
    course,
    deliver,
    employees,
    employer,
    go_live,
    message_states,
    person,
    persons,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from undo_world import (
    codes_of,
    decider,
    differences,
    of,
    picture,
    reader,
    shown,
    taken_back,
    undone,
)
from verzuimbrug.application.accounts import account_log
from verzuimbrug.application.dossiers import list_dossiers
from verzuimbrug.application.pages import Window
from verzuimbrug.application.status import status
from verzuimbrug.application.undoing.listing import list_undos
from verzuimbrug.application.undoing.taking_back import preview_take_back, take_back
from verzuimbrug.application.undoing.undo import preview_undo, undo
from verzuimbrug.application.undoing.values import OfStream, Shown, Undone, UndoPreview
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import AccessLog, Change, Undo
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

HALF = Decimal("50.00")
TODAY = date(2026, 3, 10)


def since(coupling: Coupling, stream: str = ABSENCE) -> OfStream:
    """All of a stream."""
    moment = timezone.now() - timedelta(days=1)
    return OfStream(account=coupling.account, stream=stream, since=moment)


def change(case: str, sequence: int, at: int) -> bytes:
    return sick(report(case, sequence, Operation.CHANGE, at=at, percentage=HALF))


def test_preview_shows_the_list_and_writes_nothing() -> None:
    coupling = go_live()
    _, last = take(coupling, sick(report("VG1")), change("VG1", 2, 3))
    before = picture(coupling)

    preview = shown(coupling, of(last.receipt))

    (entry,) = preview.changes.changes
    assert (entry.employer, entry.person, entry.name) == ("FLSN1001", "w-1", "VG1")
    assert entry.pairs == {
        "periods": [{"2026-03-02": "100.00", "2026-03-05": "50.00"}, {"2026-03-02": "100.00"}],
        "last_sequence": [2, 1],
    }
    assert preview.counts == {"case.changed": 1, "message.undone": 1, "report.undone": 1}
    assert preview.is_possible
    assert differences(picture(coupling), before) == []
    with tenant(coupling.arbodienst):
        assert not Undo.objects.exists()
        looks = AccessLog.objects.filter(action="changes.shown")
        assert [look.employees for look in looks] == [[persons(coupling)[0].id]]


def test_undo_is_a_change_that_says_who_and_why() -> None:
    coupling = go_live()
    _, last = take(coupling, sick(report("VG1")), change("VG1", 2, 3))

    done = undone(coupling, of(last.receipt))

    assert cases(coupling)["VG1"].periods == {"2026-03-02": "100.00"}
    with tenant(coupling.arbodienst):
        row = Undo.objects.get()
        assert (row.id, row.by, row.reason, row.horizon) == (
            done.undo,
            "beheerder",
            "vergissing",
            2,
        )
        made = Change.objects.get(undo=done.undo)
        assert (made.message_id, made.by, made.effects) == (None, "beheerder", ["changed"])
    event = account_log(coupling.ref)[-1]
    details = {"undo": done.undo, "messages": 1, "reason": "vergissing"}
    assert (event.event, event.by, event.details) == ("undone", "beheerder", details)


def test_undo_that_is_not_what_was_shown_is_shown_anew_and_not_made() -> None:
    coupling = go_live()
    first, _ = take(coupling, sick(report("VG1")), sick(report("VG2", at=40), key="w-2"))
    preview = shown(coupling, of(first.receipt))
    take(coupling, change("VG1", 2, 3))
    before = picture(coupling)

    again = undo(decider(coupling), of(first.receipt), "vergissing", preview.shown)

    assert isinstance(again, UndoPreview)
    assert again.digest != preview.digest
    assert codes_of(again) == ["VE403"]
    assert [entry.kind.value for entry in again.changes.changes if entry.differs] == []
    assert [entry.kind.value for entry in again.changes.gone] == ["employee", "employment"]
    assert differences(picture(coupling), before) == []
    with tenant(coupling.arbodienst):
        assert not Undo.objects.exists()
    done = undo(decider(coupling), of(first.receipt), "vergissing", again.shown)
    assert isinstance(done, Undone)


def test_what_differs_is_not_marked_when_nobody_knows_what_was_shown() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1")))

    again = undo(decider(coupling), of(first.receipt), "vergissing", Shown(digest="anders"))

    assert isinstance(again, UndoPreview)
    assert not any(entry.differs for entry in again.changes.changes)


def test_undo_asks_for_a_reason() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1")))
    preview = shown(coupling, of(first.receipt))

    refused = undo(decider(coupling), of(first.receipt), " ", preview.shown)

    assert isinstance(refused, UndoPreview)
    assert codes_of(refused) == ["VE110"]
    assert states(coupling) == [("VG1", 1, "applied")]


def test_what_is_not_there_cannot_be_undone() -> None:
    coupling = go_live()
    nowhere = Shown(digest="")
    for receipt in ("20260101-1", "\0"):
        assert preview_undo(reader(coupling), of(receipt)) is None
        assert undo(decider(coupling), of(receipt), "vergissing", nowhere) is None
    for stream in ("Onbekend", "\0"):
        assert preview_undo(reader(coupling), since(coupling, stream)) is None
    assert preview_take_back(reader(coupling), 9) is None
    assert take_back(decider(coupling), 9, "toch goed") is None


def test_message_that_changed_nothing_or_is_undone_already_cannot_be_undone() -> None:
    coupling = go_live()
    test, wrong, twice = take(
        coupling, sick(report("VG1"), test=True), b"<Verzuimmeldingen/>", sick(report("VG2"))
    )
    undone(coupling, of(twice.receipt))
    waiting = deliver(coupling, sick(report("VG3")))

    for receipt in (test.receipt, wrong.receipt, twice.receipt, waiting):
        preview = shown(coupling, of(receipt))
        assert (preview.is_possible, codes_of(preview)) == (False, ["VE408"])
        refused = undo(decider(coupling), of(receipt), "vergissing", preview.shown)
        assert isinstance(refused, UndoPreview)


def test_stream_is_undone_since_a_moment_and_nothing_else_is() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    moment = timezone.now()
    take(coupling, change("VG1", 2, 3), sick(report("VG2", at=40), key="w-2"))
    take(coupling, employees(person("w-3")), stream=EMPLOYEES)
    what = OfStream(account=coupling.account, stream=ABSENCE, since=moment)

    done = undone(coupling, what)

    assert done.counts["message.undone"] == 2
    assert states(coupling) == [
        ("VG1", 1, "applied"),
        ("VG1", 2, "undone"),
        ("VG2", 1, "undone"),
    ]
    assert [row.hidden for row in persons(coupling)] == [False, True, False]
    with tenant(coupling.arbodienst):
        row = Undo.objects.get()
        assert (row.message_id, row.since) == (None, moment)
    taken_back(coupling, done.undo)
    assert {state for *_, state in states(coupling)} == {"applied"}


def test_messages_that_are_not_processed_yet_are_counted_and_left() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    deliver(coupling, change("VG1", 2, 3))

    preview = shown(coupling, since(coupling))
    assert [(f.code, dict(f.params)) for f in preview.findings] == [("VE411", {"count": "1"})]
    undone(coupling, since(coupling))
    work()

    assert states(coupling) == [("VG1", 1, "undone"), ("VG1", 2, "parked")]


def test_stream_without_anything_to_undo_says_so() -> None:
    coupling = go_live()

    assert codes_of(shown(coupling, since(coupling))) == ["VE408"]


def test_undo_is_taken_back_once() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1")))
    done = undone(coupling, of(first.receipt))

    taken_back(coupling, done.undo)

    assert states(coupling) == [("VG1", 1, "applied")]
    event = account_log(coupling.ref)[-1]
    details = {"undo": done.undo, "messages": 1, "reason": "toch goed"}
    assert (event.event, event.details) == ("undo-taken-back", details)
    preview = preview_take_back(reader(coupling), done.undo)
    assert preview is not None
    assert codes_of(preview) == ["VE410"]
    refused = take_back(decider(coupling), done.undo, "nog eens")
    assert isinstance(refused, UndoPreview)


def test_taking_back_needs_a_reason_and_what_was_shown() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1")))
    done = undone(coupling, of(first.receipt))

    refused = take_back(decider(coupling), done.undo, "")
    other = take_back(decider(coupling), done.undo, "toch goed", Shown(digest="anders"))

    assert isinstance(refused, UndoPreview)
    assert isinstance(other, UndoPreview)
    assert (codes_of(refused), codes_of(other)) == (["VE110"], [])
    assert [str(effect) for entry in other.changes.changes for effect in entry.effects] == [
        "shown"
    ] * 3
    assert states(coupling) == [("VG1", 1, "undone")]
    assert isinstance(take_back(decider(coupling), done.undo, "toch goed"), Undone)


def test_undone_message_can_be_undone_again_after_it_was_taken_back() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1")))
    taken_back(coupling, undone(coupling, of(first.receipt)).undo)

    again = undone(coupling, of(first.receipt))

    assert states(coupling) == [("VG1", 1, "undone")]
    listed = list_undos(reader(coupling), Window()).items
    assert [(each.messages, bool(each.taken_back_at)) for each in listed] == [
        (0, True),
        (1, False),
    ]
    assert [each.id for each in listed] == [again.undo - 1, again.undo]
    assert (listed[0].receipt, listed[0].stream, listed[0].since) == (first.receipt, ABSENCE, None)
    assert list_undos(reader(coupling), Window(limit=1)).next == listed[0].id


def test_what_is_hidden_is_not_shown_and_comes_back() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1"), report("VG2", at=40)))

    done = undone(coupling, of(first.receipt))
    page = list_dossiers(reader(coupling), "FLSN1001", Window(), TODAY)
    assert page is not None
    assert page.items == ()

    taken_back(coupling, done.undo)
    page = list_dossiers(reader(coupling), "FLSN1001", Window(), TODAY)
    assert page is not None
    assert [(d.surname, len(d.absence_cases)) for d in page.items] == [("Smit w-1", 2)]


def test_person_whose_only_case_is_hidden_is_shown_without_a_name() -> None:
    coupling = go_live()
    take(coupling, employees(person("w-1")), stream=EMPLOYEES)
    (first,) = take(coupling, sick(report("VG1")))
    undone(coupling, of(first.receipt))

    page = list_dossiers(reader(coupling), "FLSN1001", Window(), TODAY)
    assert page is not None
    assert [(d.surname, d.absence_cases) for d in page.items] == [(None, ())]


def test_names_in_a_preview_are_shielded_when_the_person_has_no_case() -> None:
    coupling = go_live()
    (first,) = take(coupling, employees(person("w-1")), stream=EMPLOYEES)

    entries = shown(coupling, of(first.receipt)).changes.changes

    surname = next(entry for entry in entries if "surname" in entry.pairs).pairs["surname"]
    assert surname == ["***", None]


def test_composite_absence_is_linked_anew() -> None:
    coupling = go_live()
    recovered = report("VG1", ends=True, recovered_on=date(2026, 3, 5))
    first, _ = take(
        coupling, sick(recovered), sick(report("VG2", at=20, first_day=date(2026, 3, 22)))
    )
    assert cases(coupling)["VG2"].continues_id == cases(coupling)["VG1"].id

    done = undone(coupling, of(first.receipt))
    assert cases(coupling)["VG2"].continues_id is None

    taken_back(coupling, done.undo)
    assert cases(coupling)["VG2"].continues_id == cases(coupling)["VG1"].id


def test_several_employers_are_undone_at_once() -> None:
    configuration = settings()
    second = {**configuration["employers"][0], "code": "FLSN1002"}
    configuration["employers"].append(second)
    coupling = go_live(configuration)
    (first,) = take(
        coupling,
        absence(
            employer("1001", person("w-1", *course("VG1", 3))),
            employer("1002", person("w-1", *course("VG1", 2))),
        ),
    )

    entries = shown(coupling, of(first.receipt)).changes.changes
    assert [entry.employer for entry in entries] == ["FLSN1001"] * 3 + ["FLSN1002"] * 3
    undone(coupling, of(first.receipt))
    assert all(row.hidden for row in persons(coupling))


def test_counts_add_up_after_an_undo() -> None:
    coupling = go_live()
    first, _ = take(coupling, *(sick(one) for one in course("VG1", 2)))
    undone(coupling, of(first.receipt))

    counted = status("GEZOND")
    assert counted.messages["processed"] == 2
    assert (counted.reports["undone"], counted.reports["parked"]) == (1, 1)
    assert message_states(coupling) == ["processed", "processed"]


def test_another_arbodienst_neither_sees_nor_undoes_anything() -> None:
    ours, theirs = go_live(), go_live(settings("FIT"))
    (first,) = take(ours, sick(report("VG1")))
    done = undone(ours, of(first.receipt))
    before = picture(ours)

    assert preview_undo(reader(theirs), of(first.receipt)) is None
    assert undo(decider(theirs), of(first.receipt), "vergissing", Shown(digest="")) is None
    assert preview_undo(reader(theirs), since(ours)) is None
    assert preview_take_back(reader(theirs), done.undo) is None
    assert take_back(decider(theirs), done.undo, "toch goed") is None
    assert list_undos(reader(theirs), Window()).items == ()
    assert differences(picture(ours), before) == []
