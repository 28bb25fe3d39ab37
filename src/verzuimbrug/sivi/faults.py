"""Every fault of a message that the gate refused, each with path, line and sentence (rule MSG-2).

The gate (`schema.py`) decides; this module explains. It walks message and table side by side and
goes on after a fault, so that a sender can mend all of them at once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from lxml.etree import _Element as XmlElement

from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.catalogue import JUDGED, Element, MessageTable
from verzuimbrug.sivi.facets import XML_SPACE, value_faults
from verzuimbrug.sivi.faults_order import misplaced
from verzuimbrug.sivi.reading import line_of

Told = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class _Spot:
    """One element of a message beside its line of the table.

    `namespace` is the one it stands in, `right` the one that the table asks for. `told` is what was
    found in elements below it that were judged by themselves, by path.
    """

    node: XmlElement
    element: Element
    path: str
    namespace: str
    right: str
    told: Told

    def finding(self, code: str, params: Mapping[str, str] | None = None) -> Finding:
        """Return a finding about this element."""
        named = {"element": label(self.element), **(params or {})}
        return Finding(code, named, self.path, line_of(self.node))


@dataclass(frozen=True, slots=True)
class _Child:
    """One child as it stands in the message; `declared` is None when the table does not know it."""

    node: XmlElement
    namespace: str
    tag: str
    path: str
    declared: Element | None


@lru_cache(maxsize=4096)
def split_tag(tag: str) -> tuple[str, str]:
    """Return the namespace (empty when there is none) and the local name of a tag."""
    namespace, _, name = tag.rpartition("}")
    return namespace.removeprefix("{"), name


def label(element: Element) -> str:
    """Return the tag with the Dutch name of an element."""
    return f"{element.tag} ({element.name})" if element.name else element.tag


def faults(
    table: MessageTable, root: XmlElement, path: str = "", told: Told = MappingProxyType({})
) -> Iterator[Finding]:
    """Yield every fault of a message whose root is that of the table, group by group.

    Of a part of a message, `path` is where it stands in the whole.
    """
    namespace, _ = split_tag(str(root.tag))
    path = path or f"/{table.root}"
    return _element_faults(_Spot(root, table.element, path, namespace, table.namespace, told))


def _element_faults(spot: _Spot) -> Iterator[Finding]:
    if spot.element.base == JUDGED:
        yield from spot.told.get(spot.path, ())
        return
    for attribute in spot.node.attrib:
        yield spot.finding("CAT08", {"attribute": split_tag(str(attribute))[1]})
    if spot.element.is_group:
        yield from _group_faults(spot)
    else:
        yield from _leaf_faults(spot)


def _leaf_faults(spot: _Spot) -> Iterator[Finding]:
    children = len(spot.node)
    if children:
        inner = split_tag(str(spot.node[0].tag))[1]
        yield spot.finding("CAT07", {"inner": inner, "count": str(children)})
        return
    for fault in value_faults(spot.element, spot.node.text or ""):
        yield spot.finding(fault.code, fault.params)


def _group_faults(spot: _Spot) -> Iterator[Finding]:
    if _has_text(spot.node):
        yield spot.finding("CAT06")
    yield from _count_faults(spot)
    out_of_place = _out_of_place(spot)
    for index, child in enumerate(_children(spot)):
        if child.declared is None:
            yield _unknown(spot, child)
            continue
        inner = _below(spot, child, child.declared)
        # Told where a wrong namespace begins, not again for all that inherits it.
        if child.namespace not in {spot.right, spot.namespace}:
            params = {"found": child.namespace or "-", "expected": spot.right}
            yield inner.finding("CAT05", params)
        if index in out_of_place:
            yield inner.finding("CAT03", {"parent": label(spot.element)})
        yield from _element_faults(inner)


def _below(spot: _Spot, child: _Child, declared: Element) -> _Spot:
    return _Spot(child.node, declared, child.path, child.namespace, spot.right, spot.told)


def _children(spot: _Spot) -> Iterator[_Child]:
    declared = {child.tag: child for child in spot.element.children}
    seen: Counter[str] = Counter()
    for node in spot.node:
        namespace, tag = split_tag(str(node.tag))
        element = declared.get(tag)
        seen[tag] += 1
        # A place number is needed where an element may stand more often, or does.
        numbered = seen[tag] > 1 or (element is not None and element.maximum != 1)
        path = f"{spot.path}/{tag}[{seen[tag]}]" if numbered else f"{spot.path}/{tag}"
        yield _Child(node, namespace, tag, path, element)


def _has_text(node: XmlElement) -> bool:
    texts = chain((node.text,), (child.tail for child in node))
    return any(text and text.strip(XML_SPACE) for text in texts)


def _tags(spot: _Spot) -> Iterator[str]:
    return (split_tag(str(node.tag))[1] for node in spot.node)


def _count_faults(spot: _Spot) -> Iterator[Finding]:
    found = Counter(_tags(spot))
    for element in spot.element.children:
        count = found[element.tag]
        if count < element.minimum:
            yield _count_fault("CAT01", spot, element, count)
        if element.maximum is not None and count > element.maximum:
            yield _count_fault("CAT04", spot, element, count)


def _count_fault(code: str, spot: _Spot, element: Element, count: int) -> Finding:
    params = {
        "element": label(element),
        "parent": label(spot.element),
        "count": str(count),
        "limit": str(element.maximum),
    }
    return Finding(code, params, f"{spot.path}/{element.tag}", line_of(spot.node))


def _out_of_place(spot: _Spot) -> frozenset[int]:
    order = {element.tag: place for place, element in enumerate(spot.element.children)}
    known = [(index, order[tag]) for index, tag in enumerate(_tags(spot)) if tag in order]
    return frozenset(known[index][0] for index in misplaced([place for _, place in known]))


def _unknown(spot: _Spot, child: _Child) -> Finding:
    params = {"tag": child.tag, "parent": label(spot.element)}
    return Finding("CAT02", params, child.path, line_of(child.node))
