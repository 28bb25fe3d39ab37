"""The access log goes from its beginning, by term; the rest of its chain still tells (ADR 48)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.access_chain import (
    BEGINNING,
    Break,
    BreakKind,
    Checkpoint,
    Entry,
    Mark,
    Seal,
    Verifier,
    compare_mark,
    seal_checkpoint,
    seal_entry,
)
from verzuimbrug.domain.access_forgetting import LEAST_DAYS, MOST_DAYS, Cut, first_day_kept

KEY = b"k" * 32
OURS = 7
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
DAYS = 2000

days = st.integers(0, DAYS)
logs = st.lists(days, min_size=1, max_size=8)
"""On which day each entry was written, in the order of sealing."""


@dataclass(slots=True)
class Log:
    """A log as it is kept: its seals with their entries, and its checkpoints."""

    seals: list[Seal] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)

    def breaks(self, known: Mark | None = None) -> list[Break]:
        """What a verifier says, that knows how the chain ended."""
        verifier = Verifier(key=KEY, arbodienst=OURS)
        found = [
            *verifier.begin(self.checkpoints),
            *verifier.follow(self.seals),
            *verifier.end(),
        ]
        digests = {seal.number: seal.digest for seal in self.seals}
        told = known and compare_mark(known, digests.get(known.number), verifier.mark.number)
        return [*found, told] if told else found

    def forget(self, day: int) -> int:
        """Takes away what was written before a day; how many entries."""
        before = FIRST + timedelta(days=day)
        cut = Cut(before=before)
        for seal in self.seals:
            cut.follow([seal])
        if cut.last is None:
            return 0
        self.checkpoints.append(self._checkpoint(cut, before.date()))
        self.seals = self.seals[cut.entries :]
        return cut.entries

    def _checkpoint(self, cut: Cut, before: date) -> Checkpoint:
        assert cut.last is not None
        made = Checkpoint(
            number=cut.last.number,
            entry=cut.last.entry_id,
            digest=cut.last.digest,
            entries=cut.entries,
            before=before,
            at=FIRST + timedelta(days=DAYS),
            by="command line",
        )
        former = self.checkpoints[-1].seal if self.checkpoints else BEGINNING
        return replace(made, seal=seal_checkpoint(KEY, former, OURS, made))


def chained(log: Sequence[int]) -> Log:
    digest, made = BEGINNING, Log()
    for number, day in enumerate(log, start=1):
        entry = Entry(
            id=100 + number,
            at=FIRST + timedelta(days=day),
            principal="user:a@example.nl",
            action="case.read",
            employer=None,
            employees=(number,),
        )
        digest = seal_entry(KEY, digest, OURS, entry)
        made.seals.append(Seal(number=number, entry_id=entry.id, digest=digest, entry=entry))
    return made


def _flipped(digest: bytes) -> bytes:
    return bytes([digest[0] ^ 1]) + digest[1:]


def _entry(change: Callable[[Entry], Entry]) -> Callable[[Seal], Seal]:
    def changed(seal: Seal) -> Seal:
        assert seal.entry is not None
        return replace(seal, entry=change(seal.entry))

    return changed


_OF_SEALS: Sequence[Callable[[Seal], Seal | None]] = (
    lambda _: None,
    lambda seal: replace(seal, entry=None),
    lambda seal: replace(seal, digest=_flipped(seal.digest)),
    _entry(lambda entry: replace(entry, id=entry.id + 50)),
    _entry(lambda entry: replace(entry, at=entry.at + timedelta(microseconds=1))),
    _entry(lambda entry: replace(entry, principal="user:b@example.nl")),
    _entry(lambda entry: replace(entry, action="bsn.shown")),
    _entry(lambda entry: replace(entry, employer=4)),
    _entry(lambda entry: replace(entry, employees=())),
)
_OF_CHECKPOINTS: Sequence[Callable[[Checkpoint], Checkpoint | None]] = (
    lambda _: None,
    lambda one: replace(one, number=one.number - 1),
    lambda one: replace(one, number=one.number + 1),
    lambda one: replace(one, entry=one.entry + 1),
    lambda one: replace(one, digest=_flipped(one.digest)),
    lambda one: replace(one, entries=one.entries + 1),
    lambda one: replace(one, before=one.before - timedelta(days=1)),
    lambda one: replace(one, at=one.at + timedelta(seconds=1)),
    lambda one: replace(one, by="nobody"),
    lambda one: replace(one, seal=_flipped(one.seal)),
)


@given(log=logs, terms=st.lists(days, max_size=3))
def test_what_is_left_after_forgetting_is_whole(log: list[int], terms: list[int]) -> None:
    kept = chained(log)
    end = kept.seals[-1]
    for day in terms:
        kept.forget(day)
        assert kept.breaks(Mark(end.number, end.digest)) == []
    assert kept.seals[-1] == end


@given(log=logs, terms=st.lists(days, min_size=1, max_size=3), data=st.data())
def test_any_change_of_any_row_that_is_left_is_found(
    log: list[int], terms: list[int], data: st.DataObject
) -> None:
    kept = chained(log)
    end = Mark(kept.seals[-1].number, kept.seals[-1].digest)
    for day in terms:
        kept.forget(day)
    at = data.draw(st.integers(0, len(kept.seals) + len(kept.checkpoints) - 1))
    if at < len(kept.seals):
        changed = data.draw(st.sampled_from(_OF_SEALS))(kept.seals[at])
        kept.seals[at : at + 1] = [changed] if changed else []
    else:
        at -= len(kept.seals)
        other = data.draw(st.sampled_from(_OF_CHECKPOINTS))(kept.checkpoints[at])
        kept.checkpoints[at : at + 1] = [other] if other else []
    assert kept.breaks(end)


@given(log=logs, day=days)
def test_only_the_beginning_goes_and_nothing_younger_than_its_term(
    log: list[int], day: int
) -> None:
    gone = chained(log).forget(day)
    assert all(each < day for each in log[:gone])
    assert gone == len(log) - 1 or log[gone] >= day


def _forgotten() -> Log:
    """Of six entries the first three went; two of them first."""
    kept = chained([1, 2, 3, 4, 5, 6])
    assert (kept.forget(3), kept.forget(4)) == (2, 1)
    return kept


def test_without_its_checkpoint_a_chain_lacks_what_was_forgotten() -> None:
    kept = _forgotten()
    kept.checkpoints.pop()
    assert kept.breaks() == [Break(kind=BreakKind.SEAL_REMOVED, number=3)]


def test_a_checkpoint_that_is_not_as_it_was_written_is_told_and_nothing_behind_it() -> None:
    kept = _forgotten()
    last = kept.checkpoints[-1]
    kept.checkpoints[-1] = replace(last, digest=_flipped(last.digest))
    assert kept.breaks() == [Break(kind=BreakKind.CHECKPOINT, number=3)]


def test_an_earlier_checkpoint_is_missed_too() -> None:
    kept = _forgotten()
    del kept.checkpoints[0]
    assert kept.breaks() == [Break(kind=BreakKind.CHECKPOINT, number=3)]


def test_what_was_forgotten_and_is_there_again_is_told_once() -> None:
    kept, before = _forgotten(), chained([1, 2, 3, 4, 5, 6])
    kept.seals[:0] = before.seals[1:3]
    assert kept.breaks() == [Break(kind=BreakKind.CHECKPOINT, number=2, entry=102)]


def test_what_follows_a_checkpoint_has_to_fit_it() -> None:
    """As when a checkpoint is true, and of another log."""
    kept, other = _forgotten(), chained([2, 2, 3, 4, 5, 6])
    kept.seals = other.seals[3:]
    assert kept.breaks() == [Break(kind=BreakKind.CHANGED, number=4, entry=104)]


def test_a_chain_that_ends_with_a_checkpoint_lost_its_end() -> None:
    kept = _forgotten()
    kept.seals = []
    assert kept.breaks() == [Break(kind=BreakKind.TRUNCATED, number=4)]


@pytest.mark.parametrize(
    ("term", "day"),
    [
        (LEAST_DAYS - 1, None),
        (LEAST_DAYS, date(2021, 11, 28)),
        (MOST_DAYS, date(1926, 12, 24)),
        (MOST_DAYS + 1, None),
    ],
)
def test_a_term_is_five_years_at_least(term: int, day: date | None) -> None:
    assert first_day_kept(date(2026, 11, 29), term) == day


@given(today=st.dates(date(2026, 1, 1), date(2100, 1, 1)))
def test_the_shortest_term_is_five_years_whatever_the_day(today: date) -> None:
    first = first_day_kept(today, LEAST_DAYS)
    assert first is not None
    assert (first.year, first.month, first.day) <= (today.year - 5, today.month, today.day)
