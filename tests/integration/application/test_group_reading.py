"""Groups and their members as somebody sees them, page by page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from configuring_world import ACCOUNT
from importing_world import arbodienst, take_in
from verzuimbrug.application.access import Reader
from verzuimbrug.application.configuration.entries import GroupEntry, MembershipEntry
from verzuimbrug.application.employers.group_members import MemberState, end_membership
from verzuimbrug.application.employers.group_reading import (
    GroupShown,
    list_group_members,
    list_shown_groups,
    show_group,
)
from verzuimbrug.application.employers.groups import save_group
from verzuimbrug.application.pages import Window
from verzuimbrug.domain.authority import Authority
from verzuimbrug.store.models import Employer
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

GROUP = "FELISON-VI"
FILE = "werkgevercode;naam;werkgevergroepen\nA1;Een;FELISON-VI\nB1;Twee;FELISON-VI\n"


def _world() -> int:
    """Three members: two were added today, one is there since always."""
    own = arbodienst()
    take_in(own, FILE)
    save_group(own, GroupEntry(code="LEEG", name="Nog niemand", is_open=False), by="test")
    return own


def _reader(own: int, employers: frozenset[int] | None = None, *accounts: int) -> Reader:
    authority = (
        Authority()
        if employers is None
        else Authority(employers=employers, accounts=frozenset(accounts))
    )
    return Reader(arbodienst=own, principal="test", authority=authority)


def _group(own: int) -> GroupShown:
    return list_shown_groups(_reader(own))[0]


def _id(own: int, code: str) -> int:
    with tenant(own):
        return Employer.objects.get(code=code).id


def test_groups_tell_their_members_and_couplings() -> None:
    own = _world()
    felison, empty = list_shown_groups(_reader(own))

    assert (felison.code, felison.members, felison.is_open) == (GROUP, 3, True)
    assert [coupling.name for coupling in felison.couplings] == [ACCOUNT]
    assert (empty.code, empty.members, empty.is_open, empty.couplings) == ("LEEG", 0, False, ())
    assert show_group(_reader(own), felison.id) == felison
    assert show_group(_reader(own), felison.id + 1000) is None


def test_somebody_who_is_limited_sees_the_groups_of_his_employers() -> None:
    own = _world()
    limited = _reader(own, frozenset({_id(own, "A1")}))

    (felison,) = list_shown_groups(limited)
    assert (felison.members, felison.couplings) == (1, ())
    members = list_group_members(limited, felison.id, Window())
    assert [member.code for member in members.items] == ["A1"]
    assert list_shown_groups(_reader(own, frozenset())) == ()


def test_members_come_in_order_of_code_page_by_page() -> None:
    own = _world()
    group = _group(own).id
    first = list_group_members(_reader(own), group, Window(limit=2))
    assert first.next is not None
    second = list_group_members(_reader(own), group, Window(after=first.next, limit=2))

    assert [member.code for member in first.items] == ["A1", "B1"]
    assert [member.code for member in second.items] == ["FLSN1001"]
    assert second.next is None


def test_members_that_left_are_shown_unless_left_out() -> None:
    own = _world()
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    group = _group(own).id
    ended = MembershipEntry(group=GROUP, end=yesterday)

    assert not end_membership(own, "FLSN1001", ended, by="test").findings

    everyone = list_group_members(_reader(own), group, Window()).items
    assert [member.state for member in everyone] == [
        MemberState.MEMBER,
        MemberState.MEMBER,
        MemberState.ENDED,
    ]
    present = list_group_members(_reader(own), group, Window(), ended=False).items
    assert [member.code for member in present] == ["A1", "B1"]
