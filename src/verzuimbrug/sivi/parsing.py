"""The one safe parser: bytes of a sender become a tree, or findings that say why not (rule MSG-3).

No document type, so no entities and no defaults; no network; own limits on bytes, depth and
elements. A message that is plainly harmless (nearly every one) goes straight to libxml2. Any other
is first read as a stream, without a tree, until the end or until it breaks a limit. Comments and
processing instructions are left out of the tree, so that a value stands in one piece.
"""

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from lxml import etree
from lxml.etree import _Element as XmlElement

from verzuimbrug.domain.findings import Finding

_CHUNK = 64 * 1024
_LONGEST_TAG = 1024 * 1024
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATIONS = (f"{{{_XSI}}}schemaLocation", f"{{{_XSI}}}noNamespaceSchemaLocation")
_ENCODING_FAULTS = (
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
    etree.ErrorTypes.ERR_INVALID_ENCODING,
)

# Starts of messages in which the bytes of ASCII stand for ASCII only, so that they can be searched.
_PLAIN_START = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml\s+version\s*=\s*["']1\.0["']"""
    rb"""(?:\s+encoding\s*=\s*["'](?:UTF-8|US-ASCII|ISO-8859-15?|WINDOWS-1252)["'])?"""
    rb"""(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>|\s*<(?!\?xml)[^\0])""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a message may be (MSG-3)."""

    max_bytes: int = 50 * 1024 * 1024
    max_depth: int = 32
    max_elements: int = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The tree of a message, or the findings for which there is none."""

    root: XmlElement | None = None
    findings: tuple[Finding, ...] = ()


class _Parser(threading.local):
    """The tree-building parser of one thread."""

    def __init__(self) -> None:
        self.tree = etree.XMLParser(
            load_dtd=False,
            no_network=True,
            resolve_entities=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
            collect_ids=False,
        )


DEFAULT_LIMITS = Limits()
_parser = _Parser()


def parse(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Parsed:
    """Return the tree of any bytes, or one finding; never raises for what the bytes are."""
    try:
        return _parse(data, limits)
    except _RefusedError as refused:
        return Parsed(findings=(refused.finding,))
    except etree.XMLSyntaxError as error:
        return Parsed(findings=(_syntax_finding(error, limits),))


def _parse(data: bytes, limits: Limits) -> Parsed:
    _check_size(data, limits)
    plain = _is_plain(data)
    if not (plain and _is_harmless(data, limits)):
        _screen(data, limits)
    root = etree.fromstring(data, _parser.tree)
    if _is_too_deep(limits.max_depth)(root):
        raise _RefusedError(_too_deep(limits))
    if not plain or b"chemaLocation" in data:
        _drop_locations(root)
    return Parsed(root=root)


class _RefusedError(Exception):
    """Stops reading within this module; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def _check_size(data: bytes, limits: Limits) -> None:
    if not data.strip():
        raise _RefusedError(Finding("XML01"))
    if len(data) > limits.max_bytes:
        params = {"found": str(len(data)), "limit": str(limits.max_bytes)}
        raise _RefusedError(Finding("XML02", params))


def _is_plain(data: bytes) -> bool:
    return _PLAIN_START.match(data) is not None


def _is_harmless(data: bytes, limits: Limits) -> bool:
    """Bytes alone prove it: no document type, and not enough signs for too many elements.

    No element takes fewer than four bytes. Every element has a `<` that no `</` takes away (text,
    comments and CDATA only add to the difference), every attribute has a `=`.
    """
    if b"<!DOCTYPE" in data:
        return False
    if len(data) <= 4 * limits.max_elements:
        return True
    elements = data.count(b"<") - data.count(b"</")
    return elements <= limits.max_elements and data.count(b"=") <= limits.max_elements


class _Census:
    """Counts what streams by and stops at the first limit that is passed; builds nothing."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._depth = 0
        self._elements = 0
        self.events = 0

    def doctype(self, _name: str, _public_id: str | None, _system: str | None) -> None:
        """Refuse any document type before its declarations are read."""
        raise _RefusedError(Finding("XML05"))

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        """Count an element with its attributes, which take as much memory."""
        self.events += 1
        self._depth += 1
        self._elements += 1 + len(attributes)
        if self._depth > self._limits.max_depth:
            raise _RefusedError(_too_deep(self._limits))
        if self._elements > self._limits.max_elements:
            raise _RefusedError(_too_many(self._limits))

    def end(self, _tag: str) -> None:
        """Leave an element."""
        self._depth -= 1

    def data(self, _text: str) -> None:
        """See that reading goes on."""
        self.events += 1

    comment = data

    def close(self) -> None:
        """Have nothing to give."""


def _screen(data: bytes, limits: Limits) -> None:
    """Read everything as a stream and stop where a limit is passed.

    libxml2 keeps a tag until it is complete; one of more than a megabyte can only be thousands of
    attributes (or a comment that no message needs).
    """
    census = _Census(limits)
    parser = etree.XMLParser(
        target=census,  # type: ignore[arg-type]  # the stubs ask for names that lxml does not
        load_dtd=False,
        no_network=True,
        resolve_entities=False,
        huge_tree=True,
    )
    waiting = 0
    for chunk in chunks(data):
        seen = census.events
        parser.feed(chunk)
        waiting = waiting + len(chunk) if census.events == seen else 0
        if waiting > _LONGEST_TAG:
            raise _RefusedError(_too_many(limits))
    parser.close()


def chunks(data: bytes) -> Iterator[bytes]:
    """Yield the bytes in pieces to feed to a parser."""
    return (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))


@cache
def _is_too_deep(max_depth: int) -> etree.XPath:
    return etree.XPath(f"boolean({'/*' * (max_depth + 1)})")


def _drop_locations(root: XmlElement) -> None:
    # XML Schema allows these hints on any element; libxml2 would go and open what they name.
    for element in root.iter():
        for name in _LOCATIONS:
            element.attrib.pop(name, "")


def _too_deep(limits: Limits) -> Finding:
    return Finding("XML03", {"limit": str(limits.max_depth)})


def _too_many(limits: Limits) -> Finding:
    return Finding("XML04", {"limit": str(limits.max_elements)})


def _syntax_finding(error: etree.XMLSyntaxError, limits: Limits) -> Finding:
    number = getattr(error, "code", None)  # missing in the stubs
    if number == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        # libxml2 keeps a limit of its own, far beyond ours: 2048 levels.
        return _too_deep(limits)
    code = "XML07" if number in _ENCODING_FAULTS else "XML06"
    # libxml2 ends its sentence with the place, which the finding has already.
    reason = (error.msg or "").partition(", line ")[0].strip()
    return Finding(code, {"reason": reason}, line=error.lineno)
