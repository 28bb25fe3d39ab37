"""A large message, mapped person by person (MSG-6).

Every table puts the persons of an employer last, and asks for at least one. So with its first
person there, all that an employer says itself is there too.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from verzuimbrug.domain.deliveries import DeliveredEmployer, DeliveredPerson
from verzuimbrug.sivi.mapping.delivery import EMPLOYER, PERSON, Numbering
from verzuimbrug.sivi.mapping.groups import split
from verzuimbrug.sivi.mapping.person import map_person
from verzuimbrug.sivi.reading import line_of

if TYPE_CHECKING:
    from lxml import etree

Placed = tuple[DeliveredEmployer, DeliveredPerson]
"""A person with the employer around it, which is given without persons."""


def map_persons(elements: "Iterable[etree._Element]", root_path: str) -> Iterator[Placed]:
    """Yield the persons of the `Wrknmr` groups of a message, which are given in its order.

    A group must be complete when it is given, and is empty when the next is asked for.
    """
    numbering = Numbering()
    for group, number, element in _in_employers(elements):
        if number == 1:
            employer = _employer(group, root_path, numbering)
        person = map_person(
            element,
            f"{employer.path}/{PERSON}[{number}]",
            position=next(numbering.persons),
            report_positions=numbering.reports,
        )
        yield employer, person


def map_employer_tags(elements: "Iterable[etree._Element]") -> Iterator[Mapping[str, str]]:
    """Yield the simple tags of each employer of a message; of its `Wrknmr` groups as above."""
    return (_tags(group) for group, number, _ in _in_employers(elements) if number == 1)


def _in_employers(
    elements: "Iterable[etree._Element]",
) -> "Iterator[tuple[etree._Element, int, etree._Element]]":
    """Yield each person with the employer around it, and its number there."""
    for group, persons in groupby(elements, lambda element: element.getparent()):
        assert group is not None  # noqa: S101 -- a person stands in an employer
        for number, element in enumerate(persons, start=1):
            yield group, number, element
            del element[:]
        del group[:]


def _employer(group: "etree._Element", root_path: str, numbering: Numbering) -> DeliveredEmployer:
    return DeliveredEmployer(
        path=f"{root_path}/{EMPLOYER}[{next(numbering.employers)}]",
        line=line_of(group),
        tags=_tags(group),
        persons=(),
    )


def _tags(group: "etree._Element") -> Mapping[str, str]:
    # Of the persons behind the first, one may have nothing in it yet, as a simple tag has.
    return {tag: text for tag, text in split(group).texts.items() if tag != PERSON}
