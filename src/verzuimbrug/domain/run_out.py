"""What still goes on after an employer left the group: the cases that were open (WG-4).

Whether a case was open when the membership ended is read from its reports that had been received by
then. What is received later does not change it, so the order in which that comes does not matter.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from verzuimbrug.domain.case_sets import CaseSets
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.decisions import Decisions, ReportDecision, WaitCause
from verzuimbrug.domain.deliveries import DeliveredEmployer, DeliveredPerson, DeliveredReport
from verzuimbrug.domain.drafts import Blocked, parked
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.people import People
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.scope import RunOut
from verzuimbrug.domain.snapshot import CaseFacts, CaseKey, EmployerFacts, PersonKey, Snapshot

Pair = tuple[int, int]
"""An account and an employer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """An employer that left, for one stream: the tag of its link key, its rules, the run-out."""

    account: int
    employer: int
    employee_key: str
    rules: CaseRules
    run_out: RunOut

    def blocked(self, code: str, delivered: DeliveredEmployer) -> Blocked:
        """Why the rest of a message about the employer waits."""
        return left(self.run_out, code, delivered)


def left(run_out: RunOut, code: str, delivered: DeliveredEmployer) -> Blocked:
    """Why what does not go on of an employer that left waits."""
    params = {
        "code": code,
        "ends_on": run_out.ended_on.isoformat(),
        "run_out_until": run_out.until.isoformat(),
    }
    finding = Finding("WG401", params, delivered.path, delivered.line)
    return parked(finding, WaitCause.EMPLOYER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """The persons of a message with what goes on, and those with what waits."""

    goes_on: tuple[DeliveredPerson, ...]
    waits: tuple[DeliveredPerson, ...]


class RunOuts:
    """The employers of a batch that are in the run-out of their membership."""

    def __init__(self, snapshot: Snapshot, people: People, sets: CaseSets, today: date) -> None:
        """Open cases are those of the snapshot; keys are followed as the batch goes."""
        self._reports = snapshot.reports
        self._people = people
        self._sets = sets
        self._today = today
        self._cases: dict[int, list[CaseFacts]] = defaultdict(list)
        self._ended_on: dict[Pair, date] = {}
        for facts in snapshot.cases:
            self._cases[facts.employee].append(facts)

    def of(self, message: MessageInput, employer: EmployerFacts) -> Leaving | None:
        """The employer as one that left, on the day of receipt or of processing."""
        configuration = message.configuration
        days = (message.received_at.date(), self._today)
        run_out = configuration.scope.run_out(employer.tenure, days)
        if run_out is None:
            return None
        self._ended_on[(configuration.account, employer.id)] = run_out.ended_on
        return Leaving(
            account=configuration.account,
            employer=employer.id,
            employee_key=configuration.employee_key,
            rules=configuration.case_rules,
            run_out=run_out,
        )

    def divide(self, persons: Iterable[DeliveredPerson], leaving: Leaving) -> Divided:
        """Of a known person with an open case the data and the reports on that case go on."""
        goes_on: list[DeliveredPerson] = []
        waits: list[DeliveredPerson] = []
        for person in persons:
            open_cases = self._open_cases(person, leaving)
            if not open_cases:
                waits.append(person)
                continue
            own = {
                report.position
                for report in person.reports
                if self._names_one(report, leaving, open_cases)
            }
            goes_on.append(person.with_reports(own))
            others = {report.position for report in person.reports} - own
            if others:
                waits.append(person.with_reports(others))
        return Divided(goes_on=tuple(goes_on), waits=tuple(waits))

    def _open_cases(self, person: DeliveredPerson, leaving: Leaving) -> frozenset[int]:
        keys = {*person.keys.get(leaving.employee_key, ()), person.key_old}
        known = {
            self._people.find(PersonKey(leaving.account, leaving.employer, key))
            for key in keys
            if key
        }
        return frozenset(
            facts.id
            for employee in known
            if employee is not None
            for facts in self._cases[employee]
            if (facts.key.account, facts.key.employer) == (leaving.account, leaving.employer)
            and self._was_open(facts, leaving)
        )

    def _was_open(self, facts: CaseFacts, leaving: Leaving) -> bool:
        ended_on = leaving.run_out.ended_on
        reports = [stored.report for stored in self._reports.get(facts.key, ())]
        by_then = [report for report in reports if report.received_on <= ended_on]
        state = fold_case(by_then, leaving.rules, facts.released_gaps).state
        if state is None or state.status is CaseStatus.WITHDRAWN:
            return False
        return state.recovered_on is None or state.recovered_on > ended_on

    def _names_one(
        self, report: DeliveredReport, leaving: Leaving, open_cases: frozenset[int]
    ) -> bool:
        """Whether a report is about one of the cases, by its key or its former key (VZ-1)."""
        for name in (report.case_key, report.case_key_old):
            key = self._sets.current_key(CaseKey(leaving.account, leaving.employer, name or ""))
            if key in self._sets.facts and self._sets.facts[key].id in open_cases:
                return True
        return False

    def resumed(self, decisions: Decisions) -> frozenset[Pair]:
        """Where what waits may go on now.

        That is so when a report that was received before the end of the membership takes effect
        only now, or a key has become known.
        """
        found = {(link.key.account, link.key.employer) for link in decisions.links}
        found |= {(key.account, key.employer) for key in decisions.case_aliases}
        found |= {
            (decided.account, decided.employer)
            for decided in decisions.reports
            if decided.employer is not None and self._is_late(decided.employer, decided)
        }
        return frozenset(found & self._ended_on.keys())

    def _is_late(self, employer: int, decided: ReportDecision) -> bool:
        """Whether a report of before the end is applied after it."""
        ended_on = self._ended_on.get((decided.account, employer))
        if ended_on is None or decided.state is not ReportState.APPLIED:
            return False
        key = CaseKey(decided.account, employer, decided.case_key or "")
        return self._sets.reports(key)[decided.place].received_on <= ended_on
