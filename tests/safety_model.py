"""What is in force after whatever people and portals did: a plain model in memory (VE-1, VE-4).

It keeps every message with what was decided on it, and works everything out anew each time, by a
second reading of the rules (`unit.domain.oracle`). It knows no tables, batches, locks or portions.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from unit.domain.oracle import interpret
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import Report, ReportContent, Standing

RULES = CaseRules(operations_confirmed=True)
FIRST_DAY = date(2026, 3, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report of a message, about a case of a person at an employer."""

    employer: str
    person: str
    case: str
    sequence: int
    operation: Operation
    day: date
    percentage: Decimal
    ends: bool = False


@dataclass(slots=True, kw_only=True)
class Sent:
    """A message in order of receipt, and what became of it. One report per person."""

    number: int
    reports: tuple[Told, ...]
    surname: str
    received_on: date
    held: bool = False
    rejected: bool = False
    refused: set[int] = field(default_factory=set)
    chosen: set[int] = field(default_factory=set)
    undone: int | None = None
    undone_while_held: bool = False
    undo: int | None = None
    placed: set[int] = field(default_factory=set)


Places = dict[tuple[int, int], str]
"""The state of each report, by message and position."""


@dataclass(slots=True)
class Model:
    """All messages, the employers that are known, and the gaps that were released."""

    known: set[str]
    messages: list[Sent] = field(default_factory=list)
    released: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    persons: set[tuple[str, str]] = field(default_factory=set)

    def standing(self, sent: Sent, position: int) -> Standing:
        """What people said of a report."""
        if position in sent.chosen:
            return Standing.CHOSEN
        if sent.held:
            return Standing.HELD
        refused = sent.rejected or position in sent.refused
        return Standing.REFUSED if refused else Standing.FREE

    def is_in_a_set(self, sent: Sent, position: int) -> bool:
        """Whether the case of a report is known: of one without effect only with its person."""
        told = sent.reports[position]
        if told.employer not in self.known:
            return False
        without_effect = self.standing(sent, position) in (Standing.HELD, Standing.REFUSED)
        if without_effect or sent.undone_while_held:
            return position in sent.placed
        return True

    def take(self, sent: Sent, *, again: bool = False) -> None:
        """Takes note of whom a message makes known, and where its reports stand without effect.

        Those of one that stands again stand where they stood: what stood nowhere, since nobody knew
        the person, still does (VE-4).
        """
        for position, told in enumerate(sent.reports):
            person = (told.employer, told.person)
            if told.employer not in self.known:
                continue
            without_effect = self.standing(sent, position) in (Standing.HELD, Standing.REFUSED)
            if not without_effect:
                self.persons.add(person)
            elif person in self.persons and (position in sent.placed or not again):
                self._keep_applied(told)
                sent.placed.add(position)

    def _keep_applied(self, told: Told) -> None:
        """What is applied keeps its number, whichever was received first (VE-2)."""
        slot = (told.employer, told.person, told.case, told.sequence)
        for (number, position), state in self.report_states().items():
            if state == "applied":
                (other,) = (each for each in self.messages if each.number == number)
                one = other.reports[position]
                if (one.employer, one.person, one.case, one.sequence) == slot:
                    other.chosen.add(position)

    def keep_places_taken(self, sent: Sent) -> None:
        """What took the place of an undone message keeps it when that is delivered again (VE-4)."""
        if sent.undone is None:
            return
        states = self.report_states()
        slots = {(one.employer, one.person, one.case, one.sequence) for one in sent.reports}
        for other in self.messages:
            for position, one in enumerate(other.reports):
                slot = (one.employer, one.person, one.case, one.sequence)
                took = other.number > sent.undone and other.undone is None and slot in slots
                free = self.standing(other, position) is Standing.FREE
                settled = states[other.number, position] in ("conflict", "duplicate")
                if took and free and not settled and self.is_in_a_set(other, position):
                    other.chosen.add(position)

    def sets(self) -> Mapping[tuple[str, str], list[Report]]:
        """The reports of each case, by employer and case."""
        found: dict[tuple[str, str], list[Report]] = {}
        people: dict[tuple[str, str], int] = {}
        for sent in self.messages:
            for position, told in enumerate(sent.reports):
                if self.is_in_a_set(sent, position):
                    employee = people.setdefault((told.employer, told.person), len(people) + 1)
                    report = self._report(sent, position, employee)
                    found.setdefault((told.employer, told.case), []).append(report)
        return found

    def _report(self, sent: Sent, position: int, employee: int) -> Report:
        told = sent.reports[position]
        return Report(
            place=(sent.number, position),
            employee=employee,
            sequence=told.sequence,
            received_on=sent.received_on,
            content=ReportContent(
                operation=told.operation,
                mutation_date=told.day,
                ends=told.ends,
                first_day=FIRST_DAY,
                percentage=told.percentage,
                cause="99",
                safety_net="N",
            ),
            employment=f"D-{told.person}",
            edition="2026",
            standing=self.standing(sent, position),
            undone=sent.undone,
        )

    def cases(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The cases in force, in the words of the dossiers."""
        found = {}
        for key, reports in self.sets().items():
            case, _ = interpret(reports, RULES, self.released.get(key, set()))
            if case is not None:
                found[key] = {
                    "status": case["status"],
                    "recovered_on": case["recovered_on"],
                    "last_sequence": case["last_sequence"],
                    "periods": {day.isoformat(): f"{p:.2f}" for day, p in case["periods"].items()},
                }
        return found

    def report_states(self) -> Places:
        """The state of every report that there is a row of."""
        states: Places = {}
        for key, reports in self.sets().items():
            _, told = interpret(reports, RULES, self.released.get(key, set()))
            states.update({place: state for place, (state, _) in told.items()})
        for sent in self.messages:
            for position in range(len(sent.reports)):
                place = (sent.number, position)
                states.setdefault(place, self._outside(sent, position))
        return states

    def _outside(self, sent: Sent, position: int) -> str:
        """The state of a report whose case is not known."""
        standing = self.standing(sent, position)
        if sent.undone is not None and standing is not Standing.REFUSED:
            return "undone"
        if standing in (Standing.HELD, Standing.REFUSED):
            return standing.value
        return "parked"

    def message_states(self) -> Counter[str]:
        """How many messages there are in each state."""
        return Counter(
            "held" if sent.held else "rejected" if sent.rejected else "processed"
            for sent in self.messages
        )

    def surnames(self) -> dict[tuple[str, str], str]:
        """The surname of each person in force: what the message made last says (WN-5)."""
        names: dict[tuple[str, str], str] = {}
        for sent in self.messages:
            for person in self._said_of(sent):
                names[person] = sent.surname
        return names

    def _said_of(self, sent: Sent) -> Iterator[tuple[str, str]]:
        """Of whom a message says something that counts."""
        if sent.held or sent.rejected or sent.undone is not None:
            return
        for position, told in enumerate(sent.reports):
            # A person that was refused is not taken; a report alone cannot be refused here.
            if told.employer in self.known and position not in sent.refused:
                yield (told.employer, told.person)
