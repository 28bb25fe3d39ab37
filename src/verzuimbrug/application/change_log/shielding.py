"""What is not shown of a change: who somebody without an absence case is, and a BSN (datakluis)."""

from collections.abc import Iterator

from verzuimbrug.application.change_log.values import ChangeEntry, FieldEntry
from verzuimbrug.store.change_reads import ReadChange

_PERSON = "employee"
_OF_ANYBODY = frozenset(
    {"birth_date", "deceased_on", "education_level", "gender", "hidden", "link_key", "no_risk"}
)
"""The fields of a person that say nothing of name, address and contact; any other one does."""

_OF_NOBODY = frozenset({"bsn", "free_text"})
"""A BSN and free text are shown of nobody (WN-6, VZ-14)."""


def is_shielded(read: ReadChange, field: str) -> bool:
    """Whether the values of a field are not shown."""
    if field in _OF_NOBODY:
        return True
    return read.change.of.kind == _PERSON and not read.has_case and field not in _OF_ANYBODY


def shown(read: ReadChange) -> ChangeEntry:
    """A change with what may be shown of it."""
    change = read.change
    return ChangeEntry(
        number=change.number,
        at=change.at,
        of=change.of,
        origin=change.origin,
        effects=change.effects,
        fields=tuple(_fields(read)),
    )


def _fields(read: ReadChange) -> Iterator[FieldEntry]:
    for name, (before, after) in sorted(read.change.fields.items()):
        if is_shielded(read, name):
            yield FieldEntry(field=name, before=None, after=None, is_shielded=True)
        else:
            yield FieldEntry(field=name, before=before, after=after, is_shielded=False)
