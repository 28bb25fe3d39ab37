"""What holds of the fold for all reports of a case (VZ-2, VZ-3, VE-2, VE-4)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from hypothesis import given, settings, strategies as st

from strategies.absence import CONFIRMED, arrived, case_rules, garbage, stories
from strategies.standings import judged
from unit.domain.oracle import Case, Told, interpret
from verzuimbrug.domain.cases import CaseOutcome, CaseState
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import Report, ReportState, Standing

gaps = st.frozensets(st.integers(min_value=0, max_value=6), max_size=2)


def _case(state: CaseState | None) -> Case | None:
    if state is None:
        return None
    return {field.name: getattr(state, field.name) for field in fields(state)}


def _told(outcome: CaseOutcome) -> dict[tuple[int, int], Told]:
    return {
        place: (verdict.state.value, {finding.code for finding in verdict.findings})
        for place, verdict in outcome.verdicts.items()
    }


def _agrees(reports: list[Report], rules: CaseRules, released: frozenset[int]) -> None:
    outcome = fold_case(reports, rules, released)
    case, told = interpret(reports, rules, released)
    if case:
        del case["set_again"]

    assert told == _told(outcome)
    assert case == _case(outcome.state)


def _possible(story: list[Report]) -> list[Report]:
    """The story without what cannot be, by the second reading of the rules, and numbered anew."""
    kept: list[Report] = []
    for report in story:
        number = kept[-1].sequence + 1 if kept else report.sequence
        longer = [*kept, replace(report, sequence=number)]
        if all(state == "applied" for state, _ in interpret(longer, CONFIRMED)[1].values()):
            kept = longer
    return kept


@settings(max_examples=200)
@given(story=stories.map(_possible))
def test_a_possible_story_is_applied_to_the_end_as_the_rules_read(story: list[Report]) -> None:
    verdicts = fold_case(story, CONFIRMED).verdicts.values()

    assert all(verdict.state is ReportState.APPLIED for verdict in verdicts)
    _agrees(story, CONFIRMED, frozenset())


@settings(max_examples=200)
@given(reports=stories, rules=case_rules, released=gaps)
def test_any_story_folds_as_the_rules_read(
    reports: list[Report], rules: CaseRules, released: frozenset[int]
) -> None:
    _agrees(reports, rules, released)


@settings(max_examples=300)
@given(reports=garbage, rules=case_rules, released=gaps)
def test_garbage_folds_as_the_rules_read(
    reports: list[Report], rules: CaseRules, released: frozenset[int]
) -> None:
    _agrees(reports, rules, released)


@given(reports=judged(garbage), rules=case_rules)
def test_every_report_gets_one_verdict_and_every_finding_has_its_words(
    reports: list[Report], rules: CaseRules
) -> None:
    verdicts = fold_case(reports, rules).verdicts

    assert set(verdicts) == {report.place for report in reports}
    for verdict in verdicts.values():
        for finding in verdict.findings:
            assert "..." not in finding.text() + finding.cause() + finding.action()


@given(reports=judged(garbage), rules=case_rules, data=st.data())
def test_order_of_handing_over_does_not_matter(
    reports: list[Report], rules: CaseRules, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(reports))

    assert fold_case(shuffled, rules) == fold_case(reports, rules)


@settings(max_examples=400)
@given(reports=judged(garbage), rules=case_rules, released=gaps)
def test_what_people_said_of_reports_folds_as_the_rules_read(
    reports: list[Report], rules: CaseRules, released: frozenset[int]
) -> None:
    _agrees(reports, rules, released)


@settings(max_examples=200)
@given(reports=judged(stories), rules=case_rules, released=gaps)
def test_a_story_of_which_parts_are_held_refused_chosen_or_undone_folds_as_the_rules_read(
    reports: list[Report], rules: CaseRules, released: frozenset[int]
) -> None:
    _agrees(reports, rules, released)


@given(reports=judged(garbage), rules=case_rules, released=gaps)
def test_what_is_held_refused_or_undone_has_no_effect(
    reports: list[Report], rules: CaseRules, released: frozenset[int]
) -> None:
    outcome = fold_case(reports, rules, released)

    by_people = {Standing.HELD: ReportState.HELD, Standing.REFUSED: ReportState.REFUSED}
    for each in reports:
        said = ReportState.UNDONE if each.undone is not None else by_people.get(each.standing)
        assert said in (None, outcome.verdicts[each.place].state)
        assert each.place not in outcome.steps or said is None


@given(reports=judged(garbage), rules=case_rules)
def test_steps_lead_from_nothing_to_the_state(reports: list[Report], rules: CaseRules) -> None:
    outcome = fold_case(reports, rules)

    states = [None, *(step.after for step in outcome.steps.values())]
    assert [step.before for step in outcome.steps.values()] == states[:-1]
    assert states[-1] == outcome.state


@given(reports=judged(garbage), rules=case_rules, released=gaps)
def test_gaps_that_were_bridged_stay_bridged_when_gaps_are_parked_again(
    reports: list[Report], rules: CaseRules, released: frozenset[int]
) -> None:
    accepted = fold_case(reports, replace(rules, accept_gaps=True), released)
    parked = fold_case(reports, replace(rules, accept_gaps=False), released | accepted.bridged)

    # Of a report beyond a gap that has no effect yet, what it waits for is now the gap.
    assert (parked.state, parked.steps) == (accepted.state, accepted.steps)


def _by_number(
    reports: Iterable[Report], outcome: CaseOutcome
) -> Counter[tuple[int, ReportState, str]]:
    """What became of the reports, whatever their places; doubles are counted apart."""
    verdicts = [(report.sequence, outcome.verdicts[report.place]) for report in reports]
    return Counter(
        (sequence, verdict.state, str(verdict.findings))
        for sequence, verdict in verdicts
        if verdict.state is not ReportState.DUPLICATE
    )


@settings(max_examples=200)
@given(story=stories | stories.map(_possible), rules=case_rules, data=st.data())
def test_order_of_arrival_and_doubles_do_not_matter(
    story: list[Report], rules: CaseRules, data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.sampled_from(story), unique=True)) if len(story) > 1 else story
    doubles = data.draw(st.lists(st.sampled_from(kept), max_size=4)) if kept else []
    again = arrived(data.draw(st.permutations([*kept, *doubles])))

    once, more = fold_case(kept, rules), fold_case(again, rules)

    assert more.state == once.state
    assert _by_number(again, more) == _by_number(kept, once)
    assert len(again) - len(kept) == sum(
        verdict.state is ReportState.DUPLICATE for verdict in more.verdicts.values()
    )


@given(story=stories, rules=case_rules)
def test_a_report_that_arrives_later_ends_where_it_would_have_in_time(
    story: list[Report], rules: CaseRules
) -> None:
    last_first = arrived(reversed(story))

    assert fold_case(last_first, rules).state == fold_case(story, rules).state


@given(reports=garbage, rules=case_rules, employee=st.sampled_from([3, 4]))
def test_another_persons_reports_never_change_a_case(
    reports: list[Report], rules: CaseRules, employee: int
) -> None:
    start = fold_case(reports, rules)
    strangers: list[Any] = [
        replace(report, employee=employee, place=(100 + n, 0)) for n, report in enumerate(reports)
    ]

    if start.employee is not None:
        assert fold_case([*reports, *strangers], rules).state == start.state
