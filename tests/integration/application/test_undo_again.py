"""What is delivered after an undo: the same bytes, or the same number (MSG-5, VE-4)."""

from decimal import Decimal

import pytest

from configuring_world import apply
from doors_world import Coupling
from held_world import approved, held
from sending_world import (
    ABSENCE,
    cases,
    codes,
    deliver,
    go_live,
    message_states,
    outcome,
    persons,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from undo_world import codes_of, of, reader, shown, taken_back, undone
from verzuimbrug.application.answering.collecting import collect_answers
from verzuimbrug.application.receiving.receive import receive
from verzuimbrug.application.undoing.taking_back import preview_take_back
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.sivi.answers import PROCESSING, RECEIPT
from verzuimbrug.store.models import AbsenceReport, Change, Message, Redelivery
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def change(share: str, sequence: int = 2, at: int = 3) -> bytes:
    """A change of case VG1."""
    percentage = Decimal(share)
    return sick(report("VG1", sequence, Operation.CHANGE, at=at, percentage=percentage))


def started(*contents: bytes) -> tuple[Coupling, list[str]]:
    """A case, and the receipts of what changed it."""
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    return coupling, [each.receipt for each in take(coupling, *contents)]


def standing(coupling: Coupling) -> list[tuple[str, str]]:
    """State and standing of every report."""
    with tenant(coupling.arbodienst):
        rows = AbsenceReport.objects.order_by("message_id", "position")
        return list(rows.values_list("state", "standing"))


def test_the_same_bytes_are_taken_up_again_under_the_first_receipt() -> None:
    content = sick(report("VG1"), wants_receipt=True)
    coupling = go_live()
    (first,) = take(coupling, content)
    undone(coupling, of(first.receipt))

    again = receive(coupling.sender, ABSENCE, "bericht.xml", content, "rest")
    assert (again.receipt, again.duplicate) == (first.receipt, False)
    assert message_states(coupling) == ["received"]
    work()

    assert states(coupling) == [("VG1", 1, "applied")]
    assert [row.hidden for row in persons(coupling)] == [False]
    assert cases(coupling)["VG1"].hidden is False
    answers = [each.kind for each in collect_answers(coupling.sender, 10)]
    assert answers == [PROCESSING, PROCESSING, RECEIPT, PROCESSING]
    with tenant(coupling.arbodienst):
        last = Change.objects.filter(undo=None).order_by("-id")[:3]
        assert {each.object_kind: each.effects for each in last} == {
            kind: ["shown"] for kind in ("employee", "employment", "case")
        }
    with tenant(coupling.arbodienst):
        assert Message.objects.get().undone_id is None
        assert not Redelivery.objects.exists()
    assert receive(coupling.sender, ABSENCE, "bericht.xml", content, "rest").duplicate is True


def test_an_undo_does_not_hold_what_was_delivered_again() -> None:
    content = sick(report("VG1"))
    coupling = go_live()
    (first,) = take(coupling, content)
    done = undone(coupling, of(first.receipt))
    take(coupling, content)

    preview = preview_take_back(reader(coupling), done.undo)

    assert preview is not None
    assert codes_of(preview) == ["VE410"]


def test_nothing_of_it_counts_before_it_is_processed_again() -> None:
    content = change("50.00")
    coupling, (second,) = started(content)
    undone(coupling, of(second))
    apply(settings(mode="approval"))
    deliver(coupling, content)
    work()
    assert standing(coupling) == [("applied", "free"), ("held", "held")]
    assert [each.receipt for each in held(coupling)] == [second]
    assert cases(coupling)["VG1"].last_sequence == 1

    approved(coupling, second)
    assert standing(coupling) == [("applied", "free"), ("applied", "free")]


def test_another_report_with_the_number_takes_the_place() -> None:
    coupling, (second,) = started(change("50.00"))
    undone(coupling, of(second))

    take(coupling, change("25.00"))

    assert [state for *_, state in states(coupling)] == ["applied", "undone", "applied"]
    assert cases(coupling)["VG1"].periods["2026-03-05"] == "25.00"


def test_report_with_the_same_content_takes_the_place_too() -> None:
    coupling, (second,) = started(change("50.00"))
    undone(coupling, of(second))

    take(coupling, change("50.00"))

    assert [state for *_, state in states(coupling)] == ["applied", "undone", "applied"]


def test_what_took_the_place_keeps_it_when_the_undone_bytes_come_again() -> None:
    content = change("50.00")
    coupling, (second,) = started(content)
    undone(coupling, of(second))
    take(coupling, change("25.00"))

    take(coupling, content)

    assert standing(coupling) == [("applied", "free"), ("conflict", "free"), ("applied", "chosen")]
    assert codes(outcome(coupling, second).reports[0].findings) == ["VZ202"]
    assert cases(coupling)["VG1"].periods["2026-03-05"] == "25.00"


def test_what_took_the_place_loses_it_when_the_undo_is_taken_back_and_that_is_told() -> None:
    coupling, (second,) = started(change("50.00"))
    done = undone(coupling, of(second))
    (taker,) = take(coupling, change("25.00"))

    back = taken_back(coupling, done.undo)

    assert [(f.code, f.params["receipt"]) for f in back.findings] == [("VE403", taker.receipt)]
    assert [state for *_, state in states(coupling)] == ["applied", "applied", "conflict"]


def test_double_that_was_there_already_does_not_take_the_place() -> None:
    coupling, (second, double) = started(change("50.00"), change("25.00"))

    preview = shown(coupling, of(second))
    assert [(f.code, f.params["receipt"]) for f in preview.findings] == [("VE404", double)]
    undone(coupling, of(second))

    assert [state for *_, state in states(coupling)] == ["applied", "undone", "conflict"]
    assert cases(coupling)["VG1"].last_sequence == 1


def test_later_reports_go_on_after_an_undone_one() -> None:
    coupling, (second, _) = started(change("50.00"), change("25.00", 3, 6))

    undone(coupling, of(second))
    take(coupling, change("10.00", 4, 8))

    assert [state for *_, state in states(coupling)] == ["applied", "undone", "applied", "applied"]
    assert cases(coupling)["VG1"].periods == {
        "2026-03-02": "100.00",
        "2026-03-08": "25.00",
        "2026-03-10": "10.00",
    }


def test_later_reports_wait_for_the_first_one_when_that_is_undone() -> None:
    coupling = go_live()
    first, _ = take(coupling, sick(report("VG1")), change("50.00"))

    assert codes_of(shown(coupling, of(first.receipt))) == ["VE403"]
    undone(coupling, of(first.receipt))
    (third,) = take(coupling, change("25.00", 3, 6))

    assert [state for *_, state in states(coupling)] == ["undone", "parked", "parked"]
    assert codes(third.reports[0].findings) == ["VE402"]
    take(coupling, sick(report("VG1")))
    assert [state for *_, state in states(coupling)] == ["undone", *["applied"] * 3]
