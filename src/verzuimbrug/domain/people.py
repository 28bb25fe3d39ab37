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
from verzuimbrug.domain.statements import ObjectKind, Statement, Statements

BSN_STAMP = "bsn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who says it: the message, the stamp of its person group, and how its stream takes fields.

    `key` and `key_old` are the link keys that it names the person by.
    """

    message: int
    stamp: Stamp
    person: FieldRules
    employment: FieldRules
    key: str
    key_old: str | None = None


class People:
    """What is known of the persons, and what the batch makes of it."""

    def __init__(self, snapshot: Snapshot, statements: Statements | None = None) -> None:
        """Starts from what is stored; adds what is said of persons to `statements`."""
        self._statements = statements or Statements()
        self._ids = count(-1, -1)
        self._keys = dict(snapshot.link_keys)
        self._superseded = set(snapshot.superseded_keys)
        self._persons = dict(snapshot.persons)
        self._namesakes: dict[tuple[int, object, str], set[int]] = defaultdict(set)
        for person in snapshot.persons.values():
            self._remember_name(person)
        self._hidden = set(snapshot.hidden_keys)
        self._displaced = snapshot.displaced
        self._shown: dict[int, int] = {}
        self._links: dict[PersonKey, LinkDecision] = {}
        self._changes: dict[int, dict[int, list[FieldChange]]] = {}
        self._last_message: dict[int, int] = {}
        self._bsn: dict[int, str] = {}

    def find(self, key: PersonKey) -> int | None:
        """The person of a link key (WN-1); somebody who is hidden is not known by it (VE-4)."""
        return None if key in self._hidden else self._keys.get(key)

    def find_hidden(self, key: PersonKey) -> int | None:
        """The same, also of somebody who is hidden."""
        return self._keys.get(key)

    def is_displaced(self, key: PersonKey, message: int) -> bool:
        """Whether a newer message took the place of what this one says of the person (WN-2)."""
        return (message, key) in self._displaced

    def facts(self, employee: int) -> PersonFacts:
        """What is known of a person now."""
        return self._persons[employee]

    def possible_doubles(self, key: PersonKey, person: DeliveredPerson) -> list[int]:
        """Persons at the employer who may be this one and have no key for the account (WN-4)."""
        name = match_name(person.surname)
        alike = self._namesakes[(key.employer, person.birth_date.isoformat(), name)]
        return sorted(each for each in alike if key.account not in self._persons[each].accounts)

    def create(self, key: PersonKey, message: int) -> int:
        """A new person, without fields yet (WN-2); or again the one hidden under the key (VE-4)."""
        employee = self._hidden_under(key)
        if employee is None:
            employee = next(self._ids)
            self._persons[employee] = PersonFacts(id=employee, employer=key.employer)
        self.link(key, employee, message)
        return employee

    def _hidden_under(self, key: PersonKey) -> int | None:
        """Who is hidden under a key, unless another of the person's keys counts again already."""
        employee = self._keys.get(key) if key in self._hidden else None
        return None if employee in self._shown else employee

    def link(
        self, key: PersonKey, employee: int, message: int, *, superseded: bool = False
    ) -> None:
        """Makes a key one of the person's; a key that is superseded stays so (WN-3)."""
        was_superseded = key in self._superseded
        superseded = superseded or was_superseded
        is_known = self._keys.get(key) == employee
        if is_known and superseded == was_superseded and key not in self._hidden:
            return
        before = self._links.get(key)
        self._links[key] = LinkDecision(
            key=key,
            employee=employee,
            superseded=superseded,
            message=message,
            is_new=before.is_new if before else not is_known,
            replaced=is_known and superseded and not was_superseded,
        )
        self._keys[key] = employee
        if is_known and key in self._hidden:
            self._shown.setdefault(employee, message)
        self._hidden.discard(key)
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
        changes = self._changes.setdefault(employee, {}).setdefault(said.message, [])
        changes.extend(merged.changes)
        self._last_message[employee] = said.message
        self._statements.add(
            Statement(
                message=said.message,
                position=person.position,
                kind=ObjectKind.EMPLOYEE,
                object=employee,
                employee=employee,
                key=said.key,
                key_old=said.key_old,
                stamp=said.stamp,
                fields=merged.taken,
                bsn=bsn,
            )
        )
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
                changes={message: tuple(made) for message, made in changes.items()},
                message=self._last_message[employee],
                bsn=self._bsn.get(employee),
                shown_by=self._shown.get(employee),
            )
            for employee, changes in self._changes.items()
        )

    def link_decisions(self) -> tuple[LinkDecision, ...]:
        """The keys that are new, superseded, or count again."""
        return tuple(self._links.values())


def _namesake(person: PersonFacts) -> tuple[int, object, str]:
    """What persons share that may be one and the same (WN-4)."""
    values = person.fields.values
    surname = values.get("surname")
    name = match_name(surname if isinstance(surname, str) else None)
    return (person.employer, values.get("birth_date"), name)
