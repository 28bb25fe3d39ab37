"""What a save changes, object by object and setting by setting."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from verzuimbrug.application.configuration.differences import Difference
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.console.configuring.words import field_word, kind_word, value_words
from verzuimbrug.domain.findings import Finding

MOST_OBJECTS = 200
"""So many objects are shown of one change; how many there are besides is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedField:
    """One setting before and after; `had_value` when there was anything before."""

    name: str
    before: str
    after: str
    had_value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedObject:
    """One object that is new, or some settings of which change."""

    kind: str
    name: str
    is_new: bool
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedObjects:
    """The first of the objects, how many are new and changed, and how many are not shown."""

    objects: tuple[ChangedObject, ...]
    new: int
    changed: int
    others: int


def changed_objects(differences: Iterable[Difference]) -> ChangedObjects:
    """The differences by object."""
    grouped = _grouped(each.to_json() for each in differences)
    new = sum(1 for rows in grouped.values() if rows[0]["field"] is None)
    first = list(grouped.items())[:MOST_OBJECTS]
    return ChangedObjects(
        objects=tuple(_object(kind, key, rows) for (kind, key), rows in first),
        new=new,
        changed=len(grouped) - new,
        others=len(grouped) - len(first),
    )


def changed_fields(rows: Iterable[Mapping[str, Any]]) -> tuple[ChangedField, ...]:
    """The settings that the stored differences of one version are about."""
    return tuple(field for row in rows for field in _fields(row))


def explained(findings: Iterable[Finding]) -> tuple[ExplainedFinding, ...]:
    """Findings in the language of the page."""
    audience = Audience(get_language() or "nl")
    return audience.explain(finding.to_json() for finding in findings)


Grouped = dict[tuple[str, str], list[Mapping[str, Any]]]


def _grouped(rows: Iterable[Mapping[str, Any]]) -> Grouped:
    grouped: Grouped = {}
    for row in rows:
        grouped.setdefault((row["kind"], " / ".join(row["key"])), []).append(row)
    return grouped


def _object(kind: str, key: str, rows: Sequence[Mapping[str, Any]]) -> ChangedObject:
    return ChangedObject(
        kind=kind_word(kind),
        name=key,
        is_new=rows[0]["field"] is None,
        fields=changed_fields(rows),
    )


def _fields(row: Mapping[str, Any]) -> Iterator[ChangedField]:
    if row["field"]:
        yield _changed(row["field"], row["before"], row["after"])
        return
    for field, value in row["after"].items():
        if field != "code":
            yield _changed(field, None, value)


def _changed(field: str, before: object, after: object) -> ChangedField:
    return ChangedField(
        name=field_word(field),
        before=value_words(before),
        after=value_words(after),
        had_value=before not in (None, "", [], {}),
    )
