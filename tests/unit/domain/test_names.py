"""Surnames as they are compared (WN-4)."""

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.names import match_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jansen", "JANSEN"),
        ("Çelik", "Celik"),
        ("van den Berg", "Berg"),
        ("Nguyễn", "nguyen"),
        ("de Vries", " Vries "),
        ("Groß", "GROSS"),
        ("\N{MATHEMATICAL BOLD CAPITAL A}b", "ab"),
        ("Smits-de Vries", "smits-de  vries"),
    ],
)
def test_accents_case_and_prefixes_make_no_difference(one: str, other: str) -> None:
    assert match_name(one) == match_name(other)


@pytest.mark.parametrize(("one", "other"), [("Jansen", "Janssen"), ("Vries", "Smits-de Vries")])
def test_other_names_differ(one: str, other: str) -> None:
    assert match_name(one) != match_name(other)


def test_name_that_is_a_prefix_is_still_a_name() -> None:
    assert match_name("Van") == "van"
    assert match_name("van der") == "der"


def test_no_name_is_empty() -> None:
    assert match_name(None) == ""


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_comparing_form_of_latin_text_is_stable(text: str) -> None:
    assert match_name(match_name(text)) == match_name(text)
