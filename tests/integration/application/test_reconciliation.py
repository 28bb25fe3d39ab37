"""The portal's state beside ours, at any time: shown, selected, taken over (GR-7, VE-3)."""

from decimal import Decimal

import pytest

from portal_delivery_world import step, tables
from readiness_world import in_order, other_account, signed_in
from reconciliation_world import (
    BY,
    decider,
    differences_shown,
    differing,
    start,
    take_all,
    take_over,
)
from sending_world import (
    absence,
    add_employer,
    cases,
    day,
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
from verzuimbrug.application.accounts import account_log
from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError
from verzuimbrug.application.portal_deliveries.reconciliation import (
    finish_reconciliation,
    show,
)
from verzuimbrug.application.portal_deliveries.taking_over import Selected, TakenOver, apply
from verzuimbrug.application.readiness.link_persons import link
from verzuimbrug.domain.comparison import Outcome
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.linking import Link
from verzuimbrug.domain.reconciliation import Difference, Proposal
from verzuimbrug.store.models import AccessLog
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE, UNCHANGED, END = Operation.CHANGE, Operation.UNCHANGED, Operation.END
HALF, FULL = Decimal("50.00"), Decimal("100.00")


def test_what_is_the_same_on_both_sides_is_counted_only() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    start(coupling, sick(report()))
    found, differences = differences_shown(coupling)
    assert (found.counts[Outcome.EQUAL], differences) == (1, [])


def test_what_only_the_portal_has_can_be_taken_over() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    start(coupling, sick(report()), sick(report("VG2"), report("VG2", 4, CHANGE, at=3), key="b"))
    assert differing(coupling) == [(None, "VG2", "only-theirs", "take-over")]
    assert "VG2" not in cases(coupling)

    assert take_all(coupling) == TakenOver(count=1, findings=())
    assert cases(coupling)["VG2"].last_sequence == 4
    assert differing(coupling) == []


def test_what_differs_is_overwritten_by_what_was_selected() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="b"))
    theirs = sick(report(percentage=HALF), report("VG1", 2, CHANGE, at=5, percentage=HALF))
    start(coupling, theirs, sick(report("VG2", percentage=HALF), key="b"))
    _, (first, second) = differences_shown(coupling)
    assert [(each.name, each.ours, each.theirs) for each in first.row.fields] == [
        ("percentage", "100.00", "50.00"),
        ("periods", "2026-03-02: 100.00", "2026-03-02: 50.00, 2026-03-07: 50.00"),
    ]
    assert (first.proposal, len(first.reports), first.settles) == (Proposal.TAKE_OVER, 2, True)

    take_over(coupling, [first])

    assert differing(coupling) == [("VG2", "VG2", "different", "take-over")]
    assert [each.row for each in differences_shown(coupling)[1]] == [second.row]
    assert cases(coupling)["VG2"].periods == {"2026-03-02": "100.00"}


def test_what_the_portal_does_not_name_stays_as_it_is() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="b"))
    before = states(coupling)
    start(coupling, sick(report()))
    assert differing(coupling) == [("VG2", None, "only-ours", "by-hand")]

    (only_ours,) = differences_shown(coupling)[1]
    done = take_over(coupling, [only_ours])
    finish_reconciliation(decider(coupling), coupling.account)
    work()

    assert [finding.code for finding in done.findings] == ["GR703"]
    assert (states(coupling), cases(coupling)["VG2"].status) == (before, "open")
    assert len(persons(coupling)) == 2


def test_an_empty_state_of_the_portal_ends_nothing() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="b"))
    start(coupling, employees(person("c")))
    found, differences = differences_shown(coupling)
    assert (found.counts[Outcome.ONLY_OURS], len(differences)) == (2, 2)
    finish_reconciliation(decider(coupling), coupling.account)
    work()
    assert {case.status for case in cases(coupling).values()} == {"open"}
    assert len(persons(coupling)) == 2


def test_a_case_that_ended_here_and_goes_on_there_differs() -> None:
    coupling = go_live()
    take(coupling, sick(report(), report("VG1", 2, CHANGE, at=5, ends=True)))
    change = report("VG1", 2, CHANGE, at=5, percentage=HALF)
    start(coupling, sick(report(), change))
    assert differing(coupling) == [("VG1", "VG1", "different", "take-over")]
    take_all(coupling)
    assert (cases(coupling)["VG1"].status, differing(coupling)) == ("open", [])


