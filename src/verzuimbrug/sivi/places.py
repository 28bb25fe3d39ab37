"""Where an element stands: the path by which findings name it, and its line of the table.

The paths are those of `faults`: a place number where an element may stand more often, or does.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as XmlElement

from verzuimbrug.sivi.catalogue import Element, catalogue
from verzuimbrug.sivi.faults import split_tag


@dataclass(slots=True)
class Place:
    """Of one element; its children are given in order. `element` is None when no table knows it."""

    path: str
    element: Element | None
    _declared: Mapping[str, Element] = field(default_factory=dict)
    _seen: Counter[str] = field(default_factory=Counter)

    @staticmethod
    def of_root(tag: str) -> "Place":
        """That of the root, by its tag with its namespace."""
        namespace, name = split_tag(tag)
        table = catalogue().by_namespace(namespace, name)
        return _place(f"/{name}", None if table is None else table.element)

    def below(self, tag: str) -> "Place":
        """That of the next child, by its tag with its namespace."""
        _, name = split_tag(tag)
        element = self._declared.get(name)
        self._seen[name] += 1
        numbered = self._seen[name] > 1 or (element is not None and element.maximum != 1)
        number = f"[{self._seen[name]}]" if numbered else ""
        return _place(f"{self.path}/{name}{number}", element)


_DECLARED: dict[int, Mapping[str, Element]] = {}
"""By identity: an element of the catalogue stays, and is expensive to compare."""


def _place(path: str, element: Element | None) -> Place:
    if element is None:
        return Place(path, None)
    declared = _DECLARED.get(id(element))
    if declared is None:
        declared = {child.tag: child for child in element.children}
        _DECLARED[id(element)] = declared
    return Place(path, element, declared)


def placed(root: XmlElement) -> Iterator[tuple[str, XmlElement]]:
    """Yield every element of a tree with its path, in the order of the message."""
    yield from _placed(Place.of_root(str(root.tag)), root)


def _placed(place: Place, node: XmlElement) -> Iterator[tuple[str, XmlElement]]:
    yield place.path, node
    for child in node:
        yield from _placed(place.below(str(child.tag)), child)
