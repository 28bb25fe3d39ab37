"""All changes of something, however many, a piece at a time (VE-5)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.change_log.addresses import Address
from verzuimbrug.application.change_log.shielding import shown
from verzuimbrug.application.change_log.timelines import find_address, record_look
from verzuimbrug.application.change_log.values import LogEntry
from verzuimbrug.store.change_reads import Found, Part, changes_of
from verzuimbrug.store.tenancy import tenant

Piece = tuple[LogEntry, ...]
_AT_A_TIME = 1000


def read_all(
    reader: Reader, of: Address, known_at: datetime | None = None
) -> Iterator[Piece] | None:
    """The changes that were known at a moment, or are now; None for what is not there.

    Each piece is read, and the look at it kept, when it is asked for, in a transaction of its own:
    who is slow to take them holds up nobody.
    """
    with tenant(reader.arbodienst):
        found = find_address(of)
    return None if found is None else _pieces(reader, found, known_at or timezone.now())


def _pieces(reader: Reader, found: Found, known_at: datetime) -> Iterator[Piece]:
    piece = _piece(reader, found, Part(most=_AT_A_TIME, known_at=known_at))
    while piece:
        yield piece
        beyond = Part(most=_AT_A_TIME, after=piece[-1].number, known_at=known_at)
        piece = _piece(reader, found, beyond)


def _piece(reader: Reader, found: Found, part: Part) -> Piece:
    with tenant(reader.arbodienst):
        rows = changes_of(found, part)
        if rows or not part.after:
            record_look(reader, found, rows)
    return tuple(map(shown, rows))
