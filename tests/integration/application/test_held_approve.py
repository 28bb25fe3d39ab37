"""Held messages approved, whole or in part, or refused; nothing is written before (VE-1, VE-2)."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from configuring_world import apply
from doors_world import Coupling
from held_world import (
    approved,
    at_most,
    codes_of,
    dossiers,
    entries,
    everything,
    guarded,
    held,
    hold,
    hold_employees,
    refused,
    say,
    shown,
    watched,
)
from sending_world import (
    absence,
    cases,
    codes,
    day,
    deliver,
    employees,
    employer,
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
    work,
)
from verzuimbrug.application.accounts import account_log
from verzuimbrug.application.activation import suspend
from verzuimbrug.application.status import status
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.store.models import Change
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE


def change(sequence: int = 2) -> bytes:
    return sick(report("VG1", sequence, CHANGE, at=sequence))


def started() -> Coupling:
    """A live coupling with a case, that waits for a person from then on."""
    coupling = go_live()
    take(coupling, sick(report()))
    apply(settings(mode="approval"))
    return coupling


def two_persons() -> bytes:
    return absence(
        employer("1001", person("w-1", report("VG1")), person("w-2", report("VG2"), report("VG3")))
    )


def by(coupling: Coupling) -> set[str]:
    """Who is named with the changes of the log."""
    with tenant(coupling.arbodienst):
        return set(Change.objects.values_list("by", flat=True))


def test_nothing_of_a_held_message_is_written_and_its_list_says_all_it_would_change() -> None:
    coupling = watched()
    before = dossiers(coupling)

    receipt = hold(coupling, two_persons())

    assert dossiers(coupling) == before
    assert [(each.kind, each.person, each.name) for each in entries(coupling, receipt)] == [
        (ObjectKind.CASE, "w-1", "VG1"),
        (ObjectKind.EMPLOYEE, "w-1", ""),
        (ObjectKind.EMPLOYMENT, "w-1", "D-w-1"),
        (ObjectKind.CASE, "w-2", "VG2"),
        (ObjectKind.CASE, "w-2", "VG3"),
        (ObjectKind.EMPLOYEE, "w-2", ""),
        (ObjectKind.EMPLOYMENT, "w-2", "D-w-2"),
    ]
    (told,) = held(coupling)
    assert told.counts == {
        "case.created": 3,
        "employee.created": 2,
        "employment.created": 2,
        "report.applied": 3,
    }
    assert (told.receipt, told.waiting, codes_of(told.reasons)) == (receipt, 0, ["VE101"])


def test_list_shows_before_and_after() -> None:
    coupling = guarded(persons_changed=at_most(0))
    take(coupling, sick(report()))

    receipt = hold_employees(coupling, employees(person("w-1", fields={"surname": "Bos"})))

    (entry,) = entries(coupling, receipt)
    assert entry.effects == ("overwritten",)
    assert entry.pairs == {"surname": ["Smit w-1", "Bos"]}


def test_approved_message_is_applied_and_says_by_whom() -> None:
    coupling = watched()
    receipt = hold(coupling, two_persons())

    told = approved(coupling, receipt)

    assert told.state == "processed"
    assert [one.state for one in told.reports] == ["applied"] * 3
    assert len(persons(coupling)) == 2
    assert by(coupling) == {"beheerder"}
    assert held(coupling) == ()
    (event,) = [one for one in account_log(coupling.ref) if one.event == "held-approved"]
    assert (event.by, event.details["receipt"], event.details["reason"]) == (
        "beheerder",
        receipt,
        "gezien",
    )


def test_list_of_an_approved_message_can_still_be_seen() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    before = shown(coupling, receipt).changes
    approved(coupling, receipt)

    assert shown(coupling, receipt).changes == before


def test_later_reports_of_the_case_wait_behind_the_held_one_and_say_which() -> None:
    coupling = started()
    receipt = hold(coupling, change())
    apply(settings(mode="live", gaps="accept"))

    (later, latest) = take(coupling, change(3), change(5))

    assert [one.state for one in (*later.reports, *latest.reports)] == ["parked", "parked"]
    assert codes(later.reports[0].findings) == ["VZ302"]
    assert "wacht op melding 2" in later.reports[0].findings[0].text
    page = shown(coupling, receipt)
    assert [(w.receipt, w.case, w.sequence, w.behind) for w in page.waits] == [
        (later.receipt, "VG1", 3, 2),
        (latest.receipt, "VG1", 5, 2),
    ]
    assert held(coupling)[0].waiting == 2

    # What waits would go on too: that was not shown yet.
    assert codes_of(say(coupling, receipt, digest=page.digest).findings) == ["VE106"]
    approved(coupling, receipt)
    assert [state for _, _, state in states(coupling)] == ["applied"] * 4


def test_part_is_approved_and_a_refused_person_is_left_out() -> None:
    coupling = watched()
    receipt = hold(coupling, two_persons())

    told = approved(coupling, receipt, persons=[1])

    assert [one.state for one in told.reports] == ["applied", "refused", "refused"]
    assert codes(told.reports[1].findings) == ["VE104"]
    assert list(cases(coupling)) == ["VG1"]
    assert len(persons(coupling)) == 1


def test_part_is_approved_and_a_refused_report_is_left_out() -> None:
    coupling = watched()
    receipt = hold(coupling, two_persons())

    told = approved(coupling, receipt, reports=[1])

    assert [one.state for one in told.reports] == ["applied", "refused", "applied"]
    assert sorted(cases(coupling)) == ["VG1", "VG3"]


@pytest.mark.parametrize("parts", [{"persons": [2]}, {"reports": [3]}])
def test_part_that_was_not_shown_cannot_be_refused(parts: dict[str, list[int]]) -> None:
    coupling = watched()
    receipt = hold(coupling, two_persons())
    before = everything(coupling)

    assert codes_of(say(coupling, receipt, **parts).findings) == ["VE108"]  # type: ignore[arg-type]
    assert everything(coupling) == before


def test_approval_of_another_list_than_the_one_shown_does_nothing() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))

    assert codes_of(say(coupling, receipt, digest="een andere").findings) == ["VE106"]
    assert message_states(coupling) == ["held"]


def test_approved_message_that_its_settings_reject_by_now_is_rejected() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    apply(settings(mode="approval", editions=["2022"]))

    told = approved(coupling, receipt)

    assert (told.state, codes(told.findings)) == ("rejected", ["IN101"])


def test_approval_is_left_to_the_worker_while_a_batch_is_at_the_employer(
    owner_connection: psycopg.Connection,
) -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    lane = "hashtextextended('FLSN1001', %s)"
    owner_connection.execute(f"SELECT pg_advisory_lock({lane})", [coupling.arbodienst])
    assert say(coupling, receipt).goes_on
    owner_connection.execute(f"SELECT pg_advisory_unlock({lane})", [coupling.arbodienst])

    work()
    assert states(coupling) == [("VG1", 1, "applied")]


def test_approval_of_what_is_different_now_shows_it_again_and_writes_nothing() -> None:
    coupling = guarded(persons_changed=at_most(0))
    take(coupling, sick(report()), sick(report("VG2"), key="w-2"))
    content = employees(
        person("w-1", fields={"surname": "Bos"}), person("w-2", fields={"surname": "Bos"})
    )
    receipt = hold_employees(coupling, content)
    first = shown(coupling, receipt).digest
    moved = employees(person("w-2", fields={"call_name": "Jo", "surname": "Vos"}))
    approved(coupling, hold_employees(coupling, moved))
    before = dossiers(coupling)

    assert codes_of(say(coupling, receipt, digest=first).findings) == ["VE106"]

    assert dossiers(coupling) == before
    again = shown(coupling, receipt)
    assert again.digest != first
    assert [(each.person, each.differs) for each in again.changes.changes] == [("w-1", False)]
    assert [(each.person, each.pairs) for each in shown(coupling, receipt, 2).changes.gone] == [
        ("w-2", {"surname": ["Smit w-2", "Bos"]})
    ]
    assert approved(coupling, receipt).state == "processed"


def test_what_differs_since_it_was_shown_is_marked() -> None:
    coupling = started()
    receipt = hold(coupling, change(3))
    first = shown(coupling, receipt)
    apply(settings(mode="live"))
    take(coupling, change(2))

    assert codes_of(say(coupling, receipt, digest=first.digest).findings) == ["VE106"]

    again = shown(coupling, receipt)
    assert [each.state for each in first.changes.reports] == ["parked"]
    assert [(each.state, each.differs) for each in again.changes.reports] == [("applied", True)]
    assert [(each.name, each.differs) for each in again.changes.changes] == [("VG1", True)]


def test_approval_that_the_worker_finds_different_is_held_again_with_what_differs() -> None:
    coupling = started()
    receipt = hold(coupling, change(3))
    apply(settings(mode="live"))
    digest = shown(coupling, receipt).digest
    assert say(coupling, receipt).goes_on
    deliver(coupling, change(2))
    work()

    told = outcome(coupling, receipt)
    assert (told.state, codes(told.findings)) == ("held", ["VE106"])
    assert [state for _, _, state in states(coupling)] == ["applied", "held", "applied"]
    again = shown(coupling, receipt)
    assert again.digest != digest
    assert [each.differs for each in again.changes.changes] == [True]
    assert [each.differs for each in again.changes.reports] == [True]
    assert approved(coupling, receipt).reports[0].state == "applied"


def test_approved_message_of_a_suspended_account_waits_for_it() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    suspend(coupling.ref, "beheerder")

    assert say(coupling, receipt).goes_on
    work()
    assert message_states(coupling) == ["received"]

    coupling.turn("active")
    work()
    assert states(coupling) == [("VG1", 1, "applied")]


def test_held_message_is_decided_on_also_when_its_stream_went_to_dry_run() -> None:
    coupling = watched()
    one, two = hold(coupling, sick(report())), hold(coupling, sick(report("VG2"), key="w-2"))
    apply(settings(mode="dry-run"))

    assert approved(coupling, one).reports[0].state == "applied"
    assert refused(coupling, two).reports[0].state == "refused"


def test_message_from_the_future_is_held_and_can_be_approved() -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report(), made_at=_ahead()))
    assert codes(told.findings) == ["WN501"]

    assert approved(coupling, told.receipt).reports[0].state == "applied"


def _ahead() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(days=3)


def test_message_of_unknown_persons_creates_them_when_it_is_approved() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report(), key="nieuw"))
    assert persons(coupling) == []

    approved(coupling, receipt)

    assert len(persons(coupling)) == 1


def test_message_of_an_unknown_employer_is_parked_when_it_is_approved() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report(), number="9999"))

    told = approved(coupling, receipt)

    assert told.state == "processed"
    assert codes(told.reports[0].findings) == ["WG201"]


def test_second_message_of_a_case_in_approval_mode_waits_until_it_is_approved_itself() -> None:
    coupling = watched()
    first, second = hold(coupling, sick(report())), hold(coupling, change())

    approved(coupling, first)
    assert [state for _, _, state in states(coupling)] == ["applied", "held"]
    assert codes_of(say(coupling, second).findings) == ["VE106"]
    approved(coupling, second)

    assert cases(coupling)["VG1"].periods[str(day(2))] == "100.00"


def test_counts_add_up_while_a_message_is_held() -> None:
    coupling = started()
    hold(coupling, change())
    apply(settings(mode="live"))
    take(coupling, change(3))

    counts = status()
    assert counts.messages["held"] == 1
    assert (counts.reports["applied"], counts.reports["held"], counts.reports["parked"]) == (
        1,
        1,
        1,
    )


def test_messages_held_in_one_batch_are_approved_as_they_were_shown() -> None:
    coupling = watched()
    contents = sick(report()), sick(report("VG2"), key="w-2"), change()
    receipts = [told.receipt for told in take(coupling, *contents)]

    assert [say(coupling, receipt).goes_on for receipt in receipts] == [True] * 3
    work()

    # The first of them started the case that the last one changes: that was not shown.
    assert [outcome(coupling, each).state for each in receipts] == [
        "processed",
        "processed",
        "held",
    ]
    assert approved(coupling, receipts[2]).reports[0].state == "applied"
