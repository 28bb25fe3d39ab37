"""Where a page of groups goes on: a text that is given back, and nothing else."""

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.application.parking.places import read_place, write_place

_NUMBERS = st.integers(0, 2**63 - 1)
_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
_PLACES = st.tuples(_NUMBERS, _NUMBERS, _TEXTS, st.lists(_TEXTS, max_size=3).map(tuple))


@given(_PLACES)
def test_place_that_is_written_is_read_again(place: tuple[int, int, str, tuple[str, ...]]) -> None:
    written = write_place(place)
    assert read_place(written) == place
    assert written.isascii()
    assert "=" not in written


@given(st.text() | st.binary().map(lambda each: each.decode("latin-1")))
def test_any_other_text_is_no_place(text: str) -> None:
    try:
        place = read_place(text)
    except ValueError:
        return
    assert read_place(write_place(place)) == place


@pytest.mark.parametrize(
    "place",
    [
        (1, 2, "VZ301"),
        (1, 2, "VZ301", ("x",), 5),
        (-1, 2, "VZ301", ("x",)),
        (2**63, 2, "VZ301", ("x",)),
        (True, 2, "VZ301", ("x",)),
        (1, "2", "VZ301", ("x",)),
        (1, 2, 3, ("x",)),
        (1, 2, "\0", ("x",)),
        (1, 2, "VZ301", ("\0",)),
        (1, 2, "VZ301", ("\ud800",)),
        (1, 2, "VZ301", (5,)),
        (1, 2, "VZ301", "x"),
        "abcd",
        5,
    ],
)
def test_place_that_no_group_can_have_is_none(place: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_place(write_place(place))  # type: ignore[arg-type]
