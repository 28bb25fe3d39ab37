"""What messages come to under one configuration, named as people know it: pure (VE-1).

Ids of the store stand for what is known already only; what is new goes by its key, so that two
runs can be laid side by side.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from verzuimbrug.domain.case_fields import described
from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.decisions import CaseDecision, Decisions, ReportDecision
from verzuimbrug.domain.deliveries import DeliveredPerson
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.guards import Guard, Touched, tripped
from verzuimbrug.domain.message_input import Approval, MessageInput
from verzuimbrug.domain.snapshot import Snapshot
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.domain.streams import Mode
from verzuimbrug.domain.touching import touched_by

_HOUR = timedelta(hours=1)
Findings = tuple[Finding, ...]
KnownTo = Callable[[Guard], int]
"""What the percentage of a guard is of."""


class ShadowState(StrEnum):
    """What becomes of a message as a whole.

    What would be held, or is a dry run, is decided as if a person approved all of it: so that there
    is something to compare.
    """

    PROCESSED = "processed"
    HELD = "held"
    DRY_RUN = "dry-run"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The messages as one configuration reads them, and why it rejects the others, by id."""

    inputs: Sequence[MessageInput] = ()
    rejected: Mapping[int, Findings] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of a message: at which employer code, and who that is.

    `employee` is None of somebody who is new, and of nobody; `key` is empty of nobody.
    """

    employer: str
    key: str = ""
    employee: int | None = None

    @property
    def identity(self) -> tuple[str, str]:
        """By what it is the same person in another run."""
        return self.employer, f"={self.key}" if self.employee is None else f"#{self.employee}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOutcome:
    """What becomes of one report."""

    case: str
    sequence: int
    operation: str
    state: str
    findings: Findings = ()

    @property
    def told(self) -> tuple[object, ...]:
        """By what it comes out the same in another run: not by how findings word it."""
        return self.state, self.operation, tuple(sorted(map(told, self.findings)))


def told(finding: Finding) -> tuple[str, str, int]:
    """By what a finding is the same one in another run."""
    return finding.code, finding.path, finding.line or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageOutcome:
    """What becomes of one message; persons and reports by their positions in it."""

    state: ShadowState
    findings: Findings = ()
    persons: Mapping[int, Person] = field(default_factory=dict)
    reports: Mapping[int, ReportOutcome] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A person, employment or case after all messages, with those that had a hand in it.

    `before` are its fields at the start, which has none of what is new.
    """

    kind: ObjectKind
    person: Person
    name: str
    before: Mapping[str, object]
    fields: Mapping[str, object]
    messages: frozenset[int]

    @property
    def identity(self) -> tuple[str, ...]:
        """By what it is the same one in another run; a case goes by its own key."""
        whose = (self.person.employer,) if self.kind is ObjectKind.CASE else self.person.identity
        return (self.kind.value, *whose, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What messages come to: each by the store's id, and what they leave behind."""

    messages: Mapping[int, MessageOutcome] = field(default_factory=dict)
    things: Mapping[tuple[str, ...], Thing] = field(default_factory=dict)


def outcomes_of(side: Side, start: Snapshot, today: date, known: KnownTo) -> Outcomes:
    """What the messages come to from a starting point, in order of receipt, whatever order given.

    Nothing is written. Only what a message of the batch itself says is told.
    """
    inputs = sorted(side.inputs, key=lambda each: each.message)
    approved = [replace(each, approval=Approval()) for each in inputs]
    decisions = decide(approved, start, today)
    naming = _Naming(decisions, start)
    held = _held(inputs, touched_by(decisions), known)
    messages = {each.message: naming.message(each, held.get(each.message, ())) for each in inputs}
    rejected = {
        number: MessageOutcome(state=ShadowState.REJECTED, findings=findings)
        for number, findings in side.rejected.items()
    }
    return Outcomes(
        messages={**messages, **rejected},
        things={thing.identity: thing for thing in naming.things()},
    )


def _held(
    inputs: Sequence[MessageInput], touched: Mapping[int, Touched], known: KnownTo
) -> Mapping[int, Findings]:
    """Why messages are held: as a whole, or by a guard, with what came within the hour (VE-2)."""
    held: dict[int, Findings] = {}
    lately: list[tuple[MessageInput, Touched]] = []
    for each in inputs:
        lately = [one for one in lately if one[0].received_at > each.received_at - _HOUR]
        own = touched.get(each.message, Touched())
        hour = Touched()
        for _, before in lately:
            hour |= before
        reason = replace(each, approval=None).reason_to_hold
        found = (reason,) if reason else tripped(each.configuration.guards, own, hour, known)
        if found:
            held[each.message] = found
        elif own.of:
            lately.append((each, own))
    return held


class _Naming:
    """The decisions on a batch, by names that hold in another run too."""

    def __init__(self, decisions: Decisions, start: Snapshot) -> None:
        self._decisions = decisions
        self._start = start
        self._employments = {facts.id: facts.fields.values for facts in start.employments}
        self._codes = {facts.id: facts.code for facts in start.employers.values()}
        employers = {facts.id: facts.employer for facts in start.persons.values()}
        employers |= {person.id: person.employer for person in decisions.persons}
        self._employers = employers
        self._case_keys = {facts.id: facts.key.key for facts in start.cases}
        self._case_keys |= {case.id: case.key.key for case in decisions.cases}
        self._keys: dict[int, str] = {}
        self._met: dict[tuple[int, int], int] = {}
        self._said_by: dict[tuple[ObjectKind, int], set[int]] = defaultdict(set)
        for each in decisions.statements:
            self._said_by[each.kind, each.object].add(each.message)
            if each.kind is ObjectKind.EMPLOYEE:
                self._keys.setdefault(each.object, each.key)
                self._met[each.message, each.position] = each.object
        self._reports: dict[int, list[ReportDecision]] = defaultdict(list)
        self._reported_by: dict[tuple[object, ...], set[int]] = defaultdict(set)
        for report in decisions.reports:
            self._reports[report.place[0]].append(report)
            case = (report.account, report.employer, report.case_key)
            self._reported_by[case].add(report.place[0])

    def message(self, message: MessageInput, held: Findings) -> MessageOutcome:
        state = ShadowState.HELD if held else ShadowState.PROCESSED
        if message.configuration.mode is Mode.DRY_RUN:
            state = ShadowState.DRY_RUN
        return MessageOutcome(
            state=state,
            findings=(*held, *self._decisions.findings.get(message.message, ())),
            persons=dict(self._persons(message)),
            reports={report.place[1]: _report(report) for report in self._reports[message.message]},
        )

    def _persons(self, message: MessageInput) -> Iterator[tuple[int, Person]]:
        for employer in message.delivery.employers:
            code = message.configuration.employer_code.code_from(employer.tags).code
            for person in employer.persons:
                yield person.position, self._person(message.message, person, code)

    def _person(self, message: int, person: DeliveredPerson, code: str) -> Person:
        employee = self._met.get((message, person.position))
        return Person(employer=code) if employee is None else self._named(employee)

    def _named(self, employee: int) -> Person:
        """Somebody who is known, or new; of a case of somebody else no key need be said."""
        return Person(
            employer=self._codes.get(self._employers.get(employee, 0), ""),
            key=self._keys.get(employee, ""),
            employee=employee if employee > 0 else None,
        )

    def things(self) -> Iterator[Thing]:
        for person in self._decisions.persons:
            known = self._start.persons.get(person.id)
            yield Thing(
                kind=ObjectKind.EMPLOYEE,
                person=self._named(person.id),
                name="",
                before=dict(known.fields.values) if known else {},
                fields=dict(person.fields.values),
                messages=frozenset(self._said_by[ObjectKind.EMPLOYEE, person.id]),
            )
        for each in self._decisions.employments:
            yield Thing(
                kind=ObjectKind.EMPLOYMENT,
                person=self._named(each.employee),
                name=each.number,
                before=dict(self._employments.get(each.id, {})),
                fields=dict(each.fields.values),
                messages=frozenset(self._said_by[ObjectKind.EMPLOYMENT, each.id]),
            )
        yield from map(self._case, self._decisions.cases)

    def _case(self, case: CaseDecision) -> Thing:
        return Thing(
            kind=ObjectKind.CASE,
            person=replace(self._named(case.employee), employer=self._codes[case.key.employer]),
            name=case.key.key,
            before=self._described(case.before, case.classification_before, case.continues_before),
            fields=self._described(case.state, case.classification, case.continues),
            messages=frozenset(self._reported_by[tuple(case.key)] | {case.message}),
        )

    def _described(
        self, state: CaseState | None, classification: str | None, continues: int | None
    ) -> Mapping[str, object]:
        if state is None:
            return {}
        links = {
            "classification": classification,
            "continues": self._case_keys.get(continues or 0),
        }
        return {**described(state), **links}


def _report(report: ReportDecision) -> ReportOutcome:
    return ReportOutcome(
        case=report.case_key or "",
        sequence=report.sequence,
        operation=report.content.operation.value if report.content else "",
        state=report.state.value,
        findings=report.findings,
    )
