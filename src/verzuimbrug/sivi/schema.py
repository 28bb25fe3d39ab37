"""One XML Schema per table: the gate through which valid messages go at the speed of libxml2.

The table is the truth. Where libxml2 and XML Schema 1.0 part, the schema is written around it:
dates and times with spaces around them, in years beyond 64 bits, or with fractions that round up to
a minute; a zero written as -00; and digits of scripts that libxml2 does not know. Types have no
names, so that a message cannot choose one with xsi:type.
"""

import sys
import threading
from collections.abc import Iterator
from functools import cache
from unicodedata import category
from xml.sax.saxutils import quoteattr

from lxml import etree
from lxml.etree import _Element as XmlElement

from verzuimbrug.sivi.catalogue import JUDGED, Element, Facets, MessageTable
from verzuimbrug.sivi.facets import DATE_PATTERN, LONGEST_DATE, TIME_PATTERN
from verzuimbrug.sivi.screening import Nothing, chunks, streaming

_XS = "http://www.w3.org/2001/XMLSchema"
# Without the limit, libxml2 would try every way to cut a year of millions of digits.
_MOMENTS = {
    "date": f'<xs:maxLength value="{LONGEST_DATE}"/><xs:pattern value="{DATE_PATTERN}"/>',
    "time": f'<xs:pattern value="{TIME_PATTERN}"/>',
}

_ANYTHING = (
    '<xs:complexType mixed="true"><xs:sequence>'
    '<xs:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/>'
    "</xs:sequence></xs:complexType>"
)


class _Compiled(threading.local):
    """The compiled schemas of one thread: libxml2 promises nothing about sharing one."""

    def __init__(self) -> None:
        self.by_name: dict[tuple[str, str, str], etree.XMLSchema] = {}


_compiled = _Compiled()


def gate(table: MessageTable) -> etree.XMLSchema:
    """Return the compiled schema of a table, for this thread only."""
    key = (table.namespace, table.file_name, table.root)
    schema = _compiled.by_name.get(key)
    if schema is None:
        schema = _compiled.by_name[key] = etree.XMLSchema(etree.fromstring(schema_text(table)))
    return schema


def refusal(table: MessageTable, root: XmlElement) -> str | None:
    """Return why the gate refuses a message, in the words of libxml2; None when it does not."""
    schema = gate(table)
    return None if schema.validate(root) else _words(schema.error_log)


def streamed_refusal(table: MessageTable, root: XmlElement) -> str | None:
    """Return the same for a large message, or part of one: it is streamed until the first fault.

    On a tree the place of every fault is looked up among all elements before it: a few megabytes of
    faults would take hours.
    """
    parser = streaming(Nothing(), gate(table))
    for chunk in chunks(etree.tostring(root, encoding="UTF-8", with_tail=False)):
        parser.feed(chunk)
        if len(parser.feed_error_log):
            return _words(parser.feed_error_log)
    return None


def _words(log: etree._ListErrorLog) -> str:
    return str(log[0].message)


def schema_text(table: MessageTable) -> str:
    """Return the XML Schema that allows what the table allows."""
    return (
        f'<xs:schema xmlns:xs="{_XS}" targetNamespace={quoteattr(table.namespace)}'
        f' elementFormDefault="qualified"><xs:element name="{table.root}">'
        f"{_content(table.element)}</xs:element></xs:schema>"
    )


def _content(element: Element) -> str:
    if element.is_group:
        children = "".join(_particle(child) for child in element.children)
        return f"<xs:complexType><xs:sequence>{children}</xs:sequence></xs:complexType>"
    if element.base == JUDGED:
        return _ANYTHING
    if element.base in _MOMENTS:
        return _moment(element.base)
    return _restriction(_base(element), "".join(_facets(element)))


def _particle(element: Element) -> str:
    most = "unbounded" if element.maximum is None else element.maximum
    occurs = f'minOccurs="{element.minimum}" maxOccurs="{most}"'
    return f'<xs:element name="{element.tag}" {occurs}>{_content(element)}</xs:element>'


def _moment(base: str) -> str:
    usual = _restriction(f"xs:{base}", "")
    every = _restriction("xs:token", _MOMENTS[base])
    return f"<xs:simpleType><xs:union>{usual}{every}</xs:union></xs:simpleType>"


def _restriction(base: str, facets: str) -> str:
    return f'<xs:simpleType><xs:restriction base="{base}">{facets}</xs:restriction></xs:simpleType>'


def _base(element: Element) -> str:
    # libxml2 refuses -00 as a nonNegativeInteger; as an integer of at least zero it is fine.
    return "xs:integer" if element.base == "nonNegativeInteger" else f"xs:{element.base}"


def _facets(element: Element) -> Iterator[str]:
    facets = element.facets
    for name, limit in _limits(facets):
        if limit is not None:
            yield f'<xs:{name} value="{limit}"/>'
    if element.base == "nonNegativeInteger":
        yield '<xs:minInclusive value="0"/>'
    if facets.pattern is not None:
        yield _pattern(_with_all_digits(facets.pattern))
    for value in element.values:
        yield f"<xs:enumeration value={quoteattr(value)}/>"


def _limits(facets: Facets) -> tuple[tuple[str, object], ...]:
    return (
        ("length", facets.length),
        ("minLength", facets.min_length),
        ("maxLength", facets.max_length),
        ("totalDigits", facets.total_digits),
        ("fractionDigits", facets.fraction_digits),
        ("minInclusive", facets.min_inclusive),
    )


def _pattern(pattern: str) -> str:
    return f"<xs:pattern value={quoteattr(pattern)}/>"


def _with_all_digits(pattern: str) -> str:
    return pattern.replace(r"\D", f"[^{_digits()}]").replace(r"\d", f"[{_digits()}]")


@cache
def _digits() -> str:
    r"""Return what \d stands for as character ranges, by the Unicode of this Python."""
    points = [point for point in range(sys.maxunicode) if category(chr(point)) == "Nd"]
    starts = [point for point in points if category(chr(point - 1)) != "Nd"]
    ends = [point for point in points if category(chr(point + 1)) != "Nd"]
    return "".join(f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True))
