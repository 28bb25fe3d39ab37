"""What can be kept of a text."""

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.texts import storable


@pytest.mark.parametrize("text", ["Çelik", "a\nb\tc", "\N{TULIP}", "a\u2028b", ""])
def test_a_text_that_people_can_read_is_kept(text: str) -> None:
    assert storable(text) == text


@pytest.mark.parametrize("character", ["\0", "\a", "\r", "\x85", "\ud800"])
def test_what_is_no_character_for_people_is_left_out(character: str) -> None:
    assert storable(f"a{character}b") == "ab"


@given(st.text())
def test_what_is_kept_can_be_written_and_is_kept_again(text: str) -> None:
    kept = storable(text)

    assert kept.encode().decode() == kept == storable(kept)
