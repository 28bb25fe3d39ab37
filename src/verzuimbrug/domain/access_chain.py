"""The chain of the access log: each entry is sealed with what was sealed before it (NEN 7513).

A seal is a keyed hash over the seal before it and the entry. Who does not have the key can take a
row away or change it, but cannot make the chain fit again (docs/adr/0042-access-chain.md).
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
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


class BreakKind(StrEnum):
    """What is not right about the chain."""

    CHANGED = "changed"
    REMOVED = "removed"
    REORDERED = "reordered"
    SEAL_REMOVED = "seal-removed"
    INSERTED = "inserted"
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
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.principal,
        entry.action,
        entry.employer,
        list(entry.employees),
    ]
    return hmac.new(key, before + json.dumps(said).encode(), hashlib.sha256).digest()


@dataclass(slots=True, kw_only=True)
class Verifier:
    """Goes along a chain seal by seal, in order of number, from a mark on."""

    key: bytes
    arbodienst: int
    mark: Mark = field(default_factory=lambda: Mark(0, BEGINNING))
    _unfit: list[tuple[bytes, Seal]] = field(default_factory=list)

    def follow(self, seals: Iterable[Seal]) -> Iterator[Break]:
        """What is not right about the next seals; `mark` is then the last of them."""
        for seal in seals:
            # Behind a gap the seal before is not known: there a seal is taken as it is.
            has_before = seal.number == self.mark.number + 1
            for gone in range(self.mark.number + 1, seal.number):
                yield Break(kind=BreakKind.SEAL_REMOVED, number=gone)
            if seal.entry is None:
                yield Break(kind=BreakKind.REMOVED, number=seal.number, entry=seal.entry_id)
            elif has_before and not self._fits(self.mark.digest, seal.digest, seal.entry):
                self._unfit.append((self.mark.digest, seal))
            self.mark = Mark(seal.number, seal.digest)

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
