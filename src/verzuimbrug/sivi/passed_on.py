"""The items of a message that is passed on: what is known of each, and each as a message alone.

An item keeps the words of its sender. Around it stands what its message says of all its items, so
that it can be read by who knows the standard, and no more (docs/adr).
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from lxml import etree
from lxml.etree import _Element as XmlElement

from verzuimbrug.domain.deliveries import DeliveredEmployer
from verzuimbrug.domain.passed_on import DeliveredItem, DeliveredPart, ItemKind
from verzuimbrug.sivi.catalogue import MessageTable
from verzuimbrug.sivi.mapping.delivery import PERSON, employer_groups, map_employers_alone
from verzuimbrug.sivi.mapping.groups import Parts, split
from verzuimbrug.sivi.mapping.person import EMPLOYMENT
from verzuimbrug.sivi.mapping.values import as_day, as_digits, as_text
from verzuimbrug.sivi.parsing import parse
from verzuimbrug.sivi.reading import local_name, text_of
from verzuimbrug.sivi.screening import Limits
from verzuimbrug.sivi.tags import BSN_KEY, EMPLOYEE_KEYS, PERSONNEL_NUMBER_KEY

FILE = "Datastring"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """Where the items of a message stand, and the tags of what is known of them."""

    kind: ItemKind
    tag: str
    item: str = ""
    former: str = ""
    dated: str = ""


_SHAPES: Mapping[str, _Shape] = MappingProxyType(
    {
        "Documenten": _Shape(
            kind=ItemKind.DOCUMENT,
            tag="Document",
            item="IdDocument",
            former="IdDocumentOud",
            dated="DatDocument",
        ),
        "MedischeKaart": _Shape(
            kind=ItemKind.MEDICAL_RECORD,
            tag="Document",
            item="IdDocument",
            former="IdDocumentOud",
            dated="DatDocument",
        ),
        "Afspraken": _Shape(
            kind=ItemKind.APPOINTMENT,
            tag="Afspraak",
            item="IdAfspraak",
            former="IdAfspraakOud",
            dated="DatAfspraak",
        ),
        "AanvraagPreventieveDiensten": _Shape(kind=ItemKind.PREVENTIVE_SERVICE, tag=PERSON),
    }
)
"""By the name of the table. A request has no id of its own: it is of one person, and may name
several services.
"""


@dataclass(frozen=True, slots=True)
class _Item:
    """One item: what is known of it, the element it was read of, and what stands around it."""

    facts: DeliveredItem
    element: XmlElement
    frame: XmlElement


@dataclass(frozen=True, slots=True)
class File:
    """The file of a document: its bytes, its name and the code of its type, as delivered."""

    content: bytes
    name: str | None
    type_code: str | None


class Items:
    """The items of a valid message of one of the tables above, whose root is whole.

    Their positions count through the message, from 0.
    """

    def __init__(self, table: MessageTable, root: XmlElement) -> None:
        self._shape = _SHAPES[table.file_name]
        self._items: list[_Item] = []
        self.parts = tuple(self._read(root))

    def content(self, position: int, *, bsn: bool) -> bytes:
        """An item as a message of its own: the general part, its employer, and this item only.

        Without `bsn` no citizen service number stands in it (WN-6).
        """
        item = self._items[position]
        alone = deepcopy(item.frame)
        place = alone[-1] if self._is_of_employers else alone
        place.append(deepcopy(item.element))
        if not bsn:
            for number in [*alone.iter(f"{{*}}{BSN_KEY}")]:
                _drop(number)
        return etree.tostring(alone, encoding="UTF-8", xml_declaration=True)

    def has_bsn(self, position: int) -> bool:
        """Whether a citizen service number stands in an item."""
        numbers = self._items[position].element.iter(f"{{*}}{BSN_KEY}")
        return any(as_digits(text_of(number)) for number in numbers)

    @property
    def _is_of_employers(self) -> bool:
        """Whether the items stand in their employers, not beside the one there is."""
        return self._shape.tag == PERSON

    def _read(self, root: XmlElement) -> Iterator[DeliveredPart]:
        """The parts; a message that does not say whose its items are has one of no tags."""
        employers = tuple(map_employers_alone(root))
        if self._is_of_employers:
            for employer, group in zip(employers, employer_groups(root), strict=True):
                yield DeliveredPart(employer=employer, items=self._taken(group))
            return
        nobody = DeliveredEmployer(path=f"/{local_name(root)}", line=None, tags={}, persons=())
        yield DeliveredPart(employer=next(iter(employers), nobody), items=self._taken(root))

    def _taken(self, group: XmlElement) -> tuple[DeliveredItem, ...]:
        """The items of a group, which are kept too."""
        first, tag = len(self._items), self._shape.tag
        frame = _frame(group, tag)
        for element in group.iterchildren(f"{{*}}{tag}"):
            facts = _facts(self._shape, element, len(self._items))
            self._items.append(_Item(facts, element, frame))
        return tuple(item.facts for item in self._items[first:])


def file_of(content: bytes) -> File | None:
    """The file in an item as `Items.content` made it; None when there is none to decode."""
    root = parse(content, Limits(max_bytes=len(content))).root
    assert root is not None  # noqa: S101 -- it was made of a tree
    for document in root.iterchildren("{*}Document"):
        texts = split(document).texts
        decoded = _decoded(texts.get(FILE, ""))
        if decoded is not None:
            name, code = texts.get("Bestandsnm", ""), texts.get("BestandTypCd", "")
            return File(decoded, as_text(name), as_text(code))
    return None


def _frame(group: XmlElement, tag: str) -> XmlElement:
    """What a message says of all items of a group: every table puts these last in it."""
    parent = group.getparent()
    names: Any = group.nsmap  # the stubs know of no default namespace
    made = etree.Element(group.tag, nsmap=names)
    before = takewhile(lambda child: local_name(child) != tag, group.iterchildren("*"))
    made.extend([deepcopy(child) for child in before])
    if parent is None:
        return made
    around = _frame(parent, local_name(group))
    around.append(made)
    return around


def _facts(shape: _Shape, element: XmlElement, position: int) -> DeliveredItem:
    parts = split(element)
    person = parts if shape.tag == PERSON else next(map(split, parts.named(PERSON)), parts)
    employments = [split(group) for group in parts.named(EMPLOYMENT)]
    return DeliveredItem(
        position=position,
        kind=shape.kind,
        item=as_text(parts.texts.get(shape.item, "")),
        former=as_text(parts.texts.get(shape.former, "")),
        dated=as_day(parts.texts.get(shape.dated, "")),
        keys=_keys(person.texts, employments),
        case_key=_case_key(employments),
        file=_decoded(parts.texts[FILE]) is not None if FILE in parts.texts else None,
    )


def _keys(texts: Mapping[str, str], employments: list[Parts]) -> dict[str, tuple[str, ...]]:
    """The distinct values of each tag that a stream may name as link key (WN-1)."""
    numbers = [as_text(each.texts.get(PERSONNEL_NUMBER_KEY, "")) for each in employments]
    bsn = as_digits(texts.get(BSN_KEY, ""))
    return {
        **{tag: _one(as_text(texts.get(tag, ""))) for tag in EMPLOYEE_KEYS},
        PERSONNEL_NUMBER_KEY: tuple(dict.fromkeys(filter(None, numbers))),
        BSN_KEY: _one(bsn),
    }


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _case_key(employments: list[Parts]) -> str | None:
    """The case that an item names; None when it names none, or several."""
    groups = (split(group) for each in employments for group in each.named("Vrzm"))
    found = {as_text(group.texts.get("VrzmgvlId", "")) for group in groups} - {None}
    return found.pop() if len(found) == 1 else None


def _decoded(text: str) -> bytes | None:
    """The bytes that base64 stands for, whatever blanks are in it; None when it is no base64."""
    try:
        return base64.b64decode("".join(text.split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _drop(node: XmlElement) -> None:
    parent = node.getparent()
    assert parent is not None  # noqa: S101 -- it is not the root
    parent.remove(node)
