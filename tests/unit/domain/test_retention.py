"""What may be erased: finished and over its term, and nothing else (VE-6)."""

from datetime import date, timedelta

from hypothesis import given, strategies as st

from verzuimbrug.domain.retention import (
    Candidate,
    Choice,
    RetentionKind,
    Unfinished,
    choose,
    last_day,
)

TODAY = date(2026, 11, 29)
MESSAGES, PROPOSALS = RetentionKind.MESSAGES, RetentionKind.PROPOSALS
DOSSIERS = RetentionKind.DOSSIERS

_candidates = st.lists(
    st.builds(
        Candidate,
        kind=st.sampled_from(RetentionKind),
        id=st.integers(1, 50),
        reference=st.just("x"),
        ended_on=st.dates(TODAY - timedelta(days=200), TODAY + timedelta(days=2)),
        unfinished=st.frozensets(st.sampled_from(Unfinished), max_size=2),
    ),
    max_size=20,
)
_terms = st.dictionaries(st.sampled_from(RetentionKind), st.integers(30, 150))


def _one(number: int, *unfinished: Unfinished, days: int = 100) -> Candidate:
    return Candidate(
        kind=MESSAGES,
        id=number,
        reference=str(number),
        ended_on=TODAY - timedelta(days=days),
        unfinished=frozenset(unfinished),
    )


@given(_candidates, _terms)
def test_nothing_that_is_unfinished_or_younger_than_its_term_ever_goes(
    candidates: list[Candidate], terms: dict[RetentionKind, int]
) -> None:
    chosen = choose(candidates, terms, TODAY)
    with_it = max(terms.get(MESSAGES, 0), terms.get(RetentionKind.ANSWERS, 0))

    for each in chosen.erased:
        assert not each.unfinished
        assert (TODAY - each.ended_on).days >= terms[each.kind]
        assert each.kind is not DOSSIERS or (TODAY - each.ended_on).days >= with_it
    over = [
        each
        for each in candidates
        if each.kind in terms and each.ended_on <= last_day(terms, each.kind, TODAY)
    ]
    assert len(chosen.erased) + chosen.kept == len(over)
    assert all(number <= chosen.kept for number in chosen.reasons.values())


def test_without_a_term_nothing_goes() -> None:
    assert choose([_one(1)], {PROPOSALS: 30}, TODAY) == Choice(erased=(), kept=0, reasons={})


def test_what_ended_a_term_ago_goes_and_a_day_later_not() -> None:
    chosen = choose([_one(1, days=30), _one(2, days=29)], {MESSAGES: 30}, TODAY)
    assert [each.id for each in chosen.erased] == [1]


def test_a_dossier_stays_as_long_as_the_bytes_and_answers_that_go_with_it() -> None:
    assert last_day({DOSSIERS: 30}, DOSSIERS, TODAY) == TODAY - timedelta(days=30)
    longer = {DOSSIERS: 30, MESSAGES: 40, RetentionKind.ANSWERS: 50}
    assert last_day(longer, DOSSIERS, TODAY) == TODAY - timedelta(days=50)
    assert last_day(longer, MESSAGES, TODAY) == TODAY - timedelta(days=40)


def test_it_is_said_for_what_something_stays() -> None:
    some = [_one(1, Unfinished.WAITING), _one(2, Unfinished.WAITING, Unfinished.ANSWERS), _one(3)]
    chosen = choose(some, {MESSAGES: 30}, TODAY)

    assert (len(chosen.erased), chosen.kept) == (1, 2)
    assert chosen.reasons == {Unfinished.WAITING: 2, Unfinished.ANSWERS: 1}


def test_an_approval_is_of_what_goes_in_whatever_order() -> None:
    one = choose([_one(1), _one(2), _one(3, Unfinished.MAIL)], {MESSAGES: 30}, TODAY)
    same = choose([_one(2), _one(1)], {MESSAGES: 40}, TODAY)
    other = choose([_one(1)], {MESSAGES: 30}, TODAY)

    assert one.digest == same.digest != other.digest
