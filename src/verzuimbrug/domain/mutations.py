"""What one report does to its case (VZ-4 to VZ-8, VZ-12): pure, from state to state.

Each mutation returns the next state and what there is to say. A finding of severity error means
that the report is held and the state stays as it was.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from verzuimbrug.domain.cases import ZERO, CaseState, CaseStatus
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import ReportContent

Periods = Mapping[date, Decimal]


@dataclass(frozen=True, slots=True)
class Mutated:
    """The state after a report, the findings, and the dates that the report set a period on."""

    state: CaseState
    findings: tuple[Finding, ...] = ()
    sets: frozenset[date] = frozenset()


def refused(state: CaseState, code: str, **params: object) -> Mutated:
    """The report cannot be: the state stays, with the finding that says why (VZ-12)."""
    return Mutated(state, (Finding(code, {name: str(value) for name, value in params.items()}),))


def open_case(content: ReportContent, rules: CaseRules) -> Mutated:
    """VZ-4: a `new` report starts the case."""
    state = CaseState(
        first_day=content.first_day, periods={content.mutation_date: content.percentage}
    )
    if content.is_recovery:
        state = _recovered(state, content, rules)
    return Mutated(_described(state, content), (), frozenset({content.mutation_date}))


def mutate(
    state: CaseState, content: ReportContent, rules: CaseRules, touched: frozenset[date]
) -> Mutated:
    """Applies a later report; `touched` are the dates that a mutation has set (VZ-12)."""
    mutated = _OPERATIONS[content.operation](state, content, rules, touched)
    if content.operation in (Operation.UNCHANGED, Operation.WITHDRAW):
        return mutated
    return replace(mutated, state=_described(mutated.state, content))


def _change(
    state: CaseState, content: ReportContent, rules: CaseRules, _: frozenset[date]
) -> Mutated:
    """VZ-5."""
    if content.is_recovery:
        return Mutated(_recovered(state, content, rules))
    sets = {content.mutation_date: content.percentage}
    findings: tuple[Finding, ...] = ()
    if state.recovered_on is not None and content.mutation_date > state.recovered_on:
        sets[state.recovered_on] = ZERO
        findings = (Finding("VZ501", {"recovered_on": str(state.recovered_on)}),)
    periods = {**state.periods, **sets}
    return Mutated(replace(_reopened(state), periods=periods), findings, frozenset(sets))


def _correct(
    state: CaseState, content: ReportContent, rules: CaseRules, _: frozenset[date]
) -> Mutated:
    """VZ-6: (a) the first day, (b) the date of a period, (c) the percentage of a period."""
    if content.first_day_old is not None:
        mutated = _move_first_day(state, content, content.first_day_old)
    elif content.ends:
        mutated = Mutated(state)
    else:
        old = content.mutation_date_old or content.mutation_date
        mutated = _move_period(state, content, old)
    if mutated.findings:
        return mutated
    if content.ends:
        return replace(mutated, state=_recovered(mutated.state, content, rules))
    return replace(mutated, state=_reopened(mutated.state))


def _move_first_day(state: CaseState, content: ReportContent, old: date) -> Mutated:
    if old != state.first_day or old not in state.periods:
        return refused(state, "VZ125", first_day=old)
    percentage = state.periods[old] if content.ends else content.percentage
    later = {start: value for start, value in state.periods.items() if start > content.first_day}
    later.pop(old, None)
    periods = {content.first_day: percentage, **later}
    return Mutated(replace(state, first_day=content.first_day, periods=periods))


def _move_period(state: CaseState, content: ReportContent, old: date) -> Mutated:
    if old not in state.periods:
        return refused(state, "VZ124", start=old)
    periods = {start: value for start, value in state.periods.items() if start != old}
    periods[content.mutation_date] = content.percentage
    return Mutated(replace(state, periods=periods), (), frozenset({content.mutation_date}))


def _withdraw(
    state: CaseState, content: ReportContent, _: CaseRules, touched: frozenset[date]
) -> Mutated:
    """VZ-7: the recovery, the whole case, or one period."""
    if content.ends:
        if state.recovered_on is None:
            return refused(state, "VZ123")
        return Mutated(_reopened(state))
    if content.mutation_date == state.first_day:
        if state.first_day in touched:
            return refused(state, "VZ126", first_day=state.first_day)
        return Mutated(replace(state, status=CaseStatus.WITHDRAWN))
    if content.mutation_date not in state.periods:
        return refused(state, "VZ124", start=content.mutation_date)
    kept = {
        start: value for start, value in state.periods.items() if start != content.mutation_date
    }
    return Mutated(replace(state, periods=kept))


def _unchanged(
    state: CaseState, content: ReportContent, _: CaseRules, __: frozenset[date]
) -> Mutated:
    """VZ-8: no effect; what it says and the case does not is drift."""
    if content.ends:
        same = state.recovered_on == content.recovery_date
    else:
        holds = state.percentage_on(content.mutation_date)
        same = state.recovered_on is None and holds == content.percentage
    return Mutated(state, () if same else (Finding("VZ801"),))


_OPERATIONS: Mapping[
    Operation, Callable[[CaseState, ReportContent, CaseRules, frozenset[date]], Mutated]
] = {
    Operation.CHANGE: _change,
    Operation.END: _change,
    Operation.CORRECT: _correct,
    Operation.WITHDRAW: _withdraw,
    Operation.UNCHANGED: _unchanged,
}


def _recovered(state: CaseState, content: ReportContent, rules: CaseRules) -> CaseState:
    ended = content.end_reason is not None and content.end_reason in rules.ended_reasons
    return replace(
        state,
        recovered_on=content.recovery_date,
        status=CaseStatus.ENDED if ended else CaseStatus.RECOVERED,
        end_reason=content.end_reason,
    )


def _reopened(state: CaseState) -> CaseState:
    if state.status is CaseStatus.OPEN:
        # The usual one, of which nothing changes: an open case has no end.
        return state
    return replace(state, recovered_on=None, status=CaseStatus.OPEN, end_reason=None)


def _described(state: CaseState, content: ReportContent) -> CaseState:
    """VZ-4: cause, safety net, leave and expected recovery are those of the last such report."""
    return replace(
        state,
        cause=content.cause,
        safety_net=content.safety_net,
        leave=content.leave,
        expected_recovery=content.expected_recovery,
    )
