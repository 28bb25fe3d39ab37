"""What is known of a person, from whom, and what was known at a moment (VE-5)."""

import json
from collections.abc import Iterator
from datetime import datetime

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.change_log.addresses import Numbered
from verzuimbrug.application.change_log.export import ExportForm, export
from verzuimbrug.application.change_log.knowledge import known_objects
from verzuimbrug.application.change_log.shielding import shown
from verzuimbrug.application.pages import Window, cut
from verzuimbrug.application.persons.head import find_of, read_head
from verzuimbrug.application.persons.values import (
    ChangesPage,
    KnownPage,
    SourcesPage,
    StatementLine,
    UndoneBy,
)
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
    return KnownPage(head=head, at=at, objects=known_objects(rows))


def read_changes(reader: Reader, person: int, window: Window) -> ChangesPage | None:
    """A page of the change log of a person, in order."""
    with tenant(reader.arbodienst):
        head = read_head(reader, person)
        if head is None:
            return None
        record_access(reader, ReadAction.CHANGES, employees=[head.id], employer=head.employer.id)
        found = changes_of(find_of(head), Part(most=window.take, after=window.after))
    rows, following = cut(found, window, lambda row: row.change.number)
    return ChangesPage(head=head, changes=tuple(map(shown, rows)), next=following)


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
