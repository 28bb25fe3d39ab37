"""Which employers a coupling may touch, on which day (WG-2, WG-4)."""

from datetime import date

from hypothesis import given, strategies as st

from strategies.absence import day
from verzuimbrug.domain.scope import Membership, Period, Reach, RunOut, Scope, Tenure

GROUP = Scope(groups=frozenset({7}))
ALL = Scope(all_employers=True)


def tenure(*memberships: Membership, period: Period = Period()) -> Tenure:  # noqa: B008 -- frozen
    return Tenure(period=period, memberships=memberships)


def told(scope: Scope, of: Tenure, *days: int) -> list[str]:
    """How far employer 1 is reached, by single days."""
    return [scope.reach(1, of, [day(n)]).value for n in days]


def test_membership_holds_up_to_and_including_its_end() -> None:
    membership = Membership(group=7, start=day(0), end=day(5))

    assert [membership.holds_on(day(n)) for n in (-1, 0, 5, 6)] == [False, True, True, False]


def test_membership_without_dates_always_holds() -> None:
    assert Membership(group=7).holds_on(day(999))


def test_scope_of_all_reaches_every_employer() -> None:
    assert told(ALL, tenure(), 0) == ["in"]


def test_scope_of_employers_reaches_those_and_no_other() -> None:
    assert told(Scope(employers=frozenset({1})), tenure(), 0) == ["in"]
    assert told(Scope(employers=frozenset({2})), tenure(), 0) == ["out"]


def test_scope_of_groups_reaches_the_members_and_no_other() -> None:
    assert told(GROUP, tenure(Membership(group=7)), 0) == ["in"]
    assert told(GROUP, tenure(Membership(group=8)), 0) == ["out"]
    assert told(GROUP, tenure(), 0) == ["out"]


def test_day_of_receipt_or_day_of_processing_is_enough() -> None:
    member = tenure(Membership(group=7, start=day(0), end=day(5)))

    assert GROUP.reach(1, member, [day(5), day(9)]) is Reach.IN
    assert GROUP.reach(1, member, [day(-3), day(0)]) is Reach.IN
    assert GROUP.reach(1, member, [day(-3), day(9)]) is Reach.OUT


def test_employer_that_came_back_is_reached_again() -> None:
    member = tenure(Membership(group=7, end=day(5)), Membership(group=7, start=day(8)))

    assert told(GROUP, member, 5, 6, 8) == ["in", "out", "in"]


def test_scope_of_nothing_reaches_nothing() -> None:
    assert told(Scope(), tenure(Membership(group=7, end=day(0), run_out_until=day(9))), 0, 5) == [
        "out",
        "out",
    ]


def test_employer_is_reached_in_its_own_time_only() -> None:
    client = tenure(Membership(group=7), period=Period(start=day(0), end=day(5)))
    for scope in (ALL, GROUP, Scope(employers=frozenset({1}))):
        assert told(scope, client, -1, 0, 5, 6) == ["out", "in", "in", "out"]


def test_run_out_follows_the_end_up_to_and_including_its_last_day() -> None:
    left = tenure(Membership(group=7, end=day(5), run_out_until=day(9)))

    assert told(GROUP, left, 5, 6, 9, 10) == ["in", "run-out", "run-out", "out"]
    assert GROUP.run_out(left, [day(6)]) == RunOut(ended_on=day(5), until=day(9))


def test_run_out_on_the_day_of_receipt_or_of_processing_is_enough() -> None:
    left = tenure(Membership(group=7, end=day(5), run_out_until=day(9)))

    assert GROUP.reach(1, left, [day(9), day(12)]) is Reach.RUN_OUT
    assert GROUP.reach(1, left, [day(5), day(6)]) is Reach.IN


def test_run_out_of_another_group_does_not_count() -> None:
    left = tenure(Membership(group=8, end=day(5), run_out_until=day(9)))

    assert told(GROUP, left, 6) == ["out"]


def test_run_out_without_an_end_is_none() -> None:
    assert GROUP.run_out(tenure(Membership(group=7, run_out_until=day(9))), [day(3)]) is None


def test_run_out_begins_when_the_employer_itself_ends_if_that_is_sooner() -> None:
    left = tenure(Membership(group=7, run_out_until=day(9)), period=Period(end=day(2)))

    assert told(GROUP, left, 2, 3, 9, 10) == ["in", "run-out", "run-out", "out"]


def test_of_several_run_outs_the_one_that_began_last_counts() -> None:
    first = Membership(group=7, end=day(1), run_out_until=day(20))
    second = Membership(group=7, start=day(3), end=day(5), run_out_until=day(9))

    found = GROUP.run_out(tenure(second, first), [day(6)])

    assert found == RunOut(ended_on=day(5), until=day(9))


def test_tenure_knows_whether_anything_may_run_out() -> None:
    assert tenure(Membership(group=7), Membership(group=8, run_out_until=day(1))).may_run_out
    assert not tenure(Membership(group=7)).may_run_out


days = st.none() | st.integers(0, 9).map(day)
memberships = st.builds(
    Membership, group=st.sampled_from([7, 8]), start=days, end=days, run_out_until=days
)


@given(st.lists(memberships, max_size=3), st.lists(st.integers(0, 9).map(day), max_size=2))
def test_run_out_only_adds_to_what_is_out(own: list[Membership], on: list[date]) -> None:
    without = [Membership(group=one.group, start=one.start, end=one.end) for one in own]

    reach, plain = (GROUP.reach(1, tenure(*each), on) for each in (own, without))

    assert reach is plain or (plain, reach) == (Reach.OUT, Reach.RUN_OUT)
