from threading import Thread

import pytest
from lxml import etree
from lxml.etree import _Element as XmlElement

from verzuimbrug.sivi.catalogue import Element, Facets, MessageTable, catalogue
from verzuimbrug.sivi.schema import gate, refusal, schema_text, streamed_refusal

XSI = "http://www.w3.org/2001/XMLSchema-instance"
TABLES = catalogue().tables


def _line(tag: str, base: str, maximum: int | None, children: tuple[Element, ...] = ()) -> Element:
    return Element(
        level=0,
        tag=tag,
        minimum=1,
        maximum=maximum,
        base=base,
        facets=Facets(),
        values=(),
        name="",
        children=children,
    )


def _table(*children: Element) -> MessageTable:
    namespace = f"urn:schema:{'-'.join(f'{child.base}{child.maximum}' for child in children)}"
    return MessageTable(
        file_name="R",
        interface="test",
        edition="1",
        root="R",
        namespace=namespace,
        element=_line("R", "group", 1, children),
    )


def _message(table: MessageTable, **texts: list[str]) -> XmlElement:
    root = etree.Element(f"{{{table.namespace}}}R")
    for tag, values in texts.items():
        for value in values:
            etree.SubElement(root, f"{{{table.namespace}}}{tag}").text = value
    return root


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.file_name}-{table.edition}")
def test_every_table_makes_a_schema(table: MessageTable) -> None:
    gate(table)

    assert f'targetNamespace="{table.namespace}"' in schema_text(table)


def test_a_schema_is_compiled_once_per_thread() -> None:
    seen = []
    thread = Thread(target=lambda: seen.append(gate(TABLES[0])))
    thread.start()
    thread.join()

    assert gate(TABLES[0]) is gate(TABLES[0])
    assert seen[0] is not gate(TABLES[0])


@pytest.mark.parametrize("maximum", [9, 99, 999, 9999])
def test_an_element_may_stand_exactly_as_often_as_the_table_says(maximum: int) -> None:
    table = _table(_line("A", "string", maximum), _line("B", "string", 1))

    assert gate(table).validate(_message(table, A=[""] * maximum, B=[""]))
    assert not gate(table).validate(_message(table, A=[""] * (maximum + 1), B=[""]))
    assert not gate(table).validate(_message(table, B=[""]))


def test_an_element_without_a_limit_may_stand_very_often() -> None:
    table = _table(_line("A", "date", None))

    assert gate(table).validate(_message(table, A=["2026-01-01"] * 20_000))


@pytest.mark.parametrize("text", ["9" * 101 + "-01-01", "1" * 200_000])
def test_a_date_of_endless_digits_is_refused(text: str) -> None:
    table = _table(_line("A", "date", 1))

    assert refusal(table, _message(table, A=[text])) is not None


def test_a_time_may_have_endless_fractions() -> None:
    table = _table(_line("A", "time", 1))

    assert refusal(table, _message(table, A=["23:59:59." + "9" * 200_000])) is None


def test_a_streamed_message_is_refused_where_its_last_element_is_missing() -> None:
    table = _table(_line("A", "date", 2), _line("B", "string", 2))

    words = streamed_refusal(table, _message(table, A=["2026-01-01"]))

    assert words is not None
    assert "Missing child element" in words


@pytest.mark.parametrize("attribute", ["nil", "type"])
@pytest.mark.parametrize("value", ["false", "true", "xs:date", "xs:string"])
def test_a_message_cannot_choose_its_own_types(attribute: str, value: str) -> None:
    table = _table(_line("A", "string", 1))
    root = _message(table, A=["2026-01-01"])
    root[0].set(f"{{{XSI}}}{attribute}", value)

    assert not gate(table).validate(root)
