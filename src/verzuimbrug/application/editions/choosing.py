"""Which stored messages a shadow run takes; those that it leaves out are named with why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from verzuimbrug.store.shadow_reads import last_messages, messages_from

USUAL_MESSAGES = 500
MOST_MESSAGES = 5000
MOST_BYTES = 32 * 1024 * 1024
"""What a run holds in memory at a time is several times the size of its messages."""


class Left(StrEnum):
    """Why a message is left out."""

    GONE = "gone"
    """Its content was erased."""
    UNDONE = "undone"
    """What it did was taken back, or a correction took its place."""
    RECONCILIATION = "reconciliation"
    """It is part of the portal's state, of which nothing is taken by itself."""
    TEST = "test"
    """It is a test (TestJN), and has no effect under any settings."""
    TOO_MUCH = "too-much"
    """With it the messages would be larger than `MOST_BYTES`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """The last messages of a stream; or the first so many since a moment."""

    most: int = USUAL_MESSAGES
    since: datetime | None = None


class _Row(NamedTuple):
    id: int
    receipt: str
    received_at: datetime
    size: int
    is_undone: bool
    is_reconciliation: bool
    has_content: bool

    @property
    def left(self) -> Left | None:
        reasons = {
            Left.GONE: not self.has_content,
            Left.UNDONE: self.is_undone,
            Left.RECONCILIATION: self.is_reconciliation,
        }
        return next((reason for reason, holds in reasons.items() if holds), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenMessages:
    """Ids with sizes, in order of receipt, and the receipts of what is left out.

    `more`: there are more since the moment than were asked for.
    """

    messages: Sequence[tuple[int, int]] = ()
    left: Mapping[Left, tuple[str, ...]] = field(default_factory=dict)
    more: bool = False


def choose_messages(stream: int, which: Which) -> ChosenMessages:
    """The messages of a stream that a run takes; within the tenant."""
    most = max(1, min(which.most, MOST_MESSAGES))
    if which.since is None:
        rows = [_Row(*row) for row in last_messages(stream, most)]
        return _chosen(rows, more=False)
    rows = [_Row(*row) for row in messages_from(stream, which.since, most + 1)]
    return _chosen(rows[:most], more=len(rows) > most)


def _chosen(rows: Iterable[_Row], *, more: bool) -> ChosenMessages:
    """The rows that fit, the first ones first."""
    left: dict[Left, list[str]] = defaultdict(list)
    taken: list[tuple[int, int]] = []
    room = MOST_BYTES
    for row in rows:
        reason = row.left or (Left.TOO_MUCH if taken and row.size > room else None)
        if reason is not None:
            left[reason].append(row.receipt)
            room = 0 if reason is Left.TOO_MUCH else room
            continue
        taken.append((row.id, row.size))
        room -= row.size
    return ChosenMessages(
        messages=sorted(taken),
        left={reason: tuple(sorted(left[reason])) for reason in Left if left[reason]},
        more=more,
    )
