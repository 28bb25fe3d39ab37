"""Why a field has the value it has: the change that gave it, and those before it (VE-5)."""

from dataclasses import replace

from verzuimbrug.application.access import Reader
from verzuimbrug.application.change_log.addresses import OfObject, sought
from verzuimbrug.application.change_log.shielding import shown
from verzuimbrug.application.change_log.timelines import record_look
from verzuimbrug.application.change_log.values import LogEntry, Why
from verzuimbrug.domain.timeline import LINK_KEY
from verzuimbrug.store.change_reads import ReadChange, find_changes_of_field
from verzuimbrug.store.tenancy import tenant

_MOST = 1 + 1000


def why(reader: Reader, of: OfObject, field: str) -> Why | None:
    """Why a field of a person, an employment or a case has its value, in one query.

    None for an object that is not there.
    """
    wanted = sought(of)
    if wanted is None or "\0" in field:
        return None
    with tenant(reader.arbodienst):
        read = find_changes_of_field(wanted, field, _MOST)
        if read is None:
            return None
        found, rows = read
        record_look(reader, found, rows)
    giving = (row for row in reversed(rows) if _gives(row, field))
    return _why(field, [_of_field(shown(row), field) for row in giving])


def _gives(row: ReadChange, field: str) -> bool:
    """Whether a change gives the field a value; a link key that is taken away is not the last."""
    return field != LINK_KEY or row.change.fields[field][1] is not None


def _of_field(entry: LogEntry, field: str) -> LogEntry:
    """The change without the other fields that it changed."""
    return replace(entry, fields=tuple(each for each in entry.fields if each.field == field))


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
