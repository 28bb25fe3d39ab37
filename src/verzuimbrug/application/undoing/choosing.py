"""Which messages somebody means to undo, and what stands in the way (VE-4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verzuimbrug.application.decider import Decider
from verzuimbrug.application.undoing.values import OfMessage, OfStream, What
from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.tags import MESSAGE_KINDS, stands_beside
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import Stream
from verzuimbrug.store.undo_messages import (
    FoundMessage,
    at_work,
    count_unprocessed,
    find_message,
    lock_messages,
    messages_since,
    wait_for_workers,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What is to be undone, by the store's ids: of a message, or of a stream.

    `messages` are those of it that can be undone.
    """

    account: int
    message: int | None = None
    stream: int | None = None
    messages: frozenset[int] = frozenset()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """The messages that are meant, and their stream when that was named and is open."""

    messages: Sequence[FoundMessage]
    stream: int | None = None

    @property
    def undoable(self) -> list[int]:
        """Those that can be undone."""
        return [each.id for each in self.messages if each.undoable]


def choose(what: What, authority: Authority) -> Chosen | None:
    """The messages that are meant; None when there is no such message or stream."""
    return _chosen(what, _find(what, authority), frozenset())


def choose_locked(decider: Decider, what: What) -> Chosen | None:
    """The same, with everything locked that can change what they said.

    A message that a worker claimed meanwhile waits for these locks: it counts as not processed.
    """
    first = _find(what, decider.authority).undoable
    wait_for_workers(first)
    take_all_lanes(decider.arbodienst)
    lock_messages(first)
    found = _find(what, decider.authority)
    return _chosen(what, found, at_work(found.undoable))


def _find(what: What, authority: Authority) -> _Found:
    # PostgreSQL refuses to compare with a NUL; no receipt or name has one.
    if isinstance(what, OfMessage):
        messages = [] if "\0" in what.receipt else find_message(what.receipt)
        return _Found([each for each in messages if authority.opens_account(each.account)])
    stream = _stream(what, authority)
    return _Found([] if stream is None else messages_since(stream, what.since), stream)


def _stream(what: OfStream, authority: Authority) -> int | None:
    if "\0" in what.stream or not authority.opens_account(what.account):
        return None
    named = Stream.objects.filter(account=what.account, name=what.stream)
    return named.values_list("id", flat=True).first()


def _chosen(what: What, found: _Found, busy: frozenset[int]) -> Chosen | None:
    undoable = [each for each in found.messages if each.undoable and each.id not in busy]
    messages = frozenset(each.id for each in undoable)
    findings = (*_obstacles(undoable), *_left_out(what, found.messages, busy))
    if isinstance(what, OfMessage):
        if not found.messages:
            return None
        (message,) = found.messages
        return Chosen(
            account=message.account, message=message.id, messages=messages, findings=findings
        )
    if found.stream is None:
        return None
    return Chosen(account=what.account, stream=found.stream, messages=messages, findings=findings)


def _obstacles(undoable: Sequence[FoundMessage]) -> Iterator[Finding]:
    if not undoable:
        yield Finding("VE408")
    for each in undoable:
        if MESSAGE_KINDS.get(each.message) is MessageKind.EMPLOYERS:
            yield Finding("VE413", {"receipt": each.receipt})
        elif stands_beside(each.message):
            yield Finding("VE412", {"receipt": each.receipt})
        if each.correction is not None:
            params = {"receipt": each.receipt, "correction": each.correction}
            yield Finding("VE407", params)


def _left_out(what: What, found: Sequence[FoundMessage], busy: frozenset[int]) -> Iterator[Finding]:
    """The messages of a stream that are processed only after it was undone."""
    if isinstance(what, OfStream):
        count = count_unprocessed([each.id for each in found]) + len(busy)
        if count:
            yield Finding("VE411", {"count": str(count)})
