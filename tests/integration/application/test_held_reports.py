"""Choosing which of two reports stands, and refusing one that is held (VZ-2, VZ-12)."""

from decimal import Decimal

import psycopg
import pytest

from blocking_world import somebody_waits, thread
from configuring_world import apply
from doors_world import Coupling
from held_world import (
    approved,
    codes_of,
    decider,
    dossiers,
    everything,
    held,
    hold,
    looks,
    reader,
    refused,
)
from live_world import until
from sending_world import (
    absence,
    cases,
    codes,
    day,
    employer,
    go_live,
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
from verzuimbrug.application.held.approve_reports import take_over
from verzuimbrug.application.held.disputed import list_disputed
from verzuimbrug.application.held.restanding import Restood, restand
from verzuimbrug.application.pages import Window
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.reports import Standing
from verzuimbrug.store.models import AbsenceReport, Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE
CHOSEN, REFUSED = Standing.CHOSEN, Standing.REFUSED


def change(percentage: int, sequence: int = 2) -> bytes:
    share = Decimal(percentage).quantize(Decimal("0.01"))
    return sick(report("VG1", sequence, CHANGE, at=3, percentage=share))


def disputed() -> tuple[Coupling, str]:
    """A case with two reports on number 2; the receipt of the one that came second."""
    coupling = go_live()
    *_, second = take(coupling, sick(report()), change(50), change(25))
    assert [state for _, _, state in states(coupling)] == ["applied", "applied", "conflict"]
    return coupling, second.receipt


def impossible() -> tuple[Coupling, str]:
    """A case with a report that cannot be, and one behind it."""
    coupling = go_live()
    too_early = sick(report("VG1", 2, CHANGE, at=3, ends=True, recovered_on=day(-5)))
    _, second, _ = take(coupling, sick(report()), too_early, change(50, 3))
    assert [state for _, _, state in states(coupling)] == ["applied", "held", "parked"]
    return coupling, second.receipt


def decide(
    coupling: Coupling, receipt: str, standing: Standing, reason: str = "nagevraagd"
) -> Restood:
    """Decide on the first report of a message, and work."""
    found = restand(decider(coupling), (receipt, 0), standing, reason, dry_run=False)
    work()
    assert found is not None
    return found


def look(coupling: Coupling, receipt: str, standing: Standing) -> Restood:
    """What deciding like that would change."""
    found = restand(decider(coupling), (receipt, 0), standing, "", dry_run=True)
    assert found is not None
    return found


def events(coupling: Coupling) -> list[tuple[str, str]]:
    """What was decided, and why."""
    wanted = ("report-chosen", "report-refused")
    log = account_log(coupling.ref)
    return [(one.event, one.details["reason"]) for one in log if one.event in wanted]


def test_reports_that_wait_for_a_decision_are_listed_and_those_of_held_messages_are_not() -> None:
    coupling, second = disputed()
    too_much = sick(report("VG1", 3, CHANGE, at=4, percentage=Decimal("100.01")))
    (third,) = take(coupling, too_much)
    apply(settings(mode="approval"))
    hold(coupling, change(10, 4))
    hold(coupling, sick(report("VG2"), key="w-nieuw"))

    page = list_disputed(reader(coupling), Window(limit=1))
    rest = list_disputed(reader(coupling), Window(after=page.next or 0))

    told = [(each.receipt, each.sequence, each.state) for each in (*page.items, *rest.items)]
    assert told == [(second, 2, "conflict"), (third.receipt, 3, "held")]
    assert codes_of(rest.items[0].findings) == ["VZ122"]
    assert all(each.is_known for each in (*page.items, *rest.items))
    assert looks(coupling, "report.read") == [("beheerder", [persons(coupling)[0].id])] * 2


def test_report_whose_case_is_not_settled_is_listed_and_cannot_be_decided_on() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1")), sick(report("VG2")))
    take(coupling, sick(report("VG2", 2, CHANGE, at=3, case_key_old="VG1")))

    (told,) = list_disputed(reader(coupling), Window()).items
    assert (told.case, codes_of(told.findings), told.is_known) == ("VG2", ["VZ103"], False)
    assert codes_of(look(coupling, told.receipt, REFUSED).findings) == ["VE109"]
    other = go_live(settings("ANDERS"))
    assert list_disputed(reader(other), Window()).items == ()


def test_preview_of_a_choice_shows_what_it_would_change_and_writes_nothing() -> None:
    coupling, receipt = disputed()
    before = everything(coupling)

    told = look(coupling, receipt, CHOSEN)

    assert not told.applied
    (entry,) = told.changes.changes
    assert (entry.name, entry.effects) == ("VG1", ("changed",))
    assert entry.pairs == {
        "periods": [
            {str(day(0)): "100.00", str(day(3)): "50.00"},
            {str(day(0)): "100.00", str(day(3)): "25.00"},
        ]
    }
    assert everything(coupling) == before
    assert looks(coupling) == [("beheerder", [persons(coupling)[0].id])]


def test_chosen_report_stands_and_the_other_is_in_conflict() -> None:
    coupling, receipt = disputed()

    assert decide(coupling, receipt, CHOSEN).applied

    assert [state for _, _, state in states(coupling)] == ["applied", "conflict", "applied"]
    assert cases(coupling)["VG1"].periods[str(day(3))] == "25.00"
    assert events(coupling) == [("report-chosen", "nagevraagd")]


def test_choice_can_be_made_again() -> None:
    coupling, second = disputed()
    with tenant(coupling.arbodienst):
        first = Message.objects.order_by("id")[1].receipt
    decide(coupling, second, CHOSEN)

    decide(coupling, first, CHOSEN)

    assert [state for _, _, state in states(coupling)] == ["applied", "applied", "conflict"]
    assert cases(coupling)["VG1"].periods[str(day(3))] == "50.00"


def test_held_report_that_is_refused_is_settled_and_keeps_its_place() -> None:
    coupling, receipt = impossible()

    assert look(coupling, receipt, REFUSED).changes.changes == ()
    assert decide(coupling, receipt, REFUSED).applied

    assert [state for _, _, state in states(coupling)] == ["applied", "refused", "parked"]
    assert events(coupling) == [("report-refused", "nagevraagd")]
    assert codes(outcome(coupling, receipt).reports[0].findings) == ["VE104"]


def test_refused_report_can_be_chosen_after_all() -> None:
    coupling = go_live(settings(mode="approval"))
    receipt = hold(coupling, sick(report()))
    approved(coupling, receipt, reports=[0])
    assert states(coupling) == [("VG1", 1, "refused")]

    assert [entry.effects for entry in look(coupling, receipt, CHOSEN).changes.changes] == [
        ("created",)
    ]
    decide(coupling, receipt, CHOSEN)

    assert states(coupling) == [("VG1", 1, "applied")]


def test_report_of_a_message_that_was_refused_whole_cannot_be_chosen() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    apply(settings(mode="approval"))
    receipt = hold(coupling, change(50))
    refused(coupling, receipt)

    assert codes_of(look(coupling, receipt, CHOSEN).findings) == ["VE102"]


def test_another_report_is_chosen_in_the_place_of_a_refused_one() -> None:
    coupling, receipt = impossible()
    decide(coupling, receipt, REFUSED)
    (other,) = take(coupling, change(40))
    assert [one.state for one in other.reports] == ["conflict"]

    decide(coupling, other.receipt, CHOSEN)

    assert [state for _, _, state in states(coupling)] == ["applied", "refused"] + ["applied"] * 2


def test_choice_on_a_stream_that_waits_for_a_person_is_shown_and_done() -> None:
    coupling, receipt = disputed()
    apply(settings(mode="approval"))

    assert len(look(coupling, receipt, CHOSEN).changes.changes) == 1
    decide(coupling, receipt, CHOSEN)

    assert [state for _, _, state in states(coupling)] == ["applied", "conflict", "applied"]


@pytest.mark.parametrize("standing", [CHOSEN, REFUSED])
def test_report_that_is_applied_can_be_neither_chosen_nor_refused(standing: Standing) -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report()))

    assert codes_of(look(coupling, told.receipt, standing).findings) == ["VE109"]


