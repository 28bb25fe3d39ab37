"""The list of what a message would change, gathered portion by portion (VE-1, VE-2)."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from verzuimbrug.application.processing.outcomes import dry_report_of
from verzuimbrug.domain.change_list import ChangeList, Identity, entry_of
from verzuimbrug.domain.change_listing import list_changes
from verzuimbrug.domain.decisions import Decisions
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.snapshot import Snapshot
from verzuimbrug.store.shown_changes import keep_shown, packed, shown_parts, unpacked


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What an earlier list said, entry by entry, and who could be seen in it."""

    lines: frozenset[str] = frozenset()
    employees: frozenset[int] = frozenset()


@dataclass(slots=True)
class Listing:
    """A list of changes in packed parts, with its counts and the digest of it all.

    A report of an earlier portion can come to another end in a later one: the last word counts.
    """

    parts: list[bytes] = field(default_factory=list)
    shown_before: Shown | None = None
    _effects: Counter[str] = field(default_factory=Counter)
    _states: dict[int, str] = field(default_factory=dict)
    _reports: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    _digests: list[str] = field(default_factory=list)
    _seen: set[Identity] = field(default_factory=set)

    def add(self, message: MessageInput, decisions: Decisions, snapshot: Snapshot) -> None:
        """Takes in what is decided on the next portion; what was not shown before is marked."""
        self._reports |= {
            each["position"]: each for each in dry_report_of(message.message, decisions)
        }
        self.add_changes(list_changes(message, decisions, snapshot))

    def add_changes(self, changes: ChangeList) -> None:
        """Takes in the next part of the list."""
        self._digests.append(changes.digest)
        self._effects.update(ChangeList(changes=changes.changes).counts)
        self._states |= {entry.position: entry.state for entry in changes.reports}
        self._seen |= {entry.identity for entry in changes.changes}
        if self.shown_before is not None:
            changes = changes.marked(self.shown_before.lines)
        self.parts.append(packed(changes.to_json()))

    @property
    def counts(self) -> Mapping[str, int]:
        """As of `ChangeList.counts`, of all parts together."""
        states = Counter(f"report.{state}" for state in self._states.values())
        return dict(sorted((self._effects + states).items()))

    @property
    def reports(self) -> list[Mapping[str, Any]]:
        """What would become of each report, with its findings."""
        return [self._reports[position] for position in sorted(self._reports)]

    @property
    def digest(self) -> str:
        """By which two lists are the same one."""
        return hashlib.sha256("".join(self._digests).encode()).hexdigest()

    def lists(self) -> Iterator[ChangeList]:
        """The list, part by part."""
        return (ChangeList.from_json(unpacked(part)) for part in self.parts)

    def keep(self, message: int) -> None:
        """Keeps the list as the one that the message is shown with, and what is gone from it."""
        keep_shown(message, self.digest, self.counts, [*self.parts, *self._gone()])

    def _gone(self) -> Iterator[bytes]:
        shown = self.shown_before or Shown()
        entries = map(entry_of, sorted(shown.lines))
        gone = tuple(entry for entry in entries if entry and entry.identity not in self._seen)
        if gone:
            yield packed(ChangeList(gone=gone, employees=shown.employees).to_json())


def shown_before(message: int) -> Shown:
    """What the list of a message says now."""
    found = Shown()
    for part in shown_parts(message):
        found = Shown(lines=found.lines | part.lines, employees=found.employees | part.employees)
    return found
