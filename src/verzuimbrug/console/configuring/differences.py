"""What a save changes, object by object and setting by setting."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from verzuimbrug.application.configuration.differences import Difference
from verzuimbrug.console.configuring.words import field_word, kind_word, value_words

MOST_OBJECTS = 200
"""So many objects are shown of one change; how many there are besides is told."""

_NAMES = {"account": "name", "stream": "name"}
"""The setting by which an object of a kind is called, where that is not its code."""

_FREE = frozenset({"values", "external_ids"})
"""Settings that hold values under names that somebody thought of."""


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
        yield from _changed(row["field"], row["before"], row["after"])
        return
    called = _NAMES.get(row["kind"], "code")
    for field, value in row["after"].items():
        if field != called:
            yield from _changed(field, None, value)


def _changed(field: str, before: object, after: object) -> Iterator[ChangedField]:
    is_named = field not in _FREE
    for path, old, new in _leaves(before, after):
        inner = (field_word(part) if is_named else part for part in path)
        yield ChangedField(
            name=": ".join((field_word(field), *inner)),
            before=value_words(old, field),
            after=value_words(new, field),
            had_value=old not in (None, "", [], {}),
        )


def _leaves(
    before: object, after: object, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], object, object]]:
    """The values that differ in what may hold mappings."""
    if not isinstance(before, Mapping) and not isinstance(after, Mapping):
        if before != after:
            yield path, before, after
        return
    old = before if isinstance(before, Mapping) else {}
    new = after if isinstance(after, Mapping) else {}
    if before not in (None, {}) and not isinstance(before, Mapping):
        yield path, before, None
    for key in dict.fromkeys((*old, *new)):
        yield from _leaves(old.get(key), new.get(key), (*path, str(key)))
    if after not in (None, {}) and not isinstance(after, Mapping):
        yield path, None, after
