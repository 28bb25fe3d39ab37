"""Writes a message: UTF-8, the namespace of its table as the default namespace, elements as given.

What XML cannot hold is refused (`ValueError`): the caller decides what stands in its place. A
carriage return is written as a character reference, since a parser reads a bare one as a line feed
(XML 1.0, 2.11).
"""

import re

from verzuimbrug.sivi.catalogue import MessageTable
from verzuimbrug.sivi.nodes import Node

UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The characters outside the production Char of XML 1.0 (2.2), for which there is no escape."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


def write(table: MessageTable, node: Node) -> bytes:
    """Return the message whose root is `node`; `reading.read` of it gives `node` again."""
    parts = [_HEAD]
    _write(node, parts, f' xmlns="{table.namespace}"')
    return "".join(parts).encode()


def _write(node: Node, parts: list[str], attributes: str = "") -> None:
    parts.append(f"<{node.tag}{attributes}>")
    if node.text is not None:
        parts.append(_escaped(node.text))
    for child in node.children:
        _write(child, parts)
    parts.append(f"</{node.tag}>")


def _escaped(text: str) -> str:
    if found := UNWRITABLE.search(text):
        raise ValueError(f"XML cannot hold the character U+{ord(found[0]):04X}")
    return text.translate(_ESCAPES)
