"""A batch of messages and what is known become what will be written: pure (docs/rules)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from verzuimbrug.domain.bsn import padded, passes_elfproef
from verzuimbrug.domain.case_decisions import decide_cases
from verzuimbrug.domain.case_sets import CaseSets, CaseTerms
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.decisions import CaseDecision, Decisions, ReportDecision, Waiting
from verzuimbrug.domain.deliveries import (
    DeliveredEmployer,
    DeliveredEmployment,
    DeliveredPerson,
    DeliveredReport,
)
from verzuimbrug.domain.drafts import Blocked, Origin, blocked_reports, draft, settled, waiting
from verzuimbrug.domain.employments import Employments
from verzuimbrug.domain.fields import Stamp, not_converted
from verzuimbrug.domain.findings import Finding, Severity
from verzuimbrug.domain.identity import PersonResolver, resolve_employer
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.people import People, Said
from verzuimbrug.domain.reports import Report, ReportState
from verzuimbrug.domain.run_out import RunOuts
from verzuimbrug.domain.scope import Reach
from verzuimbrug.domain.snapshot import CaseKey, EmployerFacts, Snapshot


def decide(batch: Iterable[MessageInput], snapshot: Snapshot, today: date) -> Decisions:
    """What the messages change, in order of receipt, with all there is to say about it."""
    deciding = _Deciding(snapshot, today)
    for message in sorted(batch, key=lambda each: each.message):
        deciding.take(message)
    return deciding.finish()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A person of a message whose employer and dossier are known."""

    origin: Origin
    employer: EmployerFacts
    employee: int


