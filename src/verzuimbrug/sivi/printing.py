"""A message as lines to look at: one for each element that holds a text, two for a group.

The lines come as they are read, so that of a message of any size only a few are held at a time.
Each carries the path by which a finding names its element (`faults`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lxml import etree
from lxml.etree import _Element as XmlElement

from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.facets import XML_SPACE
from verzuimbrug.sivi.faults import split_tag
from verzuimbrug.sivi.mapping.absence import REPORT
from verzuimbrug.sivi.mapping.delivery import PERSON
from verzuimbrug.sivi.parsing import BUILT, DEFAULT_LIMITS, syntax_finding
from verzuimbrug.sivi.places import Place
from verzuimbrug.sivi.screening import FED, Limits, RefusedError, chunks, screen
from verzuimbrug.sivi.secrecy import Secrecy, secrecy_of


class Shape(StrEnum):
    """What of an element a line is."""

    OPENS = "opens"
    CLOSES = "closes"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line; `number` counts from 1. `name` is what the standard calls the element.

    `person` and `report` are the positions of those that the line stands in, or of the last ones
    before it; -1 before the first. `attributes` are their names.
    """

    number: int
    depth: int
    path: str
    tag: str
    shape: Shape
    name: str = ""
    text: str = ""
    secrecy: Secrecy = Secrecy.OPEN
    person: int = -1
    report: int = -1
    attributes: tuple[str, ...] = ()


def lines(data: bytes, after: int = 0, limits: Limits = DEFAULT_LIMITS) -> Iterator[Line]:
    """Yield the lines of any bytes beyond a number.

    Raises `RefusedError` with the finding that says why the bytes cannot be read (on).
    """
    try:
        screen(data, limits)
        yield from _Printer(after).lines(data)
    except etree.XMLSyntaxError as error:
        raise RefusedError(syntax_finding(error, limits)) from None


@dataclass(slots=True)
class _Open:
    """A group or a text that has begun: as a group only when something in it begins."""

    node: XmlElement
    tag: str
    place: Place
    is_group: bool = False


class _Printer:
    def __init__(self, after: int) -> None:
        self._after = after
        self._number = 0
        self._person = -1
        self._report = -1
        self._open: list[_Open] = []

    def lines(self, data: bytes) -> Iterator[Line]:
        parser = etree.XMLPullParser(("start", "end"), **FED, **BUILT)
        for chunk in chunks(data):
            parser.feed(chunk)
            yield from self._lines(parser)
        parser.close()
        yield from self._lines(parser)

    def _lines(self, parser: etree.XMLPullParser) -> Iterator[Line]:
        events: Any = parser.read_events()
        for event, node in events:
            line = self._starts(node) if event == "start" else self._ends(node)
            if line is not None:
                yield line

    def _starts(self, node: XmlElement) -> Line | None:
        full = str(node.tag)
        _, tag = split_tag(full)
        outer = self._open[-1] if self._open else None
        line = None
        if outer is not None and not outer.is_group:
            outer.is_group = True
            line = self._line(outer, Shape.OPENS)
        self._person += tag == PERSON
        self._report += tag == REPORT
        place = Place.of_root(full) if outer is None else outer.place.below(full)
        self._open.append(_Open(node, tag, place))
        return line

    def _ends(self, node: XmlElement) -> Line | None:
        ended = self._open.pop()
        line = self._line(ended, Shape.CLOSES if ended.is_group else Shape.WHOLE)
        parent = node.getparent()
        if parent is not None:
            # What was printed is not needed any more; the element itself still is, for its tail.
            node.clear(keep_tail=True)  # type: ignore[call-arg]  # missing in the stubs
            while node.getprevious() is not None:
                del parent[0]
        return line

    def _line(self, of: _Open, shape: Shape) -> Line | None:
        self._number += 1
        if self._number <= self._after:
            return None
        text = (of.node.text or "") if shape is not Shape.CLOSES else ""
        # A text between elements is out of place: nobody says what it may be.
        is_text = shape is Shape.WHOLE
        return Line(
            number=self._number,
            depth=len(self._open) if shape is not Shape.OPENS else len(self._open) - 1,
            path=of.place.path,
            tag=of.tag,
            shape=shape,
            name=of.place.element.name if of.place.element is not None else "",
            text=text if is_text else text.strip(XML_SPACE),
            secrecy=secrecy_of(of.tag) if is_text else Secrecy.NEVER,
            person=self._person,
            report=self._report,
            attributes=tuple(split_tag(str(name))[1] for name in of.node.attrib),
        )


def first_lines(
    data: bytes, after: int, most: int, limits: Limits = DEFAULT_LIMITS
) -> tuple[tuple[Line, ...], Finding | None]:
    """Return so many lines beyond a number, and why there are no more if the bytes end badly."""
    found: list[Line] = []
    try:
        for line in lines(data, after, limits):
            found.append(line)
            if len(found) == most:
                break
    except RefusedError as refused:
        return tuple(found), refused.finding
    return tuple(found), None