def test_report_whose_employee_is_not_known_cannot_be_decided_on() -> None:
    coupling = go_live(settings(mode="approval"))
    receipt = hold(coupling, sick(report()))

    assert codes_of(look(coupling, receipt, REFUSED).findings) == ["VE109"]


def test_report_of_a_held_message_is_decided_on_with_its_message() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    apply(settings(mode="approval"))
    receipt = hold(coupling, change(50))

    assert codes_of(look(coupling, receipt, REFUSED).findings) == ["VE103"]


def test_decision_needs_a_reason_and_a_look_does_not() -> None:
    coupling, receipt = disputed()
    before = dossiers(coupling)

    assert codes_of(decide(coupling, receipt, CHOSEN, " ").findings) == ["VE110"]
    assert look(coupling, receipt, CHOSEN).findings == ()
    assert dossiers(coupling) == before


@pytest.mark.parametrize("place", [("20260302-99", 0), ("a\0b", 0)])
def test_report_that_is_not_there_is_none(place: tuple[str, int]) -> None:
    coupling, receipt = disputed()

    for asked in (place, (receipt, 1)):
        assert restand(decider(coupling), asked, CHOSEN, "x", dry_run=True) is None


def test_report_of_another_arbodienst_is_none() -> None:
    _, receipt = disputed()
    other = go_live(settings("ANDERS"))

    assert restand(decider(other), (receipt, 0), CHOSEN, "x", dry_run=False) is None


