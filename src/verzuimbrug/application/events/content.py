"""What an event says: enough to act on, in the words of the consumer API, and no more than it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from verzuimbrug.application.dossiers_parts import cases_by_id
from verzuimbrug.application.dossiers_values import CaseEntry, KnownCase
from verzuimbrug.store.event_facts import persons, present_keys

Keys = list[dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """Whose person it is, whether readers see it, and whether it has a case that counts."""

    id: int
    employer: int
    employer_code: str
    is_hidden: bool
    has_case: bool
    keys: Keys

    @property
    def data(self) -> dict[str, Any]:
        """Which person it is."""
        return {"employer": self.employer_code, "person": self.id, "keys": self.keys}


@dataclass(frozen=True, slots=True)
class Facts:
    """Persons and cases as they are now, by the store's ids."""

    persons: Mapping[int, PersonFacts]
    cases: Mapping[int, KnownCase]


def facts_of(employees: Collection[int], cases: Collection[int], today: date) -> Facts:
    """What events about these say: one query a table; within the tenant."""
    keys = _keys_of(employees)
    found = {
        row.id: PersonFacts(
            id=row.id,
            employer=row.employer,
            employer_code=row.employer_code,
            is_hidden=row.is_hidden,
            has_case=row.has_case,
            keys=keys.get(row.id, []),
        )
        for row in persons(employees)
    }
    return Facts(found, cases_by_id(cases, today))


def _keys_of(employees: Collection[int]) -> Mapping[int, Keys]:
    found: dict[int, Keys] = {}
    for row in present_keys(employees):
        found.setdefault(row.employee, []).append({"account": row.account, "key": row.key})
    return found


def data_of_case(person: PersonFacts, number: int, case: KnownCase) -> dict[str, Any]:
    """What an event says of a case: all of it, or only which one when it is not shown."""
    entry = case.entry
    return {
        **person.data,
        "case": {"number": number, "account": entry.account, "id": entry.id},
        "absence_case": None if case.is_hidden else _shown(entry),
    }


def data_of_person(person: PersonFacts, fields: Collection[str]) -> dict[str, Any]:
    """What an event says of a person: which fields changed, and not into what."""
    return {**person.data, "shown": not person.is_hidden, "fields": list(fields)}


def _shown(entry: CaseEntry) -> dict[str, Any]:
    """A case as the consumer API has it: numbers as numbers, dates as ISO texts."""
    return {
        "id": entry.id,
        "account": entry.account,
        "first_day": entry.first_day.isoformat(),
        "recovered_on": entry.recovered_on.isoformat() if entry.recovered_on else None,
        "status": entry.status,
        "percentage": float(entry.percentage),
        "cause": entry.cause,
        "classification": entry.classification,
        "safety_net": entry.safety_net,
        "end_reason": entry.end_reason,
        "last_sequence": entry.last_sequence,
        "continues": entry.continues,
        "periods": [
            {"from": each.start.isoformat(), "percentage": float(each.percentage)}
            for each in entry.periods
        ],
    }
