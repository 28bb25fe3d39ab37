"""A batch of messages and what is known become what will be written: pure (docs/rules)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from verzuimbrug.domain.bsn import padded, passes_elfproef
from verzuimbrug.domain.case_decisions import decide_cases
from verzuimbrug.domain.case_sets import CaseSets, CaseTerms
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.decisions import CaseDecision, Decisions, ReportDecision, WaitCause, Waiting
from verzuimbrug.domain.deliveries import (
    DeliveredEmployer,
    DeliveredEmployment,
    DeliveredPerson,
    DeliveredReport,
    Delivery,
)
from verzuimbrug.domain.employments import Employments
from verzuimbrug.domain.fields import Stamp
from verzuimbrug.domain.findings import Finding, Severity
from verzuimbrug.domain.identity import Blocked, PersonResolver, ResolvedPerson, resolve_employer
from verzuimbrug.domain.people import People, Said
from verzuimbrug.domain.reports import Report, ReportState, content_of
from verzuimbrug.domain.snapshot import CaseKey, EmployerFacts, Snapshot
from verzuimbrug.domain.streams import ImportConfiguration, Mode

AHEAD = timedelta(days=1)
"""How far the moment a message was made may lie after its receipt (WN-5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageInput:
    """One message of a batch. `message` is the store's id, which is also the order of receipt;
    `received_at` is local time without a zone, like the moments in the message itself.
    """

    message: int
    sha256: str
    received_at: datetime
    configuration: ImportConfiguration
    delivery: Delivery

    @property
    def is_dry_run(self) -> bool:
        """Whether nothing of the message may be written (MSG-4, VE-1)."""
        return self.delivery.envelope.test or self.configuration.mode is Mode.DRY_RUN


def decide(batch: Iterable[MessageInput], snapshot: Snapshot, today: date) -> Decisions:
    """What the messages change, in order of receipt, with all there is to say about it."""
    deciding = _Deciding(snapshot, today)
    for message in sorted(batch, key=lambda each: each.message):
        deciding.take(message)
    return deciding.finish()


def hold(message: MessageInput) -> Finding | None:
    """Why a whole message is held: made after its receipt (WN-5), or awaiting approval (VE-1)."""
    made_at = message.delivery.envelope.made_at
    if made_at > message.received_at + AHEAD:
        return Finding("WN501", {"made_at": made_at.isoformat(sep=" ")})
    if message.configuration.mode is Mode.APPROVAL and not message.is_dry_run:
        return Finding("VE101")
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Where a person stands: the message, the employer code and the employer as resolved."""

    message: MessageInput
    code: str
    employer: EmployerFacts | None = None
    person: ResolvedPerson | None = None


class _Deciding:
    """The batch in progress."""

    def __init__(self, snapshot: Snapshot, today: date) -> None:
        self._snapshot = snapshot
        self._today = today
        self._people = People(snapshot)
        self._employments = Employments(snapshot.employments)
        self._sets = CaseSets(snapshot)
        self._blocked_keys = set(snapshot.blocked_keys)
        self._findings: dict[int, list[Finding]] = defaultdict(list)
        self._held: set[int] = set()
        self._reports: list[ReportDecision] = []
        self._waiting: list[Waiting] = []

    def take(self, message: MessageInput) -> None:
        """Takes in the next message in order of receipt."""
        finding = hold(message)
        if finding is not None:
            self._hold(message, finding)
            return
        self._note_dropped_bsns(message)
        for employer in message.delivery.employers:
            self._take_employer(message, employer)

    def _hold(self, message: MessageInput, finding: Finding) -> None:
        self._held.add(message.message)
        self._findings[message.message].append(finding)
        blocked = Blocked(state=ReportState.HELD, finding=finding)
        for employer in message.delivery.employers:
            code = message.configuration.employer_code.code_from(employer.tags).code
            for person in employer.persons:
                self._block(_Part(message=message, code=code), person, blocked)

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
        resolved = resolve_employer(
            delivered, message.configuration, self._snapshot.employers, days
        )
        part = _Part(message=message, code=resolved.code, employer=resolved.employer)
        if resolved.employer is None or resolved.blocked:
            self._block_employer(part, delivered, resolved.blocked)
            return
        resolver = PersonResolver(
            self._people, message.configuration, message.delivery.kind, self._blocked_keys
        )
        for person in delivered.persons:
            self._take_person(part, person, resolver.resolve(resolved.employer.id, person))

    def _block_employer(
        self, part: _Part, delivered: DeliveredEmployer, blocked: Blocked | None
    ) -> None:
        assert blocked is not None  # noqa: S101 -- without an employer there is always a reason
        self._findings[part.message.message].append(blocked.finding)
        self._wait(part, blocked.waits_for, None, None)
        for person in delivered.persons:
            self._block(part, person, blocked)

    def _take_person(self, part: _Part, person: DeliveredPerson, resolved: ResolvedPerson) -> None:
        part = _Part(message=part.message, code=part.code, employer=part.employer, person=resolved)
        said = self._said(part.message, person)
        if resolved.employee is None or part.employer is None:
            self._block_person(part, person, said.stamp)
            return
        bsn = self._checked_bsn(part.message, person)
        self._people.take_fields(resolved.employee, person, said, bsn)
        for employment in person.employments:
            self._take_employment(part, resolved.employee, employment, said)

    def _said(self, message: MessageInput, person: DeliveredPerson) -> Said:
        envelope = message.delivery.envelope
        stamp = Stamp(
            envelope.made_at.isoformat(), envelope.reference, message.sha256, person.position
        )
        return Said(
            message=message.message, stamp=stamp, policies=message.configuration.field_policies
        )

    def _checked_bsn(self, message: MessageInput, person: DeliveredPerson) -> str | None:
        """WN-6."""
        if not person.bsn or not message.configuration.bsn:
            return None
        if passes_elfproef(person.bsn):
            return padded(person.bsn)
        self._findings[message.message].append(Finding("WN602", {}, person.path, person.line))
        return None

    def _block_person(self, part: _Part, person: DeliveredPerson, stamp: Stamp) -> None:
        blocked = part.person.blocked if part.person else None
        assert blocked is not None  # noqa: S101 -- without a person there is always a reason
        self._findings[part.message.message].append(blocked.finding)
        key = part.person.key if part.person else None
        self._wait(part, blocked.waits_for, key, stamp)
        self._block(part, person, blocked)

    def _wait(
        self, part: _Part, cause: WaitCause | None, key: str | None, stamp: Stamp | None
    ) -> None:
        if cause is not None:
            self._waiting.append(
                Waiting(
                    cause=cause,
                    message=part.message.message,
                    account=part.message.configuration.account,
                    employer_code=part.code,
                    employer=part.employer.id if part.employer else None,
                    key=key,
                    stamp=stamp,
                )
            )

    def _block(self, part: _Part, person: DeliveredPerson, blocked: Blocked) -> None:
        for employment in person.employments:
            self._block_employment(part, employment, blocked)

    def _block_employment(
        self, part: _Part, employment: DeliveredEmployment, blocked: Blocked
    ) -> None:
        for report in employment.reports:
            if (part.message.message, report.position) not in self._snapshot.resolved:
                self._block_report(part, employment, report, blocked)

    def _block_report(
        self,
        part: _Part,
        employment: DeliveredEmployment,
        report: DeliveredReport,
        blocked: Blocked,
    ) -> None:
        draft = self._draft(part, employment, report)
        self._reports.append(_settled(draft, blocked.state, blocked.finding))

    def _take_employment(
        self, part: _Part, employee: int, employment: DeliveredEmployment, said: Said
    ) -> None:
        account = part.message.configuration.account
        finding = self._employments.take(account, employee, employment, said)
        if finding is not None:
            self._findings[part.message.message].append(finding)
            if finding.severity is Severity.ERROR:
                blocked = Blocked(state=ReportState.HELD, finding=finding)
                self._block_employment(part, employment, blocked)
                return
        for report in employment.reports:
            self._take_report(part, employment, report, employee)

    def _take_report(
        self,
        part: _Part,
        employment: DeliveredEmployment,
        delivered: DeliveredReport,
        employee: int,
    ) -> None:
        draft = self._draft(part, employment, delivered)
        placed = self._placed(part, delivered)
        if isinstance(placed, Blocked):
            self._reports.append(_settled(draft, placed.state, placed.finding))
            return
        assert draft.content is not None  # noqa: S101 -- `_placed` refuses a code without meaning
        report = Report(
            place=draft.place,
            employee=employee,
            sequence=delivered.sequence,
            content=draft.content,
            received_on=part.message.received_at.date(),
            employment=employment.number,
            impossible_year=delivered.impossible_year,
        )
        self._sets.add(placed, report, draft, self._terms(part))

    def _placed(self, part: _Part, delivered: DeliveredReport) -> CaseKey | Blocked:
        """The case of a report (VZ-1), or why it has none."""
        configuration, at = part.message.configuration, (delivered.path, delivered.line)
        if delivered.processing_code not in configuration.case_rules.operations:
            finding = Finding("VZ104", {"code": delivered.processing_code}, *at)
            return Blocked(state=ReportState.PARKED, finding=finding)
        if delivered.case_key is None or part.employer is None:
            return Blocked(state=ReportState.PARKED, finding=Finding("VZ101", {}, *at))
        key = CaseKey(configuration.account, part.employer.id, delivered.case_key)
        if delivered.case_key_old:
            former = key._replace(key=delivered.case_key_old)
            if not self._sets.rename(former, key):
                params = {"key": key.key, "former": former.key}
                return Blocked(state=ReportState.HELD, finding=Finding("VZ103", params, *at))
        return self._sets.current_key(key)

    def _terms(self, part: _Part) -> CaseTerms:
        configuration = part.message.configuration
        return CaseTerms(
            message=part.message.message,
            rules=configuration.case_rules,
            table=configuration.classification,
            classifications=part.employer.classifications if part.employer else frozenset(),
        )

    def _draft(
        self, part: _Part, employment: DeliveredEmployment, report: DeliveredReport
    ) -> ReportDecision:
        configuration = part.message.configuration
        operation = configuration.case_rules.operations.get(report.processing_code)
        return ReportDecision(
            place=(part.message.message, report.position),
            new=True,
            state=ReportState.PARKED,
            findings=(),
            account=configuration.account,
            employer_code=part.code,
            employer=part.employer.id if part.employer else None,
            employee=part.person.employee if part.person else None,
            link_key=part.person.key if part.person else None,
            case_key=report.case_key,
            sequence=report.sequence,
            content=content_of(report, operation) if operation else None,
            employment=employment.number,
            impossible_year=report.impossible_year,
            free_text=report.free_text,
        )

    def finish(self) -> Decisions:
        """Folds the cases and gathers everything."""
        results = decide_cases(self._sets)
        for message, findings in results.elsewhere.items():
            self._findings[message].extend(findings)
        self._note_deceased(results.cases)
        return Decisions(
            findings={message: tuple(found) for message, found in self._findings.items()},
            held_messages=frozenset(self._held),
            persons=self._people.person_decisions(),
            links=self._people.link_decisions(),
            employments=self._employments.decisions(),
            case_aliases=self._sets.new_aliases,
            reports=(*self._reports, *results.reports),
            cases=results.cases,
            waiting=tuple(self._waiting),
        )

    def _note_deceased(self, cases: Sequence[CaseDecision]) -> None:
        """WN-5: a person with a date of death and an open case."""
        states = {facts.key: (facts.employee, facts.state) for facts in self._sets.facts.values()}
        states.update({case.key: (case.employee, case.state) for case in cases})
        open_cases: dict[int, list[str]] = defaultdict(list)
        for key, (employee, state) in states.items():
            if state.status is CaseStatus.OPEN:
                open_cases[employee].append(key.key)
        for person in self._people.person_decisions():
            deceased_on = person.fields.values.get("deceased_on")
            if deceased_on and open_cases[person.id]:
                params = {
                    "deceased_on": str(deceased_on),
                    "cases": ", ".join(open_cases[person.id]),
                }
                self._findings[person.message].append(Finding("WN502", params))


def _settled(draft: ReportDecision, state: ReportState, finding: Finding) -> ReportDecision:
    """A report that never came to the fold; without an employee it is in no case's set."""
    return ReportDecision(
        place=draft.place,
        new=True,
        state=state,
        findings=(finding,),
        account=draft.account,
        employer_code=draft.employer_code,
        employer=draft.employer,
        link_key=draft.link_key,
        case_key=draft.case_key,
        sequence=draft.sequence,
        content=draft.content,
        employment=draft.employment,
        impossible_year=draft.impossible_year,
        free_text=draft.free_text,
    )