def test_name_of_a_person_without_a_case_is_not_shown_in_a_preview() -> None:
    coupling, receipt = disputed()
    withdrawn = take(coupling, sick(report("VG1", 3, Operation.WITHDRAW)))
    assert withdrawn[0].reports[0].state == "applied"

    # The state of the case stays withdrawn, so that nobody is shown by name.
    told = look(coupling, receipt, CHOSEN)
    assert {entry.kind.value for entry in told.changes.changes} <= {"case"}


def test_report_of_a_message_that_is_rejected_by_now_cannot_be_decided_on() -> None:
    coupling, receipt = disputed()
    apply(settings(editions=["2022"]))

    assert codes_of(look(coupling, receipt, CHOSEN).findings) == ["VE109"]


def test_report_that_would_stay_as_it_is_cannot_be_chosen() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1", 3)))
    (told,) = take(coupling, change(50))
    assert codes(told.reports[0].findings) == ["VZ303"]
    before = everything(coupling)

    assert codes_of(decide(coupling, told.receipt, CHOSEN).findings) == ["VE109"]
    assert everything(coupling) == before


def test_report_in_a_later_portion_of_its_message_is_found() -> None:
    coupling = go_live()
    take(coupling, sick(report()), change(50))
    many = [person(f"m-{n}", report(f"VG-{n}")) for n in range(501)]
    last = person("w-1", report("VG1", 2, CHANGE, at=3))
    (told,) = take(coupling, absence(employer("1001", *many, last)))

    found = restand(decider(coupling), (told.receipt, 501), CHOSEN, "", dry_run=True)

    assert found is not None
    assert [entry.name for entry in found.changes.changes] == ["VG1"]


def test_choice_waits_for_the_batch_that_is_at_the_report(
    owner_connection: psycopg.Connection,
) -> None:
    coupling, receipt = disputed()
    with thread() as other:
        with owner_connection.transaction():
            owner_connection.execute("LOCK TABLE store_absencereport IN SHARE MODE")
            take_in = other.start(lambda: take(coupling, change(75, 3)))
            until(lambda: somebody_waits(owner_connection))
        take_in.result()

    decide(coupling, receipt, CHOSEN)
    assert [state for _, _, state in states(coupling)][1:] == ["conflict", "applied", "applied"]


def test_selected_reports_take_effect_whichever_came_first() -> None:
    coupling, receipt = disputed()
    with tenant(coupling.arbodienst):
        number = Message.objects.get(receipt=receipt).id
        gone_on = take_over(decider(coupling), {number: frozenset({0})}, "vergeleken")
    work()

    assert gone_on == {number}
    assert [state for _, _, state in states(coupling)] == ["applied", "conflict", "applied"]


def test_of_a_held_message_only_what_was_selected_is_taken() -> None:
    coupling = go_live(settings(mode="approval"))
    content = absence(employer("1001", person("w-1", report("VG1")), person("w-2", report("VG2"))))
    receipt = hold(coupling, content)
    with tenant(coupling.arbodienst):
        number = Message.objects.get(receipt=receipt).id
        take_over(decider(coupling), {number: frozenset({1})}, "vergeleken")
    work()

    assert states(coupling) == [("VG1", 1, "refused"), ("VG2", 1, "applied")]
    assert held(coupling) == ()
    with tenant(coupling.arbodienst):
        standings = AbsenceReport.objects.order_by("position").values_list("standing", flat=True)
        assert list(standings)[1] == CHOSEN
