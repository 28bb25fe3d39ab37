"""Why a field has the value it has: the change that gave it, and those before it (VE-5)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile

from verzuimbrug.application.access import Reader
from verzuimbrug.application.change_log.addresses import OfObject, sought
from verzuimbrug.application.change_log.shielding import shown
from verzuimbrug.application.change_log.timelines import is_open, record_look
from verzuimbrug.application.change_log.values import LogEntry, Why
from verzuimbrug.domain.timeline import gives
from verzuimbrug.store.change_reads import ReadChange, find_changes_of_field
from verzuimbrug.store.tenancy import tenant

_MOST = 1 + 1000
_NONE = (None, None)


def why(reader: Reader, of: OfObject, field: str) -> Why | None:
    """Why a field of a person, an employment or a case has its value, in one query.

    None for an object that is not there, or at an employer that is closed.
    """
    wanted = sought(of)
    if wanted is None or "\0" in field:
        return None
    with tenant(reader.arbodienst):
        read = find_changes_of_field(wanted, field, _MOST)
        if read is None:
            return None
        found, rows = read
        if not is_open(reader, found):
            return None
        record_look(reader, found, rows)
    return _why(field, [_of_field(row, field) for row in reversed(_giving(rows, field))])


def _giving(rows: Sequence[ReadChange], field: str) -> list[ReadChange]:
    """The changes from which the field has a value or none, from the first that says it on."""
    first_on = dropwhile(lambda row: field not in row.change.fields, rows)
    return [row for row in first_on if gives(row.change, field)]


def _of_field(row: ReadChange, field: str) -> LogEntry:
    """The change without the other fields that it changed."""
    pair = row.change.fields.get(field, _NONE)
    return shown(replace(row, change=replace(row.change, fields={field: pair})))


def _why(field: str, newest_first: list[LogEntry]) -> Why:
    if not newest_first:
        return Why(field=field, value=None, is_shielded=False, given_by=None, earlier=())
    given_by, *earlier = newest_first
    (entry,) = given_by.fields
    return Why(
        field=field,
        value=entry.after,
        is_shielded=entry.is_shielded,
        given_by=given_by,
        earlier=tuple(earlier),
    )
