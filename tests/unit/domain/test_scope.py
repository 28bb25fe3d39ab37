"""Which employers a coupling may touch, on which day (WG-2, WG-4)."""

from strategies.absence import day
from verzuimbrug.domain.scope import Membership, Scope

GROUP = Scope(groups=frozenset({7}))


def test_membership_holds_up_to_and_including_its_end() -> None:
    membership = Membership(group=7, start=day(0), end=day(5))

    assert [membership.holds_on(day(n)) for n in (-1, 0, 5, 6)] == [False, True, True, False]


def test_membership_without_dates_always_holds() -> None:
    assert Membership(group=7).holds_on(day(999))


def test_scope_of_all_covers_every_employer() -> None:
    assert Scope(all_employers=True).covers(1, [], [day(0)])


def test_scope_of_employers_covers_those_and_no_other() -> None:
    scope = Scope(employers=frozenset({1}))

    assert scope.covers(1, [], [day(0)])
    assert not scope.covers(2, [], [day(0)])


def test_scope_of_groups_covers_the_members_and_no_other() -> None:
    assert GROUP.covers(1, [Membership(group=7)], [day(0)])
    assert not GROUP.covers(1, [Membership(group=8)], [day(0)])
    assert not GROUP.covers(1, [], [day(0)])


def test_day_of_receipt_or_day_of_processing_is_enough() -> None:
    memberships = [Membership(group=7, start=day(0), end=day(5))]

    assert GROUP.covers(1, memberships, [day(5), day(9)])
    assert GROUP.covers(1, memberships, [day(-3), day(0)])
    assert not GROUP.covers(1, memberships, [day(-3), day(9)])


def test_employer_that_came_back_is_covered_again() -> None:
    memberships = [Membership(group=7, end=day(5)), Membership(group=7, start=day(8))]

    assert [GROUP.covers(1, memberships, [day(n)]) for n in (5, 6, 8)] == [True, False, True]


def test_scope_of_nothing_covers_nothing() -> None:
    assert not Scope().covers(1, [Membership(group=7)], [day(0)])
