"""How much a message may change before a person looks (VE-2)."""

from collections.abc import Iterable

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.findings import Finding, Severity, finding_codes
from verzuimbrug.domain.guards import (
    DEFAULT_LIMITS,
    Guard,
    Guards,
    Limit,
    Touched,
    surely_within,
    tripped,
)

PERSONS, CASES, KEYS, EMPLOYMENTS = Guard

_ids = st.frozensets(st.integers(1, 60), max_size=60)
_touched = st.builds(Touched, of=st.dictionaries(st.sampled_from(Guard), _ids))
_limits = st.builds(Limit, more_than=st.integers(0, 30), percent=st.none() | st.integers(0, 100))
_guards = st.builds(Guards, limits=st.dictionaries(st.sampled_from(Guard), _limits))
_known = st.fixed_dictionaries({guard: st.integers(0, 300) for guard in Guard})


def touched(**counts: int) -> Touched:
    """So many of each, by the name of the guard."""
    return Touched(of={Guard(name): frozenset(range(n)) for name, n in counts.items()})


def not_asked(guard: Guard) -> int:
    """For limits that are not to be asked about."""
    raise AssertionError(guard)


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def alone(known: int, **counts: int) -> list[str]:
    """What the default guards say of a message in a quiet hour."""
    return codes(tripped(Guards(), touched(**counts), Touched(), lambda _: known))


@pytest.mark.parametrize(
    ("guard", "known", "most", "code"),
    [
        (PERSONS, 0, 25, "VE201"),
        (PERSONS, 125, 25, "VE201"),
        (PERSONS, 129, 25, "VE201"),
        (PERSONS, 130, 26, "VE201"),
        (PERSONS, 500, 100, "VE201"),
        (CASES, 0, 20, "VE202"),
        (CASES, 400, 20, "VE202"),
        (CASES, 420, 21, "VE202"),
        (KEYS, 9999, 10, "VE203"),
        (EMPLOYMENTS, 9999, 10, "VE204"),
    ],
)
def test_default_holds_above_the_number_and_above_the_percentage(
    guard: Guard, known: int, most: int, code: str
) -> None:
    assert alone(known, **{guard: most}) == []
    assert alone(known, **{guard: most + 1}) == [code]


def test_a_percentage_left_out_leaves_the_number() -> None:
    guards = Guards(limits={PERSONS: Limit(more_than=2)})

    assert codes(tripped(guards, touched(persons_changed=3), Touched(), not_asked)) == ["VE201"]


def test_what_is_known_is_asked_only_when_the_number_is_passed() -> None:
    message = touched(persons_changed=25, cases_withdrawn=20, keys_changed=11)

    assert codes(tripped(Guards(), message, Touched(), not_asked)) == ["VE203"]


def test_what_is_known_is_asked_once() -> None:
    asked: list[Guard] = []

    def known(guard: Guard) -> int:
        asked.append(guard)
        return 50

    assert codes(tripped(Guards(), touched(persons_changed=26), Touched(), known)) == ["VE201"]
    assert asked == [PERSONS]


def test_small_messages_of_one_hour_count_together() -> None:
    hour = Touched(of={KEYS: frozenset(range(8))})
    message = Touched(of={KEYS: frozenset({8, 9, 10})})

    (finding,) = tripped(Guards(), message, hour, not_asked)

    assert (finding.params["count"], finding.params["hour"]) == ("3", "11")


def test_what_is_touched_again_in_the_hour_counts_once() -> None:
    ten = touched(keys_changed=10)
    assert tripped(Guards(), ten, ten, not_asked) == ()


def test_every_guard_that_is_passed_is_told_once_and_in_order() -> None:
    message = touched(**dict.fromkeys(reversed(Guard), 30))

    assert codes(tripped(Guards(), message, message, lambda _: 100)) == [
        "VE201",
        "VE202",
        "VE203",
        "VE204",
    ]


def test_the_finding_says_how_many_and_against_which_limit() -> None:
    (finding,) = tripped(Guards(), touched(persons_changed=31), Touched(), lambda _: 140)

    assert finding.text("nl") == (
        "Dit bericht zou gegevens van 31 bekende werknemers wijzigen; met het laatste uur erbij 31."
        " Boven de 28 werknemers beslist een mens."
    )
    assert "persons_changed: {more_than: 25, percent: 20}." in finding.cause("en")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_sentence_of_a_guard_has_a_gap(language: str) -> None:
    message = touched(**dict.fromkeys(Guard, 30))

    for finding in tripped(Guards(), message, Touched(), lambda _: 100):
        said = (finding.text(language), finding.cause(language), finding.action(language))
        assert "..." not in " ".join(said)
        assert finding.severity is Severity.WARNING
        assert finding_codes()[finding.code].rule == "VE-2"


@given(_guards, _touched, _touched, _touched, _known)
def test_more_changes_never_untrip(
    guards: Guards, message: Touched, hour: Touched, more: Touched, known: dict[Guard, int]
) -> None:
    before = codes(tripped(guards, message, hour, known.__getitem__))

    assert {*before} <= {*codes(tripped(guards, message | more, hour, known.__getitem__))}
    assert {*before} <= {*codes(tripped(guards, message, hour | more, known.__getitem__))}


@given(_guards, _touched, _touched, _known)
def test_a_guard_trips_exactly_as_the_rule_says(
    guards: Guards, message: Touched, hour: Touched, known: dict[Guard, int]
) -> None:
    def is_passed(guard: Guard, count: int) -> bool:
        limit, base = guards.limits[guard], known[guard]
        return count > limit.more_than and (
            limit.percent is None or count * 100 > limit.percent * base
        )

    held = [
        guard
        for guard in Guard
        if guard in guards.limits and message[guard]
        if is_passed(guard, len(message[guard]))
        or is_passed(guard, len(message[guard] | hour[guard]))
    ]
    every = dict(zip(Guard, ("VE201", "VE202", "VE203", "VE204"), strict=True))

    assert codes(tripped(guards, message, hour, known.__getitem__)) == [every[g] for g in held]


@given(st.sampled_from(Guard), _touched, _touched)
def test_a_guard_that_is_off_never_trips(guard: Guard, message: Touched, hour: Touched) -> None:
    others = {each: limit for each, limit in DEFAULT_LIMITS.items() if each != guard}
    same = {each: frozenset[int]() for each in others}

    only = Touched(of={**message.of, **same})
    assert tripped(Guards(limits=others), only, hour, not_asked) == ()
    assert tripped(Guards(limits={}), message, hour, not_asked) == ()


@given(_guards, _touched)
def test_a_message_that_touches_nothing_never_trips(guards: Guards, hour: Touched) -> None:
    assert tripped(guards, Touched(), hour, not_asked) == ()


@given(guards=_guards, own=_touched, hour=_touched, known=_known)
def test_no_guard_trips_where_all_changes_together_are_few_enough(
    guards: Guards, own: Touched, hour: Touched, known: dict[Guard, int]
) -> None:
    if surely_within(guards, own.things + hour.things):
        assert tripped(guards, own, hour, known.__getitem__) == ()


def test_one_change_more_than_the_least_limit_is_looked_at() -> None:
    guards = Guards(limits={PERSONS: Limit(more_than=5), KEYS: Limit(more_than=3)})
    assert surely_within(guards, 3)
    assert not surely_within(guards, 4)
    assert surely_within(Guards(limits={}), 10**9)
