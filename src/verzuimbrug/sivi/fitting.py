"""Composes a message for another party: nothing is made up, and nothing is sent that is not valid.

What the edition of the receiver does not have, or does not allow where it is optional, falls away;
what it demands and the delivery does not have is told (EX-6).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from verzuimbrug.domain.deliveries import Delivery, MessageKind, Operation
from verzuimbrug.domain.export_employers import ExportedEmployer
from verzuimbrug.domain.operations import PRESETS
from verzuimbrug.sivi.catalogue import Element, catalogue
from verzuimbrug.sivi.composing import (
    CONTACT_PERSON,
    Author,
    Values,
    compose_node,
    contact_values,
    table_of,
)
from verzuimbrug.sivi.facets import value_faults
from verzuimbrug.sivi.nodes import Node
from verzuimbrug.sivi.tags import PORTAL_MESSAGES
from verzuimbrug.sivi.writing import UNWRITABLE, write

INTERFACE = "werkgevers-arbodiensten"
EXPORTED = (PORTAL_MESSAGES[MessageKind.ABSENCE], PORTAL_MESSAGES[MessageKind.EMPLOYEES])
"""The messages that are sent to other parties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A message, and the tags of what it lacks: with any of those it is not valid."""

    content: bytes
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    node: Node
    lacks: tuple[str, ...]


def fit(delivery: Delivery, author: Author) -> Fitted:
    """Return the message that says what the delivery says, as far as its edition holds it."""
    table = table_of(delivery.envelope)

    def demanded(element: Element) -> str | tuple[Values, ...] | None:
        if element.tag == CONTACT_PERSON:
            return (contact_values(author.contact),)
        return element.values[0] if len(element.values) == 1 else None

    part = _fitted(table.element, compose_node(delivery, author, demanded))
    if part.lacks:
        return Fitted(content=b"", lacks=tuple(dict.fromkeys(part.lacks)))
    return Fitted(content=write(table, part.node), lacks=())


def exported_editions(message: str) -> tuple[str, ...]:
    """Return the editions in which a message can be sent, oldest first."""
    tables = catalogue().tables
    found = {t.edition for t in tables if (t.interface, t.file_name) == (INTERFACE, message)}
    return tuple(sorted(found))


def tags_of_employer(employer: ExportedEmployer) -> dict[str, str]:
    """Return the tags of an employer, as its receiver knows it; what there is not is left out."""
    tags = {
        "HndlsnmOrg": employer.name,
        "InschrijvingsnrKvK": employer.kvk_number,
        "IdWrkgvrArbdnst": employer.number,
        "AansltnrGeguitwlngArbdnst": employer.connection_number,
        "Lhnr": employer.payroll_tax_number,
    }
    return {tag: text for tag, text in tags.items() if text}


def processing_code(preset: str, operation: Operation, *, ends: bool) -> str:
    """Return the code that an operation has in a preset; `verbs` has one for an end."""
    codes = {meaning: code for code, meaning in PRESETS[preset].items()}
    if operation is Operation.CHANGE and ends:
        return codes.get(Operation.END, codes[operation])
    return codes[operation]


def _fitted(element: Element, node: Node) -> _Part:
    if not element.is_group:
        is_valid = not value_faults(element, node.text or "") and not _is_unwritable(node)
        return _Part(node, () if is_valid else (element.tag,))
    children: list[Node] = []
    lacks: list[str] = []
    for child in element.children:
        parts = tuple(_parts(child, node))
        children += (part.node for part in parts)
        lacks += (tag for part in parts for tag in part.lacks)
        if len(parts) < child.minimum or (child.maximum and len(parts) > child.maximum):
            lacks.append(child.tag)
    return _Part(Node(node.tag, None, tuple(children)), tuple(lacks))


def _parts(element: Element, node: Node) -> Iterator[_Part]:
    """Yield the children that are there; of what is optional those that the edition allows."""
    for child in node.children:
        if child.tag == element.tag:
            part = _fitted(element, child)
            if element.minimum or not part.lacks:
                yield part


def _is_unwritable(node: Node) -> bool:
    return UNWRITABLE.search(node.text or "") is not None
