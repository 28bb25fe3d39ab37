"""Judging what messages touch by the guards of their streams (VE-2)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from verzuimbrug.domain.deciding import Reasons, decide
from verzuimbrug.domain.decisions import Decisions
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.guards import Guard, Guards, Touched, surely_within, tripped
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.snapshot import Snapshot
from verzuimbrug.domain.touching import touched_by
from verzuimbrug.store.guard_reads import count_changes, known_to, lock_hours, touched_since

HOUR = timedelta(hours=1)


Known = Callable[[Guard], int]
"""What the percentage of a guard is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A message that a guard may hold; `known` is what there was before it."""

    message: int
    stream: int
    guards: Guards
    known: Known


def known_now(account: int, today: date) -> Known:
    """What there is when it is asked for: nothing may be written before that."""
    return partial(known_to, account, today=today)


def known_before(account: int, today: date, guards: Guards) -> Known:
    """What there is now, for when it is asked after something was written."""
    limits = guards.limits.items()
    counts = {g: known_to(account, g, today) for g, limit in limits if limit.percent is not None}
    return counts.__getitem__


@dataclass(slots=True)
class Hours:
    """What streams touched in the last hour, read when it first matters, and what is added.

    The hours of the streams are locked by whoever judges.
    """

    now: datetime
    _read: dict[int, Touched] = field(default_factory=dict)
    _added: dict[int, Touched] = field(default_factory=dict)
    _counted: dict[int, int] = field(default_factory=dict)

    def judge(self, message: Guarded, own: Touched) -> tuple[Finding, ...]:
        """Why a message is held; one that is not counts for the next (VE-2)."""
        added = self._added.get(message.stream, Touched()) | own
        if not self._is_surely_within(message.guards, added):
            found = tripped(message.guards, own, self._hour(message.stream), message.known)
            if found:
                return found
        self._added[message.stream] = added
        return ()

    def _is_surely_within(self, guards: Guards, added: Touched) -> bool:
        """Whether all changes of the hour are fewer than any guard minds: the usual hour."""
        least = min((limit.more_than for limit in guards.limits.values()), default=0)
        return surely_within(guards, self._count(least + 1) + added.things)

    def _count(self, most: int) -> int:
        if most not in self._counted:
            self._counted[most] = count_changes(self.now - HOUR, most)
        return self._counted[most]

    def _hour(self, stream: int) -> Touched:
        if stream not in self._read:
            read = touched_since([stream], self.now - HOUR)
            self._read[stream] = read.get(stream, Touched())
        return self._read[stream] | self._added.get(stream, Touched())


def decide_guarded(
    batch: Sequence[MessageInput],
    snapshot: Snapshot,
    guarded: Mapping[int, Guarded],
    moment: tuple[datetime, date],
) -> Decisions:
    """Decides a batch, without the messages that a guard holds; those are held.

    Holding one can change what others touch, so what is left is decided anew until none trips.
    """
    held: Reasons = {}
    while True:
        decisions = decide(batch, snapshot, moment[1], held)
        found = _tripping(decisions, guarded, held, moment)
        if not found:
            return decisions
        held = {**held, **found}


def _tripping(
    decisions: Decisions,
    guarded: Mapping[int, Guarded],
    held: Reasons,
    moment: tuple[datetime, date],
) -> Reasons:
    touched = touched_by(decisions)
    if not touched:
        return {}
    # All at once and in order: two batches that wait for each other's hours would never end.
    lock_hours({message.stream for message in guarded.values()})
    hours = Hours(moment[0])
    found: dict[int, tuple[Finding, ...]] = {}
    for message in sorted(touched.keys() - held.keys()):
        findings = hours.judge(guarded[message], touched[message])
        if findings:
            found[message] = findings
    return found
