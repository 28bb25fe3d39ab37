"""A whole message, mapped employer by employer (MSG-6).

Of an employer only the code and the persons matter here: administration office (`AdmKantoor`),
addresses, communication and contact persons of employers are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from verzuimbrug.domain.deliveries import DeliveredEmployer, DeliveredPerson, Delivery
from verzuimbrug.sivi.mapping.envelope import map_envelope
from verzuimbrug.sivi.mapping.groups import split
from verzuimbrug.sivi.mapping.person import map_person
from verzuimbrug.sivi.reading import line_of, local_name
from verzuimbrug.sivi.tags import MESSAGE_KINDS, stands_beside

if TYPE_CHECKING:
    from lxml import etree

    from verzuimbrug.sivi.catalogue import MessageTable

EMPLOYER = "Wrkgvr"
PERSON = "Wrknmr"


@dataclass(frozen=True, slots=True)
class Numbering:
    """Hands out the positions of one message: employers from 1, persons and reports from 0.

    One numbering serves all employers of a message, so that positions run through the whole of it.
    """

    employers: "count[int]" = field(default_factory=lambda: count(1))
    persons: "count[int]" = field(default_factory=count)
    reports: "count[int]" = field(default_factory=count)


def map_delivery(table: "MessageTable", root: "etree._Element") -> Delivery:
    """Return what a message says that is valid against `table`, one of `tags.MESSAGE_KINDS`.

    Of one that stands beside the dossiers the employers are mapped, without persons.
    """
    map_them = map_employers_alone if stands_beside(table.file_name) else map_employers
    return Delivery(
        kind=MESSAGE_KINDS[table.file_name],
        envelope=map_envelope(table, root),
        employers=tuple(map_them(root)),
    )


def map_employers_alone(root: "etree._Element") -> Iterator[DeliveredEmployer]:
    """Yield the employers of a message one at a time, without persons."""
    for number, group in enumerate(employer_groups(root), start=1):
        yield DeliveredEmployer(
            path=f"/{local_name(root)}/{EMPLOYER}[{number}]",
            line=line_of(group),
            tags=split(group).texts,
            persons=(),
        )


def map_employers(root: "etree._Element") -> Iterator[DeliveredEmployer]:
    """Yield the employers of a message one at a time."""
    numbering = Numbering()
    for child in employer_groups(root):
        yield map_employer(child, f"/{local_name(root)}", numbering)


def employer_groups(root: "etree._Element") -> "Iterator[etree._Element]":
    """Yield the employer groups of a message."""
    return (child for child in root.iterchildren("*") if local_name(child) == EMPLOYER)


def map_employer(
    element: "etree._Element", root_path: str, numbering: Numbering
) -> DeliveredEmployer:
    """Return one employer group; calls for one message go in its order, with one numbering."""
    path = f"{root_path}/{EMPLOYER}[{next(numbering.employers)}]"
    parts = split(element)
    return DeliveredEmployer(
        path=path,
        line=line_of(element),
        tags=parts.texts,
        persons=tuple(_persons(parts.named(PERSON), path, numbering)),
    )


def _persons(
    elements: Iterator["etree._Element"], path: str, numbering: Numbering
) -> Iterator[DeliveredPerson]:
    for number, element in enumerate(elements, start=1):
        yield map_person(
            element,
            f"{path}/{PERSON}[{number}]",
            position=next(numbering.persons),
            report_positions=numbering.reports,
        )
