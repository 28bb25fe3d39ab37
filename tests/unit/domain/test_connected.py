"""Names that hang together are found, however long the way between them."""

from hypothesis import given, strategies as st

from verzuimbrug.domain.connected import connected

groups = st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=3), max_size=12)


def _by_walking(given_groups: list[list[int]], start: int) -> set[int]:
    """What can be reached from a name, from group to group."""
    found = {start}
    while True:
        more = {name for group in given_groups if found & {*group} for name in group}
        if more <= found:
            return found
        found |= more


@given(groups)
def test_two_names_have_one_that_stands_for_them_when_a_way_leads_between(
    drawn: list[list[int]],
) -> None:
    stands_for = connected(drawn)
    assert stands_for.keys() == {name for group in drawn for name in group}
    for name in stands_for:
        together = {other for other in stands_for if stands_for[other] == stands_for[name]}
        assert together == _by_walking(drawn, name)
