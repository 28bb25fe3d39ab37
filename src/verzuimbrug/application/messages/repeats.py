"""What was done with a message again: redelivered, corrected, replayed, undone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from verzuimbrug.application.access import Reader
from verzuimbrug.application.messages.overview import find_open
from verzuimbrug.store import message_reads
from verzuimbrug.store.tenancy import tenant

MOST_EVENTS = 50
"""How many decisions about one message are shown, the latest."""

_HIGHEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Redelivered:
    """The same bytes again, answered with the first receipt (MSG-5)."""

    number: int
    door: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody did about a message (`application.accounts.log_event`)."""

    event: str
    at: datetime
    by: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UndoOf:
    """An undo of a message, by itself or with its stream, taken back or not."""

    number: int
    at: datetime
    by: str
    reason: str
    taken_back_at: datetime | None
    taken_back_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """A page of redeliveries, the last one first, and all that people did about the message."""

    redeliveries: tuple[Redelivered, ...]
    older: int | None
    decisions: tuple[Decision, ...]
    undos: tuple[UndoOf, ...]


def read_repeats(
    reader: Reader, receipt: str, before: int | None = None, limit: int = 50
) -> Repeats | None:
    """What was done with a message again; None when it is not open to the reader."""
    with tenant(reader.arbodienst):
        message = find_open(reader, receipt)
        if message is None:
            return None
        found = message_reads.redeliveries_of(message.number, before or _HIGHEST, limit + 1)
        events = message_reads.events_about(message.account_number, receipt, MOST_EVENTS)
        undos = message_reads.undos_of(message.number)
    shown = found[:limit]
    return Repeats(
        redeliveries=tuple(Redelivered(*row) for row in shown),
        older=shown[-1][0] if len(found) > limit else None,
        decisions=tuple(Decision(e, at, by, json.loads(details)) for e, at, by, details in events),
        undos=tuple(UndoOf(*row) for row in undos),
    )
