"""The one safe parser: bytes of a sender become a tree, or findings that say why not (rule MSG-3).

No document type, so no entities and no defaults; no network; own limits on bytes, depth and
elements (`screening`). Comments and processing instructions are left out of the tree, so that a
value stands in one piece. A large message can be read without its whole tree: part by part.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lxml import etree
from lxml.etree import _Element as XmlElement

from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.screening import (
    FED,
    SAFE,
    Limits,
    Nothing,
    RefusedError,
    chunks,
    is_plain,
    screen,
    streaming,
    too_deep,
)

_LOCATIONS = (
    "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation",
    "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation",
)
_ENCODING_FAULTS = (
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
    etree.ErrorTypes.ERR_INVALID_ENCODING,
)
BUILT: dict[str, Any] = {"remove_comments": True, "remove_pis": True, "collect_ids": False}
"""What every parser that builds elements leaves out of them."""

DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The tree of a message, or the findings for which there is none."""

    root: XmlElement | None = None
    findings: tuple[Finding, ...] = ()


class _Parser(threading.local):
    """The tree-building parser of one thread."""

    def __init__(self) -> None:
        self.tree = etree.XMLParser(**SAFE, **BUILT)


_parser = _Parser()


def parse(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Parsed:
    """Return the tree of any bytes, or one finding; never raises for what the bytes are."""
    return _parsed(lambda: _tree(data, limits), limits)


def parse_in_parts(
    data: bytes,
    names: Collection[str],
    see: Callable[[XmlElement], None],
    limits: Limits = DEFAULT_LIMITS,
) -> Parsed:
    """Show the `parts` of a message; return the root that is left, or the finding of `parse`.

    Who sees a part takes away what it no longer needs of it. What was shown counts for nothing when
    there is a finding.
    """
    return _parsed(lambda: _shown(data, names, see, limits), limits)


def _parsed(build: Callable[[], XmlElement], limits: Limits) -> Parsed:
    try:
        return Parsed(root=build())
    except RefusedError as refused:
        return Parsed(findings=(refused.finding,))
    except etree.XMLSyntaxError as error:
        return Parsed(findings=(syntax_finding(error, limits),))


def _tree(data: bytes, limits: Limits) -> XmlElement:
    screen(data, limits)
    root = etree.fromstring(data, _parser.tree)
    if _is_deeper_than(limits.max_depth)(root):
        raise RefusedError(too_deep(limits))
    if _may_have_locations(data):
        _drop_locations(root)
    return root


def _shown(
    data: bytes, names: Collection[str], see: Callable[[XmlElement], None], limits: Limits
) -> XmlElement:
    screen(data, limits)
    has_locations = _may_have_locations(data)
    for element in _screened_parts(data, names):
        if _goes_beyond(limits.max_depth, element):
            return _too_deep_or_worse(data, element, limits)
        if has_locations:
            _drop_locations(element)
        see(element)
    return element


def _too_deep_or_worse(data: bytes, element: XmlElement, limits: Limits) -> XmlElement:
    """Refuse a message for its depth, or because it turns out to be no XML behind this element."""
    if element.getparent() is None:
        raise RefusedError(too_deep(limits))
    element.clear()
    return _tree(data, limits)


def _goes_beyond(max_depth: int, element: XmlElement) -> bool:
    below = max_depth - sum(1 for _ in element.iterancestors())
    return bool(_is_deeper_than(below)(element))


def _screened_parts(data: bytes, names: Collection[str]) -> Iterator[XmlElement]:
    try:
        yield from parts(data, names)
    except etree.XMLSyntaxError as error:
        raise _as_a_whole(data, error) from None


def parts(data: bytes, names: Collection[str]) -> Iterator[XmlElement]:
    """Yield the elements with these local names, each when it is complete, and last the root.

    The text behind an element is there too; what follows that may be, and need not be complete.
    The bytes must have been screened; raises `XMLSyntaxError` when they turn out to be no XML.
    """
    tags = [f"{{*}}{name}" for name in names]
    parser = etree.XMLPullParser(("end",), tag=tags, **FED, **BUILT)
    complete: list[XmlElement] = []
    for chunk in chunks(data):
        parser.feed(chunk)
        yield from complete
        complete = list(_ended(parser))
    root: Any = parser.close()  # the stubs know of targets only
    yield from complete
    yield root


def _ended(parser: etree.XMLPullParser) -> Iterator[XmlElement]:
    events: Iterable[Any] = parser.read_events()  # an element with each, other than the stubs say
    return (element for _, element in events if element.getparent() is not None)


def _as_a_whole(data: bytes, error: etree.XMLSyntaxError) -> etree.XMLSyntaxError:
    """Return the error that libxml2 finds in bytes that it gets at once.

    It words some errors otherwise when it is fed. Without a tree it does not see the errors of
    namespaces, which it words the same.
    """
    try:
        etree.fromstring(data, streaming(Nothing()))
    except etree.XMLSyntaxError as whole:
        return whole
    return error


@cache
def _is_deeper_than(levels: int) -> etree.XPath:
    return etree.XPath(f"boolean(.{'/*' * levels})")


def _may_have_locations(data: bytes) -> bool:
    return b"chemaLocation" in data or not is_plain(data)


def _drop_locations(root: XmlElement) -> None:
    # XML Schema allows these hints on any element; libxml2 would go and open what they name.
    for element in root.iter():
        for name in _LOCATIONS:
            element.attrib.pop(name, "")


def syntax_finding(error: etree.XMLSyntaxError, limits: Limits) -> Finding:
    """Return what is said of bytes that are no XML."""
    number = getattr(error, "code", None)  # missing in the stubs
    if number == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        # libxml2 keeps a limit of its own, far beyond ours: 2048 levels.
        return too_deep(limits)
    code = "XML07" if number in _ENCODING_FAULTS else "XML06"
    # libxml2 ends its sentence with the place, which the finding has already.
    reason = (error.msg or "").partition(", line ")[0].strip()
    return Finding(code, {"reason": reason}, line=error.lineno)
