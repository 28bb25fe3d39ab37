"""The access log is chained, some seconds after its rows, and gone along on request (NEN 7513).

Rows are written without the chain, in the transaction that reads: nobody waits for anybody else.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.domain.access_chain import (
    Break,
    Checkpoint,
    Entry,
    Mark,
    Seal,
    Verifier,
    compare_mark,
    seal_entry,
)
from verzuimbrug.store import access_chain as chain
from verzuimbrug.store.models import AccessCheck, Arbodienst
from verzuimbrug.store.sql import select
from verzuimbrug.store.tenancy import tenant

log = structlog.get_logger()

_ONE_AT_A_TIME = 0x56425401
_PORTION = 2000
_MOST_PASSED_OVER = 1000
_MOST_TOLD = 1000
"""More breaks than these say nothing: of a chain without its checkpoint every seal is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainState:
    """How far the chain is, what it ends with, and what was found when it was last gone along.

    `checkpoint` is what was forgotten of it last, if anything.
    """

    head: Mark
    checkpoint: Checkpoint | None
    unsealed: int
    checked_at: datetime | None
    checked_by: str
    checked_to: int
    breaks: int

    @property
    def head_text(self) -> str:
        """How the chain ends, as `verzuimbrug access-log verify` takes it."""
        return f"{self.head.number}:{self.head.digest.hex()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What going along the whole chain found, and the checkpoint that it begins after, if any.

    `known_is_forgotten`: the mark that was given is of a seal that went before that checkpoint. It
    says nothing any more, neither that the chain is whole nor that it is broken.
    """

    head: Mark
    unsealed: int
    breaks: tuple[Break, ...]
    checkpoint: Checkpoint | None
    known_is_forgotten: bool


def seal_access() -> bool:
    """Seals entries that are not sealed yet, for each arbodienst; whether there are more.

    By one process at a time: the chain has one end.
    """
    found = False
    for arbodienst in Arbodienst.objects.order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            if not select("SELECT 1 WHERE pg_try_advisory_xact_lock(%s)", _ONE_AT_A_TIME):
                return False
            with tenant(arbodienst):
                found |= _seal(arbodienst, timezone.now())
    return found


def _seal(arbodienst: int, now: datetime) -> bool:
    entries = chain.read_unsealed(now, _PORTION)
    if not entries:
        return False
    head = chain.read_head()
    seals = list(_seals(arbodienst, head, entries))
    chain.add_seals(seals, now)
    number, _, digest = seals[-1]
    # Whoever keeps the logs elsewhere keeps how far the chain was.
    log.info("access_log_sealed", arbodienst=arbodienst, number=number, digest=digest.hex())
    return len(entries) == _PORTION


def _seals(arbodienst: int, head: Mark, entries: list[Entry]) -> Iterator[tuple[int, int, bytes]]:
    key, digest = chain_key(), head.digest
    for number, entry in enumerate(entries, start=head.number + 1):
        digest = seal_entry(key, digest, arbodienst, entry)
        yield number, entry.id, digest


def verify_access(reader: Reader, known: Mark | None = None) -> Verified:
    """Goes along the whole chain; `known` is a mark that was kept elsewhere. Keeps what it found.

    What an earlier time ended with counts as known too.
    """
    with tenant(reader.arbodienst):
        chain.hold_chain(reader.arbodienst)
        return go_along(reader, known)


def go_along(
    reader: Reader,
    known: Mark | None = None,
    beside: Callable[[Sequence[Seal]], object] = lambda _: None,
) -> Verified:
    """As `verify_access`, by whoever holds the chain; `beside` is told of all seals too."""
    now = timezone.now()
    checkpoints = chain.read_checkpoints()
    verifier = Verifier(key=chain_key(), arbodienst=reader.arbodienst)
    breaks = list(verifier.begin(checkpoints))
    for seals in chain.read_seals():
        _add(breaks, verifier.follow(seals))
        beside(seals)
    _add(breaks, verifier.end(chain.read_passed_over(now, _MOST_PASSED_OVER)))
    breaks += _against_marks(verifier.mark, known)
    last = checkpoints[-1] if checkpoints else None
    found = Verified(
        head=verifier.mark,
        unsealed=chain.count_unsealed(now),
        # What two marks say counts once.
        breaks=tuple(dict.fromkeys(breaks)),
        checkpoint=last,
        known_is_forgotten=bool(last and known and known.number < last.number),
    )
    _keep(reader, now, found)
    return found


def _add(breaks: list[Break], found: Iterable[Break]) -> None:
    for each in found:
        if len(breaks) < _MOST_TOLD:
            breaks.append(each)


def _keep(reader: Reader, now: datetime, found: Verified) -> None:
    AccessCheck.objects.create(
        arbodienst_id=reader.arbodienst,
        at=now,
        by=reader.principal,
        number=found.head.number,
        digest=found.head.digest,
        breaks=[asdict(each) for each in found.breaks],
    )


def _against_marks(head: Mark, known: Mark | None) -> Iterator[Break]:
    """By the highest of the marks of earlier times, and by the one that is given."""
    kept = AccessCheck.objects.order_by("-number", "id").first()
    marks = {Mark(kept.number, bytes(kept.digest))} if kept else set()
    marks |= {known} if known else set()
    for mark in sorted(marks, key=lambda mark: mark.number):
        found = compare_mark(mark, chain.digest_at(mark.number), head.number)
        if found and mark.number:
            yield found


def show_chain(reader: Reader) -> ChainState:
    """How far the chain is, and what was found last."""
    with tenant(reader.arbodienst):
        last = AccessCheck.objects.order_by("-id").first()
        return ChainState(
            head=chain.read_head(),
            checkpoint=next(reversed(chain.read_checkpoints()), None),
            unsealed=chain.count_unsealed(timezone.now()),
            checked_at=last.at if last else None,
            checked_by=last.by if last else "",
            checked_to=last.number if last else 0,
            breaks=len(last.breaks) if last else 0,
        )


def chain_key() -> bytes:
    """By which the chain is sealed: made from the index key, which is not in the database."""
    return hashlib.sha256(settings.INDEX_KEY + b"access log").digest()
