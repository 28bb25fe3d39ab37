"""Entries of the change log as a reader sees them, and in the form that JSON can hold."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from verzuimbrug.domain.timeline import LoggedObject, Origin, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldEntry:
    """One field: before and after. Of one that is shielded neither is shown (datakluis)."""

    field: str
    before: object
    after: object
    is_shielded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """A change: of what, from whom, when, what it comes to, and its fields by name."""

    number: int
    at: datetime
    of: LoggedObject
    origin: Origin
    effects: tuple[str, ...]
    fields: tuple[FieldEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownField:
    """A field as it was known: since when, and from whom; of one that is shielded no value."""

    field: str
    value: object
    is_shielded: bool
    since: datetime
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownObject:
    """A person, an employment or a case as it was known; of a case also what held when."""

    of: LoggedObject
    fields: tuple[KnownField, ...]
    held: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a field has its value: the change that gave it, and the ones before, newest first.

    Nothing gave it when the log has no change of the field. `earlier` has the newest thousand.
    """

    field: str
    value: object
    is_shielded: bool
    given_by: LogEntry | None
    earlier: tuple[LogEntry, ...]


def change_json(entry: LogEntry) -> dict[str, Any]:
    """A change as JSON can hold it."""
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "of": asdict(entry.of),
        "effects": list(entry.effects),
        "fields": [_field_json(field) for field in entry.fields],
        "origin": origin_json(entry.origin),
    }


def _field_json(entry: FieldEntry) -> dict[str, Any]:
    return {
        "field": entry.field,
        "before": entry.before,
        "after": entry.after,
        "shielded": entry.is_shielded,
    }


def origin_json(origin: Origin) -> dict[str, Any]:
    """From whom something came, as JSON can hold it."""
    received = origin.received_at
    return {**asdict(origin), "received_at": received.isoformat() if received else None}


def known_json(known: KnownObject) -> dict[str, Any]:
    """An object as it was known, as JSON can hold it."""
    return {
        "of": asdict(known.of),
        "fields": [_known_field_json(field) for field in known.fields],
        "held": [_span_json(span) for span in known.held],
    }


def _known_field_json(field: KnownField) -> dict[str, Any]:
    return {
        "field": field.field,
        "value": field.value,
        "shielded": field.is_shielded,
        "since": field.since.isoformat(),
        "origin": origin_json(field.origin),
    }


def _span_json(span: Span) -> dict[str, Any]:
    return {
        "from": span.start.isoformat(),
        "until": span.end.isoformat() if span.end else None,
        "percentage": float(span.percentage),
        "status": span.status.value,
        "known_since": span.known_since.isoformat(),
        "origin": origin_json(span.origin),
    }


def why_json(why: Why) -> Mapping[str, Any]:
    """Why a field has its value, as JSON can hold it."""
    return {
        "field": why.field,
        "value": why.value,
        "shielded": why.is_shielded,
        "given_by": change_json(why.given_by) if why.given_by else None,
        "earlier": [change_json(entry) for entry in why.earlier],
    }
