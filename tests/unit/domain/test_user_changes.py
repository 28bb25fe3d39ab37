"""What may be done to the rights of somebody, and by whom."""

import pytest

from verzuimbrug.domain.user_changes import Hindrance, Rights, hindrance

MANAGER, SETUP = Rights(role="manage"), Rights(role="setup")
LIMITED = Rights(role="setup", employers=frozenset({1}))
GONE = Rights(role="manage", is_active=False)


def _hindrance(
    before: Rights | None,
    after: Rights,
    *,
    own: frozenset[int] | None = None,
    is_self: bool = False,
    managers: int = 2,
) -> Hindrance | None:
    return hindrance(before, after, own=own, is_self=is_self, managers=managers)


@pytest.mark.parametrize("after", [SETUP, LIMITED, GONE])
def test_nobody_changes_their_own_rights(after: Rights) -> None:
    assert _hindrance(MANAGER, after, is_self=True) is Hindrance.OWN_RIGHTS
    assert _hindrance(MANAGER, after) is None


def test_own_rights_may_stay_as_they_are() -> None:
    assert _hindrance(MANAGER, MANAGER, is_self=True) is None


@pytest.mark.parametrize("after", [SETUP, GONE, Rights(role="manage", employers=frozenset({1}))])
def test_the_last_beheerder_stays(after: Rights) -> None:
    assert _hindrance(MANAGER, after, managers=1) is Hindrance.LAST_MANAGER


def test_who_is_no_beheerder_of_all_is_not_the_last_one() -> None:
    assert _hindrance(SETUP, LIMITED, managers=1) is None
    assert _hindrance(GONE, SETUP, managers=1) is None
    assert _hindrance(None, SETUP, managers=0) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, SETUP),
        (LIMITED, SETUP),
        (SETUP, LIMITED),
        (None, Rights(role="setup", employers=frozenset({1, 2}))),
    ],
)
def test_who_is_limited_gives_rights_within_that(before: Rights | None, after: Rights) -> None:
    assert _hindrance(before, after, own=frozenset({1})) is Hindrance.BEYOND_OWN


def test_who_is_limited_sees_to_people_within_that() -> None:
    assert _hindrance(LIMITED, LIMITED, own=frozenset({1, 2})) is None
