"""The state of a case as the fold of its reports in order of number (VZ-3, VZ-9, VZ-12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from verzuimbrug.domain import mutations
from verzuimbrug.domain.cases import CaseOutcome, CaseState, CaseStatus, Step, Verdict
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.findings import Finding, Severity
from verzuimbrug.domain.numbering import Place, decided_by_person, number
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import Report, ReportContent, ReportState

FULL = Decimal("100.00")


def fold_case(
    reports: Iterable[Report], rules: CaseRules, released_gaps: frozenset[int] = frozenset()
) -> CaseOutcome:
    """Folds all reports of one case.

    The outcome depends on the set of reports and their places only, never on the order given.
    `released_gaps` are the numbers that may follow a gap because a person released it (VZ-3).
    """
    numbering = number(reports)
    if numbering.start is None:
        code = "VE402" if numbering.start_undone else "VZ902"
        waiting = {report.place: _without_first(report, code) for report in numbering.standing}
        return CaseOutcome(state=None, employee=None, verdicts={**numbering.settled, **waiting})
    fold = _Fold(rules=rules, released=released_gaps, verdicts=numbering.settled)
    for report in numbering.standing:
        fold.take(report)
    employee = numbering.start.employee if fold.state else None
    return CaseOutcome(
        state=fold.state,
        employee=employee,
        verdicts=fold.verdicts,
        steps=fold.steps,
        bridged=frozenset(fold.bridged),
    )


def _without_first(report: Report, code: str) -> Verdict:
    """VZ-9: a mutation of a case whose `new` report is not known, or undone, waits for it."""
    finding = Finding(code, {"sequence": str(report.sequence)})
    return decided_by_person(report) or Verdict(ReportState.PARKED, (finding,))


@dataclass(slots=True, kw_only=True)
class _Fold:
    """The fold in progress. `waits_for` is the number that holds up all later ones.

    `only_refused`: that is because of refused reports only, which can be released as a gap can.
    """

    rules: CaseRules
    released: frozenset[int]
    verdicts: dict[Place, Verdict]
    state: CaseState | None = None
    next_number: int | None = None
    waits_for: int | None = None
    missing: bool = False
    only_refused: bool = False
    touched: set[date] = field(default_factory=set)
    steps: dict[Place, Step] = field(default_factory=dict)
    bridged: set[int] = field(default_factory=set)

    def take(self, report: Report) -> None:
        """Decides the next report by number."""
        self.verdicts[report.place] = (
            self._decided_by_person(report)
            or self._withdrawn(report)
            or self._stopped(report)
            or self._fold(report)
        )

    def _decided_by_person(self, report: Report) -> Verdict | None:
        """VE-2, VE-4: it keeps its number. Later ones go on after an undone one only."""
        verdict = decided_by_person(report)
        if verdict is None:
            return None
        if verdict.state is ReportState.UNDONE:
            self._pass_refused(report)
            if report.sequence == self.next_number or report.sequence in self.released:
                self.next_number = report.sequence + 1
            return verdict
        goes_on = self.state is not None and (self.waits_for is None or self.only_refused)
        self.only_refused = goes_on and verdict.state is ReportState.REFUSED
        self.waits_for = report.sequence if self.waits_for is None else self.waits_for
        return verdict

    def _withdrawn(self, report: Report) -> Verdict | None:
        """VZ-9: nothing follows the withdrawal of a case."""
        if self.state is None or self.state.status is not CaseStatus.WITHDRAWN:
            return None
        params = {"sequence": str(report.sequence), "withdrawal": str(self.state.last_sequence)}
        return Verdict(ReportState.CONFLICT, (Finding("VZ901", params),))

    def _stopped(self, report: Report) -> Verdict | None:
        """VZ-3: a report beyond a gap, or behind one that has no effect yet, waits."""
        self._pass_refused(report)
        self.only_refused = False
        if self.waits_for is None and self._is_beyond_gap(report):
            self.waits_for, self.missing = self.next_number, True
        if self.waits_for is None:
            return None
        params = {"sequence": str(report.sequence), "awaited": str(self.waits_for)}
        return Verdict(ReportState.PARKED, (Finding("VZ301" if self.missing else "VZ302", params),))

    def _pass_refused(self, report: Report) -> None:
        """VE-2: what a person refused holds up nothing that a person released."""
        if self.only_refused and report.sequence in self.released:
            self.waits_for, self.only_refused = None, False

    def _is_beyond_gap(self, report: Report) -> bool:
        gap = self.next_number is not None and report.sequence != self.next_number
        return gap and not self.rules.accept_gaps and report.sequence not in self.released

    def _fold(self, report: Report) -> Verdict:
        skipped = self._skipped(report)
        self.next_number = report.sequence + 1
        verdict = self._decide(report)
        if verdict.state is not ReportState.APPLIED:
            self.waits_for = report.sequence
            return verdict
        if not skipped:
            return verdict
        self.bridged.add(report.sequence)
        return replace(verdict, findings=skipped + verdict.findings)

    def _skipped(self, report: Report) -> tuple[Finding, ...]:
        if self.next_number in (None, report.sequence):
            return ()
        params = {"sequence": str(report.sequence), "awaited": str(self.next_number)}
        return (Finding("VZ304", params),)

    def _decide(self, report: Report) -> Verdict:
        """The effect of a report whose turn it is."""
        if self.state is not None and report.content.operation is Operation.NEW:
            finding = Finding("VZ401", {"sequence": str(report.sequence)})
            return Verdict(ReportState.CONFLICT, (finding,))
        unconfirmed = not self.rules.confirms(report.edition)
        if report.content.operation is Operation.WITHDRAW and unconfirmed:
            return Verdict(ReportState.PARKED, (Finding("VZ701"),))
        impossible = _impossible(report)
        if impossible:
            return Verdict(ReportState.HELD, impossible)
        return self._apply(report)

    def _apply(self, report: Report) -> Verdict:
        content, before = report.content, self.state
        if before is None:
            mutated = mutations.open_case(content, self.rules)
        else:
            mutated = mutations.mutate(before, content, self.rules, frozenset(self.touched))
        findings = (*mutated.findings, *_recovers_too_early(mutated.state))
        if any(finding.severity is Severity.ERROR for finding in findings):
            return Verdict(ReportState.HELD, findings)
        if before is not None:
            self.touched |= mutated.sets
        self.state = replace(
            mutated.state,
            last_sequence=report.sequence,
            employment=report.employment or (before.employment if before else None),
        )
        self.steps[report.place] = Step(before, self.state)
        remarks = self._remarks(before, self.state, report, mutated.sets)
        return Verdict(ReportState.APPLIED, (*findings, *remarks))

    def _remarks(
        self, before: CaseState | None, after: CaseState, report: Report, sets: frozenset[date]
    ) -> Sequence[Finding]:
        """The warnings of VZ-4 and VZ-12 on a report that is applied."""
        remarks = _period_remarks(after, report.content, sets)
        if before is None or after.first_day != before.first_day:
            remarks += _first_day_remarks(report, self.rules)
        elif report.content.first_day_old is None and report.content.first_day != before.first_day:
            params = {
                "reported": str(report.content.first_day),
                "first_day": str(before.first_day),
            }
            remarks.append(Finding("VZ402", params))
        return remarks


def _impossible(report: Report) -> tuple[Finding, ...]:
    """MSG-2 and VZ-12: what makes a report unusable whatever the case."""
    findings = []
    if report.impossible_year:
        findings.append(Finding("VZ12C"))
    if report.content.percentage > FULL:
        findings.append(Finding("VZ122", {"percentage": str(report.content.percentage)}))
    return tuple(findings)


def _recovers_too_early(state: CaseState) -> tuple[Finding, ...]:
    if state.recovered_on is None or state.recovered_on >= state.first_day:
        return ()
    params = {"recovered_on": str(state.recovered_on), "first_day": str(state.first_day)}
    return (Finding("VZ121", params),)


def _period_remarks(
    after: CaseState, content: ReportContent, sets: frozenset[date]
) -> list[Finding]:
    early = sorted(start for start in sets if start < after.first_day)
    remarks = [Finding("VZ128", {"start": str(start)}) for start in early]
    if after.recovered_on is not None and content.operation is not Operation.UNCHANGED:
        late = max((start for start in after.periods if start > after.recovered_on), default=None)
        if late is not None:
            params = {"start": str(late), "recovered_on": str(after.recovered_on)}
            remarks.append(Finding("VZ127", params))
    return remarks


def _first_day_remarks(report: Report, rules: CaseRules) -> list[Finding]:
    params = {"first_day": str(report.content.first_day)}
    if report.content.first_day > report.received_on:
        return [Finding("VZ12A", params)]
    if report.content.first_day < report.received_on - timedelta(days=rules.oldest_days):
        return [Finding("VZ12B", params)]
    return []
