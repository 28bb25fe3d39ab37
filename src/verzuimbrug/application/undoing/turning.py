"""Working out what an undo, or taking one back, changes, and writing it (VE-4).

Employers are looked at a few at a time: nothing of one touches another, and memory stays bounded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.domain.change_list import ChangeEntry, ChangeList
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.snapshot import PersonKey
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.domain.undoing import HeardStatement, Turn
from verzuimbrug.domain.undoing_cases import CasesBefore
from verzuimbrug.domain.undoing_decisions import Before, UndoDecisions, decide_turn
from verzuimbrug.domain.undoing_listing import changes_of, list_turn
from verzuimbrug.sivi.tags import MESSAGE_KINDS
from verzuimbrug.store.undo_messages import waiting_for_somebody_at
from verzuimbrug.store.undo_reads import (
    TurnedAt,
    employers_of_turn,
    read_cases,
    read_employer_terms,
    read_employments,
    read_owners,
    read_persons,
    read_statements,
)
from verzuimbrug.store.undo_writing import Signed, write_turn
from verzuimbrug.store.waiting import released_by

_AT_A_TIME = 100
_NOT_CREATING = tuple(
    name for name, kind in MESSAGE_KINDS.items() if kind is MessageKind.EMPLOYMENTS
)
"""The messages that find persons, and create none (WN-2)."""


@dataclass(slots=True)
class Turned:
    """What a turn comes to.

    `employees` are the persons that the changes are of, `refused` the aliases that stay undone,
    `goes_on` the messages that can go on, or must be looked at again, because of it.
    """

    entries: list[ChangeEntry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    employees: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    goes_on: set[int] = field(default_factory=set)

    @property
    def changes(self) -> ChangeList:
        """The list of the changes."""
        return ChangeList(changes=tuple(self.entries), employees=frozenset(self.employees))

    def add(self, decisions: UndoDecisions, before: Before) -> None:
        """Takes in what was decided at some employers."""
        self.entries += list_turn(decisions, before)
        self.findings += decisions.findings
        self.employees |= {change.employee for change in changes_of(decisions)}
        self.refused |= {alias.id for alias in decisions.cases.aliases.refused}


def work_out(turn: Turn, signed: Signed | None) -> Turned:
    """What a turn changes; it is written when it is signed."""
    turned = Turned()
    for before in _parts(turn):
        decisions = decide_turn(before, turn)
        turned.add(decisions, before)
        if signed is not None:
            write_turn(decisions, signed)
            turned.goes_on |= _going_on(decisions)
    return turned


def _parts(turn: Turn) -> Iterator[Before]:
    employers = employers_of_turn(turn)
    for first in range(0, len(employers), _AT_A_TIME):
        part = tuple(employers[first : first + _AT_A_TIME])
        yield _read(TurnedAt(turn=turn, employers=part, not_creating=_NOT_CREATING))


def _read(at: TurnedAt) -> Before:
    statements = read_statements(at)
    people = {each.said.employee for each in statements}
    cases = read_cases(at, people)
    everybody = {
        *people,
        *(facts.employee for facts in cases.cases),
        *(each.stored.report.employee for each in cases.reports),
    }
    terms = read_employer_terms(at.employers)
    configurations = read_configurations(set(cases.streams.values()))
    persons = read_persons(everybody)
    return Before(
        persons=persons,
        employments=read_employments(people),
        statements=statements,
        owners=read_owners(_named(statements, {each.id: each.employer for each in persons})),
        cases=CasesBefore(
            cases=cases.cases,
            reports=cases.reports,
            aliases=cases.aliases,
            configurations={
                message: configurations[stream] for message, stream in cases.streams.items()
            },
            classifications={number: known for number, _, known in terms},
        ),
        codes={number: code for number, code, _ in terms},
    )


def _named(statements: Sequence[HeardStatement], employers: Mapping[int, int]) -> set[PersonKey]:
    """The link keys that statements name which stand again."""
    return {
        PersonKey(each.account, employers[each.said.employee], name)
        for each in statements
        if each.turned and each.stands and each.said.kind is ObjectKind.EMPLOYEE
        for name in each.names
    }


def _going_on(decisions: UndoDecisions) -> set[int]:
    """What waited for somebody who is there again, and what found somebody who is not.

    A possible duplicate of a hidden person is none any more (WN-4).
    """
    hidden = {
        person.before.id: person.before.employer
        for person in decisions.persons
        if person.hidden and not person.before.hidden
    }
    came = {key.key for person in decisions.persons for key in person.keys if not key.hidden}
    waiting = waiting_for_somebody_at(set(hidden.values()))
    return {*waiting, *released_by(came), *decisions.turned_along}
