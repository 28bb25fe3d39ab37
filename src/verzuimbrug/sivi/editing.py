"""A message with other texts in some of its elements, for a corrected version."""

from collections.abc import Mapping

from lxml import etree

from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.parsing import parse
from verzuimbrug.sivi.places import placed


def with_texts(data: bytes, texts: Mapping[str, str]) -> bytes | Finding:
    """Return the message with these texts, by the paths of their elements (`places`).

    A finding when the bytes cannot be read, when an element is not there or holds others, and when
    a text has a character that XML cannot hold. Comments are left out.
    """
    parsed = parse(data)
    if parsed.root is None:
        return parsed.findings[0]
    found = {path: node for path, node in placed(parsed.root) if path in texts}
    for path, text in texts.items():
        node = found.get(path)
        if node is None or len(node):
            return Finding("VE506", {"path": path}, path)
        try:
            node.text = text
        except ValueError:
            return Finding("VE507", {"path": path}, path)
    return etree.tostring(parsed.root, xml_declaration=True, encoding="UTF-8")
