"""The chain of the access log tells of every entry that is not as it was sealed (NEN 7513)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from verzuimbrug.domain.access_chain import (
    BEGINNING,
    Break,
    BreakKind,
    Entry,
    Mark,
    Seal,
    Verifier,
    compare_mark,
    seal_entry,
)

KEY = b"k" * 32
OURS = 7

entries = st.builds(
    Entry,
    id=st.just(0),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    principal=st.sampled_from(["user:a@example.nl", "api-key:x"]),
    action=st.sampled_from(["case.read", "bsn.shown"]),
    employer=st.none() | st.integers(1, 3),
    employees=st.lists(st.integers(1, 9), max_size=3).map(tuple),
)
logs = st.lists(entries, min_size=2, max_size=8)


def chained(log: list[Entry]) -> list[Seal]:
    digest, seals = BEGINNING, []
    for number, entry in enumerate(log, start=1):
        one = replace(entry, id=100 + number)
        digest = seal_entry(KEY, digest, OURS, one)
        seals.append(Seal(number=number, entry_id=one.id, digest=digest, entry=one))
    return seals


def verified(seals: list[Seal], *unsealed: Entry) -> list[Break]:
    verifier = Verifier(key=KEY, arbodienst=OURS)
    found = [*verifier.follow(seals), *verifier.end(unsealed)]
    assert verifier.mark == (Mark(seals[-1].number, seals[-1].digest) if seals else verifier.mark)
    return found


def place(seals: list[Seal], data: st.DataObject) -> int:
    return data.draw(st.integers(0, len(seals) - 1))


@given(log=st.lists(entries, max_size=8))
def test_a_chain_as_it_was_sealed_is_whole(log: list[Entry]) -> None:
    assert verified(chained(log)) == []


@given(log=logs, data=st.data())
def test_a_changed_entry_is_told_and_no_other(log: list[Entry], data: st.DataObject) -> None:
    seals = chained(log)
    at = place(seals, data)
    entry = seals[at].entry
    assert entry is not None
    changed = data.draw(
        st.sampled_from(
            [
                replace(entry, at=entry.at + timedelta(microseconds=1)),
                replace(entry, principal="user:b@example.nl"),
                replace(entry, action="dossier.read"),
                replace(entry, employer=4),
                replace(entry, employees=(*entry.employees, 10)),
            ]
        )
    )
    seals[at] = replace(seals[at], entry=changed)
    assert verified(seals) == [Break(kind=BreakKind.CHANGED, number=at + 1, entry=101 + at)]


@given(log=logs, data=st.data())
def test_a_removed_entry_is_told(log: list[Entry], data: st.DataObject) -> None:
    seals = chained(log)
    at = place(seals, data)
    seals[at] = replace(seals[at], entry=None)
    assert verified(seals) == [Break(kind=BreakKind.REMOVED, number=at + 1, entry=101 + at)]


@given(log=logs, data=st.data())
def test_a_seal_that_is_gone_is_told_unless_it_was_the_last(
    log: list[Entry], data: st.DataObject
) -> None:
    seals = chained(log)
    at = data.draw(st.integers(0, len(seals) - 2))
    del seals[at]
    assert verified(seals) == [Break(kind=BreakKind.SEAL_REMOVED, number=at + 1)]


@given(log=logs, data=st.data())
def test_entries_in_each_others_place_are_told_as_such(
    log: list[Entry], data: st.DataObject
) -> None:
    seals = chained(log)
    first = data.draw(st.integers(0, len(seals) - 2))
    second = data.draw(st.integers(first + 1, len(seals) - 1))
    one, other = seals[first], seals[second]
    seals[first] = replace(one, entry_id=other.entry_id, entry=other.entry)
    seals[second] = replace(other, entry_id=one.entry_id, entry=one.entry)
    assert verified(seals) == [
        Break(kind=BreakKind.REORDERED, number=first + 1, entry=other.entry_id),
        Break(kind=BreakKind.REORDERED, number=second + 1, entry=one.entry_id),
    ]


@given(log=logs, more=entries)
def test_an_entry_that_was_never_sealed_is_told(log: list[Entry], more: Entry) -> None:
    assert verified(chained(log), replace(more, id=50)) == [
        Break(kind=BreakKind.INSERTED, entry=50)
    ]


@given(log=logs)
def test_whoever_has_no_key_cannot_make_a_chain_that_fits(log: list[Entry]) -> None:
    seals = chained(log)
    verifier = Verifier(key=b"another" * 4, arbodienst=OURS)
    assert len([*verifier.follow(seals), *verifier.end()]) == len(seals)


@given(log=logs, data=st.data())
def test_a_mark_kept_elsewhere_tells_of_an_end_that_is_gone_or_made_anew(
    log: list[Entry], data: st.DataObject
) -> None:
    seals = chained(log)
    known = Mark(seals[-1].number, seals[-1].digest)
    left = data.draw(st.integers(0, len(seals) - 1))
    assert compare_mark(known, known.digest, known.number) is None
    assert compare_mark(known, None, left) == Break(kind=BreakKind.TRUNCATED, number=left + 1)
    rewritten = Break(kind=BreakKind.REWRITTEN, number=known.number)
    assert compare_mark(known, BEGINNING, known.number + 1) == rewritten
