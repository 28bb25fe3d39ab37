"""Everything that is known of one person, as a file for who asks for it (WN-8; AVG, article 15).

As JSON that a machine reads, and as a page in Dutch that anybody reads. Free text and the BSN are
in it, which no page shows: a right of its own gives it out, and that it was is kept. Left out are
the names of colleagues who looked, and what is in items that nobody here may open (DG-6).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.utils import timezone

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.domain.person_records import record_table
from verzuimbrug.store.models import Arbodienst, Employee
from verzuimbrug.store.person_records import Record, read_records
from verzuimbrug.store.tenancy import tenant

_LEFT_OUT = (
    "Wat aan het casemanagementsysteem is doorgegeven staat hier zonder de inhoud: die is alleen "
    "daar in te zien."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecords:
    """What is kept of a person: the rows of each part of `domain.person_records`, by its name."""

    arbodienst: str
    person: int
    at: datetime
    parts: Mapping[str, Sequence[Record]]


def export_person(reader: Reader, person: int) -> PersonRecords | None:
    """All of a person, also of one that is hidden, and the row that says it was given out.

    None for somebody who is not there or not open to the reader. That somebody may ask is for the
    door to check.
    """
    with tenant(reader.arbodienst):
        row = find_person(reader, person)
        if row is None:
            return None
        record_access(
            reader, ReadAction.PERSON_EXPORTED, employees=[row.id], employer=row.employer_id
        )
        return PersonRecords(
            arbodienst=Arbodienst.objects.get(id=reader.arbodienst).name,
            person=row.id,
            at=timezone.now(),
            parts={part.name: read_records(row.id, part.name) for part in record_table().parts},
        )


def find_person(reader: Reader, person: int) -> Employee | None:
    """The person within the tenant, hidden or not; None when not open to the reader."""
    row = Employee.objects.filter(id=person).first()
    employers = reader.authority.employers
    if row is None or (employers is not None and row.employer_id not in employers):
        return None
    return row


def as_json(records: PersonRecords) -> str:
    """For a machine: `arbodienst`, `person`, `at`, and `parts` by their names."""
    told = {
        "arbodienst": records.arbodienst,
        "person": records.person,
        "at": records.at.isoformat(),
        "parts": records.parts,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def as_page(records: PersonRecords) -> str:
    """For a person: an HTML page in Dutch, by itself, with a table a row."""
    title = f"Alle gegevens van persoon {records.person}"
    made = timezone.localtime(records.at).strftime("%d-%m-%Y %H:%M")
    lines = (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">',
        f"<title>{title}</title></head><body><h1>{title}</h1>",
        f"<p>{escape(records.arbodienst)}, {made}. Inzage volgens artikel 15 AVG.</p>",
        f"<p>{_LEFT_OUT}</p>",
        *_sections(records.parts),
        "</body></html>",
    )
    return "\n".join(lines)


def _sections(parts: Mapping[str, Sequence[Record]]) -> Iterable[str]:
    for part in record_table().parts:
        rows = parts[part.name]
        yield f"<h2>{escape(part.title)} ({len(rows)})</h2>"
        yield from map(_table, rows)


def _table(row: Record) -> str:
    lines = (
        f"<tr><th>{escape(_label(name))}</th><td>{_said(value)}</td></tr>"
        for name, value in row.items()
        if value not in (None, "", [], {})
    )
    return f"<table>{''.join(lines)}</table><hr>"


def _label(name: str) -> str:
    return record_table().labels.get(name, name)


def _said(value: object) -> str:
    if isinstance(value, dict):
        return "<br>".join(f"{escape(_label(name))}: {_said(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return escape(str(value))
