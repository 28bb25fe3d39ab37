"""What is known of a person, from whom, and what was known at a moment (VE-5)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.change_log.addresses import Numbered
from verzuimbrug.application.change_log.export import ExportForm, export
from verzuimbrug.application.change_log.knowledge import known_objects
from verzuimbrug.application.change_log.shielding import shown
from verzuimbrug.application.change_log.timelines import find_address
from verzuimbrug.application.change_log.values import KnownObject, Why
from verzuimbrug.application.change_log.why import why
from verzuimbrug.application.pages import Window, cut
from verzuimbrug.application.persons.case_names import CaseKeys, entry_named, name_of
from verzuimbrug.application.persons.head import find_of, read_head
from verzuimbrug.application.persons.values import (
    ChangesPage,
    KnownPage,
    PersonHead,
    SourcesPage,
    StatementLine,
    UndoneBy,
    WhyPage,
)
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.store import person_reads
from verzuimbrug.store.change_reads import Part, changes_of
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant

_EVERYTHING = 2**31


def read_known(reader: Reader, person: int, at: datetime | None = None) -> KnownPage | None:
    """A person with employments and cases as known at a moment; without one as known now.

    None for somebody who is not there or not open to the reader.
    """
    action = ReadAction.DETAILS if at is None else ReadAction.KNOWN
    with tenant(reader.arbodienst):
        head = read_head(reader, person)
        if head is None:
            return None
        record_access(reader, action, employees=[head.id], employer=head.employer.id)
        rows = changes_of(find_of(head), Part(most=_EVERYTHING, known_at=at))
        keys = _case_keys(head)
    objects = tuple(_object_named(each, keys) for each in known_objects(rows))
    return KnownPage(head=head, at=at, objects=objects)


def read_changes(reader: Reader, person: int, window: Window) -> ChangesPage | None:
    """A page of the change log of a person, in order."""
    with tenant(reader.arbodienst):
        head = read_head(reader, person)
        if head is None:
            return None
        record_access(reader, ReadAction.CHANGES, employees=[head.id], employer=head.employer.id)
        found = changes_of(find_of(head), Part(most=window.take, after=window.after))
        keys = _case_keys(head)
    rows, following = cut(found, window, lambda row: row.change.number)
    entries = tuple(entry_named(shown(row), keys) for row in rows)
    return ChangesPage(head=head, changes=entries, next=following)


def read_why(reader: Reader, person: int, of: Numbered, field: str) -> WhyPage | None:
    """Why a field of a person, or of something of theirs, has its value.

    None for what is not theirs, or has no such field.
    """
    if of.kind not in frozenset(ObjectKind):
        return None
    with tenant(reader.arbodienst):
        head = read_head(reader, person)
        found = find_address(of)
        if head is None or found is None or found.employee != person:
            return None
        told = why(reader, of, field)
        if told is None or told.given_by is None:
            return None
        keys = _case_keys(head)
    return WhyPage(head=head, why=_why_named(told, keys))


def read_sources(reader: Reader, person: int, window: Window) -> SourcesPage | None:
    """A page of what messages said of a person, newest first; `after` is the last one shown."""
    with tenant(reader.arbodienst):
        head = read_head(reader, person)
        if head is None:
            return None
        record_access(reader, ReadAction.SOURCES, employees=[head.id], employer=head.employer.id)
        found = person_reads.statements(head.id, window.after, window.take)
    rows, following = cut(found, window, lambda row: int(row[0]))
    return SourcesPage(head=head, statements=tuple(map(_statement, rows)), next=following)


def export_changes(
    reader: Reader, person: int, form: ExportForm, language: str = "nl"
) -> Iterator[str] | None:
    """The change log of a person as a file, in pieces; None when it is not open to the reader."""
    with tenant(reader.arbodienst):
        head = read_head(reader, person)
    if head is None:
        return None
    return export(reader, Numbered(kind="employee", number=person), form, language)


def _case_keys(head: PersonHead) -> CaseKeys:
    return {row[0]: row[1] for row in person_reads.cases(head.id)}


def _object_named(known: KnownObject, keys: CaseKeys) -> KnownObject:
    fields = (
        replace(field, value=name_of(field.field, field.value, keys)) for field in known.fields
    )
    return replace(known, fields=tuple(fields))


def _why_named(told: Why, keys: CaseKeys) -> Why:
    return replace(
        told,
        value=name_of(told.field, told.value, keys),
        earlier=tuple(entry_named(entry, keys) for entry in told.earlier),
    )


def _statement(row: Row) -> StatementLine:
    number, receipt, received_at, account, stream, kind, key, made_at, fields, *undone = row
    undo, at, by = undone
    return StatementLine(
        id=number,
        receipt=receipt,
        received_at=received_at,
        made_at=made_at,
        account=account,
        stream=stream,
        kind=kind,
        key=key,
        fields=tuple(sorted(json.loads(fields))),
        undone=UndoneBy(undo=undo, at=at, by=by) if undo else None,
    )
