"""A batch of messages and what is known become what will be written: pure (docs/rules)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from verzuimbrug.domain.bsn import padded, passes_elfproef
from verzuimbrug.domain.case_decisions import decide_cases
from verzuimbrug.domain.case_sets import CaseSets
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.decisions import CaseDecision, Decisions, Waiting
from verzuimbrug.domain.deliveries import DeliveredEmployer, DeliveredEmployment, DeliveredPerson
from verzuimbrug.domain.drafts import Blocked, Origin, waiting
from verzuimbrug.domain.employments import Employments
from verzuimbrug.domain.fields import Stamp, not_converted
from verzuimbrug.domain.findings import Finding, Severity
from verzuimbrug.domain.identity import PersonResolver, ResolvedEmployer, resolve_employer
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.people import People, Said
from verzuimbrug.domain.placing import WITHOUT_EFFECT, Known, Places
from verzuimbrug.domain.reports import ReportState, Standing
from verzuimbrug.domain.run_out import RunOuts
from verzuimbrug.domain.scope import Reach
from verzuimbrug.domain.snapshot import CaseFacts, CaseKey, EmployerFacts, Snapshot
from verzuimbrug.domain.statements import Statements

Reasons = Mapping[int, tuple[Finding, ...]]
"""Why messages are held whole, by the store's id."""

_NOBODY_YET: Reasons = MappingProxyType({})


def decide(
    batch: Iterable[MessageInput],
    snapshot: Snapshot,
    today: date,
    held: Reasons = _NOBODY_YET,
) -> Decisions:
    """What the messages change, in order of receipt, with all there is to say about it.

    Those of `held` are held whatever they say (VE-2).
    """
    deciding = _Deciding(snapshot, today, held)
    for message in sorted(batch, key=lambda each: each.message):
        deciding.take(message)
    return deciding.finish()


