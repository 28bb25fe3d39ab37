"""What can be undone, what an undo is shown as, and what became of it (VE-4)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from verzuimbrug.domain.change_list import ChangeList
from verzuimbrug.domain.findings import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMessage:
    """One message, by its receipt."""

    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfStream:
    """What a stream of an account received at a moment or later; the account by its store id."""

    account: int
    stream: str
    since: datetime


What = OfMessage | OfStream


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The preview that somebody saw: by its digest, and what it said if that is still known."""

    digest: str
    lines: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoPreview:
    """What an undo, or taking one back, would change, with the conflicts named.

    `counts` are those of the list, with how many messages and reports it is about. An error among
    the findings says why it cannot be done.
    """

    changes: ChangeList = field(default_factory=ChangeList)
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    digest: str = ""

    @property
    def is_possible(self) -> bool:
        """Whether nothing stands in the way."""
        return not any(each.severity is Severity.ERROR for each in self.findings)

    @property
    def shown(self) -> Shown:
        """By which it is named when it is done."""
        return Shown(digest=self.digest, lines=self.changes.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """An undo that was made, or taken back: its number, and what that changed."""

    undo: int
    counts: Mapping[str, int]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoEntry:
    """An undo in the list: of a message or of a stream since a moment, or taken back by now.

    `messages` are those that it still holds.
    """

    id: int
    at: datetime
    by: str
    reason: str
    account: str
    stream: str
    receipt: str | None
    since: datetime | None
    messages: int
    taken_back_at: datetime | None
    taken_back_by: str


def digest_of(changes: ChangeList, findings: Iterable[Finding], messages: Iterable[int]) -> str:
    """By which two previews are the same one: the same messages, changes and findings."""
    said = [changes.digest, *(finding.to_json() for finding in findings), sorted(messages)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
