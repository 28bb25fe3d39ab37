"""The chain of the access log: each entry is sealed with what was sealed before it (NEN 7513).

A seal is a keyed hash over the seal before it and the entry. Who does not have the key can take a
row away or change it, but cannot make the chain fit again (docs/adr/0042-access-chain.md).
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

BEGINNING = bytes(32)
"""What stands before the first seal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the log, as it is sealed."""

    id: int
    at: datetime
    principal: str
    action: str
    employer: int | None
    employees: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A link of the chain, and the entry that it was made for; None when that is gone."""

    number: int
    entry_id: int
    digest: bytes
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the chain was at some moment, and what it ended with: known from elsewhere."""

    number: int
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What was forgotten from the beginning of the chain, and where the rest goes on (ADR 48).

    `number`, `entry` and `digest` are of the last seal that went, `entries` is how many went with
    it; all were written before the day `before`. `seal` is what `seal_checkpoint` gives.
    """

    number: int
    entry: int
    digest: bytes
    entries: int
    before: date
    at: datetime
    by: str
    seal: bytes = b""

    @property
    def mark(self) -> Mark:
        """What the chain goes on from."""
        return Mark(self.number, self.digest)


class BreakKind(StrEnum):
    """What is not right about the chain."""

    CHANGED = "changed"
    REMOVED = "removed"
    REORDERED = "reordered"
    SEAL_REMOVED = "seal-removed"
    INSERTED = "inserted"
    CHECKPOINT = "checkpoint"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where the chain is broken: at a seal by its number, at an entry by its id, or at both."""

    kind: BreakKind
    number: int | None = None
    entry: int | None = None


def seal_entry(key: bytes, before: bytes, arbodienst: int, entry: Entry) -> bytes:
    """The digest that seals an entry behind the seal before it."""
    said = [
        arbodienst,
        entry.id,
        _moment(entry.at),
        entry.principal,
        entry.action,
        entry.employer,
        list(entry.employees),
    ]
    return _digest(key, before, said)


def seal_checkpoint(key: bytes, before: bytes, arbodienst: int, checkpoint: Checkpoint) -> bytes:
    """The digest that seals a checkpoint behind the seal of the checkpoint before it."""
    said = [
        # So that it can never be that of an entry, which begins with a number.
        "checkpoint",
        arbodienst,
        checkpoint.number,
        checkpoint.entry,
        checkpoint.digest.hex(),
        checkpoint.entries,
        checkpoint.before.isoformat(),
        _moment(checkpoint.at),
        checkpoint.by,
    ]
    return _digest(key, before, said)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _digest(key: bytes, before: bytes, said: Sequence[object]) -> bytes:
    return hmac.new(key, before + json.dumps(said).encode(), hashlib.sha256).digest()


@dataclass(slots=True, kw_only=True)
class Verifier:
    """Goes along a chain seal by seal, in order of number, from its last checkpoint on."""

    key: bytes
    arbodienst: int
    mark: Mark = field(default_factory=lambda: Mark(0, BEGINNING))
    _last: Checkpoint | None = None
    _knows_before: bool = True
    _has_leftover: bool = False
    _unfit: list[tuple[bytes, Seal]] = field(default_factory=list)

    def begin(self, checkpoints: Iterable[Checkpoint]) -> Iterator[Break]:
        """What is not right about the checkpoints, in order of number; before any seal."""
        before = BEGINNING
        for each in checkpoints:
            sealed = seal_checkpoint(self.key, before, self.arbodienst, each)
            self._knows_before = hmac.compare_digest(each.seal, sealed)
            if not self._knows_before:
                yield Break(kind=BreakKind.CHECKPOINT, number=each.number)
            before, self.mark, self._last = each.seal, each.mark, each

    def follow(self, seals: Iterable[Seal]) -> Iterator[Break]:
        """What is not right about the next seals; `mark` is then the last of them."""
        for seal in seals:
            if seal.number <= self.mark.number:
                yield from self._leftover(seal)
                continue
            # Behind a gap the seal before is not known: there a seal is taken as it is.
            has_before = self._knows_before and seal.number == self.mark.number + 1
            for gone in range(self.mark.number + 1, seal.number):
                yield Break(kind=BreakKind.SEAL_REMOVED, number=gone)
            if seal.entry is None:
                yield Break(kind=BreakKind.REMOVED, number=seal.number, entry=seal.entry_id)
            elif has_before and not self._fits(self.mark.digest, seal.digest, seal.entry):
                self._unfit.append((self.mark.digest, seal))
            self.mark, self._knows_before = Mark(seal.number, seal.digest), True

    def _leftover(self, seal: Seal) -> Iterator[Break]:
        """A seal that the checkpoint says is gone: the first of them tells of all."""
        if not self._has_leftover:
            yield Break(kind=BreakKind.CHECKPOINT, number=seal.number, entry=seal.entry_id)
        self._has_leftover = True

    def end(self, unsealed: Sequence[Entry] = ()) -> Iterator[Break]:
        """What did not fit: entries that stand in each other's place, and entries that changed.

        `unsealed` are entries without a seal that should have had one by now.
        """
        entries = [*(seal.entry for _, seal in self._unfit if seal.entry), *unsealed]
        for before, seal in self._unfit:
            moved = any(self._fits(before, seal.digest, each) for each in entries)
            kind = BreakKind.REORDERED if moved else BreakKind.CHANGED
            yield Break(kind=kind, number=seal.number, entry=seal.entry_id)
        for entry in unsealed:
            yield Break(kind=BreakKind.INSERTED, entry=entry.id)
        # Who forgets leaves the last seal.
        if self._last and self.mark == self._last.mark:
            yield Break(kind=BreakKind.TRUNCATED, number=self.mark.number + 1)

    def _fits(self, before: bytes, digest: bytes, entry: Entry) -> bool:
        return hmac.compare_digest(digest, seal_entry(self.key, before, self.arbodienst, entry))


def compare_mark(known: Mark, found: bytes | None, last: int) -> Break | None:
    """What a mark that was kept elsewhere says of the chain of now.

    `found` is the digest of the seal with its number, `last` the number of the last seal. A seal
    that was taken away in the middle the chain itself shows.
    """
    if known.number > last:
        return Break(kind=BreakKind.TRUNCATED, number=last + 1)
    if found is not None and found != known.digest:
        return Break(kind=BreakKind.REWRITTEN, number=known.number)
    return None
