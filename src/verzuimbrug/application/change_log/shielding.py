"""Changes with what may be shown of them (datakluis)."""

from collections.abc import Iterator

from verzuimbrug.application.change_log.values import FieldEntry, LogEntry
from verzuimbrug.domain.shielding import is_shielded
from verzuimbrug.store.change_reads import ReadChange


def is_hidden(read: ReadChange, field: str) -> bool:
    """Whether the values of a field are not shown."""
    return is_shielded(read.change.of.kind, field, has_case=read.has_case)


def shown(read: ReadChange) -> LogEntry:
    """A change without the values that are shielded."""
    change = read.change
    return LogEntry(
        number=change.number,
        at=change.at,
        of=change.of,
        origin=change.origin,
        effects=change.effects,
        fields=tuple(_fields(read)),
    )


def _fields(read: ReadChange) -> Iterator[FieldEntry]:
    for name, (before, after) in sorted(read.change.fields.items()):
        if is_hidden(read, name):
            yield FieldEntry(field=name, before=None, after=None, is_shielded=True)
        else:
            yield FieldEntry(field=name, before=before, after=after, is_shielded=False)
