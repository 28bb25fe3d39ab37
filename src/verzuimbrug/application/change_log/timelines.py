"""The changes of a message, a person, an employment, a case or an employer, in order (VE-5)."""

from collections.abc import Iterable
from datetime import datetime

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.change_log.addresses import (
    Address,
    Named,
    Numbered,
    OfMessage,
    sought,
)
from verzuimbrug.application.change_log.shielding import shown
from verzuimbrug.application.change_log.values import LogEntry
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.store.change_reads import (
    Found,
    Part,
    ReadChange,
    changes_of,
    find,
    find_changes,
)
from verzuimbrug.store.tenancy import tenant

Read = tuple[Found, tuple[ReadChange, ...]]


def changes_of_message(reader: Reader, receipt: str, window: Window) -> Page[LogEntry] | None:
    """A page of what a message changed, in one query; None for a receipt that is not there."""
    wanted = sought(OfMessage(receipt=receipt))
    if wanted is None:
        return None
    with tenant(reader.arbodienst):
        read = find_changes(wanted, Part(after=window.after, most=window.take))
        return None if read is None else _page(reader, read, window)


def timeline(
    reader: Reader, of: Address, window: Window, known_at: datetime | None = None
) -> Page[LogEntry] | None:
    """A page of the changes that were known at a moment, or are now; None for what is not there."""
    with tenant(reader.arbodienst):
        found = find_address(of)
        if found is None or not is_open(reader, found):
            return None
        part = Part(after=window.after, most=window.take, known_at=known_at)
        return _page(reader, (found, changes_of(found, part)), window)


def number_of(reader: Reader, of: Named) -> Numbered | None:
    """What has a name, by its number; None for what is not there."""
    with tenant(reader.arbodienst):
        found = find_address(of)
    return None if found is None else Numbered(kind=found.kind, number=found.id)


def is_open(reader: Reader, found: Found) -> bool:
    """Whether the employer of what was found is open to the reader; a message has none."""
    return found.employer is None or reader.authority.opens_employer(found.employer)


def find_address(of: Address) -> Found | None:
    """What an address leads to; None when it is not there in the present tenant."""
    wanted = sought(of)
    return None if wanted is None else find(wanted)


def _page(reader: Reader, read: Read, window: Window) -> Page[LogEntry]:
    found, changes = read
    rows, next_after = cut(changes, window, lambda row: row.change.number)
    record_look(reader, found, rows)
    return Page(tuple(map(shown, rows)), next_after)


def record_look(reader: Reader, found: Found, rows: Iterable[ReadChange]) -> None:
    """Keeps of whom changes were looked at, in the transaction that read them."""
    employees = {row.change.of.employee for row in rows} | {found.employee}
    record_access(
        reader,
        ReadAction.CHANGES,
        employees=(each for each in employees if each is not None),
        employer=found.employer,
    )
