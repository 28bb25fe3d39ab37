"""Which status of an account may follow which."""

import pytest

from verzuimbrug.domain.account_status import EVENTS, NEXT, AccountStatus, may_follow


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("concept", "ready"),
        ("ready", "concept"),
        ("concept", "active"),
        ("ready", "active"),
        ("active", "suspended"),
        ("suspended", "active"),
        ("suspended", "closed"),
    ],
)
def test_a_coupling_goes_its_way(before: str, after: str) -> None:
    assert may_follow(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [("concept", "suspended"), ("ready", "suspended"), ("active", "ready"), ("active", "concept")],
)
def test_and_no_other(before: str, after: str) -> None:
    assert not may_follow(before, after)


@pytest.mark.parametrize("after", AccountStatus)
def test_a_closed_account_never_opens_again(after: AccountStatus) -> None:
    assert not may_follow("closed", after)


@pytest.mark.parametrize("before", [one for one in AccountStatus if one != "closed"])
def test_every_other_can_be_closed(before: AccountStatus) -> None:
    assert may_follow(before, "closed")


def test_every_status_is_in_the_tables() -> None:
    assert set(NEXT) == set(EVENTS) == set(AccountStatus)
