"""A stored message corrected: a new version that waits, shown first, then takes its place."""

from decimal import Decimal

import pytest

from doors_world import Coupling
from sending_world import (
    absence,
    cases,
    deliver,
    employer,
    go_live,
    message_states,
    outcome,
    person,
    report,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.access import Reader
from verzuimbrug.application.correcting.correct import Corrected, correct
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.held.judge import approve, reject
from verzuimbrug.application.held.show import list_held, show_changes
from verzuimbrug.application.held.values import Judgement
from verzuimbrug.application.pages import Window
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.store.models import Message, Undo
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

WHY = "verkeerd percentage"
HALF, QUARTER = Decimal("50.00"), Decimal("25.00")


def decider(of: Coupling) -> Decider:
    return Decider(arbodienst=of.arbodienst, by="bea")


def corrected(of: Coupling, receipt: str, content: bytes, reason: str = WHY) -> Corrected:
    found = correct(decider(of), receipt, content, reason)
    assert found is not None
    return found


def codes(found: Corrected) -> list[str]:
    return [finding.code for finding in found.findings]


def change(percentage: Decimal, *, key: str = "w-1") -> bytes:
    return sick(report("VG1", 2, Operation.CHANGE, 5, percentage=percentage), key=key)


def percentages(of: Coupling) -> list[str]:
    return sorted(cases(of)["VG1"].periods.values())


def approved(of: Coupling, found: Corrected) -> None:
    done = approve(decider(of), found.receipt, Judgement(digest=found.digest))
    assert done is not None
    assert done.goes_on
    work()


def test_a_correction_waits_with_its_changes_and_changes_nothing_yet() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    (wrong,) = take(coupling, change(QUARTER))

    found = corrected(coupling, wrong.receipt, change(HALF))
    work()

    assert codes(found) == ["VE504"]
    assert percentages(coupling) == ["100.00", "25.00"]
    (held,) = list_held(Reader(arbodienst=coupling.arbodienst, principal="bea"), Window()).items
    assert (held.receipt, held.corrects) == (found.receipt, wrong.receipt)
    shown = show_changes(Reader(arbodienst=coupling.arbodienst, principal="bea"), found.receipt)
    assert shown is not None
    assert shown.digest == found.digest
    assert found.counts["report.applied"] == 1


def test_an_approved_correction_takes_the_place_of_what_it_corrects() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    (wrong,) = take(coupling, change(QUARTER))
    found = corrected(coupling, wrong.receipt, change(HALF))

    approved(coupling, found)

    assert percentages(coupling) == ["100.00", "50.00"]
    assert states(coupling) == [
        ("VG1", 1, "applied"),
        ("VG1", 2, "undone"),
        ("VG1", 2, "applied"),
    ]
    with tenant(coupling.arbodienst):
        row = Message.objects.get(receipt=found.receipt)
        assert row.corrects_id == Message.objects.get(receipt=wrong.receipt).id
        assert Undo.objects.get().by == "bea"


def test_what_came_after_the_original_goes_on_after_the_correction() -> None:
    coupling = go_live()
    (first,) = take(coupling, sick(report("VG1", percentage=QUARTER)))
    take(coupling, change(HALF))
    found = corrected(coupling, first.receipt, sick(report("VG1")))

    approved(coupling, found)

    assert percentages(coupling) == ["100.00", "50.00"]
    assert cases(coupling)["VG1"].last_sequence == 2


def test_a_refused_correction_leaves_the_original_as_it_is() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    (wrong,) = take(coupling, change(QUARTER))
    found = corrected(coupling, wrong.receipt, change(HALF))

    assert reject(decider(coupling), found.receipt, "toch goed") is not None
    work()

    assert percentages(coupling) == ["100.00", "25.00"]
    assert states(coupling) == [
        ("VG1", 1, "applied"),
        ("VG1", 2, "applied"),
        ("VG1", 2, "refused"),
    ]
    assert outcome(coupling, found.receipt).state == "rejected"


def test_one_correction_at_a_time() -> None:
    coupling = go_live()
    (wrong,) = take(coupling, sick(report("VG1")))
    corrected(coupling, wrong.receipt, sick(report("VG1", percentage=HALF)))

    again = corrected(coupling, wrong.receipt, sick(report("VG1", percentage=QUARTER)))

    assert codes(again) == ["VE501"]
    assert len(message_states(coupling)) == 2


def test_a_rejected_message_is_corrected_too() -> None:
    coupling = go_live()
    (broken,) = take(coupling, b"<geen-bericht/>")
    assert broken.state == "rejected"

    approved(coupling, corrected(coupling, broken.receipt, sick(report("VG1"))))

    assert states(coupling) == [("VG1", 1, "applied")]
    with tenant(coupling.arbodienst):
        assert not Undo.objects.exists()


def test_a_correction_that_is_no_message_is_told_and_not_kept() -> None:
    coupling = go_live()
    (wrong,) = take(coupling, sick(report("VG1")))

    found = corrected(coupling, wrong.receipt, b"<geen-bericht/>")

    assert found.receipt == ""
    assert codes(found) == ["BRT01"]
    assert message_states(coupling) == ["processed"]


def test_the_same_bytes_correct_nothing() -> None:
    coupling = go_live()
    content = sick(report("VG1"))
    (sent,) = take(coupling, content)

    assert codes(corrected(coupling, sent.receipt, content)) == ["VE503"]


def test_a_message_that_is_still_to_be_processed_is_not_corrected() -> None:
    coupling = go_live()
    receipt = deliver(coupling, sick(report("VG1")))

    found = corrected(coupling, receipt, sick(report("VG1", percentage=HALF)))

    assert codes(found) == ["VE502"]


def test_a_correction_has_a_reason_and_a_size() -> None:
    coupling = go_live()
    (sent,) = take(coupling, sick(report("VG1")))

    assert codes(corrected(coupling, sent.receipt, change(HALF), reason=" ")) == ["VE110"]
    large = b" " * (50 * 1024 * 1024 + 1)
    assert codes(corrected(coupling, sent.receipt, large)) == ["XML02"]


def test_what_is_not_there_or_somebody_elses_is_not_corrected() -> None:
    coupling = go_live()
    (sent,) = take(coupling, sick(report("VG1")))
    stranger = Decider(arbodienst=coupling.arbodienst + 1, by="bea")

    assert correct(decider(coupling), "nergens", change(HALF), WHY) is None
    assert correct(decider(coupling), "\0", change(HALF), WHY) is None
    assert correct(stranger, sent.receipt, change(HALF), WHY) is None


def test_a_correction_may_move_what_was_said_to_another_person() -> None:
    coupling = go_live()
    (wrong,) = take(coupling, absence(employer("1001", person("w-1", report("VG1")))))
    right = absence(employer("1001", person("w-2", report("VG1"), born="1990-01-01")))

    approved(coupling, corrected(coupling, wrong.receipt, right))

    assert states(coupling) == [("VG1", 1, "undone"), ("VG1", 1, "applied")]
    with tenant(coupling.arbodienst):
        assert cases(coupling)["VG1"].employee.fields["surname"] == "Smit w-2"


def test_an_approved_correction_that_waits_takes_nothing_out_twice() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")))
    (wrong,) = take(coupling, change(QUARTER))
    beyond = sick(report("VG1", 4, Operation.CHANGE, 5, percentage=HALF))
    approved(coupling, corrected(coupling, wrong.receipt, beyond))
    assert states(coupling)[-1] == ("VG1", 4, "parked")

    take(coupling, sick(report("VG1", 3, Operation.CHANGE, 4, percentage=QUARTER)))

    assert ("VG1", 4, "applied") in states(coupling)
    with tenant(coupling.arbodienst):
        assert Undo.objects.count() == 1
