"""The persons of a batch while it is decided: keys and fields (WN-1 to WN-6)."""

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import count

from verzuimbrug.domain.decisions import LinkDecision, PersonDecision
from verzuimbrug.domain.deliveries import DeliveredPerson
from verzuimbrug.domain.fields import (
    FieldChange,
    FieldRules,
    Stamp,
    StampedFields,
    UnknownValue,
    merge,
)
from verzuimbrug.domain.names import match_name
from verzuimbrug.domain.snapshot import PersonFacts, PersonKey, Snapshot

BSN_STAMP = "bsn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who says it: the message, the stamp of its person group, and how its stream takes fields."""

    message: int
    stamp: Stamp
    person: FieldRules
    employment: FieldRules


class People:
    """What is known of the persons, and what the batch makes of it."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Starts from what is stored."""
        self._ids = count(-1, -1)
        self._keys = dict(snapshot.link_keys)
        self._superseded = set(snapshot.superseded_keys)
        self._persons = dict(snapshot.persons)
        self._namesakes: dict[tuple[int, object, str], set[int]] = defaultdict(set)
        for person in snapshot.persons.values():
            self._remember_name(person)
        self._links: dict[PersonKey, int] = {}
        self._changes: dict[int, list[FieldChange]] = {}
        self._last_message: dict[int, int] = {}
        self._bsn: dict[int, str] = {}

    def find(self, key: PersonKey) -> int | None:
        """The person of a link key (WN-1)."""
        return self._keys.get(key)

    def facts(self, employee: int) -> PersonFacts:
        """What is known of a person now."""
        return self._persons[employee]

    def possible_doubles(self, key: PersonKey, person: DeliveredPerson) -> list[int]:
        """Persons at the employer who may be this one and have no key for the account (WN-4)."""
        name = match_name(person.surname)
        alike = self._namesakes[(key.employer, person.birth_date.isoformat(), name)]
        return sorted(each for each in alike if key.account not in self._persons[each].accounts)

    def create(self, key: PersonKey) -> int:
        """A new person, without fields yet (WN-2)."""
        employee = next(self._ids)
        self._persons[employee] = PersonFacts(id=employee, employer=key.employer)
        self.link(key, employee)
        return employee

    def link(self, key: PersonKey, employee: int, *, superseded: bool = False) -> None:
        """Makes a key one of the person's; a key that is superseded stays so (WN-3)."""
        superseded = superseded or key in self._superseded
        if self._keys.get(key) == employee and superseded == (key in self._superseded):
            return
        self._keys[key] = self._links[key] = employee
        if superseded:
            self._superseded.add(key)
        facts = self._persons[employee]
        self._persons[employee] = replace(facts, accounts=facts.accounts | {key.account})

    def take_fields(
        self, employee: int, person: DeliveredPerson, said: Said, bsn: str | None
    ) -> tuple[UnknownValue, ...]:
        """Lays a delivery over a person's fields (WN-5); gives what could not be translated."""
        facts = self._persons[employee]
        merged = merge(facts.fields, person.fields, said.stamp, said.person)
        stamps = dict(merged.fields.stamps)
        if bsn and (BSN_STAMP not in stamps or stamps[BSN_STAMP] < said.stamp):
            stamps[BSN_STAMP] = said.stamp
            self._bsn[employee] = bsn
        self._namesakes[_namesake(facts)].discard(employee)
        facts = replace(facts, fields=StampedFields(merged.fields.values, stamps))
        self._persons[employee] = facts
        self._remember_name(facts)
        self._changes.setdefault(employee, []).extend(merged.changes)
        self._last_message[employee] = said.message
        return merged.unknown

    def _remember_name(self, person: PersonFacts) -> None:
        self._namesakes[_namesake(person)].add(person.id)

    def person_decisions(self) -> tuple[PersonDecision, ...]:
        """The persons that messages of the batch said something of."""
        return tuple(
            PersonDecision(
                id=employee,
                employer=self._persons[employee].employer,
                fields=self._persons[employee].fields,
                changes=tuple(changes),
                message=self._last_message[employee],
                bsn=self._bsn.get(employee),
            )
            for employee, changes in self._changes.items()
        )

    def link_decisions(self) -> tuple[LinkDecision, ...]:
        """The keys that are new or superseded."""
        return tuple(
            LinkDecision(key=key, employee=employee, superseded=key in self._superseded)
            for key, employee in self._links.items()
        )


def _namesake(person: PersonFacts) -> tuple[int, object, str]:
    """What persons share that may be one and the same (WN-4)."""
    values = person.fields.values
    surname = values.get("surname")
    name = match_name(surname if isinstance(surname, str) else None)
    return (person.employer, values.get("birth_date"), name)
