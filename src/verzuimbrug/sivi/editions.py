"""What one edition of a message has, for whoever sends it."""

from dataclasses import dataclass
from functools import cache

from verzuimbrug.sivi.answers import answers_reports
from verzuimbrug.sivi.catalogue import MessageTable, catalogue
from verzuimbrug.sivi.mapping.delivery import PERSON

_FORMER_KEY = "IdWrknmrOud"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """The interface that a message belongs to, and what its table holds.

    `has_former_key`: a person can name a former key (WN-3). `answers_reports`: what became of its
    reports is answered (AN-2).
    """

    interface: str
    has_former_key: bool
    answers_reports: bool


@cache
def edition_facts(message: str, edition: str) -> EditionFacts | None:
    """Return the facts of a message, by the name of its table; None for one that is not there."""
    tables = (t for t in catalogue().tables if (t.file_name, t.edition) == (message, edition))
    table = next(tables, None)
    if table is None:
        return None
    return EditionFacts(
        interface=table.interface,
        has_former_key=_has_former_key(table),
        answers_reports=answers_reports(edition),
    )


def _has_former_key(table: MessageTable) -> bool:
    persons = (element for element in table.element.walk() if element.tag == PERSON)
    return any(child.tag == _FORMER_KEY for person in persons for child in person.children)
