"""Mapping is total: whatever a valid message of an edition holds, it becomes a delivery (MSG-2)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from unit.sivi.message_trees import TABLES, drawn
from verzuimbrug.domain.deliveries import DeliveredReport, Delivery, FieldValue
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.mapping import map_delivery
from verzuimbrug.sivi.nodes import Node
from verzuimbrug.sivi.tags import MESSAGE_KINDS

SCENARIOS = Path(__file__).parents[2] / "corpus" / "scenarios"


def reports_of(delivery: Delivery) -> list[DeliveredReport]:
    persons = [person for employer in delivery.employers for person in employer.persons]
    return [r for person in persons for e in person.employments for r in e.reports]


def fields_of(delivery: Delivery) -> Iterator[tuple[str, FieldValue]]:
    for employer in delivery.employers:
        for person in employer.persons:
            yield from person.fields.items()
            for employment in person.employments:
                yield from employment.fields.items()


def texts_of(root: etree._Element, group: str, tag: str) -> list[str]:
    found = root.xpath(f"//*[local-name()='{group}']/*[local-name()='{tag}']/text()")
    assert isinstance(found, list)
    return [str(text) for text in found]


def number_of(node: Node, tag: str) -> int:
    return (node.tag == tag) + sum(number_of(child, tag) for child in node.children)


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_employer_person_employment_or_report_is_lost(table: MessageTable, seed: int) -> None:
    node, delivery = drawn(table, seed)
    persons = [person for employer in delivery.employers for person in employer.persons]
    reports = reports_of(delivery)

    assert len(delivery.employers) == number_of(node, "Wrkgvr")
    assert [person.position for person in persons] == list(range(number_of(node, "Wrknmr")))
    assert sum(len(person.employments) for person in persons) == number_of(node, "Dnstvbnd")
    assert [report.position for report in reports] == list(range(number_of(node, "Vrzm")))


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_fields_are_trimmed_and_never_empty(table: MessageTable, seed: int) -> None:
    _, delivery = drawn(table, seed)

    for name, value in fields_of(delivery):
        texts = [value] if isinstance(value, str) else [] if value is None else value.values()
        assert all(text and text == text.strip() for text in texts), name
        assert texts or name == "end"


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*/messages/*.xml")), ids=lambda p: p.stem)
def test_message_of_a_scenario_says_what_its_xml_says(path: Path) -> None:
    root = etree.parse(path).getroot()
    name = etree.QName(root)
    table = catalogue().by_namespace(str(name.namespace), name.localname)
    assert table is not None
    made = map_delivery(table, root)
    persons = [person for employer in made.employers for person in employer.persons]

    assert made.kind == MESSAGE_KINDS[table.file_name]
    assert [p.keys["IdWrknmr"][0] for p in persons] == texts_of(root, "Wrknmr", "IdWrknmr")
    assert [e.fields["hours_per_week"] for p in persons for e in p.employments] == texts_of(
        root, "Dnstvbnd", "AantCtrcturenPWk"
    )
    assert [r.case_key for p in persons for e in p.employments for r in e.reports] == texts_of(
        root, "Vrzm", "VrzmgvlId"
    )
