"""A proposal per difference: what is taken over comes from the portal, and nothing goes (GR-7)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given

from strategies.absence import CONFIRMED, FIRST_DAY, case_rules, day, new, report, stories
from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.comparison import ComparedCase, ComparedRow, Outcome, compare
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reconciliation import (
    Difference,
    OurCase,
    Proposal,
    TheirCase,
    by_message,
    difference_of,
    overlay,
    their_state,
)
from verzuimbrug.domain.reports import Report, ReportState, Standing
from verzuimbrug.domain.snapshot import StoredReport

TODAY = FIRST_DAY + timedelta(days=30)
RULES = replace(CONFIRMED, accept_gaps=True)
CHANGE, UNCHANGED = Operation.CHANGE, Operation.UNCHANGED


def _ours(reports: Sequence[Report], rules: CaseRules = RULES) -> OurCase | None:
    """Our case, of these reports; None when they make none."""
    outcome = fold_case(reports, rules)
    if outcome.state is None:
        return None
    return OurCase(
        state=outcome.state,
        reports=tuple(
            StoredReport(report=each, state=outcome.verdicts[each.place].state) for each in reports
        ),
    )


def _theirs(reports: Sequence[Report], rules: CaseRules = RULES) -> TheirCase:
    """Their case: of these reports, received after ours, what stands."""
    later = [replace(each, place=(each.place[0] + 100, 0)) for each in reports]
    outcome = fold_case(later, rules)
    wanted = {ReportState.APPLIED} if outcome.state else {ReportState.PARKED, ReportState.HELD}
    standing = tuple(each for each in later if outcome.verdicts[each.place].state in wanted)
    return TheirCase(
        reports=standing,
        state=outcome.state,
        takeable=frozenset(each.place for each in standing),
    )


def _row(ours: OurCase | None, theirs: CaseState | None) -> ComparedRow:
    mine = [_compared(ours.state)] if ours else []
    (row,) = compare(mine, [_compared(theirs)] if theirs else [], TODAY)
    return row


def _compared(state: CaseState) -> ComparedCase:
    return ComparedCase(employer="1001", key="VG1", person=1, state=state)


def _difference(
    ours: OurCase | None, theirs: TheirCase, rules: CaseRules = RULES
) -> Difference | None:
    row = _row(ours, their_state(ours, theirs, rules))
    return difference_of(row, (ours, theirs), rules, TODAY)


def test_equal_cases_have_no_difference() -> None:
    assert _difference(_ours([new()]), _theirs([new()])) is None


def test_reports_that_differ_or_are_missing_are_taken_over() -> None:
    theirs = _theirs([new(), report(2, CHANGE, at=4, percentage="50.00"), report(3, CHANGE, at=6)])
    found = _difference(_ours([new(), report(2, CHANGE, at=4)]), theirs)
    assert found is not None
    assert (found.proposal, found.reports, found.settles) == (
        Proposal.TAKE_OVER,
        ((102, 0), (103, 0)),
        True,
    )


def test_a_report_that_waits_for_another_decision_is_not_taken_over() -> None:
    theirs = replace(_theirs([new(percentage="50.00")]), takeable=frozenset())
    found = _difference(_ours([new()]), theirs)
    assert found is not None
    assert (found.proposal, found.reports) == (Proposal.BY_HAND, ())
    only_theirs = difference_of(_row(None, theirs.state), (None, theirs), RULES, TODAY)
    assert only_theirs is not None
    assert only_theirs.proposal is Proposal.BY_HAND


def test_another_key_for_a_case_takes_all_of_its_reports() -> None:
    theirs = _theirs([new(), report(2, CHANGE, at=4, percentage="50.00")])
    found = _difference(_ours([new()]), replace(theirs, renames=True))
    assert found is not None
    assert found.reports == ((101, 0), (102, 0))


def test_what_has_no_effect_is_not_proposed() -> None:
    impossible = report(2, CHANGE, at=4, percentage="120.00")
    ours = _ours([new(), report(2, CHANGE, at=4, percentage="50.00")])
    found = _difference(ours, replace(_theirs([new()]), reports=(impossible,)))
    assert found is not None
    assert found.proposal is Proposal.BY_HAND


def test_unchanged_takes_no_number_away() -> None:
    ours = _ours([new()])
    theirs = _theirs([report(1, UNCHANGED, at=3)])
    assert ours is not None
    assert overlay(ours, theirs, RULES) == ours.state
    assert _difference(ours, theirs) is None


def test_unchanged_on_a_case_that_ended_here_differs() -> None:
    ours = _ours([new(), report(2, CHANGE, at=4, ends=True)])
    found = _difference(ours, _theirs([report(3, UNCHANGED, at=4, percentage="0.00")]))
    assert found is not None
    assert [(each.name, each.ours, each.theirs) for each in found.row.fields] == [
        ("recovered_on", str(day(4)), "")
    ]


def test_unchanged_that_says_otherwise_than_what_is_taken_over_does_not_settle() -> None:
    theirs = _theirs([new(percentage="50.00"), report(2, UNCHANGED, at=0, percentage="100.00")])
    only_theirs = ComparedRow(outcome=Outcome.ONLY_THEIRS, employer="1001", person=1, theirs="VG1")
    for ours, row in ((None, only_theirs), (_ours([new(percentage="80.00")]), None)):
        difference = difference_of(row or _row(ours, theirs.state), (ours, theirs), RULES, TODAY)
        assert difference is not None
        assert (difference.proposal, difference.settles) == (Proposal.TAKE_OVER, False)


def test_a_difference_is_known_by_what_was_shown_of_it() -> None:
    ours = _ours([new()])
    first = _difference(ours, _theirs([new(percentage="50.00")]))
    second = _difference(ours, _theirs([new(percentage="80.00")]))
    assert first is not None
    assert second is not None
    assert first.shown == _shown_again(first)
    assert first.shown != second.shown


def _shown_again(difference: Difference) -> str:
    return replace(difference).shown


def test_what_is_taken_over_is_told_by_message() -> None:
    row = ComparedRow(outcome=Outcome.ONLY_THEIRS, employer="1001", person=None, theirs="VG1")
    chosen = [Difference(row=row, reports=((1, 4), (2, 0))), Difference(row=row, reports=((1, 7),))]
    assert by_message(chosen) == {1: frozenset({4, 7}), 2: frozenset({0})}


@given(stories, stories, case_rules)
def test_what_settles_makes_equal_and_takes_what_the_portal_reported(
    mine: list[Report], portals: list[Report], rules: CaseRules
) -> None:
    rules = replace(rules, accept_gaps=True)
    ours, theirs = _ours(mine, rules), _theirs(portals, rules)
    if ours is None or not theirs.reports:
        return
    found = _difference(ours, theirs, rules)
    if found is None or found.proposal is Proposal.BY_HAND:
        assert found is None or not found.reports
        return
    assert set(found.reports) <= {each.place for each in theirs.reports}
    chosen = [
        replace(each, standing=Standing.CHOSEN)
        for each in theirs.reports
        if each.place in found.reports
    ]
    after = _ours([*mine, *chosen], rules)
    assert after is not None
    assert after.state != ours.state
    assert found.settles is (_difference(after, theirs, rules) is None)


@given(stories)
def test_what_only_we_have_is_never_taken_away(mine: list[Report]) -> None:
    ours = _ours(mine)
    if ours is None:
        return
    row = ComparedRow(outcome=Outcome.ONLY_OURS, employer="1001", person=1, ours="VG1")
    assert difference_of(row, (ours, None), RULES, TODAY) == Difference(row=row)
