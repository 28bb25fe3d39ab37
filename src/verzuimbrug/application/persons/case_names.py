"""Cases that a value refers to, by the key that people know (VZ-11)."""

from collections.abc import Mapping
from dataclasses import replace

from verzuimbrug.application.change_log.values import LogEntry

CaseKeys = Mapping[int, str]
"""The keys of cases, by their numbers."""

_CONTINUES = "continues"


def name_of(field: str, value: object, keys: CaseKeys) -> object:
    """The value, or the key of the case that it is the number of."""
    if field != _CONTINUES or not isinstance(value, int):
        return value
    return keys.get(value, value)


def entry_named(entry: LogEntry, keys: CaseKeys) -> LogEntry:
    """A change with the keys of the cases that it names."""
    fields = (
        replace(
            field,
            before=name_of(field.field, field.before, keys),
            after=name_of(field.field, field.after, keys),
        )
        for field in entry.fields
    )
    return replace(entry, fields=tuple(fields))
