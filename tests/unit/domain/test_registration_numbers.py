"""KvK numbers and payroll tax numbers: one form, however they are written."""

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.registration_numbers import registration_number

KINDS = ("kvk_number", "payroll_tax_number")


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("kvk_number", "12345678", "12345678"),
        ("kvk_number", "1234567", "01234567"),
        ("kvk_number", "1234 5678", "12345678"),
        ("payroll_tax_number", "123456789L01", "123456789L01"),
        ("payroll_tax_number", "1234.56.789.l.01", "123456789L01"),
    ],
)
def test_a_number_is_kept_in_one_form(kind: str, written: str, kept: str) -> None:
    assert registration_number(kind, written) == kept


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("kvk_number", "123456789"),
        ("kvk_number", "1234567A"),
        ("kvk_number", "-1234567"),
        ("kvk_number", "١٢٣٤٥٦٧٨"),
        ("payroll_tax_number", "123456789"),
        ("payroll_tax_number", "123456789B01"),
        ("payroll_tax_number", "23456789L01"),
    ],
)
def test_what_is_no_number_is_not_kept(kind: str, written: str) -> None:
    assert registration_number(kind, written) is None


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_no_fault(kind: str) -> None:
    assert registration_number(kind, " ") == ""


@given(kind=st.sampled_from(KINDS), written=st.text(alphabet="0123456789L. lx", max_size=14))
def test_what_is_kept_stays_as_it_is(kind: str, written: str) -> None:
    kept = registration_number(kind, written)

    assert kept is None or registration_number(kind, kept) == kept