class _Deciding:
    """The batch in progress."""

    def __init__(self, snapshot: Snapshot, today: date) -> None:
        self._snapshot = snapshot
        self._today = today
        self._people = People(snapshot)
        self._employments = Employments(snapshot.employments)
        self._sets = CaseSets(snapshot)
        self._run_outs = RunOuts(snapshot, self._people, self._sets, today)
        self._blocked_keys = set(snapshot.blocked_keys)
        self._findings: dict[int, list[Finding]] = defaultdict(list)
        self._held: set[int] = set()
        self._reports: list[ReportDecision] = []
        self._waiting: list[Waiting] = []

    def take(self, message: MessageInput) -> None:
        """Takes in the next message in order of receipt."""
        finding = message.reason_to_hold
        if finding is not None:
            self._hold(message, finding)
            return
        self._note_dropped_bsns(message)
        for employer in message.delivery.employers:
            self._take_employer(message, employer)

    def _hold(self, message: MessageInput, finding: Finding) -> None:
        """MSG-6: of a held message nothing is taken, person data included."""
        self._held.add(message.message)
        self._findings[message.message].append(finding)
        blocked = Blocked(state=ReportState.HELD, finding=finding)
        for employer in message.delivery.employers:
            code = message.configuration.employer_code.code_from(employer.tags).code
            self._block(Origin(message=message, code=code), employer.persons, blocked)

    def _note_dropped_bsns(self, message: MessageInput) -> None:
        """WN-6: one remark per message says how many numbers were left out."""
        if message.configuration.bsn:
            return
        persons = (person for employer in message.delivery.employers for person in employer.persons)
        dropped = sum(1 for person in persons if person.bsn)
        if dropped:
            self._findings[message.message].append(Finding("WN601", {"count": str(dropped)}))

    def _take_employer(self, message: MessageInput, delivered: DeliveredEmployer) -> None:
        days = (message.received_at.date(), self._today)
        configuration, employers = message.configuration, self._snapshot.employers
        resolved = resolve_employer(delivered, configuration, employers, days)
        origin = Origin(message=message, code=resolved.code)
        if isinstance(resolved.outcome, Blocked):
            self._wait(origin, resolved.outcome)
            self._block(origin, delivered.persons, resolved.outcome)
            return
        resolver = PersonResolver(
            self._people, configuration, message.delivery.kind, self._blocked_keys
        )
        persons = self._going_on(origin, delivered, resolved.outcome, resolved.reach)
        for person in persons:
            self._take_person(origin, resolved.outcome, resolver, person)

    def _going_on(
        self, origin: Origin, delivered: DeliveredEmployer, employer: EmployerFacts, reach: Reach
    ) -> Sequence[DeliveredPerson]:
        """WG-4: of an employer in its run-out only what is about a case that was open."""
        leaving = self._run_outs.of(origin.message, employer)
        if leaving is None or reach is Reach.IN:
            return delivered.persons
        divided = self._run_outs.divide(delivered.persons, leaving)
        if divided.waits:
            blocked = leaving.blocked(origin.code, delivered)
            self._wait(replace(origin, employer=employer), blocked)
            self._block(origin, divided.waits, blocked)
        return divided.goes_on

    def _take_person(
        self,
        origin: Origin,
        employer: EmployerFacts,
        resolver: PersonResolver,
        person: DeliveredPerson,
    ) -> None:
        resolved = resolver.resolve(employer.id, person)
        origin = replace(origin, employer=employer, key=resolved.key)
        said = _said(origin.message, person)
        if isinstance(resolved.outcome, Blocked):
            self._wait(origin, resolved.outcome, said.stamp)
            self._block(origin, [person], resolved.outcome)
            return
        known = _Known(
            origin=replace(origin, employee=resolved.outcome),
            employer=employer,
            employee=resolved.outcome,
        )
        bsn = self._checked_bsn(origin.message, person)
        unknown = self._people.take_fields(known.employee, person, said, bsn)
        self._findings[said.message].extend(not_converted(unknown, person.path, person.line))
        for employment in person.employments:
            self._take_employment(known, employment, said)

    def _checked_bsn(self, message: MessageInput, person: DeliveredPerson) -> str | None:
        """WN-6."""
        if not person.bsn or not message.configuration.bsn:
            return None
        if passes_elfproef(person.bsn):
            return padded(person.bsn)
        self._findings[message.message].append(Finding("WN602", {}, person.path, person.line))
        return None

    def _wait(self, origin: Origin, blocked: Blocked, stamp: Stamp | None = None) -> None:
        """Says on the message what blocks a part of it, and keeps what the part waits for."""
        self._findings[origin.message.message].append(blocked.finding)
        if blocked.waits_for is not None:
            self._waiting.append(waiting(origin, blocked.waits_for, stamp))

    def _block(self, origin: Origin, persons: Iterable[DeliveredPerson], blocked: Blocked) -> None:
        for person in persons:
            self._block_employments(origin, person.employments, blocked)

    def _block_employments(
        self, origin: Origin, employments: Sequence[DeliveredEmployment], blocked: Blocked
    ) -> None:
        """What found its person in an earlier run stays as it was decided then."""
        reports = blocked_reports(origin, employments, blocked)
        self._reports += [each for each in reports if each.place not in self._snapshot.resolved]

    def _take_employment(self, known: _Known, employment: DeliveredEmployment, said: Said) -> None:
        account = known.origin.message.configuration.account
        findings = self._employments.take(account, known.employee, employment, said)
        self._findings[said.message].extend(findings)
        for finding in findings:
            if finding.severity is Severity.ERROR:
                blocked = Blocked(state=ReportState.HELD, finding=finding)
                self._block_employments(known.origin, [employment], blocked)
                return
        for report in employment.reports:
            self._take_report(known, employment, report)

    def _take_report(
        self, known: _Known, employment: DeliveredEmployment, delivered: DeliveredReport
    ) -> None:
        drafted = draft(known.origin, employment, delivered)
        if drafted.content is None:
            blocked = _without_meaning(delivered)
            self._reports.append(settled(drafted, blocked))
            return
        case = self._case_of(known, delivered)
        if isinstance(case, Blocked):
            self._reports.append(settled(drafted, case))
            return
        report = Report(
            place=drafted.place,
            employee=known.employee,
            sequence=delivered.sequence,
            content=drafted.content,
            received_on=known.origin.message.received_at.date(),
            employment=employment.number,
            edition=known.origin.message.delivery.envelope.edition,
            impossible_year=delivered.impossible_year,
        )
        self._sets.add(case, report, drafted, _terms(known))

    def _case_of(self, known: _Known, delivered: DeliveredReport) -> CaseKey | Blocked:
        """The case of a report (VZ-1), or why it has none."""
        at = (delivered.path, delivered.line)
        if delivered.case_key is None:
            return Blocked(state=ReportState.PARKED, finding=Finding("VZ101", {}, *at))
        account = known.origin.message.configuration.account
        key = CaseKey(account, known.employer.id, delivered.case_key)
        if delivered.case_key_old:
            former = key._replace(key=delivered.case_key_old)
            refusal = self._rename(former, key, known.employee)
            if refusal is not None:
                finding = replace(refusal, path=delivered.path, line=delivered.line)
                return Blocked(state=ReportState.HELD, finding=finding)
        return self._sets.current_key(key)

    def _rename(self, former: CaseKey, key: CaseKey, employee: int) -> Finding | None:
        """VZ-1: an alias, unless both keys have a case or the former key's is another person's."""
        params = {"key": key.key, "former": former.key}
        if self._sets.owner(former) not in (None, employee):
            return Finding("VZ105", params)
        if self._sets.owner(key) in (None, employee) and not self._sets.rename(former, key):
            return Finding("VZ103", params)
        return None

    def finish(self) -> Decisions:
        """Folds the cases and gathers everything."""
        results = decide_cases(self._sets)
        for message, findings in results.elsewhere.items():
            self._findings[message].extend(findings)
        self._note_deceased(results.cases)
        decisions = Decisions(
            findings={number: tuple(found) for number, found in self._findings.items() if found},
            held_messages=frozenset(self._held),
            persons=self._people.person_decisions(),
            links=self._people.link_decisions(),
            employments=self._employments.decisions(),
            case_aliases=self._sets.new_aliases,
            reports=(*self._reports, *results.reports),
            cases=results.cases,
            waiting=tuple(self._waiting),
        )
        return replace(decisions, resumed=self._run_outs.resumed(decisions))

    def _note_deceased(self, cases: Sequence[CaseDecision]) -> None:
        """WN-5: a person with a date of death and an open case."""
        states = {facts.key: (facts.employee, facts.state) for facts in self._sets.facts.values()}
        states.update({case.key: (case.employee, case.state) for case in cases})
        open_cases: dict[int, list[str]] = defaultdict(list)
        for key, (employee, state) in states.items():
            if state.status is CaseStatus.OPEN:
                open_cases[employee].append(key.key)
        for person in self._people.person_decisions():
            deceased_on, cases_of = person.fields.values.get("deceased_on"), open_cases[person.id]
            if deceased_on and cases_of:
                params = {"deceased_on": str(deceased_on), "cases": ", ".join(sorted(cases_of))}
                self._findings[person.message].append(Finding("WN502", params))


def _said(message: MessageInput, person: DeliveredPerson) -> Said:
    envelope = message.delivery.envelope
    stamp = Stamp(envelope.made_at.isoformat(), envelope.reference, message.sha256, person.position)
    return Said(
        message=message.message,
        stamp=stamp,
        person=message.configuration.person_fields,
        employment=message.configuration.employment_fields,
    )


def _without_meaning(delivered: DeliveredReport) -> Blocked:
    """A processing code that the stream's table does not have: no operation is guessed."""
    params = {"code": delivered.processing_code}
    finding = Finding("VZ104", params, delivered.path, delivered.line)
    return Blocked(state=ReportState.PARKED, finding=finding)


def _terms(known: _Known) -> CaseTerms:
    configuration = known.origin.message.configuration
    return CaseTerms(
        message=known.origin.message.message,
        rules=configuration.case_rules,
        table=configuration.classification,
        classifications=known.employer.classifications,
    )
