"""Random messages, as the tables of every edition allow them."""

from random import Random

import pytest
from lxml import etree

from verzuimbrug.domain.deliveries import Delivery
from verzuimbrug.sivi.catalogue import Element, MessageTable, catalogue
from verzuimbrug.sivi.mapping import map_delivery
from verzuimbrug.sivi.nodes import Node, group, leaf
from verzuimbrug.sivi.tags import DOSSIER_MESSAGES
from verzuimbrug.sivi.writing import write

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
    """A tree of a table, and what is mapped of it."""
    node = tree(table.element, Random(seed))  # noqa: S311  # no secret
    return node, map_delivery(table, etree.fromstring(write(table, node)))
