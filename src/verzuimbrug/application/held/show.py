"""The messages that wait for a person, and the changes that each would make (VE-2)."""

import json
from collections.abc import Collection, Sequence

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.held.values import HeldMessage, ShownMessage, WaitingReport
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.held_reads import (
    held_messages,
    message_shown,
    reports_behind,
    still_there,
    waiting_behind,
)
from verzuimbrug.store.shown_changes import count_parts, shown_counts, shown_part
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant

MOST_WAITING = 1000
"""How many waiting reports are named; the count of the message is always whole."""


def list_held(reader: Reader, window: Window) -> Page[HeldMessage]:
    """A page of what waits for a person, the longest waiting first."""
    with tenant(reader.arbodienst):
        read = held_messages(reader.authority.accounts, window.after, window.take)
        rows, next_after = cut(read, window, lambda row: int(row[0]))
        return Page(tuple(_described(rows)), next_after)


def find_held(reader: Reader, receipts: Collection[str]) -> tuple[HeldMessage, ...]:
    """Those of the messages, by receipt, that wait for a person."""
    wanted = [receipt for receipt in receipts if "\0" not in receipt]
    with tenant(reader.arbodienst):
        rows = held_messages(reader.authority.accounts, 0, len(wanted), wanted)
        return tuple(_described(rows))


def show_changes(reader: Reader, receipt: str, part: int = 1) -> ShownMessage | None:
    """A part of the list of changes of a held message or a dry run, and the row that says so.

    None for a message of somebody else, one that is not there, and one that has no list.
    """
    if "\0" in receipt:
        return None
    with tenant(reader.arbodienst):
        rows = message_shown(reader.authority.accounts, receipt)
        if not rows:
            return None
        (described,) = _described(rows)
        changes = shown_part(described.number, part).shielded()
        record_access(reader, ReadAction.CHANGES_SHOWN, employees=still_there(changes.employees))
        waits = reports_behind(described.number, MOST_WAITING)
        return ShownMessage(
            message=described,
            digest=described.digest,
            changes=changes,
            part=part,
            next_part=part + 1 if part < count_parts(described.number) else None,
            waits=tuple(_waiting(row) for row in waits),
        )


def _described(rows: Sequence[Row]) -> list[HeldMessage]:
    numbers = [row[0] for row in rows]
    counts, waiting = shown_counts(numbers), waiting_behind(numbers)
    return [
        HeldMessage(
            number=number,
            receipt=receipt,
            account=account,
            stream=stream,
            received_at=received_at,
            reasons=tuple(Finding.from_json(each) for each in json.loads(findings)),
            counts=counts.get(number, {}),
            waiting=waiting.get(number, 0),
            corrects=corrects,
            digest=digest,
        )
        for number, receipt, account, stream, received_at, findings, corrects, digest in rows
    ]


def _waiting(row: Row) -> WaitingReport:
    receipt, position, employer, case, sequence, behind = row
    return WaitingReport(
        receipt=receipt,
        position=position,
        employer=employer,
        case=case,
        sequence=sequence,
        behind=behind,
    )
