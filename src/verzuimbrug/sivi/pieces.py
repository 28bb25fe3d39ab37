"""The pieces of a message: the groups that may stand as often as wanted, employers and persons.

A large message is judged piece by piece, each by a table of its own, so that no more than one has
to be held at a time. The table allows a message when the tables of its pieces allow those.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from verzuimbrug.sivi.catalogue import JUDGED, Element, MessageTable, catalogue

Tags = tuple[str, ...]
"""The tags that lead to an element from the root, which has none."""

Tables = Mapping[Tags, MessageTable]


@cache
def pieces(table: MessageTable) -> Tables:
    """Return the table of each piece; that of the root is what stands around all others.

    A piece is a group without a maximum that stands in the root or in another piece.
    """
    return dict(_pieces(table, (), table.element))


@cache
def piece_names() -> frozenset[str]:
    """Return the tags of the pieces of all messages."""
    return frozenset(tags[-1] for table in catalogue().tables for tags in pieces(table) if tags)


def _pieces(
    table: MessageTable, tags: Tags, element: Element
) -> Iterator[tuple[Tags, MessageTable]]:
    children = tuple(_judged(each) if _is_piece(each) else each for each in element.children)
    yield (
        tags,
        replace(
            table,
            file_name="/".join((table.file_name, "", *tags)),
            root=element.tag,
            element=replace(element, children=children),
        ),
    )
    for child in element.children:
        if _is_piece(child):
            yield from _pieces(table, (*tags, child.tag), child)


def _is_piece(element: Element) -> bool:
    return element.is_group and element.maximum is None


def _judged(element: Element) -> Element:
    return replace(element, base=JUDGED, children=())
