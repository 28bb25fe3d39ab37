"""Proposals to link: by birth date, surname and initials, and never more than that (GR-2)."""

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.link_proposals import (
    KeyedPerson,
    KnownPerson,
    Particulars,
    Proposal,
    Strength,
    propose,
)

BORN = "1980-02-05"


def _particulars(
    surname: str = "Berg", initials: str = "J", born: str = BORN, employer: str = "1001"
) -> Particulars:
    return Particulars(employer=employer, birth_date=born, surname=surname, initials=initials)


def _known(employee: int = 1, **said: str) -> KnownPerson:
    return KnownPerson(employee=employee, particulars=_particulars(**said))


def _keyed(key: str = "k", **said: str) -> KeyedPerson:
    return KeyedPerson(key=key, particulars=_particulars(**said))


def _pairs(proposals: tuple[Proposal, ...]) -> list[tuple[int, str]]:
    return [(each.employee, each.key) for each in proposals]


@pytest.mark.parametrize(
    ("ours", "theirs", "strength"),
    [
        ("J.", "j", Strength.SAME_INITIALS),
        ("Z.É.", "ZE", Strength.SAME_INITIALS),
        ("", "J", Strength.NO_INITIALS),
        ("J", ".", Strength.NO_INITIALS),
        ("J", "JA", Strength.OTHER_INITIALS),
    ],
)
def test_initials_bear_a_proposal_out_or_not(ours: str, theirs: str, strength: Strength) -> None:
    (found,) = propose([_known(initials=ours)], [_keyed(initials=theirs)])
    assert found.strength is strength
    assert found.is_preselected is (strength is Strength.SAME_INITIALS)


def test_surnames_are_compared_without_accents_case_and_prefixes() -> None:
    assert _pairs(propose([_known(surname="van der Bérg")], [_keyed(surname="BERG")])) == [(1, "k")]


@pytest.mark.parametrize(
    "other",
    [_keyed(surname="Bergsma"), _keyed(born="1980-05-02"), _keyed(employer="1002")],
)
def test_who_differs_in_name_birth_date_or_employer_is_not_proposed(other: KeyedPerson) -> None:
    assert propose([_known()], [other]) == ()


@pytest.mark.parametrize("unknown", [_particulars(surname=""), _particulars(born="")])
def test_what_is_not_known_matches_nothing(unknown: Particulars) -> None:
    known = KnownPerson(employee=1, particulars=unknown)
    assert propose([known], [KeyedPerson(key="k", particulars=unknown)]) == ()


def test_two_keys_for_one_person_are_ambiguous_and_not_preselected() -> None:
    found = propose([_known()], [_keyed("a"), _keyed("b", initials="P")])
    assert _pairs(found) == [(1, "a"), (1, "b")]
    assert [(each.is_ambiguous, each.is_preselected) for each in found] == [(True, False)] * 2


def test_two_persons_for_one_key_are_ambiguous() -> None:
    found = propose([_known(1), _known(2)], [_keyed()])
    assert [each.is_ambiguous for each in found] == [True, True]


def test_the_same_key_at_another_employer_is_another_key() -> None:
    known = [_known(1), _known(2, employer="1002")]
    found = propose(known, [_keyed(), _keyed(employer="1002")])
    assert [each.is_ambiguous for each in found] == [False, False]


_persons = st.builds(
    _particulars,
    surname=st.sampled_from(["Berg", "van Berg", "Smit", ""]),
    initials=st.sampled_from(["J", "J.", "P", ""]),
    born=st.sampled_from([BORN, "1990-01-01", ""]),
    employer=st.sampled_from(["1001", "1002"]),
)
_sides = st.lists(_persons, max_size=6)


@given(_sides, _sides)
def test_no_person_and_no_key_is_preselected_twice(
    ours: list[Particulars], theirs: list[Particulars]
) -> None:
    known = [KnownPerson(employee=n, particulars=each) for n, each in enumerate(ours)]
    keyed = [KeyedPerson(key=f"k{n}", particulars=each) for n, each in enumerate(theirs)]
    chosen = [each for each in propose(known, keyed) if each.is_preselected]
    assert len({each.employee for each in chosen}) == len(chosen)
    assert len({(each.employer, each.key) for each in chosen}) == len(chosen)
