"""A message as somebody looks for it, and as it is shown in a list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from verzuimbrug.store.message_search import MOST_COUNTED as MOST_COUNTED_OF_ONE

MOST_COUNTED = MOST_COUNTED_OF_ONE
"""Of a message with more reports, this many are counted for the list."""


class Standing(StrEnum):
    """Where a message stands, as somebody looks for it.

    Beside the states of a message (`MessageState`): something of it waits, or it was undone.
    """

    RECEIVED = "received"
    PROCESSED = "processed"
    PARKED = "parked"
    HELD = "held"
    REJECTED = "rejected"
    FAILED = "failed"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What somebody looks for; None leaves a choice open, and all that is given holds together.

    `since` is the first moment of receipt, `until` the first one after; `code` that of a finding.
    """

    receipt: str | None = None
    reference: str | None = None
    sender: str | None = None
    employer: str | None = None
    case: str | None = None
    account: str | None = None
    stream: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    standing: Standing | None = None
    dry_run: bool | None = None
    code: str | None = None

    @property
    def texts(self) -> Collection[str]:
        """All that is given as text."""
        given = (self.receipt, self.reference, self.sender, self.employer, self.case)
        return [each for each in (*given, self.account, self.stream, self.code) if each is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """Which page: that of the newest, or what is older or newer than a place on another one."""

    older_than: int | None = None
    newer_than: int | None = None
    limit: int = 50


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[Item]):
    """A page, the newest first; `older` and `newer` are the places where others begin, if any."""

    items: tuple[Item, ...]
    older: int | None = None
    newer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundMessage:
    """A message in the list. Until it is read, it is not known what it is and who sent it.

    `employers` are at most two of the codes that its reports name, `reports` how many there are and
    `parked` how many of them wait, of at most `MOST_COUNTED`. `corrects` is the receipt of the
    message that this one takes the place of.
    """

    receipt: str
    account: str
    stream: str
    message: str
    edition: str
    state: str
    dry_run: bool
    size: int
    received_at: datetime
    decided_at: datetime | None
    sender: str
    reference: str
    codes: tuple[str, ...]
    undone: bool
    corrects: str | None
    reports: int
    parked: int
    employers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedAttempt:
    """A delivery that was refused at the door; `account` when the code that it gave is known."""

    at: datetime
    door: str
    address: str
    reason: str
    account: str | None
    stream: str
    size: int | None
