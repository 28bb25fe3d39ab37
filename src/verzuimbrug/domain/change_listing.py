"""From what was decided on one message to the list of its changes (VE-1, VE-2)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from verzuimbrug.domain.case_fields import Pairs, state_pairs
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.change_list import (
    ChangeEntry,
    ChangeList,
    ReportEntry,
    pairs_of,
    shown_again,
)
from verzuimbrug.domain.decisions import CaseDecision, Decisions, ReportDecision
from verzuimbrug.domain.effects import (
    Effect,
    effects_of_case,
    effects_of_employment,
    effects_of_fields,
    net,
)
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.snapshot import CaseFacts, Snapshot
from verzuimbrug.domain.statements import ObjectKind, Statement


def list_changes(message: MessageInput, decisions: Decisions, snapshot: Snapshot) -> ChangeList:
    """All that the decisions on one message come to, in the order employer, person, object."""
    listing = _Listing(message, decisions, snapshot)
    return ChangeList(
        changes=tuple(sorted(listing.changes(), key=lambda entry: entry.identity)),
        reports=tuple(sorted(listing.reports(), key=lambda entry: entry.position)),
        employees=_employees(decisions),
    )


@dataclass(frozen=True, slots=True)
class _Who:
    """A person as the message names it."""

    employer: str
    key: str
    position: int | None


class _Listing:
    """The names of what was decided on."""

    def __init__(self, message: MessageInput, decisions: Decisions, snapshot: Snapshot) -> None:
        self._message = message.message
        self._decisions = decisions
        self._codes = {facts.id: facts.code for facts in snapshot.employers.values()}
        self._statements = {
            each.object: each for each in decisions.statements if each.kind is ObjectKind.EMPLOYEE
        }
        self._person_of = {
            report.position: person.position
            for employer in message.delivery.employers
            for person in employer.persons
            for report in person.reports
        }
        self._case_keys = {facts.id: facts.key.key for facts in snapshot.cases}
        self._case_keys |= {case.id: case.key.key for case in decisions.cases}
        self._employers = {person.id: person.employer for person in decisions.persons}
        self._absent = _absent(decisions, snapshot)
        self._reports_on: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for report in decisions.reports:
            if report.place[0] == self._message:
                key = (report.account, report.employer, report.case_key)
                self._reports_on[key].append(report.place[1])

    def changes(self) -> Iterator[ChangeEntry]:
        yield from self._persons()
        yield from self._employments()
        yield from (self._case(case) for case in self._decisions.cases if _pairs(case))

    def reports(self) -> Iterator[ReportEntry]:
        for report in self._decisions.reports:
            if report.place[0] == self._message:
                yield ReportEntry(
                    position=report.place[1],
                    person=self._person_of.get(report.place[1]),
                    employer=report.employer_code,
                    case=report.case_key,
                    sequence=report.sequence,
                    state=report.state.value,
                    codes=tuple(finding.code for finding in report.findings),
                    awaits=_awaited(report),
                )

    def _who(self, employee: int) -> _Who:
        statement: Statement = self._statements[employee]
        code = self._codes[self._employers[employee]]
        return _Who(code, statement.key, statement.position)

    def _persons(self) -> Iterator[ChangeEntry]:
        links: dict[int, Pairs] = {}
        effects: dict[int, list[Effect]] = {}
        for link in self._decisions.links:
            if link.employee > 0 and (link.is_new or link.replaced):
                pair: list[object] = [None, link.key.key]
                if link.replaced:
                    pair.reverse()
                name = "link_key" if link.is_new else "former_link_key"
                links.setdefault(link.employee, {})[name] = pair
                effect = Effect.REKEYED if link.replaced else Effect.LINKED
                effects.setdefault(link.employee, []).append(effect)
        for person in self._decisions.persons:
            changed = net(person.changes.get(self._message, ()))
            pairs = {**pairs_of(changed), **links.get(person.id, {})}
            found = [
                *effects_of_fields(changed, is_new=person.is_new),
                *effects.get(person.id, []),
            ]
            if person.shown_by == self._message:
                found, pairs = [Effect.SHOWN], shown_again(pairs)
            if pairs:
                yield self._entry(ObjectKind.EMPLOYEE, person.id, "", found, pairs)

    def _employments(self) -> Iterator[ChangeEntry]:
        for each in self._decisions.employments:
            changed = net(each.changes.get(self._message, ()))
            effects, pairs = effects_of_employment(changed, is_new=each.id < 0), pairs_of(changed)
            if each.shown_by == self._message:
                effects, pairs = (Effect.SHOWN,), shown_again(pairs)
            if effects:
                yield self._entry(
                    ObjectKind.EMPLOYMENT, each.employee, each.number, list(effects), pairs
                )

    def _entry(
        self, kind: ObjectKind, employee: int, name: str, effects: list[Effect], pairs: Pairs
    ) -> ChangeEntry:
        who = self._who(employee)
        return ChangeEntry(
            kind=kind,
            employer=who.employer,
            person=who.key,
            name=name,
            effects=tuple(effects),
            pairs=pairs,
            position=who.position,
            has_case=employee in self._absent,
        )

    def _case(self, case: CaseDecision) -> ChangeEntry:
        pairs = _pairs(case)
        if "continues" in pairs:
            pairs["continues"] = [self._case_keys.get(each) for each in _continued(case)]
        return ChangeEntry(
            kind=ObjectKind.CASE,
            employer=self._codes.get(case.key.employer, ""),
            person=self._key_of(case.employee),
            name=case.key.key,
            effects=_effects(case),
            pairs=pairs,
            position=self._position_of(case.employee),
            reports=tuple(sorted(self._reports_on[case.key])),
        )

    def _key_of(self, employee: int) -> str:
        statement = self._statements.get(employee)
        return statement.key if statement else ""

    def _position_of(self, employee: int) -> int | None:
        statement = self._statements.get(employee)
        return statement.position if statement else None


def _awaited(report: ReportDecision) -> int | None:
    """The number that a parked report waits for (VZ-3)."""
    if report.state is not ReportState.PARKED:
        return None
    awaited = (finding.params.get("awaited") for finding in report.findings)
    return next((int(number) for number in awaited if number), None)


def _effects(case: CaseDecision) -> tuple[Effect, ...]:
    if case.hidden != case.hidden_before:
        return (Effect.HIDDEN if case.hidden else Effect.SHOWN,)
    return effects_of_case(case.before, case.state) or (Effect.CHANGED,)


def _pairs(case: CaseDecision) -> Pairs:
    """What changes of a case; nothing while it stays hidden."""
    if case.hidden and case.hidden_before:
        return {}
    pairs = state_pairs(None if case.hidden_before else case.before, case.state)
    if case.hidden != case.hidden_before:
        pairs["hidden"] = [case.hidden_before, case.hidden]
    if case.classification != case.classification_before:
        pairs["classification"] = [case.classification_before, case.classification]
    if case.continues != case.continues_before:
        pairs["continues"] = [case.continues_before, case.continues]
    return pairs


def _continued(case: CaseDecision) -> tuple[int, int]:
    """The cases that it continued and continues; 0, which is none, where there is none."""
    return (case.continues_before or 0, case.continues or 0)


def _absent(decisions: Decisions, snapshot: Snapshot) -> frozenset[int]:
    """The persons with a case that counts, before or after (datakluis)."""
    cases: tuple[CaseFacts | CaseDecision, ...] = (*snapshot.cases, *decisions.cases)
    return frozenset(
        case.employee
        for case in cases
        if not case.hidden and case.state.status is not CaseStatus.WITHDRAWN
    )


def _employees(decisions: Decisions) -> frozenset[int]:
    """Who is known already and can be seen in the list."""
    named = (
        *(person.id for person in decisions.persons),
        *(case.employee for case in decisions.cases),
        *(report.employee or 0 for report in decisions.reports),
    )
    return frozenset(employee for employee in named if employee > 0)
