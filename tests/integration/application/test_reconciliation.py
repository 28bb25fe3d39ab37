"""The portal's state beside ours, at any time: shown, selected, taken over (GR-7, VE-3)."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from configuring_world import apply as apply_configuration
from doors_world import Coupling
from portal_delivery_world import step, tables
from readiness_world import in_order, other_account, signed_in
from sending_world import (
    EMPLOYEES,
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
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError
from verzuimbrug.application.portal_deliveries.giving import GivenFile, give_file
from verzuimbrug.application.portal_deliveries.reconciliation import (
    Reconciled,
    Started,
    finish_reconciliation,
    show,
    start_reconciliation,
)
from verzuimbrug.application.portal_deliveries.taking_over import Selected, TakenOver, apply
from verzuimbrug.application.readiness.link_persons import link
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.domain.comparison import Outcome
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.linking import Link
from verzuimbrug.domain.reconciliation import Difference, Proposal
from verzuimbrug.store.models import AccessLog, Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

CHANGE, UNCHANGED, END = Operation.CHANGE, Operation.UNCHANGED, Operation.END
HALF, FULL = Decimal("50.00"), Decimal("100.00")
BY = "klantbeheerder"


def _given(*contents: bytes) -> list[GivenFile]:
    return [GivenFile(name=f"stand-{n}.xml", content=each) for n, each in enumerate(contents)]


def _start(coupling: Coupling, *contents: bytes) -> Started:
    started = start_reconciliation(coupling.ref, BY, _given(*contents))
    work()
    return started


def _shown(coupling: Coupling) -> tuple[Reconciled, list[Difference]]:
    differences: list[Difference] = []
    return show(coupling.ref, BY, differences.append), differences


def _differences(coupling: Coupling) -> list[tuple[str | None, str | None, str, str]]:
    return [
        (each.row.ours, each.row.theirs, each.row.outcome.value, each.proposal.value)
        for each in _shown(coupling)[1]
    ]


def _apply(
    coupling: Coupling, chosen: Sequence[Difference], reason: str = "Nagevraagd"
) -> TakenOver:
    selected = [
        Selected(
            employer=each.row.employer,
            case=each.row.theirs or each.row.ours or "",
            shown=each.shown,
        )
        for each in chosen
    ]
    done = apply(coupling.ref, Decider(arbodienst=coupling.arbodienst, by=BY), selected, reason)
    work()
    return done


def _take_all(coupling: Coupling) -> TakenOver:
    return _apply(coupling, [e for e in _shown(coupling)[1] if e.proposal is Proposal.TAKE_OVER])


def test_what_is_the_same_on_both_sides_is_counted_only() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    _start(coupling, sick(report()))
    found, differences = _shown(coupling)
    assert (found.counts[Outcome.EQUAL], differences) == (1, [])


def test_what_only_the_portal_has_can_be_taken_over() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    _start(coupling, sick(report()), sick(report("VG2"), report("VG2", 4, CHANGE, at=3), key="b"))
    assert _differences(coupling) == [(None, "VG2", "only-theirs", "take-over")]
    assert "VG2" not in cases(coupling)

    assert _take_all(coupling) == TakenOver(count=1, findings=())
    assert cases(coupling)["VG2"].last_sequence == 4
    assert _differences(coupling) == []


def test_what_differs_is_overwritten_by_what_was_selected() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="b"))
    theirs = sick(report(percentage=HALF), report("VG1", 2, CHANGE, at=5, percentage=HALF))
    _start(coupling, theirs, sick(report("VG2", percentage=HALF), key="b"))
    _, (first, second) = _shown(coupling)
    assert [(each.name, each.ours, each.theirs) for each in first.row.fields] == [
        ("percentage", "100.00", "50.00"),
        ("periods", "2026-03-02: 100.00", "2026-03-02: 50.00, 2026-03-07: 50.00"),
    ]
    assert (first.proposal, len(first.reports), first.settles) == (Proposal.TAKE_OVER, 2, True)

    _apply(coupling, [first])

    assert _differences(coupling) == [("VG2", "VG2", "different", "take-over")]
    assert [each.row for each in _shown(coupling)[1]] == [second.row]
    assert cases(coupling)["VG2"].periods == {"2026-03-02": "100.00"}


def test_what_the_portal_does_not_name_stays_as_it_is() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="b"))
    before = states(coupling)
    _start(coupling, sick(report()))
    assert _differences(coupling) == [("VG2", None, "only-ours", "by-hand")]

    (only_ours,) = _shown(coupling)[1]
    done = _apply(coupling, [only_ours])
    finish_reconciliation(coupling.ref, BY)
    work()

    assert [finding.code for finding in done.findings] == ["GR703"]
    assert (states(coupling), cases(coupling)["VG2"].status) == (before, "open")
    assert len(persons(coupling)) == 2


def test_an_empty_state_of_the_portal_ends_nothing() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="b"))
    _start(coupling, employees(person("c")))
    found, differences = _shown(coupling)
    assert (found.counts[Outcome.ONLY_OURS], len(differences)) == (2, 2)
    finish_reconciliation(coupling.ref, BY)
    work()
    assert {case.status for case in cases(coupling).values()} == {"open"}
    assert len(persons(coupling)) == 2


def test_a_case_that_ended_here_and_goes_on_there_differs() -> None:
    coupling = go_live()
    take(coupling, sick(report(), report("VG1", 2, CHANGE, at=5, ends=True)))
    change = report("VG1", 2, CHANGE, at=5, percentage=HALF)
    _start(coupling, sick(report(), change))
    assert _differences(coupling) == [("VG1", "VG1", "different", "take-over")]
    _take_all(coupling)
    assert (cases(coupling)["VG1"].status, _differences(coupling)) == ("open", [])


def test_a_state_without_first_reports_is_laid_over_ours() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="b"))
    _start(
        coupling,
        sick(report("VG1", 3, CHANGE, at=5, percentage=HALF)),
        sick(report("VG2", 1, UNCHANGED, at=3), key="b"),
        sick(report("VG3", 2, CHANGE, at=3), key="c"),
    )
    assert _differences(coupling) == [
        ("VG1", "VG1", "different", "take-over"),
        (None, "VG3", "only-theirs", "by-hand"),
    ]


def test_a_report_that_would_take_the_first_one_away_is_not_taken_over() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    _start(coupling, sick(report("VG1", 1, CHANGE, at=3)))
    assert _differences(coupling) == [("VG1", "VG1", "different", "by-hand")]


def test_an_impossible_case_of_the_portal_is_asked_about() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    first, second = (report(case, ends=True, recovered_on=day(-5)) for case in ("VG1", "VG2"))
    _start(coupling, sick(first), sick(second, key="b"))
    assert _differences(coupling) == [
        ("VG1", "VG1", "different", "by-hand"),
        (None, "VG2", "only-theirs", "by-hand"),
    ]


def test_a_report_that_says_unchanged_and_is_not_asks_for_a_look() -> None:
    coupling = go_live()
    take(coupling, sick(report()), sick(report("VG2"), key="b"))
    _start(
        coupling,
        sick(report("VG1", 2, UNCHANGED, at=3, percentage=HALF)),
        sick(report("VG2", 2, UNCHANGED, at=3, ends=True), key="b"),
    )
    fields = [each.row.fields for each in _shown(coupling)[1]]
    assert [[(f.name, f.ours, f.theirs) for f in each] for each in fields] == [
        [("percentage", "100.00", "50.00")],
        [("recovered_on", "", "2026-03-05")],
    ]


def test_what_we_have_beyond_theirs_is_asked_about() -> None:
    coupling = go_live()
    take(coupling, sick(report(), report("VG1", 2, CHANGE, at=5, percentage=HALF)))
    _start(coupling, sick(report()))
    assert _differences(coupling) == [("VG1", "VG1", "different", "by-hand")]
    (difference,) = _shown(coupling)[1]
    assert [finding.code for finding in _apply(coupling, [difference]).findings] == ["GR704"]


def test_what_will_still_differ_says_so() -> None:
    coupling = go_live()
    take(coupling, sick(report(), report("VG1", 2, CHANGE, at=5, percentage=HALF)))
    _start(coupling, sick(report(percentage=Decimal("80.00"))))
    (difference,) = _shown(coupling)[1]
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
    _start(coupling, sick(report("VG1"), key="b"))
    found, differences = _shown(coupling)
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
    _start(coupling, sick(*theirs_now), sick(*formerly, key="b"))
    assert _differences(coupling) == [("VG1", "VG9", "different", "take-over")]
    _take_all(coupling)
    assert (sorted(cases(coupling)), _differences(coupling)) == (["VG3", "VG9"], [])


def test_a_selection_holds_for_what_was_shown() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    _start(coupling, sick(report(percentage=HALF)))
    (seen,) = _shown(coupling)[1]
    take(coupling, sick(report("VG1", 2, CHANGE, at=4, percentage=Decimal("80.00"))))
    done = _apply(coupling, [seen])
    assert (done.count, [each.code for each in done.findings]) == (0, ["GR703"])
    assert cases(coupling)["VG1"].periods["2026-03-02"] == "100.00"


def test_nothing_is_taken_over_without_a_reason() -> None:
    coupling = go_live()
    _start(coupling, sick(report()))
    done = _apply(coupling, _shown(coupling)[1], " ")
    assert (done.count, [each.code for each in done.findings]) == (0, ["GR706"])
    assert states(coupling) == []


def test_cases_of_one_file_can_be_taken_over_one_by_one() -> None:
    coupling = go_live()
    persons_of_state = [person(key, report(f"VG-{key}")) for key in ("a", "b", "c")]
    _start(coupling, absence(employer("1001", *persons_of_state)))
    for _ in range(2):
        _apply(coupling, _shown(coupling)[1][:1])
    assert sorted(cases(coupling)) == ["VG-a", "VG-b"]
    assert [row[1:] for row in _differences(coupling)] == [("VG-c", "only-theirs", "take-over")]


def test_selected_twice_before_the_worker_came_is_taken_over_once() -> None:
    coupling = go_live()
    persons_of_state = [person(key, report(f"VG-{key}")) for key in ("a", "b")]
    _start(coupling, absence(employer("1001", *persons_of_state)))
    first, second = _shown(coupling)[1]
    decider = Decider(arbodienst=coupling.arbodienst, by=BY)
    for each in (first, second):
        case = Selected(employer="FLSN1001", case=each.row.theirs or "", shown=each.shown)
        assert apply(coupling.ref, decider, [case], "Nagevraagd").count == 1
    work()
    assert sorted(cases(coupling)) == ["VG-a", "VG-b"]


def test_a_message_that_was_received_before_is_used_as_it_is() -> None:
    coupling = go_live()
    standing, conflicting = sick(report()), sick(report(percentage=HALF))
    take(coupling, standing, conflicting)
    started = _start(coupling, conflicting)
    assert [each.is_known for each in started.files] == [True]
    assert message_states(coupling) == ["processed", "processed"]
    assert _differences(coupling) == [("VG1", "VG1", "different", "take-over")]
    _take_all(coupling)
    assert states(coupling) == [("VG1", 1, "conflict"), ("VG1", 1, "applied")]
    assert _differences(coupling) == []


def test_what_waits_for_another_decision_is_not_taken_over() -> None:
    coupling = go_live(settings(mode="approval"))
    content = sick(report())
    take(coupling, content)
    _start(coupling, content)
    assert _differences(coupling) == [(None, "VG1", "only-theirs", "by-hand")]
    assert message_states(coupling) == ["held"]


def test_a_file_that_was_rejected_before_is_taken_up_again() -> None:
    coupling = go_live(settings(editions=["2025"]))
    content = sick(report())
    take(coupling, content)
    assert message_states(coupling) == ["rejected"]
    apply_configuration(settings())
    _start(coupling, content)
    _take_all(coupling)
    assert (message_states(coupling), states(coupling)) == (["processed"], [("VG1", 1, "applied")])


def test_a_file_belongs_on_the_stream_of_its_first_tag() -> None:
    coupling = go_live()
    _start(coupling, employees(person("c")), sick(report()))
    with tenant(coupling.arbodienst):
        rows = Message.objects.order_by("id").values_list("stream__name", "door", "state")
        assert list(rows) == [
            (EMPLOYEES, "reconciliation", "held"),
            ("Verzuimmeldingen", "reconciliation", "held"),
        ]


def test_a_file_that_no_stream_takes_is_refused() -> None:
    coupling = go_live()
    started = _start(coupling, b"<geen bericht>", b"x" * (MAX_BYTES + 1), sick(report()))
    assert [each.code for each in started.findings] == ["GR701", "GR702"]
    assert len(started.files) == 1
    configuration = settings("KLEIN")
    configuration["accounts"][0]["streams"] = configuration["accounts"][0]["streams"][:1]
    small = go_live(configuration)
    (refused,) = start_reconciliation(small.ref, BY, _given(employees(person("a")))).findings
    assert refused.code == "GR701"


def test_the_same_file_twice_is_one_message() -> None:
    coupling = go_live()
    content = sick(report())
    started = _start(coupling, content, content)
    assert len({each.receipt for each in started.files}) == 1
    assert message_states(coupling) == ["held"]


def test_a_file_that_cannot_be_read_is_counted() -> None:
    coupling = go_live(settings(editions=["2025"]))
    _start(coupling, sick(report("VG2")))
    give_file(coupling.ref, GivenFile(name="later.xml", content=sick(report())))
    found, _ = _shown(coupling)
    assert (found.rejected, found.unread) == (1, 1)


def test_employers_of_the_portal_that_are_not_ours_are_counted() -> None:
    coupling = go_live(add_employer(settings(), "FLSN1002"))
    _start(coupling, sick(report(), number="1002"), sick(report(), number="7"))
    found, differences = _shown(coupling)
    assert (found.unknown, differences) == ({"FLSN1002": 1, "FLSN7": 1}, [])


def test_one_employer_can_be_looked_at_alone() -> None:
    coupling = go_live(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    _start(coupling, sick(report()), sick(report("VG2"), key="b", number="1002"))
    differences: list[Difference] = []
    found = show(coupling.ref, BY, differences.append, "FLSN1002")
    assert [each.employer for each in found.employers] == ["FLSN1002"]
    assert [each.row.theirs for each in differences] == ["VG2"]
    assert show(coupling.ref, BY, differences.append, "ONBEKEND").employers == ()


def test_finishing_closes_what_was_not_selected_and_keeps_nothing_for_comparing() -> None:
    coupling = go_live()
    _start(coupling, sick(report()), sick(report("VG2"), key="b"))
    (first, _) = _shown(coupling)[1]
    _apply(coupling, [first])
    assert finish_reconciliation(coupling.ref, BY) == 1
    assert (step(coupling), tables(coupling)[1:]) == ("done", [[], []])
    assert message_states(coupling) == ["processed", "rejected"]
    with pytest.raises(DeliveryError, match="no reconciliation"):
        _shown(coupling)


def test_only_an_active_account_is_reconciled_and_one_at_a_time() -> None:
    with pytest.raises(DeliveryError, match="active account"):
        start_reconciliation(signed_in().ref, BY, [])
    coupling = go_live(settings("ANDERS"))
    _start(coupling)
    with pytest.raises(DeliveryError, match="open already"):
        _start(coupling)


def test_looking_and_deciding_leave_a_trail() -> None:
    coupling = go_live()
    take(coupling, sick(report()))
    _start(coupling, sick(report(percentage=HALF)))
    _take_all(coupling)
    finish_reconciliation(coupling.ref, BY)
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


def test_files_are_given_to_an_open_reconciliation_only() -> None:
    coupling = go_live()
    with pytest.raises(DeliveryError, match="no reconciliation"):
        give_file(coupling.ref, GivenFile(name="a.xml", content=sick(report())))
    _start(coupling)
    assert not isinstance(
        give_file(coupling.ref, GivenFile(name="a.xml", content=sick(report()))), Finding
    )
