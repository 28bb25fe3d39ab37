"""YAML read node by node, so that every fault names its place; scalars are taken as typed.

A code such as `0012` is the text `0012`, whatever number YAML would make of it.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml
from yaml.composer import ComposerError

from verzuimbrug.application.configuration.entries import Place
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.texts import storable

_NULL = "tag:yaml.org,2002:null"
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_LONGEST_TEXT = 1000
MOST_NODES = 500_000
"""Of one file: keys, values, lists and mappings. Ten thousand employers have about 140,000."""


def read_document(content: bytes, faults: list[Finding]) -> "Section | None":
    """The mapping that the file holds; None, and why, when it does not hold one."""
    try:
        node = yaml.compose(content, Loader=yaml.SafeLoader)
        if node is not None and _size(node, {}) > MOST_NODES:
            raise ComposerError(None, None, "the file has too many entries", node.start_mark)
    except (yaml.YAMLError, RecursionError) as problem:
        faults.append(_unreadable(problem))
        return None
    if not isinstance(node, yaml.MappingNode):
        faults.append(Finding("CF002", {}, "", 1))
        return None
    return Section(node, "", faults)


def _unreadable(problem: Exception) -> Finding:
    mark = getattr(problem, "problem_mark", None)
    words = getattr(problem, "problem", None) or getattr(problem, "reason", None) or str(problem)
    return Finding("CF001", {"problem": words}, "", mark.line + 1 if mark else None)


def _size(node: yaml.Node, sizes: dict[int, int]) -> int:
    """How many nodes a reader meets, aliases followed: a few lines of them can stand for millions.

    A node that holds itself has no end.
    """
    if id(node) not in sizes:
        sizes[id(node)] = MOST_NODES + 1
        children: list[yaml.Node] = []
        if isinstance(node, yaml.MappingNode):
            children = [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            children = node.value
        sizes[id(node)] = 1 + sum(_size(child, sizes) for child in children)
    return sizes[id(node)]


class Section:
    """One mapping of the file. What is wrong is added to `faults`, and reading goes on.

    Keys that nobody asked for are unknown; `close` says so.
    """

    def __init__(self, node: yaml.MappingNode, path: str, faults: list[Finding]) -> None:
        self.path = path
        self.line = node.start_mark.line + 1
        self._faults = faults
        self._asked: list[str] = []
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in node.value:
            self._take(key, value)

    def _take(self, key: yaml.Node, value: yaml.Node) -> None:
        is_text = isinstance(key, yaml.ScalarNode)
        name = self._storable(key.value, key, self.path) if is_text else "?"
        if name in self._nodes:
            self._faults.append(Finding("CF011", {"key": name}, self.path, _line(key)))
        self._nodes[name] = value

    @property
    def place(self) -> Place:
        """Where the mapping stands."""
        return self.path, self.line

    def place_of(self, key: str) -> Place:
        """Where a value stands; the mapping itself when the key is left out."""
        node = self._nodes.get(key)
        return (self._path(key), self.line if node is None else _line(node))

    def text(self, key: str, maximum: int = _LONGEST_TEXT, default: str = "") -> str:
        """A text without the blanks around it; the default when left out or empty."""
        node = self._node(key)
        return (self._scalar(node, self._path(key), maximum) if node else "") or default

    def required(self, key: str, maximum: int = _LONGEST_TEXT) -> str:
        """A text that has to be there."""
        value = self.text(key, maximum)
        node = self._node(key)
        if not value and (node is None or isinstance(node, yaml.ScalarNode)):
            self._faults.append(Finding("CF009", {"key": key}, *self.place))
        return value

    def choice(self, key: str, known: tuple[str, ...], default: str) -> str:
        """One of the known words."""
        value = self.text(key, default=default)
        if value not in known:
            params = {"value": value, "known": ", ".join(known)}
            self._faults.append(Finding("CF010", params, *self.place_of(key)))
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        node = self._node(key)
        if node is None:
            return default
        written = node.value.lower() if isinstance(node, yaml.ScalarNode) else ""
        if written not in _BOOLEANS:
            self._faults.append(Finding("CF005", {}, *self.place_of(key)))
        return _BOOLEANS.get(written, default)

    def number(self, key: str, default: int) -> int:
        """A whole number, zero or more."""
        written = self.text(key, default=str(default))
        if not (written.isascii() and written.isdecimal() and len(written) <= 6):  # noqa: PLR2004
            self._faults.append(Finding("CF006", {"value": written}, *self.place_of(key)))
            return default
        return int(written)

    def day(self, key: str) -> date | None:
        """A date as 2026-12-31; None when left out."""
        written = self.text(key)
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            self._faults.append(Finding("CF007", {"value": written}, *self.place_of(key)))
            return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, each once."""
        nodes = self._items(key)
        values = [self._scalar(node, path, _LONGEST_TEXT) for path, node in nodes]
        return tuple(dict.fromkeys(value for value in values if value))

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping from text to text, whatever its keys."""
        section = self.section(key)
        return {name: section.required(name) for name in section.names} if section else {}

    @property
    def names(self) -> tuple[str, ...]:
        """The keys as written."""
        return tuple(self._nodes)

    def section(self, key: str) -> "Section | None":
        """A mapping; None when left out."""
        node = self._node(key)
        return self._section(node, self._path(key)) if node else None

    def required_section(self, key: str) -> "Section | None":
        """A mapping that has to be there."""
        if self._node(key) is None:
            self._faults.append(Finding("CF009", {"key": key}, *self.place_of(key)))
        return self.section(key)

    def is_mapping(self, key: str) -> bool:
        """True when the value is a mapping, not a text or a list."""
        return isinstance(self._node(key), yaml.MappingNode)

    def is_list(self, key: str) -> bool:
        """True when the value is a list."""
        return isinstance(self._node(key), yaml.SequenceNode)

    def sections(self, key: str) -> Iterator["Section"]:
        """A list of mappings."""
        for path, node in self._items(key):
            section = self._section(node, path)
            if section:
                yield section

    def texts_or_sections(self, key: str) -> "Iterator[str | Section]":
        """A list whose items are texts or mappings."""
        for path, node in self._items(key):
            if isinstance(node, yaml.MappingNode):
                yield Section(node, path, self._faults)
            else:
                yield self._scalar(node, path, _LONGEST_TEXT)

    def close(self) -> None:
        """Nothing more is asked: what is left is unknown."""
        known = ", ".join(dict.fromkeys(self._asked))
        for key in self._nodes:
            if key not in self._asked:
                params = {"key": key, "known": known}
                self._faults.append(Finding("CF008", params, *self.place_of(key)))

    def _node(self, key: str) -> yaml.Node | None:
        self._asked.append(key)
        node = self._nodes.get(key)
        return None if node is None or node.tag == _NULL else node

    def _items(self, key: str) -> list[tuple[str, yaml.Node]]:
        node = self._node(key)
        if node is None:
            return []
        path = self._path(key)
        if not isinstance(node, yaml.SequenceNode):
            self._faults.append(Finding("CF003", {}, path, _line(node)))
            return []
        return [(f"{path}[{number}]", item) for number, item in enumerate(node.value, 1)]

    def _section(self, node: yaml.Node, path: str) -> "Section | None":
        if isinstance(node, yaml.MappingNode):
            return Section(node, path, self._faults)
        self._faults.append(Finding("CF002", {}, path, _line(node)))
        return None

    def _scalar(self, node: yaml.Node, path: str, maximum: int) -> str:
        if not isinstance(node, yaml.ScalarNode) or node.tag == _NULL:
            self._faults.append(Finding("CF004", {}, path, _line(node)))
            return ""
        value = self._storable(node.value.strip(), node, path)
        if len(value) > maximum:
            params = {"length": str(len(value)), "maximum": str(maximum)}
            self._faults.append(Finding("CF024", params, path, _line(node)))
        return value

    def _storable(self, written: str, node: yaml.Node, path: str) -> str:
        """The text without what the database cannot hold; that is a fault."""
        text = _whole(written)
        kept = storable(text)
        if kept != text:
            self._faults.append(Finding("CF036", {}, path, _line(node)))
        return kept

    def _path(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def _whole(text: str) -> str:
    """JSON may write one character as the two halves of a surrogate pair; YAML leaves them so."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _line(node: yaml.Node) -> int:
    mark: Any = node.start_mark
    return int(mark.line) + 1
