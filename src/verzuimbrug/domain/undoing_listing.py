"""From what was decided on a turn to the list of its changes (VE-4)."""

from verzuimbrug.domain.case_fields import state_pairs
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.change_list import ChangeEntry
from verzuimbrug.domain.decisions import CaseDecision
from verzuimbrug.domain.effects import Effect, effects_of_case
from verzuimbrug.domain.snapshot import CaseFacts
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.domain.undoing import ObjectChange
from verzuimbrug.domain.undoing_decisions import Before, UndoDecisions


def changes_of(decisions: UndoDecisions) -> tuple[ObjectChange, ...]:
    """What happens to each person, employment and case; what stays as it is is not among them."""
    people = (change for person in decisions.persons for change in person.changes)
    employments = (employment.change for employment in decisions.employments)
    before = decisions.cases.before
    cases = (_of_case(case, before.get(case.id)) for case in decisions.cases.results.cases)
    return tuple(each for each in (*people, *employments, *cases) if each.pairs)


def _of_case(case: CaseDecision, facts: CaseFacts | None) -> ObjectChange:
    """A case that is shown again has its state from nothing, as one that starts."""
    before = None if case.hidden_before > case.hidden else case.before
    pairs = state_pairs(before, case.state)
    beside = {
        "classification": (case.classification_before, case.classification),
        "continues": (case.continues_before, case.continues),
        "case_key": (facts.key.key if facts else case.key.key, case.key.key),
    }
    pairs |= {name: list(pair) for name, pair in beside.items() if pair[0] != pair[1]}
    change = ObjectChange(
        kind=ObjectKind.CASE,
        object=case.id,
        employee=case.employee,
        effects=effects_of_case(before, case.state) or (Effect.CHANGED,),
        pairs=pairs,
    )
    return change.with_hidden(case.hidden_before, case.hidden)


def list_turn(decisions: UndoDecisions, before: Before) -> list[ChangeEntry]:
    """The changes as people name them, in the order employer, person, object."""
    names = _Names(decisions, before)
    entries = (names.entry(change) for change in changes_of(decisions))
    return sorted(entries, key=lambda entry: entry.identity)


class _Names:
    """What things are called."""

    def __init__(self, decisions: UndoDecisions, before: Before) -> None:
        cases = decisions.cases.results.cases
        self._codes = before.codes
        self._persons = {person.id: person for person in before.persons}
        self._numbers = {each.facts.id: each.facts.number for each in before.employments}
        known: tuple[CaseFacts | CaseDecision, ...] = (*before.cases.cases, *cases)
        self._cases: dict[object, str] = {case.id: case.key.key for case in known}
        self._absent = {
            case.employee
            for case in known
            if not case.hidden and case.state.status is not CaseStatus.WITHDRAWN
        }

    def entry(self, change: ObjectChange) -> ChangeEntry:
        person = self._persons[change.employee]
        pairs = dict(change.pairs)
        if "continues" in pairs:
            pairs["continues"] = [self._cases.get(each) for each in pairs["continues"]]
        return ChangeEntry(
            kind=change.kind,
            employer=self._codes[person.employer],
            person=person.name,
            name=self._name(change),
            effects=change.effects,
            pairs=pairs,
            has_case=change.employee in self._absent,
        )

    def _name(self, change: ObjectChange) -> str:
        if change.kind is ObjectKind.EMPLOYEE:
            return ""
        names = self._numbers if change.kind is ObjectKind.EMPLOYMENT else self._cases
        return names[change.object]
