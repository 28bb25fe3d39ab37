"""Two runs of the same messages side by side: which come out differently, and in what (VE-1)."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from verzuimbrug.domain.shadow_outcomes import (
    MessageOutcome,
    Outcomes,
    Person,
    Thing,
    told,
)
from verzuimbrug.domain.statements import ObjectKind


class Difference(StrEnum):
    """In what a message can come out differently, in the order in which that matters."""

    STATE = "state"
    EMPLOYER = "employer"
    PERSON = "person"
    REPORT = "report"
    CASE = "case"
    FIELDS = "fields"
    FINDINGS = "findings"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingDifference:
    """A person, employment or case that comes out differently.

    `fields` are those that differ: as it stands, and as changed. One that is there on one side only
    has all its fields, None on the other.
    """

    kind: ObjectKind
    person: Person
    name: str
    fields: Mapping[str, tuple[object, object]]
    in_stands: bool = True
    in_changed: bool = True
    messages: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDifference:
    """A message that comes out differently, by the store's id, on both sides."""

    message: int
    kinds: frozenset[Difference]
    stands: MessageOutcome
    changed: MessageOutcome
    things: tuple[ThingDifference, ...] = ()

    def persons(self) -> Iterator[tuple[int, Person | None, Person | None]]:
        """The persons that are found differently, by position."""
        for place in sorted({*self.stands.persons, *self.changed.persons}):
            was, now = self.stands.persons.get(place), self.changed.persons.get(place)
            if _identity(was) != _identity(now):
                yield place, was, now

    def reports(self) -> Iterator[int]:
        """The positions of the reports that come out differently."""
        for place in sorted({*self.stands.reports, *self.changed.reports}):
            was, now = self.stands.reports.get(place), self.changed.reports.get(place)
            if was is None or now is None or was.told != now.told:
                yield place


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How many messages come out the same, and those that do not, in order of receipt."""

    same: int = 0
    different: tuple[MessageDifference, ...] = field(default=())

    @property
    def counts(self) -> Mapping[Difference, int]:
        """How many messages differ in each kind; a message can differ in several."""
        found = Counter(kind for each in self.different for kind in each.kinds)
        return {kind: found[kind] for kind in Difference if found[kind]}

    @property
    def employees(self) -> frozenset[int]:
        """Who is known already, by the store's ids, of all that comes out differently."""
        found: set[int | None] = set()
        for each in self.different:
            found |= {person.employee for person in each.stands.persons.values()}
            found |= {person.employee for person in each.changed.persons.values()}
            found |= {thing.person.employee for thing in each.things}
        return frozenset(each for each in found if each is not None)


def compare(stands: Outcomes, changed: Outcomes) -> Comparison:
    """Lays two runs of the same messages side by side."""
    things = tuple(_things(stands.things, changed.things))
    by_message: dict[int, list[ThingDifference]] = defaultdict(list)
    for thing in things:
        for message in thing.messages:
            by_message[message].append(thing)
    found = [
        _message(number, stands.messages[number], changed.messages[number], by_message[number])
        for number in sorted(stands.messages)
    ]
    different = tuple(each for each in found if each.kinds)
    return Comparison(same=len(found) - len(different), different=different)


def _things(
    stands: Mapping[tuple[str, ...], Thing], changed: Mapping[tuple[str, ...], Thing]
) -> Iterator[ThingDifference]:
    for identity in sorted({*stands, *changed}):
        was, now = stands.get(identity), changed.get(identity)
        fields = dict(_fields(was, now))
        if fields:
            one = was or now
            assert one is not None  # noqa: S101 -- it is on one side at least
            yield ThingDifference(
                kind=one.kind,
                person=one.person,
                name=one.name,
                fields=fields,
                in_stands=was is not None or bool(one.before),
                in_changed=now is not None or bool(one.before),
                messages=_messages(was) | _messages(now),
            )


def _fields(was: Thing | None, now: Thing | None) -> Iterator[tuple[str, tuple[object, object]]]:
    """The fields that differ; of one that a side does not touch it has those of the start."""
    before = _told(was) if was else _at_start(now)
    after = _told(now) if now else _at_start(was)
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield name, (before.get(name), after.get(name))


def _told(thing: Thing) -> Mapping[str, object]:
    """The fields of a thing, and whose it is when that can differ."""
    if thing.kind is not ObjectKind.CASE:
        return thing.fields
    return {**thing.fields, "person": thing.person.identity[1]}


def _at_start(thing: Thing | None) -> Mapping[str, object]:
    if thing is None or not thing.before:
        return {}
    return _told(replace(thing, fields=thing.before))


def _messages(thing: Thing | None) -> frozenset[int]:
    return thing.messages if thing is not None else frozenset()


def _message(
    number: int, stands: MessageOutcome, changed: MessageOutcome, things: list[ThingDifference]
) -> MessageDifference:
    kinds = {*_kinds(stands, changed)}
    kinds |= {
        Difference.CASE if thing.kind is ObjectKind.CASE else Difference.FIELDS for thing in things
    }
    return MessageDifference(
        message=number,
        kinds=frozenset(kinds),
        stands=stands,
        changed=changed,
        things=tuple(things),
    )


def _kinds(stands: MessageOutcome, changed: MessageOutcome) -> Iterator[Difference]:
    if stands.state is not changed.state:
        yield Difference.STATE
    both = stands.persons.keys() & changed.persons.keys()
    pairs = [(stands.persons[place], changed.persons[place]) for place in both]
    if any(was.employer != now.employer for was, now in pairs):
        yield Difference.EMPLOYER
    if any(was.identity[1] != now.identity[1] for was, now in pairs):
        yield Difference.PERSON
    if _states(stands) != _states(changed):
        yield Difference.REPORT
    if _findings(stands) != _findings(changed):
        yield Difference.FINDINGS


def _states(of: MessageOutcome) -> Mapping[int, tuple[str, str]]:
    return {place: (each.state, each.operation) for place, each in of.reports.items()}


def _findings(of: MessageOutcome) -> Counter[tuple[object, ...]]:
    """Which findings there are, of the whole and of each report."""
    found: Counter[tuple[object, ...]] = Counter((None, told(each)) for each in of.findings)
    for place, report in of.reports.items():
        found.update((place, told(each)) for each in report.findings)
    return found


def _identity(person: Person | None) -> tuple[str, str] | None:
    return person.identity if person is not None else None
