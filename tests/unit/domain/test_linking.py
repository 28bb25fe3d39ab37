"""What a person links in bulk: each by itself, and no key is taken from anybody (GR-2)."""

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.linking import KnownLinks, Link, judge_links

KNOWN = KnownLinks(
    employees={1: "1001", 2: "1001", 3: "1002", 4: "1001"}, keys={("1001", "taken"): 4}
)


def _link(employee: int, key: str = "k", employer: str = "1001") -> Link:
    return Link(employer=employer, employee=employee, key=key)


def _codes(*links: Link) -> list[str]:
    return [finding.code for finding in judge_links(links, KNOWN).findings]


def test_a_free_key_goes_to_an_employee_without_one() -> None:
    judged = judge_links([_link(1)], KNOWN)
    assert (judged.accepted, judged.findings) == ((_link(1),), ())


def test_what_is_so_already_is_neither_done_nor_refused() -> None:
    judged = judge_links([_link(4, "taken")], KNOWN)
    assert (judged.accepted, judged.findings) == ((), ())


@pytest.mark.parametrize("key", ["", " ", "x" * 101, "a\nb"])
def test_a_key_has_characters_that_can_be_read_and_not_too_many(key: str) -> None:
    assert _codes(_link(1, key)) == ["GR210"]


@pytest.mark.parametrize("link", [_link(9), _link(3), _link(1, employer="1003")])
def test_an_employee_is_at_that_employer(link: Link) -> None:
    assert _codes(link) == ["GR211"]


def test_a_key_of_somebody_else_is_left_alone() -> None:
    assert _codes(_link(1, "taken")) == ["GR212"]


def test_an_employee_gets_one_key() -> None:
    assert _codes(_link(4, "other")) == ["GR213"]


def test_of_two_that_exclude_each_other_the_first_holds() -> None:
    assert _codes(_link(1), _link(2), _link(1, "l")) == ["GR212", "GR213"]


_links = st.builds(
    _link,
    employee=st.integers(0, 5),
    key=st.sampled_from(["a", "b", "taken", ""]),
    employer=st.sampled_from(["1001", "1002", "1003"]),
)


@given(st.lists(_links, max_size=8))
def test_accepted_links_exclude_neither_each_other_nor_what_is_known(links: list[Link]) -> None:
    accepted = judge_links(links, KNOWN).accepted
    keys = [(each.employer, each.key) for each in accepted]
    assert len({*keys, *KNOWN.keys}) == len(keys) + len(KNOWN.keys)
    assert len({each.employee for each in accepted} | {4}) == len(accepted) + 1
