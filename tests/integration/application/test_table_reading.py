"""Conversion tables and code tables, and which streams use them."""

import pytest

from configuring_world import ACCOUNT, apply, coupling, example
from verzuimbrug.application.access import Reader
from verzuimbrug.application.configuration.table_reading import (
    list_stream_codes,
    list_tables,
    show_table,
)
from verzuimbrug.domain.authority import Authority

pytestmark = pytest.mark.usefixtures("database")

CLOSED = Authority(employers=frozenset(), accounts=frozenset())


def _world() -> int:
    own = coupling().arbodienst
    configuration = example()
    configuration["conversion_tables"] = [
        {"code": "relaties", "values": {"B": "2", "A": "1"}},
        {"code": "ongebruikt", "name": "Ongebruikt", "unknown": "default", "default": "x"},
    ]
    absence, employees = configuration["accounts"][0]["streams"]
    absence["employer_code_options"] = {"conversion": "relaties"}
    employees["conversions"] = {"gender": "relaties"}
    apply(configuration)
    return own


def test_a_table_tells_its_values_and_who_uses_it() -> None:
    reader = Reader(arbodienst=_world(), principal="test")
    unused, relations = list_tables(reader)

    assert (unused.unknown, unused.default, unused.values, unused.uses) == ("default", "x", {}, ())
    assert list(relations.values.items()) == [("A", "1"), ("B", "2")]
    assert [(use.account_name, use.stream_name) for use in relations.uses] == [
        (ACCOUNT, "Verzuimmeldingen"),
        (ACCOUNT, "WerknemersGegevens"),
    ]
    assert show_table(reader, relations.id) == relations
    assert show_table(reader, relations.id + 1000) is None


def test_streams_tell_what_their_codes_mean() -> None:
    reader = Reader(arbodienst=_world(), principal="test")
    absence, employees = list_stream_codes(reader)

    assert (absence.operations, absence.is_confirmed) == ("generic", True)
    assert absence.classification["OorzkVrzmCd"] == {"10": "arbeidsongeval"}
    assert (employees.is_confirmed, employees.classification) == (False, {})


def test_streams_of_closed_couplings_are_not_told() -> None:
    reader = Reader(arbodienst=_world(), principal="test", authority=CLOSED)

    assert [table.uses for table in list_tables(reader)] == [(), ()]
    assert list_stream_codes(reader) == ()
