"""Mapping is total: whatever a valid message of an edition holds, it becomes a delivery (MSG-2)."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from verzuimbrug.domain.deliveries import DeliveredReport, Delivery, FieldValue
from verzuimbrug.sivi.catalogue import Element, MessageTable, catalogue
from verzuimbrug.sivi.mapping import map_delivery
from verzuimbrug.sivi.nodes import Node, group, leaf
from verzuimbrug.sivi.tags import DOSSIER_MESSAGES, MESSAGE_KINDS
from verzuimbrug.sivi.writing import write

SCENARIOS = Path(__file__).parents[2] / "corpus" / "scenarios"
TABLES = [
    pytest.param(table, id=f"{table.root}-{table.edition}")
    for table in catalogue().tables
    if table.file_name in DOSSIER_MESSAGES
]
TEXTS = {
    "string": ("", " ", "a", " é\t", "<&>", "\u00a0", "x" * 600),
    "date": (
        "2026-01-31",
        " 1900-01-01Z",
        "2999-12-31+14:00",
        "0001-01-01",
        "-0044-03-15",
        "12026-01-01",
    ),
    "time": ("00:00:00", "24:00:00", "23:59:59.9999999Z", "\n12:00:00-05:00"),
    "decimal": ("0.00", " 100.00", "007.50"),
    "nonNegativeInteger": ("0", "+007", "-0", " 12\n", "0" * 5000),
}


def tree(element: Element, random: Random) -> Node:
    """Draw a tree that the table allows, but for the length and pattern of free texts."""
    if not element.is_group:
        return leaf(element.tag, random.choice(element.values or TEXTS[element.base]))
    times = [
        random.randint(child.minimum, min(child.maximum or 3, child.minimum + 2))
        for child in element.children
    ]
    children = zip(element.children, times, strict=True)
    return group(element.tag, *(tree(c, random) for c, often in children for _ in range(often)))


def drawn(table: MessageTable, seed: int) -> tuple[Node, Delivery]:
    node = tree(table.element, Random(seed))  # noqa: S311  # no secret
    return node, map_delivery(table, etree.fromstring(write(table, node)))


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
