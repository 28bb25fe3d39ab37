"""Screening the bytes of a message before a tree is built of them (rule MSG-3).

A message that is plainly harmless (nearly every one) is let through by its bytes alone. Any other
is read as a stream, without a tree, until the end or until it breaks a limit.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from verzuimbrug.domain.findings import Finding

_CHUNK = 64 * 1024
_LONGEST_TAG = 1024 * 1024

# Starts of messages in which the bytes of ASCII stand for ASCII only, so that they can be searched.
_PLAIN_START = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml\s+version\s*=\s*["']1\.0["']"""
    rb"""(?:\s+encoding\s*=\s*["'](?:UTF-8|US-ASCII|ISO-8859-15?|WINDOWS-1252)["'])?"""
    rb"""(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>|\s*<(?!\?xml)[^\0])""",
    re.IGNORECASE,
)


SAFE: dict[str, Any] = {
    "load_dtd": False,
    "no_network": True,
    "resolve_entities": False,
    "huge_tree": True,
}
"""How every parser of messages is set."""

FED: dict[str, Any] = {**SAFE, "resolve_entities": "internal"}
"""The same for one that is fed: lxml would have it pass over an entity that nobody declared.

There is no other to resolve: who declares one has a document type.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a message may be (MSG-3); namespaces are those that hold at one place."""

    max_bytes: int = 50 * 1024 * 1024
    max_depth: int = 32
    max_elements: int = 2_000_000
    max_namespaces: int = 100


class RefusedError(Exception):
    """Stops the reading of a message; the finding says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def screen(data: bytes, limits: Limits) -> None:
    """Raise `RefusedError` for bytes of which no tree may be built; what is no XML may pass."""
    _check_size(data, limits)
    if not (is_plain(data) and _is_harmless(data, limits)):
        _read_through(data, limits)


def is_plain(data: bytes) -> bool:
    """Whether the bytes of ASCII stand for ASCII only."""
    return _PLAIN_START.match(data) is not None


def chunks(data: bytes) -> Iterator[bytes]:
    """Yield the bytes in pieces to feed to a parser, where it can be each up to a tag.

    A text that reaches the parser whole is one text to it, and then the line of the element around
    it does not depend on where the bytes were cut.
    """
    start = 0
    while start < len(data):
        end = start + _CHUNK
        if end < len(data):
            end = max(data.rfind(b"<", start + 1, end), 0) or end
        yield data[start:end]
        start = end


class Nothing:
    """Takes what streams by and keeps nothing."""

    def close(self) -> None:
        """Have nothing to give."""


def streaming(target: Nothing, schema: etree.XMLSchema | None = None) -> etree.XMLParser:
    """Return a parser to feed that builds no tree: it tells the target what streams by."""
    takes_any: Any = target  # the stubs ask for names that lxml does not
    return etree.XMLParser(target=takes_any, schema=schema, **FED)


def too_deep(limits: Limits) -> Finding:
    """Return the finding about elements within elements within elements."""
    return Finding("XML03", {"limit": str(limits.max_depth)})


def _too_many(limits: Limits) -> Finding:
    return Finding("XML04", {"limit": str(limits.max_elements)})


def _check_size(data: bytes, limits: Limits) -> None:
    if not data or data.isspace():
        raise RefusedError(Finding("XML01"))
    if len(data) > limits.max_bytes:
        params = {"found": str(len(data)), "limit": str(limits.max_bytes)}
        raise RefusedError(Finding("XML02", params))


def _is_harmless(data: bytes, limits: Limits) -> bool:
    """Bytes alone prove it: no document type, and not enough signs for too much of anything.

    No element takes fewer than four bytes. Every element has a `<` that no `</` takes away (text,
    comments and CDATA only add to the difference), every attribute has a `=`.
    """
    if b"<!DOCTYPE" in data or data.count(b"xmlns") > limits.max_namespaces:
        return False
    if len(data) <= 4 * limits.max_elements:
        return True
    elements = data.count(b"<") - data.count(b"</")
    return elements <= limits.max_elements and data.count(b"=") <= limits.max_elements


class _Census(Nothing):
    """Counts what streams by and stops at the first limit that is passed; builds nothing."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._depth = 0
        self._elements = 0
        self._namespaces = 0
        self.events = 0

    def doctype(self, _name: str, _public_id: str | None, _system: str | None) -> None:
        """Refuse any document type before its declarations are read."""
        raise RefusedError(Finding("XML05"))

    def start_ns(self, _prefix: str, _uri: str) -> None:
        """Count a namespace: each part of a message that is judged takes along all that hold."""
        self._namespaces += 1
        if self._namespaces > self._limits.max_namespaces:
            limit = str(self._limits.max_namespaces)
            raise RefusedError(Finding("XML08", {"limit": limit}))

    def end_ns(self, _prefix: str) -> None:
        """Leave the element for which it was declared."""
        self._namespaces -= 1

    def start(self, _tag: str, attributes: Mapping[str, str]) -> None:
        """Count an element with its attributes, which take as much memory."""
        self.events += 1
        self._depth += 1
        self._elements += 1 + len(attributes)
        if self._depth > self._limits.max_depth:
            raise RefusedError(too_deep(self._limits))
        if self._elements > self._limits.max_elements:
            raise RefusedError(_too_many(self._limits))

    def end(self, _tag: str) -> None:
        """Leave an element."""
        self._depth -= 1

    def data(self, _text: str) -> None:
        """See that reading goes on."""
        self.events += 1

    comment = data


def _read_through(data: bytes, limits: Limits) -> None:
    """Read everything as a stream and stop where a limit is passed.

    libxml2 keeps a tag until it is complete; one of more than a megabyte can only be thousands of
    attributes (or a comment that no message needs).
    """
    census = _Census(limits)
    parser = streaming(census)
    waiting = 0
    for chunk in chunks(data):
        seen = census.events
        parser.feed(chunk)
        waiting = waiting + len(chunk) if census.events == seen else 0
        if waiting > _LONGEST_TAG:
            raise RefusedError(_too_many(limits))
    parser.close()
