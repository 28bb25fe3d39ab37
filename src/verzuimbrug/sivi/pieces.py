"""The pieces of a message: its employers and persons, where they may stand as often as wanted.

A large message is judged piece by piece, each by a table of its own, so that no more than one has
to be held at a time. The table allows a message when the tables of its pieces allow those.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from verzuimbrug.sivi.catalogue import JUDGED, Element, MessageTable
from verzuimbrug.sivi.mapping.delivery import EMPLOYER, PERSON

PIECES = frozenset({EMPLOYER, PERSON})
"""The tags that pieces have; elements that are no pieces may have them too."""

Tags = tuple[str, ...]
"""The tags that lead to an element from the root, which has none."""

Tables = Mapping[Tags, MessageTable]


@cache
def pieces(table: MessageTable) -> Tables:
    """Return the table of each piece; that of the root is what stands around all others."""
    return dict(_pieces(table, (), table.element))


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
    return element.tag in PIECES and element.is_group and element.maximum is None


def _judged(element: Element) -> Element:
    return replace(element, base=JUDGED, children=())
