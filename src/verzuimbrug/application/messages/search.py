"""Messages by what somebody knows of them, in pages, the newest first."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from verzuimbrug.application.access import Reader
from verzuimbrug.application.messages.values import (
    Found,
    FoundMessage,
    RefusedAttempt,
    Sought,
    Standing,
    Turning,
)
from verzuimbrug.store.message_search import Range, Wanted, search_messages, streams_named
from verzuimbrug.store.refused_reads import RefusedWanted, refused_attempts
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant

_AT_A_TIME = 1000
_NOTHING: Found[FoundMessage] = Found(items=())
Item = TypeVar("Item")


def search(reader: Reader, sought: Sought, turning: Turning) -> Found[FoundMessage]:
    """A page of the messages that are sought, of those that are open to the reader."""
    # PostgreSQL refuses to compare with a NUL; nothing stored has one.
    if any("\0" in text for text in sought.texts):
        return _NOTHING
    with tenant(reader.arbodienst):
        wanted = _wanted(reader, sought)
        if wanted.streams is not None and not wanted.streams:
            return _NOTHING
        rows = search_messages(wanted, _range(turning))
    return _page(rows, turning, _message)


def search_all(reader: Reader, sought: Sought) -> Iterator[FoundMessage]:
    """All messages that are sought, for a file: read piece by piece, so that nothing is held up."""
    place: int | None = None
    while True:
        piece = search(reader, sought, Turning(older_than=place, limit=_AT_A_TIME))
        yield from piece.items
        if piece.older is None:
            return
        place = piece.older


def search_refused(reader: Reader, sought: Sought, turning: Turning) -> Found[RefusedAttempt]:
    """A page of what was refused at the door: by account, stream and moment; no message was kept.

    What gave a code that nobody has is of no arbodienst, and shown to none.
    """
    if any("\0" in text for text in sought.texts):
        return Found(items=())
    wanted = RefusedWanted(
        arbodienst=reader.arbodienst,
        account=sought.account,
        stream=sought.stream,
        since=sought.since,
        until=sought.until,
        accounts=reader.authority.accounts,
    )
    with tenant(reader.arbodienst):
        rows = refused_attempts(wanted, _range(turning))
    return _page(rows, turning, _attempt)


def _wanted(reader: Reader, sought: Sought) -> Wanted:
    accounts = reader.authority.accounts
    streams = None
    if sought.account is not None or sought.stream is not None or accounts is not None:
        streams = streams_named(sought.account, sought.stream, accounts)
    apart = {Standing.PARKED, Standing.UNDONE}
    return Wanted(
        receipt=sought.receipt,
        reference=sought.reference,
        sender=sought.sender,
        employer_code=sought.employer,
        case_key=sought.case,
        code=sought.code,
        state=None if sought.standing in apart or not sought.standing else sought.standing.value,
        parked=sought.standing is Standing.PARKED,
        undone=sought.standing is Standing.UNDONE,
        dry_run=sought.dry_run,
        streams=streams,
        since=sought.since,
        until=sought.until,
    )


def _range(turning: Turning) -> Range:
    """One more than is shown tells whether there is another page."""
    take = turning.limit + 1
    if turning.newer_than is not None:
        return Range(take=take, above=turning.newer_than, lowest_first=True)
    if turning.older_than is not None:
        return Range(take=take, below=turning.older_than)
    return Range(take=take)


def _page(rows: Sequence[Row], turning: Turning, made: Callable[[Row], Item]) -> Found[Item]:
    has_more = len(rows) > turning.limit
    is_upward = turning.newer_than is not None
    shown = rows[: turning.limit][:: -1 if is_upward else 1]
    if not shown:
        return Found(items=())
    has_older = is_upward or has_more
    has_newer = has_more if is_upward else turning.older_than is not None
    return Found(
        items=tuple(map(made, shown)),
        older=shown[-1][0] if has_older else None,
        newer=shown[0][0] if has_newer else None,
    )


def _attempt(row: Row) -> RefusedAttempt:
    _, at, door, address, reason, account, stream, size = row
    return RefusedAttempt(
        at=at,
        door=door,
        address=address,
        reason=reason,
        account=account,
        stream=stream,
        size=size,
    )


def _message(row: Row) -> FoundMessage:
    _, receipt, account, stream, message, edition, state, dry_run, size, *rest = row
    received_at, decided_at, sender, reference, codes, undone, corrects, *reports = rest
    counted, parked, employers = reports
    return FoundMessage(
        receipt=receipt,
        account=account,
        stream=stream,
        message=message,
        edition=edition,
        state=state,
        dry_run=dry_run,
        size=size,
        received_at=received_at,
        decided_at=decided_at,
        sender=sender,
        reference=reference,
        codes=tuple(codes),
        undone=undone,
        corrects=corrects,
        reports=counted,
        parked=parked,
        employers=tuple(employers or ()),
    )