def test_a_state_without_first_reports_is_laid_over_ours() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="b"))
    start(
        coupling,
        sick(report("VG1", 3, CHANGE, at=5, percentage=HALF)),
        sick(report("VG2", 1, UNCHANGED, at=3), key="b"),
        sick(report("VG3", 2, CHANGE, at=3), key="c"),
    )
    assert differing(coupling) == [
        ("VG1", "VG1", "different", "take-over"),
        (None, "VG3", "only-theirs", "by-hand"),
    ]


def test_a_report_that_would_take_the_first_one_away_is_not_taken_over() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    start(coupling, sick(report("VG1", 1, CHANGE, at=3)))
    assert differing(coupling) == [("VG1", "VG1", "different", "by-hand")]


def test_an_impossible_case_of_the_portal_is_asked_about() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    first, second = (report(case, ends=True, recovered_on=day(-5)) for case in ("VG1", "VG2"))
    start(coupling, sick(first), sick(second, key="b"))
    assert differing(coupling) == [
        ("VG1", "VG1", "different", "by-hand"),
        (None, "VG2", "only-theirs", "by-hand"),
    ]


def test_a_report_that_says_unchanged_and_is_not_asks_for_a_look() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="b"))
    start(
        coupling,
        sick(report("VG1", 2, UNCHANGED, at=3, percentage=HALF)),
        sick(report("VG2", 2, UNCHANGED, at=3, ends=True), key="b"),
    )
    fields = [each.row.fields for each in differences_shown(coupling)[1]]
    assert [[(f.name, f.ours, f.theirs) for f in each] for each in fields] == [
        [("percentage", "100.00", "50.00")],
        [("recovered_on", "", "2026-03-05")],
    ]


def test_what_we_have_beyond_theirs_is_asked_about() -> None:
    coupling = go_live()
    take(coupling, sick(report(), report("VG1", 2, CHANGE, at=5, percentage=HALF)))
    start(coupling, sick(report()))
    assert differing(coupling) == [("VG1", "VG1", "different", "by-hand")]
    (difference,) = differences_shown(coupling)[1]
    assert [finding.code for finding in take_over(coupling, [difference]).findings] == ["GR704"]


def test_what_will_still_differ_says_so() -> None:
    coupling = go_live()
    take(coupling, sick(report(), report("VG1", 2, CHANGE, at=5, percentage=HALF)))
    start(coupling, sick(report(percentage=Decimal("80.00"))))
    (difference,) = differences_shown(coupling)[1]
    assert (difference.proposal, difference.settles) == (Proposal.TAKE_OVER, False)


def test_a_case_of_another_account_is_found_by_person_and_first_day() -> None:
    configuration = in_order()
    other = other_account(configuration)
    take(other, sick(report("ANDER"), key="a"))
    coupling = signed_in(configuration)
    go_live(configuration)
    from readiness_world import known_employee

    del known_employee

    link(coupling.ref, [Link(employer="FLSN1001", employee=persons(coupling)[0].id, key="b")], BY)
    start(coupling, sick(report("VG1"), key="b"))
    found, differences = differences_shown(coupling)
    assert (found.counts[Outcome.EQUAL], differences) == (1, [])


def test_a_case_that_goes_on_under_another_key_is_one() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="b"))
    take(coupling, sick(report("VG3", 2, CHANGE, at=4, case_key_old="VG2"), key="b"))
    theirs_now = [
        report("VG9", case_key_old="VG1"),
        report("VG9", 2, CHANGE, at=4, percentage=HALF),
    ]
    formerly = [report("VG2"), report("VG2", 2, CHANGE, at=4)]
    start(coupling, sick(*theirs_now), sick(*formerly, key="b"))
    assert differing(coupling) == [("VG1", "VG9", "different", "take-over")]
    take_all(coupling)
    assert (sorted(cases(coupling)), differing(coupling)) == (["VG3", "VG9"], [])


