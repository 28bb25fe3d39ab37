"""The elfproef of a citizen service number (WN-6)."""

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.bsn import padded, passes_elfproef


@pytest.mark.parametrize("number", ["111222333", "123456782", "010000008", "10000008"])
def test_number_with_a_sum_that_11_divides_passes(number: str) -> None:
    assert passes_elfproef(number)


@pytest.mark.parametrize("number", ["111222334", "123456789", "1", "000000000", "0", "1112223330"])
def test_other_number_and_nothing_but_zeros_fails(number: str) -> None:
    assert not passes_elfproef(number)


def test_number_is_padded_to_nine_digits() -> None:
    assert padded("10000008") == "010000008"


@given(st.integers(min_value=0, max_value=999_999_999))
def test_leading_zeros_make_no_difference(number: int) -> None:
    assert passes_elfproef(str(number)) == passes_elfproef(f"{number:09}")


@given(st.integers(10_000_000, 999_999_999), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_found(number: int, at: int, off: int) -> None:
    digits = f"{number:09}"
    wrong = digits[:at] + str((int(digits[at]) + off) % 10) + digits[at + 1 :]

    assert not (passes_elfproef(digits) and passes_elfproef(wrong))
