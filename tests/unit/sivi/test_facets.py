from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from strategies.messages import leaves, texts
from verzuimbrug.sivi.catalogue import Element, Facets, MessageTable
from verzuimbrug.sivi.facets import ValueFault, value_faults
from verzuimbrug.sivi.schema import gate

AMOUNT = Facets(total_digits=5, fraction_digits=2, pattern=r"[\-+]?[0-9]{1,7}[.][0-9]{2,3}")


def _leaf(
    base: str, facets: Facets | None = None, values: tuple[str, ...] = (), tag: str = "Leaf"
) -> Element:
    return Element(
        level=1,
        tag=tag,
        minimum=1,
        maximum=1,
        base=base,
        facets=facets or Facets(),
        values=values,
        name="",
        children=(),
    )


def _codes(leaf: Element, text: str) -> list[str]:
    return [fault.code for fault in value_faults(leaf, text)]


def _gate_allows(table: MessageTable, text: str) -> bool:
    root = etree.Element(f"{{{table.namespace}}}{table.root}")
    root.text = text
    return gate(table).validate(root)


@settings(max_examples=400)
@given(leaves().flatmap(lambda table: st.tuples(st.just(table), texts(table.element))))
def test_schema_and_facets_allow_the_same_texts(drawn: tuple[MessageTable, str]) -> None:
    table, text = drawn

    assert _gate_allows(table, text) == (value_faults(table.element, text) == ())


@given(st.dates())
def test_every_date_of_the_calendar_is_a_date(day: date) -> None:
    assert _codes(_leaf("date"), day.isoformat()) == []


@given(st.integers(1, 9999), st.integers(0, 13), st.integers(0, 32))
def test_a_day_that_the_calendar_does_not_have_is_no_date(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        assert _codes(_leaf("date"), f"{year:04}-{month:02}-{day:02}") == ["CAT11"]


@given(st.times())
def test_every_time_of_the_clock_is_a_time(moment: time) -> None:
    assert _codes(_leaf("time"), moment.isoformat()) == []


@pytest.mark.parametrize(
    "text",
    ["12026-02-28", "-0001-01-01", "-0004-02-29", "2000-02-29Z", " 2026-01-01 ", f"{10**50}-01-01"],
)
def test_years_beyond_four_digits_zones_and_spaces_around_are_dates(text: str) -> None:
    assert _codes(_leaf("date"), text) == []


@pytest.mark.parametrize(
    "text",
    [
        "0000-01-01",
        "0000-02-29",
        "1900-02-29",
        "2026-01-01+14:01",
        "2026-1-1",
        "x",
        f"{10**99}-01-01",
    ],
)
def test_what_is_no_date_is_told(text: str) -> None:
    assert value_faults(_leaf("date"), text) == (ValueFault("CAT11"),)


@pytest.mark.parametrize("text", ["24:00:01", "23:59:60", "12:00", "25:00:00", "12:00:00."])
def test_what_is_no_time_is_told(text: str) -> None:
    assert value_faults(_leaf("time"), text) == (ValueFault("CAT12"),)


def test_midnight_may_be_written_as_the_end_of_the_day() -> None:
    assert _codes(_leaf("time"), "24:00:00.000Z") == []


def test_a_fraction_that_rounds_up_to_a_minute_is_a_time() -> None:
    assert _codes(_leaf("time"), "23:59:59.99999999999999999999") == []


@pytest.mark.parametrize(
    ("base", "text", "code"),
    [
        ("integer", "7.0", "CAT13"),
        ("nonNegativeInteger", "-7", "CAT14"),
        ("decimal", "1,00", "CAT15"),
        ("decimal", "\u00a01.00", "CAT15"),
    ],
)
def test_what_is_no_number_is_told(base: str, text: str, code: str) -> None:
    assert value_faults(_leaf(base), text) == (ValueFault(code),)


@pytest.mark.parametrize("text", ["-0", "-00", "+0099", " 12345678 ", "0" * 5000])
def test_signs_zeros_and_spaces_do_not_count_as_digits(text: str) -> None:
    assert _codes(_leaf("nonNegativeInteger", Facets(total_digits=8)), text) == []


@pytest.mark.parametrize("base", ["date", "time", "integer", "nonNegativeInteger", "decimal"])
def test_an_empty_value_is_called_empty(base: str) -> None:
    assert value_faults(_leaf(base), " \n") == (ValueFault("CAT10"),)


def test_an_empty_text_is_allowed_unless_a_facet_forbids_it() -> None:
    assert _codes(_leaf("string", Facets(max_length=5)), "") == []
    assert _codes(_leaf("string", Facets(min_length=1, max_length=5)), "") == ["CAT10"]
    assert _codes(_leaf("string", values=("J", "N")), "") == ["CAT10"]


def test_too_short_and_too_long_texts_are_told_with_both_numbers() -> None:
    limits = Facets(min_length=2, max_length=3)

    assert value_faults(_leaf("string", limits), "a") == (
        ValueFault("CAT21", {"found": "1", "limit": "2"}),
    )
    assert value_faults(_leaf("string", limits), "abcd") == (
        ValueFault("CAT22", {"found": "4", "limit": "3"}),
    )


def test_length_is_counted_in_characters() -> None:
    assert _codes(_leaf("string", Facets(length=1)), "😀") == []


def test_every_facet_that_is_broken_is_told() -> None:
    leaf = _leaf("string", Facets(length=1, pattern=r"\D*"))

    assert _codes(leaf, "12") == ["CAT20", "CAT26"]


def test_digits_of_every_script_are_digits() -> None:
    assert _codes(_leaf("string", Facets(pattern=r"\D*")), "٣") == ["CAT26"]
    assert _codes(_leaf("string", Facets(pattern=r"\d*")), "٣") == []
    assert _codes(_leaf("string", Facets(pattern=r"\d*")), "a") == ["CAT27"]


def test_digits_are_counted_on_the_number_and_not_on_its_writing() -> None:
    assert _codes(_leaf("decimal", AMOUNT), "-0000123.400") == []
    assert _codes(_leaf("decimal", AMOUNT), "12345.67") == ["CAT23"]
    assert _codes(_leaf("decimal", AMOUNT), "1.234") == ["CAT24"]
    assert _codes(_leaf("decimal", AMOUNT), "1.5") == ["CAT28"]


def test_a_number_below_the_least_is_told() -> None:
    leaf = _leaf("decimal", Facets(min_inclusive=Decimal(0)))

    assert value_faults(leaf, "-0.01") == (ValueFault("CAT25", {"limit": "0"}),)
    assert value_faults(leaf, "-0.00") == ()


def test_a_code_outside_the_list_is_told_with_the_list() -> None:
    leaf = _leaf("string", values=("01", "02"))

    assert value_faults(leaf, "7") == (ValueFault("CAT30", {"found": "7", "allowed": "01, 02"}),)


def test_codes_are_compared_with_their_spaces() -> None:
    assert _codes(_leaf("string", values=("01",)), "01 ") == ["CAT30"]


def test_what_is_too_long_for_a_code_is_not_repeated() -> None:
    (fault,) = value_faults(_leaf("string", values=("01",)), "123456782")

    assert fault.params["found"] == "12..."


@pytest.mark.parametrize("tag", ["BrCd", "VnrBrCd"])
def test_the_code_of_another_message_is_a_fault_of_its_own(tag: str) -> None:
    assert _codes(_leaf("string", values=("00100",), tag=tag), "00101") == ["CAT31"]
