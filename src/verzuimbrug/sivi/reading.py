"""Reads a checked message into a plain tree; the opposite of `writing`."""

from typing import TYPE_CHECKING

from verzuimbrug.sivi.nodes import Node

if TYPE_CHECKING:
    from lxml import etree

    from verzuimbrug.sivi.catalogue import Element, MessageTable

_MANY_LINES = 65535


def read(table: "MessageTable", root: "etree._Element") -> Node:
    """Return the tree of a message that is valid against `table`; comments are left out.

    Whether an element is a leaf or a group is the table's word, so that an empty text and an empty
    group stay apart. Texts are as received: nothing is trimmed.
    """
    return _node(table.element, root)


def _node(known: "Element", element: "etree._Element") -> Node:
    if not known.is_group:
        return Node(known.tag, text_of(element))
    below = {child.tag: child for child in known.children}
    children = (_node(below[local_name(child)], child) for child in element.iterchildren("*"))
    return Node(known.tag, None, tuple(children))


def local_name(element: "etree._Element") -> str:
    """Return the tag of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def text_of(element: "etree._Element") -> str:
    """Return all text of a leaf, also where a comment stands in the middle of it."""
    if len(element):
        return "".join(str(part) for part in element.itertext())
    return element.text or ""


def line_of(element: "etree._Element") -> int | None:
    """Return the line of the message on which the start tag of an element ends, if it is known.

    libxml2 keeps sixteen bits. Higher numbers it has of texts only, each of its last line: they are
    counted back from the text that begins an element, or that follows one with nothing in it.
    """
    line: int | None = element.sourceline  # type: ignore[assignment]  # untyped in the stubs
    if line is None or line < _MANY_LINES:
        return line
    text = element.text or (not len(element) and element.tail)
    return line - text.count("\n") if text else None
