"""Groups and their members: joining and leaving on a date, not before (WG-4)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from configuring_world import apply, example
from importing_world import arbodienst, take_in
from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.entries import GroupEntry, MembershipEntry
from verzuimbrug.application.employers.group_members import (
    Member,
    MemberState,
    add_member,
    end_membership,
    list_members,
)
from verzuimbrug.application.employers.groups import Group, find_group, list_groups, save_group
from verzuimbrug.domain.findings import Finding

pytestmark = pytest.mark.usefixtures("database")

GROUP = "FELISON-VI"


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _world() -> int:
    """FLSN1001 is in the group since always; W1 never was."""
    own = arbodienst()
    take_in(own, "code;naam\nW1;Een\n")
    return own


def _add(own: int, code: str, start: date | None = None) -> Configured:
    return add_member(own, code, MembershipEntry(group=GROUP, start=start), by="test")


def _end(own: int, code: str, end: date | None, run_out: date | None = None) -> Configured:
    ended = MembershipEntry(group=GROUP, end=end, run_out=run_out)
    return end_membership(own, code, ended, by="test")


def _members(own: int) -> list[tuple[str, date | None, date | None, date | None, str]]:
    found = list_members(own, GROUP)
    assert not isinstance(found, Finding)
    return [(each.code, each.start, each.end, each.run_out, each.state.value) for each in found]


def _told(outcome: Configured) -> list[str]:
    assert all(found.text() and found.action() for found in outcome.findings)
    return [found.code for found in outcome.findings]


def test_a_group_shows_how_many_are_in_it_today() -> None:
    own = _world()
    _add(own, "W1", _day(1))
    group = Group(
        code=GROUP, name="Gezamenlijke relaties Felison", notes="", is_open=True, members=1
    )

    assert list_groups(own) == (group,)


def test_a_group_is_made_and_changed() -> None:
    own = arbodienst()
    made = GroupEntry(code="ZUID", name="Zuid", notes="sinds 2026")
    save_group(own, made, by="test")
    assert find_group(own, "ZUID") == made

    closed = GroupEntry(code="ZUID", name="Zuid", is_open=False)
    outcome = save_group(own, closed, by="test")

    assert [found.field for found in outcome.differences] == ["open", "notes"]
    assert find_group(own, "ZUID") == closed


def test_a_group_is_checked_as_in_a_file() -> None:
    outcome = save_group(arbodienst(), GroupEntry(code="ZUID", name=""), by="test")

    assert _told(outcome) == ["CF009"]


def test_a_dry_run_makes_no_group() -> None:
    own = arbodienst()
    save_group(own, GroupEntry(code="ZUID", name="Zuid"), by="test", dry_run=True)

    assert find_group(own, "ZUID") is None


def test_an_employer_joins_from_today() -> None:
    own = _world()
    outcome = _add(own, "W1")

    assert outcome.applied
    assert _members(own)[1] == ("W1", _day(0), None, None, "member")


def test_an_employer_joins_from_a_date() -> None:
    own = _world()
    _add(own, "W1", _day(9))

    assert _members(own)[1] == ("W1", _day(9), None, None, "to-come")


def test_who_is_to_join_may_join_at_once() -> None:
    own = _world()
    _add(own, "W1", _day(9))
    _add(own, "W1")

    assert _members(own)[1] == ("W1", _day(0), None, None, "member")


def test_who_is_a_member_stays_one() -> None:
    assert _add(_world(), "FLSN1001").differences == ()


def test_a_membership_ends_on_its_date_and_not_before() -> None:
    own = _world()
    _end(own, "FLSN1001", _day(5), _day(40))

    assert _members(own) == [("FLSN1001", None, _day(5), _day(40), "member")]


def test_a_membership_may_end_today() -> None:
    own = _world()
    _end(own, "FLSN1001", None)

    assert _members(own) == [("FLSN1001", None, _day(0), None, "member")]


def test_a_membership_that_is_over_runs_out() -> None:
    own = _world()
    _end(own, "FLSN1001", _day(-5), _day(0))

    assert _members(own) == [("FLSN1001", None, _day(-5), _day(0), "run-out")]


def test_past_memberships_are_listed_too() -> None:
    own = _world()
    _end(own, "FLSN1001", _day(-5))
    _add(own, "FLSN1001")

    assert _members(own) == [
        ("FLSN1001", None, _day(-5), None, "ended"),
        ("FLSN1001", _day(0), None, None, "member"),
    ]


def test_an_end_can_be_taken_back() -> None:
    own = _world()
    _end(own, "FLSN1001", _day(-5), _day(9))
    _add(own, "FLSN1001")

    assert _members(own) == [("FLSN1001", None, None, None, "member")]


def test_during_a_run_out_no_other_membership_begins() -> None:
    own = _world()
    _end(own, "FLSN1001", _day(-5), _day(9))

    assert _told(_add(own, "FLSN1001", _day(1))) == ["EI202"]


def test_an_end_may_be_moved() -> None:
    own = _world()
    _end(own, "FLSN1001", _day(5))
    _end(own, "FLSN1001", _day(8))

    assert _members(own) == [("FLSN1001", None, _day(8), None, "member")]


def test_a_membership_does_not_end_before_it_began() -> None:
    own = _world()
    _add(own, "W1", _day(3))

    assert _told(_end(own, "W1", _day(2))) == ["CF025"]


def test_a_run_out_does_not_end_before_the_membership() -> None:
    assert _told(_end(_world(), "FLSN1001", _day(2), _day(1))) == ["CF027"]


@pytest.mark.parametrize(("code", "finding"), [("W1", "EI201"), ("W9", "CF031")])
def test_who_is_no_member_cannot_leave(code: str, finding: str) -> None:
    assert _told(_end(_world(), code, _day(1))) == [finding]


def test_a_closed_group_takes_no_new_members() -> None:
    own, closed = _world(), example()
    closed["employer_groups"][0]["open"] = False
    apply(closed)

    assert _told(_add(own, "W1")) == ["CF033"]


def test_a_group_that_is_not_there_is_told() -> None:
    own = _world()
    joined = MembershipEntry(group="NERGENS")

    assert _told(add_member(own, "W1", joined, by="test")) == ["CF013"]
    assert list_members(own, "NERGENS") == Finding("CF013", {"value": "NERGENS"})
    assert find_group(own, "NERGENS") is None


def test_a_dry_run_changes_no_membership() -> None:
    own, group = _world(), MembershipEntry(group=GROUP, end=_day(1))

    assert add_member(own, "W1", group, by="test", dry_run=True).differences
    assert end_membership(own, "FLSN1001", group, by="test", dry_run=True).differences
    assert _members(own) == [("FLSN1001", None, None, None, "member")]


def test_members_of_another_arbodienst_are_not_there() -> None:
    arbodienst("FIT")
    own = _world()

    assert list_members(own, GROUP) == (
        Member(
            code="FLSN1001",
            name="Bakkerij De Korenbloem B.V.",
            start=None,
            end=None,
            run_out=None,
            state=MemberState.MEMBER,
        ),
    )
