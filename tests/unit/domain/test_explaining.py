"""Why somebody may or may not see something: the rules of the real checks."""

import pytest

from verzuimbrug.domain.authority import EVERYTHING, Authority
from verzuimbrug.domain.explaining import (
    Person,
    Rule,
    Ruling,
    is_open,
    rule_on_coupling,
    rule_on_dossier,
    rule_on_employer,
)
from verzuimbrug.domain.permissions import Permission

ANYWHERE = Person(role="setup", is_active=True, authority=EVERYTHING)
LIMITED = Person(
    role="setup",
    is_active=True,
    authority=Authority(employers=frozenset({1, 2}), accounts=frozenset()),
)
OPERATOR = Person(role="operator", is_active=True, authority=EVERYTHING)
GONE = Person(role="setup", is_active=False, authority=EVERYTHING)


def _holding(rulings: tuple[Ruling, ...]) -> dict[Rule, bool]:
    return {ruling.rule: ruling.holds for ruling in rulings}


def test_an_employer_is_open_by_role_and_scope() -> None:
    rulings = rule_on_employer(LIMITED, Permission.EMPLOYERS_READ, 1)
    assert _holding(rulings) == {Rule.ACTIVE: True, Rule.ROLE: True, Rule.EMPLOYER: True}
    assert is_open(rulings)


@pytest.mark.parametrize(
    ("person", "lacking"),
    [(LIMITED, Rule.EMPLOYER), (OPERATOR, Rule.ROLE), (GONE, Rule.ACTIVE)],
)
def test_one_rule_that_does_not_hold_closes(person: Person, lacking: Rule) -> None:
    rulings = rule_on_employer(person, Permission.EMPLOYERS_READ, 3)
    assert [rule for rule, holds in _holding(rulings).items() if not holds] == [lacking]
    assert not is_open(rulings)


def test_a_coupling_says_which_employers_are_in_the_way() -> None:
    *_, coupling = rule_on_coupling(LIMITED, Permission.ACCOUNTS_READ, {1, 3, 4})
    assert (coupling.rule, coupling.holds) == (Rule.COUPLING, False)
    assert coupling.lacking == {3, 4}


@pytest.mark.parametrize(("scope", "holds"), [({1}, True), (None, False), ((), False)])
def test_a_coupling_is_open_when_all_its_employers_are(
    scope: set[int] | None, *, holds: bool
) -> None:
    *_, coupling = rule_on_coupling(LIMITED, Permission.ACCOUNTS_READ, scope)
    assert (coupling.holds, coupling.lacking) == (holds, frozenset())


def test_who_is_not_limited_lacks_nothing() -> None:
    *_, coupling = rule_on_coupling(ANYWHERE, Permission.ACCOUNTS_READ, {1})
    assert (coupling.holds, coupling.lacking) == (True, frozenset())


def test_a_person_without_a_case_is_open_and_masked() -> None:
    rulings = rule_on_dossier(ANYWHERE, 1, has_case=False)
    assert not _holding(rulings)[Rule.CASE]
    assert is_open(rulings)
