"""From changes that are due to events with a number (docs/adr/0025-events.md).

Who changed is then due to be looked at for the receivers of exports too.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from verzuimbrug.application.events.content import (
    Facts,
    data_of_case,
    data_of_person,
    facts_of,
)
from verzuimbrug.application.passed_on.facts import facts_by_number, passed_on
from verzuimbrug.domain.events import OF_ITEMS, EventKind, fields_of_person, kinds_of_case
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.store.event_rows import DueChange, EventRow, take_due, write_events
from verzuimbrug.store.export_rows import note_due
from verzuimbrug.store.models import Arbodienst
from verzuimbrug.store.tenancy import tenant

_OfPerson = tuple[int, datetime]
"""A person, and the moment of a batch: what a batch changed of a person is one event."""


def publish_events() -> bool:
    """Publishes some of what is due at each arbodienst; whether there is more.

    What comes in within a moment is told of together: it is cheaper, and beside an old transaction
    each look passes by all that was due since (store/queue_front.py).
    """
    found = [publish(each) for each in Arbodienst.objects.values_list("id", flat=True)]
    return any(found)


def publish(arbodienst: int) -> bool:
    """Publishes some of what is due; whether there is more."""
    with tenant(arbodienst):
        due = take_due(arbodienst)
        if due.changes:
            write_events(list(_events(due.changes, _facts(due.changes))))
            note_due({change.employee for change in due.changes})
        if due.items:
            write_events(list(_of_items(due.items)))
    return due.has_more


def _facts(changes: Iterable[DueChange]) -> Facts:
    """Persons and cases as they are now: the changes themselves included, and maybe later ones."""
    employees = {change.employee for change in changes}
    cases = {change.subject for change in changes if change.kind is ObjectKind.CASE}
    return facts_of(employees, cases, timezone.localdate())


def _events(changes: Iterable[DueChange], facts: Facts) -> Iterator[EventRow]:
    changes = tuple(changes)
    fields = _fields_by_person(changes, facts)
    for change in changes:
        if change.kind is ObjectKind.CASE:
            yield from _of_case(change, facts)
        else:
            yield from _of_person(change, fields.pop((change.employee, change.at), ()), facts)


def _fields_by_person(
    changes: Iterable[DueChange], facts: Facts
) -> dict[_OfPerson, tuple[str, ...]]:
    """What is named of each person that changed; of somebody who is hidden that is nothing."""
    named: defaultdict[_OfPerson, set[str]] = defaultdict(set)
    for change in changes:
        person = facts.persons[change.employee]
        if change.kind is not ObjectKind.CASE and not person.is_hidden:
            own = fields_of_person(change.kind, change.fields, has_case=person.has_case)
            named[change.employee, change.at].update(own)
    return {of: tuple(sorted(names)) for of, names in named.items()}


def _of_case(change: DueChange, facts: Facts) -> Iterator[EventRow]:
    data = data_of_case(facts.persons[change.employee], change.subject, facts.cases[change.subject])
    for kind in kinds_of_case(change.pairs):
        yield _event(kind, change, facts, data)


def _of_person(change: DueChange, fields: tuple[str, ...], facts: Facts) -> Iterator[EventRow]:
    """An event when there is something that readers see changed, or do not see any more."""
    person = facts.persons[change.employee]
    is_turned = change.kind is ObjectKind.EMPLOYEE and "hidden" in change.pairs
    if fields or is_turned:
        yield _event(EventKind.PERSON_CHANGED, change, facts, data_of_person(person, fields))


def _of_items(items: Sequence[int]) -> Iterator[EventRow]:
    """One event an item, in this order."""
    rows = list(passed_on().filter(id__in=items))
    facts = facts_by_number(rows)
    employers = {row.id: row.employer_id for row in rows}
    for number in items:
        told, employer = facts[number], employers[number]
        assert employer is not None  # noqa: S101 -- it was passed on
        yield EventRow(
            event=_new_id(),
            kind=OF_ITEMS[told.kind],
            employer=employer,
            employee=told.person,
            case=told.case_number,
            at=told.at,
            data=told.data,
        )


def _new_id() -> str:
    return f"evt_{secrets.token_hex(16)}"


def _event(
    kind: EventKind, change: DueChange, facts: Facts, data: Mapping[str, object]
) -> EventRow:
    return EventRow(
        event=_new_id(),
        kind=kind,
        employer=facts.persons[change.employee].employer,
        employee=change.employee,
        case=change.subject if change.kind is ObjectKind.CASE else None,
        at=change.at,
        data=data,
    )
