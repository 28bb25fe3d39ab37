"""A report that waits for a decision on itself, beside the one that stands (VZ-2, VZ-12)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from doors_world import Coupling
from held_world import codes_of, decider, hold, looks, reader, watched
from sending_world import day, go_live, persons, report, settings, sick, take
from verzuimbrug.application.held.dispute import Dispute, show_dispute
from verzuimbrug.application.held.restanding import restand, restand_as_shown
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.reports import ReportState, Standing

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE
HALF, LESS = Decimal("50.00"), Decimal("25.00")


def _show(coupling: Coupling, receipt: str) -> Dispute:
    found = show_dispute(reader(coupling), (receipt, 0))
    assert found is not None
    return found


def test_two_reports_on_one_number_stand_side_by_side() -> None:
    coupling = go_live()
    first, second, third = (
        sick(report()),
        sick(report("VG1", 2, CHANGE, at=3, percentage=HALF)),
        sick(report("VG1", 2, CHANGE, at=3, percentage=LESS)),
    )
    *_, stands, disputed = take(coupling, first, second, third)

    told = _show(coupling, disputed.receipt)

    assert (told.report.receipt, told.report.state) == (disputed.receipt, ReportState.CONFLICT)
    assert told.other is not None
    assert (told.other.receipt, told.other.state) == (stands.receipt, ReportState.APPLIED)
    assert told.differing == {"percentage"}
    assert (told.other.content["percentage"], told.report.content["percentage"]) == (HALF, LESS)
    assert told.may_be == {Standing.CHOSEN}
    assert codes_of(told.report.findings) == ["VZ202"]
    assert looks(coupling, "report.read") == [("beheerder", [persons(coupling)[0].id])]


def test_a_case_that_begins_again_stands_beside_its_beginning() -> None:
    coupling = go_live()
    begun, again = take(coupling, sick(report()), sick(report("VG1", 2, at=1)))

    told = _show(coupling, again.receipt)

    assert told.other is not None
    assert told.other.receipt == begun.receipt
    assert "mutation_date" in told.differing


def test_an_impossible_report_stands_alone_and_can_be_refused() -> None:
    coupling = go_live()
    too_early = sick(report("VG1", 2, CHANGE, at=3, ends=True, recovered_on=day(-5)))
    _, impossible = take(coupling, sick(report()), too_early)

    told = _show(coupling, impossible.receipt)

    assert told.other is None
    assert (told.differing, told.may_be) == (frozenset(), frozenset({Standing.REFUSED}))


def test_a_report_without_meaning_cannot_be_decided_on() -> None:
    coupling = go_live(settings(operations={"01": "new", "02": "change"}))
    (told,) = take(coupling, sick(report(processing_code="05")))

    shown = _show(coupling, told.receipt)

    assert (shown.report.content, shown.may_be) == ({}, frozenset())


def test_a_report_of_a_held_message_is_decided_on_there() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))

    shown = _show(coupling, receipt)

    assert (shown.report.state, shown.may_be) == (ReportState.HELD, frozenset())


def test_what_is_not_there_and_what_is_closed_are_one() -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report()))
    closed = replace(reader(coupling), authority=Authority(accounts=frozenset()))

    assert show_dispute(closed, (told.receipt, 0)) is None
    assert show_dispute(reader(coupling), (told.receipt, 9)) is None
    assert show_dispute(reader(coupling), ("\0", 0)) is None
    applied = _show(coupling, told.receipt)
    assert (applied.report.state, applied.may_be) == (ReportState.APPLIED, frozenset())


def test_a_decision_holds_for_what_was_shown_only() -> None:
    coupling = go_live()
    first, second, third = (
        sick(report()),
        sick(report("VG1", 2, CHANGE, at=3, percentage=HALF)),
        sick(report("VG1", 2, CHANGE, at=3, percentage=LESS)),
    )
    *_, told = take(coupling, first, second, third)
    who, place = decider(coupling), (told.receipt, 0)

    shown = restand(who, place, Standing.CHOSEN, "", dry_run=True)
    assert shown is not None
    other = restand_as_shown(who, place, Standing.CHOSEN, "gezien", "iets anders")
    assert other is not None
    assert (codes_of(other.findings), other.applied, other.digest) == (
        ["VE106"],
        False,
        shown.digest,
    )
    done = restand_as_shown(who, place, Standing.CHOSEN, "gezien", shown.digest)
    assert done is not None
    assert done.applied