def test_a_selection_holds_for_what_was_shown() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    start(coupling, sick(report(percentage=HALF)))
    (seen,) = differences_shown(coupling)[1]
    take(coupling, sick(report("VG1", 2, CHANGE, at=4, percentage=Decimal("80.00"))))
    done = take_over(coupling, [seen])
    assert (done.count, [each.code for each in done.findings]) == (0, ["GR703"])
    assert cases(coupling)["VG1"].periods["2026-03-02"] == "100.00"


def test_nothing_is_taken_over_without_a_reason() -> None:
    coupling = go_live()
    start(coupling, sick(report()))
    done = take_over(coupling, differences_shown(coupling)[1], " ")
    assert (done.count, [each.code for each in done.findings]) == (0, ["GR706"])
    assert states(coupling) == []


def test_cases_of_one_file_can_be_taken_over_one_by_one() -> None:
    coupling = go_live()
    persons_of_state = [person(key, report(f"VG-{key}")) for key in ("a", "b", "c")]
    start(coupling, absence(employer("1001", *persons_of_state)))
    for _ in range(2):
        take_over(coupling, differences_shown(coupling)[1][:1])
    assert sorted(cases(coupling)) == ["VG-a", "VG-b"]
    assert [row[1:] for row in differing(coupling)] == [("VG-c", "only-theirs", "take-over")]


def test_selected_twice_before_the_worker_came_is_taken_over_once() -> None:
    coupling = go_live()
    persons_of_state = [person(key, report(f"VG-{key}")) for key in ("a", "b")]
    start(coupling, absence(employer("1001", *persons_of_state)))
    first, second = differences_shown(coupling)[1]
    for each in (first, second):
        case = Selected(employer="FLSN1001", case=each.row.theirs or "", shown=each.shown)
        assert apply(decider(coupling), coupling.account, [case], "Nagevraagd").count == 1
    work()
    assert sorted(cases(coupling)) == ["VG-a", "VG-b"]


def test_what_waits_for_another_decision_is_not_taken_over() -> None:
    coupling = go_live(settings(mode="approval"))
    content = sick(report())
    take(coupling, content)
    start(coupling, content)
    assert differing(coupling) == [(None, "VG1", "only-theirs", "by-hand")]
    assert message_states(coupling) == ["held"]


def test_one_employer_can_be_looked_at_alone() -> None:
    coupling = go_live(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    start(coupling, sick(report()), sick(report("VG2"), key="b", number="1002"))
    differences: list[Difference] = []
    found = show(decider(coupling).reader, coupling.account, differences.append, "FLSN1002")
    assert [each.employer for each in found.employers] == ["FLSN1002"]
    assert [each.row.theirs for each in differences] == ["VG2"]
    assert (
        show(decider(coupling).reader, coupling.account, differences.append, "ONBEKEND").employers
        == ()
    )


def test_finishing_closes_what_was_not_selected_and_keeps_nothing_for_comparing() -> None:
    coupling = go_live()
    start(coupling, sick(report()), sick(report("VG2"), key="b"))
    (first, _) = differences_shown(coupling)[1]
    take_over(coupling, [first])
    assert finish_reconciliation(decider(coupling), coupling.account) == 1
    assert (step(coupling), tables(coupling)[1:]) == ("done", [[], []])
    assert message_states(coupling) == ["processed", "rejected"]
    with pytest.raises(DeliveryError, match="no reconciliation"):
        differences_shown(coupling)


def test_only_an_active_account_is_reconciled_and_one_at_a_time() -> None:
    with pytest.raises(DeliveryError, match="active account"):
        start(signed_in())
    coupling = go_live(settings("ANDERS"))
    start(coupling)
    with pytest.raises(DeliveryError, match="open already"):
        start(coupling)


def test_looking_and_deciding_leave_a_trail() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    start(coupling, sick(report(percentage=HALF)))
    take_all(coupling)
    finish_reconciliation(decider(coupling), coupling.account)
    told = [each for each in account_log(coupling.ref) if "reconciliation" in each.event]
    assert [each.event.removeprefix("reconciliation-") for each in told] == [
        "started",
        "applied",
        "finished",
    ]
    assert told[1].details["reason"] == "Nagevraagd"
    with tenant(coupling.arbodienst):
        shown = AccessLog.objects.filter(principal=BY).latest("id")
        assert shown.employees == [persons(coupling)[0].id]
