"""All that an undo, or taking one back, comes to: decided without input or output (VE-4)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.snapshot import PersonKey
from verzuimbrug.domain.undoing import EmploymentBefore, HeardStatement, PersonBefore, Turn
from verzuimbrug.domain.undoing_cases import CasesBefore, TurnedCases, turn_cases
from verzuimbrug.domain.undoing_conflicts import (
    About,
    collisions,
    conflicts_of_cases,
    given_away,
    said_since,
)
from verzuimbrug.domain.undoing_employments import RestoredEmployment, restore_employments
from verzuimbrug.domain.undoing_people import RestoredPerson, restore_person
from verzuimbrug.domain.undoing_support import supported


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Everything that a turn can touch, of some employers.

    `statements` are all of the persons of whom one turns, in the order in which they were taken.
    `owners` are the persons of the keys that they name; `codes` the codes of the employers.
    """

    persons: tuple[PersonBefore, ...] = ()
    employments: tuple[EmploymentBefore, ...] = ()
    statements: tuple[HeardStatement, ...] = ()
    owners: Mapping[PersonKey, int] = field(default_factory=dict)
    cases: CasesBefore = field(default_factory=CasesBefore)
    codes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoDecisions:
    """What becomes of persons, employments and cases, and what there is to say of it.

    `turned_along` are messages that find a person no more, or again, because of it.
    """

    persons: tuple[RestoredPerson, ...]
    employments: tuple[RestoredEmployment, ...]
    cases: TurnedCases
    turned_along: frozenset[int]
    findings: tuple[Finding, ...]


def decide_turn(before: Before, turn: Turn) -> UndoDecisions:
    """What a turn comes to at the employers that were read."""
    deciding = _Deciding(before, turn)
    for person in before.persons:
        deciding.take(person)
    return deciding.finish()


class _Deciding:
    """The turn in progress."""

    def __init__(self, before: Before, turn: Turn) -> None:
        self._before = before
        self._turn = turn
        self._heard: dict[int, list[HeardStatement]] = defaultdict(list)
        for each in before.statements:
            self._heard[each.said.employee].append(each)
        self._employments: dict[int, list[EmploymentBefore]] = defaultdict(list)
        for employment in before.employments:
            self._employments[employment.facts.employee].append(employment)
        self._persons: list[RestoredPerson] = []
        self._restored: list[RestoredEmployment] = []
        self._findings: list[Finding] = []
        self._turned_along: set[int] = set()

    def take(self, person: PersonBefore) -> None:
        """Restores a person of whom a statement turns, with the employments."""
        heard = supported(person, self._heard[person.id])
        if not any(each.turned for each in heard):
            return
        self._turned_along |= {each.said.message for each in heard if each.turned}
        restored = restore_person(person, heard)
        employments = restore_employments(
            self._employments[person.id], heard, person_hidden=restored.hidden
        )
        self._persons.append(restored)
        self._restored += [each for each in employments if each.is_changed]
        about = About(self._before.codes[person.employer], person.name)
        self._findings += said_since(about, heard, self._turn)
        self._findings += collisions(about, employments)
        self._findings += given_away(person, heard, self._before.owners)

    def finish(self) -> UndoDecisions:
        """Decides on the cases and gathers everything."""
        cases = turn_cases(self._before.cases, self._turn)
        return UndoDecisions(
            persons=tuple(self._persons),
            employments=tuple(self._restored),
            cases=cases,
            turned_along=frozenset(self._turned_along - self._turn.messages),
            findings=(*self._findings, *conflicts_of_cases(cases, self._turn)),
        )
