"""Tables from a received value to ours (WG-1, WN-5)."""

from hypothesis import given, strategies as st

from verzuimbrug.domain.conversion import ConversionTable, Unknown

TABLE = {"M": "man", "V": "vrouw"}


def test_value_in_the_table_becomes_ours() -> None:
    for unknown in Unknown:
        assert ConversionTable(values=TABLE, unknown=unknown).convert("M") == "man"


def test_unknown_value_is_kept_by_default() -> None:
    assert ConversionTable(values=TABLE).convert("m") == "m"


def test_unknown_value_becomes_the_default_where_the_table_says_so() -> None:
    table = ConversionTable(values=TABLE, unknown=Unknown.DEFAULT, default="onbekend")

    assert table.convert("X") == "onbekend"


def test_unknown_value_is_none_where_it_is_a_finding() -> None:
    assert ConversionTable(values=TABLE, unknown=Unknown.FINDING, default="x").convert("X") is None


@given(st.text())
def test_empty_table_keeps_every_value(value: str) -> None:
    assert ConversionTable().convert(value) == value