class _Deciding:
    """The batch in progress."""

    def __init__(self, snapshot: Snapshot, today: date, held_by: Reasons) -> None:
        self._snapshot = snapshot
        self._today = today
        self._held_by = held_by
        self._statements = Statements()
        self._people = People(snapshot, self._statements)
        self._employments = Employments(snapshot.employments, self._statements)
        self._sets = CaseSets(snapshot)
        self._places = Places(snapshot, self._sets)
        self._run_outs = RunOuts(snapshot, self._people, self._sets, today)
        self._blocked_keys = set(snapshot.blocked_keys)
        self._findings: dict[int, list[Finding]] = defaultdict(list)
        self._held: set[int] = set()
        self._waiting: list[Waiting] = []

    def take(self, message: MessageInput) -> None:
        """Takes in the next message in order of receipt."""
        reason = message.reason_to_hold
        findings = self._held_by.get(message.message) or ((reason,) if reason else ())
        if findings:
            self._held.add(message.message)
            self._take_nothing(message, findings, Standing.HELD)
            return
        if message.approval is not None and message.approval.refusal is not None:
            self._take_nothing(message, (message.approval.refusal,), Standing.REFUSED)
            return
        self._note_dropped_bsns(message)
        for employer in message.delivery.employers:
            selected = self._selected(message, employer)
            self._take_employer(message, self._not_refused(message, selected))

    def _take_nothing(
        self, message: MessageInput, findings: tuple[Finding, ...], standing: Standing
    ) -> None:
        """MSG-6: of a held or refused message nothing is taken, person data included.

        Its reports keep their places, so that later ones of their cases wait for them (VZ-3).
        """
        self._findings[message.message].extend(findings)
        for delivered in message.delivery.employers:
            origin, resolver = self._met(message, delivered)
            for person in delivered.persons:
                self._keep_places(origin, resolver, person, standing)

    def _met(
        self, message: MessageInput, delivered: DeliveredEmployer
    ) -> tuple[Origin, PersonResolver]:
        """An employer group of a message of which nothing is taken; its employer if it is known."""
        resolved = self._resolved(message, delivered)
        employer = None if isinstance(resolved.outcome, Blocked) else resolved.outcome
        origin = Origin(message=message, code=resolved.code, employer=employer)
        return origin, self._resolver(message)

    def _keep_places(
        self, origin: Origin, resolver: PersonResolver, person: DeliveredPerson, standing: Standing
    ) -> None:
        """Lets reports without an effect take their numbers, as far as their cases are known."""
        blocked, employer = WITHOUT_EFFECT[standing], origin.employer
        if employer is None:
            self._places.block(origin, [person], blocked)
            return
        resolved = resolver.known(employer.id, person)
        origin = replace(origin, key=resolved.key)
        if isinstance(resolved.outcome, Blocked):
            self._places.block(origin, [person], blocked)
            return
        known = Known(
            origin=replace(origin, employee=resolved.outcome),
            employer=employer,
            employee=resolved.outcome,
        )
        for employment in person.employments:
            for delivered in employment.reports:
                self._places.keep(known, employment, delivered, standing)

    def _selected(self, message: MessageInput, employer: DeliveredEmployer) -> DeliveredEmployer:
        """GR-7: what a person selected of an employer; nothing else of the message is taken."""
        if message.approval is None or message.approval.only is None:
            return employer
        only = message.approval.only
        blocked = Blocked(state=ReportState.REFUSED, finding=Finding("VE105"))
        code = message.configuration.employer_code.code_from(employer.tags).code
        chosen = []
        for person in employer.persons:
            own = {report.position for report in person.reports}
            rest = person.with_reports(own - only)
            self._places.block(Origin(message=message, code=code), [rest], blocked)
            if own & only:
                chosen.append(person.with_reports(only))
        return replace(employer, persons=tuple(chosen))

    def _note_dropped_bsns(self, message: MessageInput) -> None:
        """WN-6: one remark per message says how many numbers were left out."""
        if message.configuration.bsn:
            return
        persons = (person for employer in message.delivery.employers for person in employer.persons)
        dropped = sum(1 for person in persons if person.bsn)
        if dropped:
            self._findings[message.message].append(Finding("WN601", {"count": str(dropped)}))

    def _not_refused(self, message: MessageInput, employer: DeliveredEmployer) -> DeliveredEmployer:
        """VE-2: the persons that nobody refused; the reports of the others keep their places."""
        refused = message.approval.refused_persons if message.approval else frozenset()
        if not refused:
            return employer
        origin, resolver = self._met(message, employer)
        for person in employer.persons:
            if person.position in refused:
                self._keep_places(origin, resolver, person, Standing.REFUSED)
        rest = tuple(each for each in employer.persons if each.position not in refused)
        return replace(employer, persons=rest)

    def _take_employer(self, message: MessageInput, delivered: DeliveredEmployer) -> None:
        if not delivered.persons:
            return
        resolved = self._resolved(message, delivered)
        origin = Origin(message=message, code=resolved.code)
        if isinstance(resolved.outcome, Blocked):
            self._wait(origin, resolved.outcome, persons=len(delivered.persons))
            self._places.block(origin, delivered.persons, resolved.outcome)
            return
        resolver = self._resolver(message)
        persons = self._going_on(origin, delivered, resolved.outcome, resolved.reach)
        for person in persons:
            self._take_person(origin, resolved.outcome, resolver, person)

    def _resolved(self, message: MessageInput, delivered: DeliveredEmployer) -> ResolvedEmployer:
        days = (message.received_at.date(), self._today)
        return resolve_employer(delivered, message.configuration, self._snapshot.employers, days)

    def _resolver(self, message: MessageInput) -> PersonResolver:
        return PersonResolver(
            self._people,
            message.configuration,
            message.delivery.kind,
            self._blocked_keys,
            message.message,
        )

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
            self._wait(replace(origin, employer=employer), blocked, persons=len(divided.waits))
            self._places.block(origin, divided.waits, blocked)
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
        said = _said(origin.message, person, resolved.key or "")
        if isinstance(resolved.outcome, Blocked):
            self._wait(origin, resolved.outcome, stamp=said.stamp)
            self._places.block(origin, [person], resolved.outcome)
            return
        known = Known(
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

    def _wait(
        self, origin: Origin, blocked: Blocked, *, stamp: Stamp | None = None, persons: int = 1
    ) -> None:
        """Says on the message what blocks a part of it, and keeps what the part waits for."""
        self._findings[origin.message.message].append(blocked.finding)
        if blocked.waits_for is not None:
            self._waiting.append(waiting(origin, blocked.waits_for, stamp, persons))

    def _take_employment(self, known: Known, employment: DeliveredEmployment, said: Said) -> None:
        account = known.origin.message.configuration.account
        findings = self._employments.take(account, known.employee, employment, said)
        self._findings[said.message].extend(findings)
        for finding in findings:
            if finding.severity is Severity.ERROR:
                blocked = Blocked(state=ReportState.HELD, finding=finding)
                self._places.block_employments(known.origin, [employment], blocked)
                return
        for report in employment.reports:
            self._places.take(known, employment, report)

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
            reports=(*self._places.settled, *results.reports),
            cases=results.cases,
            waiting=tuple(self._waiting),
            statements=self._statements.all(),
        )
        return replace(decisions, resumed=self._run_outs.resumed(decisions))

    def _note_deceased(self, cases: Sequence[CaseDecision]) -> None:
        """WN-5: a person with a date of death and an open case."""
        known: dict[CaseKey, CaseFacts | CaseDecision] = {**self._sets.facts}
        known.update({case.key: case for case in cases})
        open_cases: dict[int, list[str]] = defaultdict(list)
        for key, case in known.items():
            if case.state.status is CaseStatus.OPEN and not case.hidden:
                open_cases[case.employee].append(key.key)
        for person in self._people.person_decisions():
            deceased_on, cases_of = person.fields.values.get("deceased_on"), open_cases[person.id]
            if deceased_on and cases_of:
                params = {"deceased_on": str(deceased_on), "cases": ", ".join(sorted(cases_of))}
                self._findings[person.message].append(Finding("WN502", params))


def _said(message: MessageInput, person: DeliveredPerson, key: str) -> Said:
    envelope = message.delivery.envelope
    stamp = Stamp(envelope.made_at.isoformat(), envelope.reference, message.sha256, person.position)
    return Said(
        message=message.message,
        stamp=stamp,
        person=message.configuration.person_fields,
        employment=message.configuration.employment_fields,
        key=key,
        key_old=person.key_old,
    )
