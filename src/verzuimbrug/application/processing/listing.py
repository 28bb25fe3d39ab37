"""The list of what a message would change, gathered portion by portion (VE-1, VE-2)."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from verzuimbrug.application.processing.outcomes import dry_report_of
from verzuimbrug.domain.change_list import ChangeList
from verzuimbrug.domain.change_listing import list_changes
from verzuimbrug.domain.decisions import Decisions
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.snapshot import Snapshot
from verzuimbrug.store.shown_changes import keep_shown, packed, shown_parts, unpacked


@dataclass(slots=True)
class Listing:
    """A list of changes in packed parts, with its counts and the digest of it all.

    `reports` is what would become of each report, with its findings.
    """

    parts: list[bytes] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    reports: list[Mapping[str, Any]] = field(default_factory=list)
    shown_before: frozenset[str] = frozenset()
    _digests: list[str] = field(default_factory=list)

    def add(self, message: MessageInput, decisions: Decisions, snapshot: Snapshot) -> None:
        """Takes in what is decided on the next portion; what was not shown before is marked."""
        self.reports += dry_report_of(message.message, decisions)
        self.add_changes(list_changes(message, decisions, snapshot))

    def add_changes(self, changes: ChangeList) -> None:
        """Takes in the next part of the list."""
        self._digests.append(changes.digest)
        self.counts.update(changes.counts)
        if self.shown_before:
            changes = _marked(changes, self.shown_before)
        self.parts.append(packed(changes.to_json()))

    @property
    def digest(self) -> str:
        """By which two lists are the same one."""
        return hashlib.sha256("".join(self._digests).encode()).hexdigest()

    def lists(self) -> Iterator[ChangeList]:
        """The list, part by part."""
        return (ChangeList.from_json(unpacked(part)) for part in self.parts)

    def keep(self, message: int) -> None:
        """Keeps the list as the one that the message is shown with."""
        keep_shown(message, self.digest, dict(self.counts), self.parts)


def lines_shown(message: int) -> frozenset[str]:
    """What the list of a message says, entry by entry."""
    return frozenset(_lines(shown_parts(message)))


def _lines(parts: Iterator[ChangeList]) -> Iterator[str]:
    for part in parts:
        for entry in part.changes:
            yield entry.line


def _marked(changes: ChangeList, shown: frozenset[str]) -> ChangeList:
    marked = (replace(entry, differs=entry.line not in shown) for entry in changes.changes)
    return replace(changes, changes=tuple(marked))
