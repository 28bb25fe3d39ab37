"""What folding the cases of a batch gives: states, links and verdicts (VZ-3, VZ-11 to VZ-13)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from verzuimbrug.domain.case_sets import CaseSets, CaseTerms
from verzuimbrug.domain.cases import CaseOutcome, Step, Verdict
from verzuimbrug.domain.classification import classify
from verzuimbrug.domain.composite import PersonCase, continued_case, overlapping
from verzuimbrug.domain.decisions import CaseDecision, ReportDecision
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.numbering import Place
from verzuimbrug.domain.reports import Report, ReportState
from verzuimbrug.domain.snapshot import CaseFacts, CaseKey, StoredReport


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedCase:
    """A case that the batch touched: the fold, and the case as stored and from now on."""

    key: CaseKey
    terms: CaseTerms
    outcome: CaseOutcome
    before: CaseFacts | None
    after: CaseFacts | None
    remarks: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResults:
    """The decisions on cases and reports; `elsewhere` are findings, by message, on other cases."""

    cases: tuple[CaseDecision, ...]
    reports: tuple[ReportDecision, ...]
    elsewhere: Mapping[int, tuple[Finding, ...]]


def decide_cases(sets: CaseSets) -> CaseResults:
    """Folds every touched case, classifies it, and links the cases of its person."""
    ids = count(-1, -1)
    folded = [_classified(_fold(sets, key, terms, ids)) for key, terms in sets.touched.items()]
    linked, others = _link(sets, folded)
    elsewhere: dict[int, list[Finding]] = defaultdict(list)
    for other in others:
        if other.continues is not None:
            elsewhere[other.message].append(Finding("VZ111", {"case": other.key.key}))
    return CaseResults(
        cases=(*(_case_decisions(sets, linked)), *others),
        reports=tuple(decision for case in linked for decision in _report_decisions(sets, case)),
        elsewhere={message: tuple(findings) for message, findings in elsewhere.items()},
    )


def _fold(sets: CaseSets, key: CaseKey, terms: CaseTerms, ids: Iterator[int]) -> FoldedCase:
    before = sets.facts.get(key)
    released = before.released_gaps if before else frozenset[int]()
    outcome = fold_case(sets.reports(key).values(), terms.rules, released)
    return FoldedCase(
        key=key,
        terms=terms,
        outcome=outcome,
        before=before,
        after=_after(key, outcome, before, ids),
    )


def _after(
    key: CaseKey, outcome: CaseOutcome, before: CaseFacts | None, ids: Iterator[int]
) -> CaseFacts | None:
    """The case from now on; one that no report starts any more is hidden as it was (VE-4)."""
    if outcome.state is None or outcome.employee is None:
        return replace(before, hidden=True) if before else None
    if before is None:
        return CaseFacts(
            id=next(ids),
            key=key,
            employee=outcome.employee,
            state=outcome.state,
            released_gaps=frozenset(outcome.bridged),
        )
    return replace(
        before,
        state=outcome.state,
        employee=outcome.employee,
        released_gaps=before.released_gaps | outcome.bridged,
        hidden=False,
    )


def _classified(case: FoldedCase) -> FoldedCase:
    """VZ-13."""
    if case.after is None or case.after.hidden:
        return case
    code, finding = classify(case.after.state, case.terms.table, case.terms.classifications)
    if finding is None and code == case.after.classification:
        return case
    after = replace(case.after, classification=code)
    return replace(case, after=after, remarks=(finding,) if finding else ())


def _link(sets: CaseSets, folded: list[FoldedCase]) -> tuple[list[FoldedCase], list[CaseDecision]]:
    """VZ-11: which case continues which, for every case of the persons whose cases were touched."""
    of_person = _cases_by_person(sets, folded)
    linked = [_linked(case, of_person) for case in folded]
    touched = {case.key for case in folded}
    terms = {
        facts.employee: case.terms
        for case in folded
        for facts in (case.before, case.after)
        if facts is not None
    }
    others: list[CaseDecision] = []
    for employee, terms_of_person in terms.items():
        for facts in of_person[employee].values():
            if facts.key not in touched:
                others += _relinked(facts, of_person[employee], terms_of_person)
    return linked, others


def _cases_by_person(
    sets: CaseSets, folded: Iterable[FoldedCase]
) -> Mapping[int, Mapping[int, CaseFacts]]:
    of_person: dict[int, dict[int, CaseFacts]] = defaultdict(dict)
    now = {**sets.facts, **{case.key: case.after for case in folded if case.after}}
    for facts in now.values():
        if not facts.hidden:
            of_person[facts.employee][facts.id] = facts
    return of_person


def _linked(case: FoldedCase, of_person: Mapping[int, Mapping[int, CaseFacts]]) -> FoldedCase:
    if case.after is None or case.after.hidden:
        return case
    own = of_person[case.after.employee]
    continues = _continued(case.after, own, case.terms)
    remarks = list(case.remarks)
    if continues is not None and continues != case.after.continues:
        remarks.append(Finding("VZ111", {"case": own[continues].key.key}))
    persons = _person_cases(own, case.terms)
    others = overlapping(persons[case.after.id], persons.values())
    remarks += [Finding("VZ129", {"case": other.key}) for other in others]
    if continues == case.after.continues and len(remarks) == len(case.remarks):
        return case
    after = replace(case.after, continues=continues)
    return replace(case, after=after, remarks=tuple(remarks))


def _relinked(
    facts: CaseFacts, own: Mapping[int, CaseFacts], terms: CaseTerms
) -> Iterable[CaseDecision]:
    continues = _continued(facts, own, terms)
    if continues != facts.continues:
        after = replace(facts, continues=continues)
        yield _decision(terms.message, facts, after, {})


def _continued(facts: CaseFacts, own: Mapping[int, CaseFacts], terms: CaseTerms) -> int | None:
    persons = _person_cases(own, terms)
    earlier = continued_case(persons[facts.id], persons.values(), terms.rules.composite_days)
    return earlier.id if earlier else None


def _person_cases(own: Mapping[int, CaseFacts], terms: CaseTerms) -> Mapping[int, PersonCase]:
    return {
        facts.id: PersonCase(
            id=facts.id,
            key=facts.key.key,
            state=facts.state,
            is_maternity=facts.state.leave in terms.rules.maternity_leaves,
        )
        for facts in own.values()
    }


def _case_decisions(sets: CaseSets, folded: Iterable[FoldedCase]) -> Iterator[CaseDecision]:
    for case in folded:
        if case.after is not None:
            steps = _steps(sets, case)
            yield _decision(case.terms.message, case.before, case.after, steps)


def _steps(sets: CaseSets, case: FoldedCase) -> Mapping[Place, Step]:
    """What the reports that were not applied before did, when they are the last of the case."""
    steps = case.outcome.steps
    new = [place for place in steps if not _was_applied(sets.stored.get(place))]
    if new != list(steps)[len(steps) - len(new) :] or not new:
        return {}
    state = case.before.state if case.before and not case.before.hidden else None
    return {place: steps[place] for place in new} if steps[new[0]].before == state else {}


def _was_applied(stored: StoredReport | None) -> bool:
    return stored is not None and stored.state is ReportState.APPLIED


def _decision(
    message: int, before: CaseFacts | None, after: CaseFacts, steps: Mapping[Place, Step]
) -> CaseDecision:
    return CaseDecision(
        id=after.id,
        key=after.key,
        employee=after.employee,
        state=after.state,
        before=before.state if before else None,
        classification=after.classification,
        classification_before=before.classification if before else None,
        continues=after.continues,
        continues_before=before.continues if before else None,
        message=message,
        released_gaps=after.released_gaps,
        hidden=after.hidden,
        hidden_before=before.hidden if before else False,
        steps=steps,
    )


def _report_decisions(sets: CaseSets, case: FoldedCase) -> Iterable[ReportDecision]:
    """The reports whose state is new; the remarks on the case go with the last one applied."""
    reports = sets.reports(case.key)
    changed = {
        place: verdict
        for place, verdict in case.outcome.verdicts.items()
        if _is_news(sets.stored.get(place), reports[place], verdict)
    }
    applied = [reports[p] for p, verdict in changed.items() if verdict.state is ReportState.APPLIED]
    last = max(applied, key=_by_number).place if applied else None
    for place, verdict in changed.items():
        findings = verdict.findings + (case.remarks if place == last else ())
        yield _report_decision(sets, case.key, reports[place], verdict.state, findings)


def _by_number(report: Report) -> tuple[int, Place]:
    return (report.sequence, report.place)


def _is_news(stored: StoredReport | None, report: Report, verdict: Verdict) -> bool:
    """A report that was applied keeps the findings it was applied with."""
    if stored is None or stored.state is not verdict.state or stored.report != report:
        return True
    return verdict.state is not ReportState.APPLIED and stored.findings != verdict.findings


def _report_decision(
    sets: CaseSets,
    key: CaseKey,
    report: Report,
    state: ReportState,
    findings: tuple[Finding, ...],
) -> ReportDecision:
    draft = sets.drafts.get(report.place)
    if draft is not None:
        return replace(draft, case_key=key.key, state=state, findings=findings)
    return ReportDecision(
        place=report.place,
        new=False,
        state=state,
        findings=findings,
        account=key.account,
        employer=key.employer,
        employer_code="",
        case_key=key.key,
        sequence=report.sequence,
        standing=report.standing,
    )
