"""(a) Bare reading: what lxml alone takes to parse, validate and walk the same messages.

Nothing of the product's reading or mapping is used; only its table says which elements exist.
"""

import time
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import quoteattr

from lxml import etree

from verzuimbrug.portal.outgoing import OutgoingMessage
from verzuimbrug.sivi.catalogue import Element, MessageTable, catalogue

_XS = "http://www.w3.org/2001/XMLSchema"
_FACETS = (
    ("length", "length"),
    ("min_length", "minLength"),
    ("max_length", "maxLength"),
    ("total_digits", "totalDigits"),
    ("fraction_digits", "fractionDigits"),
    ("min_inclusive", "minInclusive"),
    ("pattern", "pattern"),
)


def measure_reading(messages: Sequence[OutgoingMessage]) -> float:
    """Return the seconds that one pass takes; raise when a message is not valid."""
    schema = etree.XMLSchema(etree.fromstring(plain_schema(messages)))
    begun = time.perf_counter()
    for message in messages:
        root = etree.fromstring(message.content)
        schema.assertValid(root)
        _walk(root)
    return time.perf_counter() - begun


def _walk(root: etree._Element) -> int:
    """Touch tag and text of every element, as any reader must."""
    return sum(len(str(element.tag)) + len(element.text or "") for element in root.iter())


def _table(content: bytes) -> MessageTable:
    name = etree.QName(etree.fromstring(content))
    table = catalogue().by_namespace(name.namespace or "", name.localname)
    if table is None:
        raise LookupError(f"no table for {name}")
    return table


def plain_schema(messages: Sequence[OutgoingMessage]) -> str:
    """Return the plain schema of messages, all of one kind, as the standard publishes it."""
    table = _table(messages[0].content)
    return (
        f"<xs:schema xmlns:xs={quoteattr(_XS)} targetNamespace={quoteattr(table.namespace)} "
        f'elementFormDefault="qualified">{_declared(table.element)}</xs:schema>'
    )


def _declared(element: Element) -> str:
    most = "unbounded" if element.maximum is None else element.maximum
    occurs = f' minOccurs="{element.minimum}" maxOccurs="{most}"' if element.level else ""
    return f"<xs:element name={quoteattr(element.tag)}{occurs}>{_type(element)}</xs:element>"


def _type(element: Element) -> str:
    if element.is_group:
        children = "".join(_declared(child) for child in element.children)
        return f"<xs:complexType><xs:sequence>{children}</xs:sequence></xs:complexType>"
    facets = "".join(_facets(element))
    base = quoteattr(f"xs:{element.base}")
    return f"<xs:simpleType><xs:restriction base={base}>{facets}</xs:restriction></xs:simpleType>"


def _facets(element: Element) -> Iterator[str]:
    for name, facet in _FACETS:
        limit = getattr(element.facets, name)
        if limit is not None:
            yield f"<xs:{facet} value={quoteattr(str(limit))}/>"
    for value in element.values:
        yield f"<xs:enumeration value={quoteattr(value)}/>"
