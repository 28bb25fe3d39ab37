"""What is to be said of persons and cases, and of whom it cannot be said (EX-1 to EX-6)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from verzuimbrug.application.exports.composing import (
    ABSENCE,
    EMPLOYEES,
    TAGS,
    delivered_report,
    try_person,
)
from verzuimbrug.application.exports.known import Case, Known, Person
from verzuimbrug.application.exports.setup import Setup
from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.deliveries import DeliveredPerson, DeliveredReport, MessageKind
from verzuimbrug.domain.export_persons import (
    KnownPerson,
    delivered_person,
    with_employments,
)
from verzuimbrug.domain.export_reports import CaseTold, Telling, after_telling, tell_case
from verzuimbrug.domain.scope import Reach
from verzuimbrug.store.encryption import blind_index

_DIGEST = "export"
_MOST_REPORTS = 90
"""So many reports of one employment go in one message; the tables allow 99."""

Reports = dict[str, list[DeliveredReport]]
"""By the number of their employment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """What an edition demands and we do not know, of a person or of one case of it."""

    message: str
    tags: tuple[str, ...]
    case: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Reports of one case, with what is said of the person with them."""

    telling: Telling
    person: KnownPerson
    reports: Reports


@dataclass(slots=True)
class Draft:
    """What is to be said, by person; and what the receiver has been told by then.

    `named` is what is said of a person together with its reports.
    """

    persons: dict[int, DeliveredPerson] = field(default_factory=dict)
    named: dict[int, KnownPerson] = field(default_factory=dict)
    reports: defaultdict[int, Reports] = field(default_factory=lambda: defaultdict(dict))
    digests: dict[int, bytes] = field(default_factory=dict)
    lacks: defaultdict[int, list[Lack]] = field(default_factory=lambda: defaultdict(list))
    cases: dict[int, tuple[CaseTold, KnownPerson]] = field(default_factory=dict)
    outside: set[int] = field(default_factory=set)

    def say(self, saying: Saying) -> None:
        """Adds reports; what is known of a person now goes before what was said before."""
        employee = saying.telling.employee
        before = self.named.get(employee, saying.person)
        first, other = (before, saying.person) if saying.telling.ending else (saying.person, before)
        self.named[employee] = with_employments(first, other.employments)
        for employment, rows in saying.reports.items():
            self.reports[employee].setdefault(employment, []).extend(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """Works out a draft; `since` is the day on which the export was switched on."""

    setup: Setup
    known: Known
    since: date

    def draft(self, employees: Iterable[int]) -> Draft:
        """What is to be said of these persons, and of the cases that are or were theirs."""
        draft = Draft()
        for case in self.known.cases:
            if ABSENCE in self.setup.messages and self._may_tell(case):
                self._case(case, draft)
        for employee in employees:
            self._person(self.known.persons[employee], draft)
        return draft

    def _may_tell(self, case: Case) -> bool:
        """EX-2: what is open, was told, or ended since; in the run-out only what was told."""
        reach = self.known.reach_of(case.employee)
        if case.told is not None:
            return reach is not Reach.OUT
        return reach is Reach.IN and case.state is not None and self._counts(case.state)

    def _counts(self, state: CaseState) -> bool:
        is_recent = state.recovered_on is None or state.recovered_on >= self.since
        return is_recent or self.setup.closed_cases

    def _case(self, case: Case, draft: Draft) -> None:
        """A case that cannot be told of waits, with all that is to be said of it."""
        sayings = [
            self._saying(case, telling)
            for telling in tell_case(case.told, case.state, case.employee)
        ]
        lacks = tuple(dict.fromkeys(tag for each in sayings for tag in self._lacks_of(each)))
        if lacks:
            lack = Lack(message=ABSENCE, tags=lacks, case=case.id)
            draft.lacks[case.employee].append(lack)
            return
        told = case.told
        for saying in sayings:
            draft.say(saying)
            told = after_telling(told, saying.telling)
            draft.cases[case.id] = (told, saying.person)

    def _saying(self, case: Case, telling: Telling) -> Saying:
        """EX-4: a case is taken back in the words in which the receiver was told of it."""
        key = str(case.id) if telling.life == 1 else f"{case.id}-{telling.life}"
        reports: Reports = {}
        for sequence, each in enumerate(telling.reports, start=telling.start):
            report = delivered_report(self.setup, key, sequence, each.content)
            reports.setdefault(each.employment, []).append(report)
        before = case.person if telling.ending else None
        person = before or self.known.persons[telling.employee].known
        return Saying(telling=telling, person=person, reports=reports)

    def _lacks_of(self, saying: Saying) -> Iterator[str]:
        employer = self.known.employers[self.known.persons[saying.telling.employee].employer]
        for part in in_parts(saying.reports):
            told = delivered_person(saying.person, self.setup.stated, TAGS, part)
            yield from try_person(self.setup, MessageKind.ABSENCE, employer, told).lacks

    def _person(self, person: Person, draft: Draft) -> None:
        if person.is_hidden or self.known.reach[person.employer] is Reach.OUT:
            draft.outside.add(person.id)
        elif EMPLOYEES in self.setup.messages and self._is_shown(person.id):
            told = delivered_person(person.known, self.setup.stated, TAGS)
            employer = self.known.employers[person.employer]
            tried = try_person(self.setup, MessageKind.EMPLOYEES, employer, told)
            if tried.lacks:
                draft.lacks[person.id].append(Lack(message=EMPLOYEES, tags=tried.lacks))
                return
            digest = blind_index(tried.content.decode(), _DIGEST)
            if digest != self.known.digests.get(person.id):
                draft.persons[person.id], draft.digests[person.id] = told, digest

    def _is_shown(self, employee: int) -> bool:
        """EX-7: somebody with a case that the receiver may know of, unless all are to be sent."""
        return self.setup.all_persons or any(
            case.employee == employee and case.state is not None and self._may_tell(case)
            for case in self.known.cases
        )


def in_parts(reports: Reports) -> Iterator[Reports]:
    """The reports in parts that fit in a message, each case in its order."""
    left = {employment: iter(rows) for employment, rows in reports.items()}
    while part := {
        employment: rows
        for employment, more in left.items()
        if (rows := list(islice(more, _MOST_REPORTS)))
    }:
        yield part
