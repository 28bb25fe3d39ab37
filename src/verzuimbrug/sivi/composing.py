"""Composes a message of a delivery: the opposite of `mapping`, for whoever sends messages.

The table of the edition decides which elements are written and in which order; what the edition
does not have is left out. `map_delivery` of the message gives the delivery again, apart from lines
and paths, as far as the edition holds it. Not composed: cost centres, work relations, bank accounts
and addresses abroad.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Union

from verzuimbrug.domain.deliveries import (
    DeliveredEmployer,
    DeliveredEmployment,
    DeliveredPerson,
    DeliveredReport,
    Delivery,
    Envelope,
    FieldValue,
)
from verzuimbrug.sivi.catalogue import Element, MessageTable, catalogue
from verzuimbrug.sivi.mapping.absence import REPORT, REPORT_DATES, REPORT_VALUES
from verzuimbrug.sivi.mapping.delivery import EMPLOYER, PERSON
from verzuimbrug.sivi.mapping.employment import EMPLOYMENT_FIELDS
from verzuimbrug.sivi.mapping.envelope import GENERAL
from verzuimbrug.sivi.mapping.groups import FieldTable
from verzuimbrug.sivi.mapping.person import (
    ADDRESS_FIELDS,
    EMPLOYMENT,
    PARTNER_FIELDS,
    PERSON_FIELDS,
)
from verzuimbrug.sivi.nodes import Node
from verzuimbrug.sivi.tags import EMPLOYEE_KEYS
from verzuimbrug.sivi.writing import write

Values = Mapping[str, Union[str, "tuple[Values, ...]"]]
"""A group by tag: the text of a leaf, or the groups with that tag."""

_SOFTWARE = "Verzuimbrug portaalsimulator"

_CONTACT_PERSON: Values = {
    "Achternaam": "Beheer",
    "Voorl": "A",
    "GslchtCd": "O",
    "RolCntprsnCd": "01",
    "Com": ({"SrtComCd": "06", "NrCom": "0201234567"},),
}
"""Stands wherever a table demands a contact person; a delivery names none."""


def compose(delivery: Delivery) -> bytes:
    """Return the message that says what the delivery says, in the edition that its envelope names.

    It is valid against its table when the delivery holds what the table demands, within its facets.
    """
    table = _table(delivery.envelope)
    values: Values = {
        GENERAL: (_envelope(delivery.envelope),),
        EMPLOYER: tuple(_employer(employer) for employer in delivery.employers),
    }
    return write(table, _node(table.element, values))


def employer_tags(number: str, name: str) -> Mapping[str, str]:
    """Return the tags of an employer that its portal knows by `number` (WG-1)."""
    return {
        "HndlsnmOrg": name,
        "IdWrkgvrArbdnst": number,
        "AansltnrGeguitwlngArbdnst": f"AG{number}",
        "Lhnr": f"{number:0>9}L01",
    }


def all_employer_tags(number: str, name: str) -> Mapping[str, str]:
    """Return every tag that a template of the employer code may name, made of `number` (WG-1).

    The number has eight digits at most. The marks that are J or N are the same for every number.
    """
    return {
        **employer_tags(number, name),
        "InschrijvingsnrKvK": f"{number:0>8}",
        "VestigingsnrHandelsregister": f"{number:0>12}",
        "IDWrkgvrVerzekeraar": f"V{number}",
        "IdWrkgvrUWV": f"U{number}",
        "IndERDWGA": "N",
        "IndERDZW": "N",
    }


@cache
def _tables() -> Mapping[tuple[str, str, str], MessageTable]:
    return {(t.interface, t.edition, t.file_name): t for t in catalogue().tables}


def _table(envelope: Envelope) -> MessageTable:
    return _tables()[envelope.interface, envelope.edition, envelope.message]


def _node(element: Element, values: Values) -> Node:
    return Node(element.tag, None, tuple(_children(element, values)))


def _children(element: Element, values: Values) -> Iterator[Node]:
    for child in element.children:
        given = values.get(child.tag)
        if given is None and child.minimum:
            given = _demanded(child)
        if isinstance(given, str):
            yield Node(child.tag, given)
        elif given:
            yield from [_node(child, group) for group in given]


def _demanded(element: Element) -> str | tuple[Values, ...]:
    """Return what stands in an element that the table demands and a delivery does not know."""
    return (_CONTACT_PERSON,) if element.is_group else element.values[0]


def _envelope(envelope: Envelope) -> Values:
    return {
        "AandatBr": envelope.made_at.date().isoformat(),
        "AantijdBr": envelope.made_at.time().isoformat(),
        "IdInzndr": envelope.sender,
        "GebrSwPakket": _SOFTWARE,
        "IdOntvngr": envelope.receiver,
        "Berrefnr": envelope.reference,
        "TestJN": _flag(value=envelope.test),
        "OntvngstbevJN": _flag(value=envelope.wants_receipt),
    }


def _employer(employer: DeliveredEmployer) -> Values:
    return {**employer.tags, PERSON: tuple(_person(person) for person in employer.persons)}


def _person(person: DeliveredPerson) -> Values:
    # One of them is no tag of a person but a field of its employments, where it is written.
    keys = {tag: person.keys.get(tag, ()) for tag in EMPLOYEE_KEYS}
    return {
        **_fields(person.fields, _PERSON_TAGS),
        **{tag: numbers[0] for tag, numbers in keys.items() if numbers},
        **({"IdWrknmrOud": person.key_old} if person.key_old else {}),
        **_person_groups(person.fields),
        EMPLOYMENT: tuple(_employment(employment) for employment in person.employments),
    }


def _person_groups(fields: Mapping[str, FieldValue]) -> Values:
    return {
        "Prtnr": tuple(_fields(group, _PARTNER_TAGS) for _, group in _groups(fields, "partner")),
        "StrAdrNl": tuple(
            {"SrtAdrsCd": kind, **_fields(group, _ADDRESS_TAGS)}
            for kind, group in _groups(fields, "address")
        ),
        "Com": tuple(
            {"SrtComCd": name.partition(":")[2], "NrCom": value}
            for name, value in fields.items()
            if name.startswith("contact:") and isinstance(value, str)
        ),
    }


def _groups(
    fields: Mapping[str, FieldValue], name: str
) -> Iterator[tuple[str, Mapping[str, str | None]]]:
    """Yield the groups with this name, each with its kind code, or "" when it has none."""
    for field, value in fields.items():
        kin, _, kind = field.partition(":")
        if kin == name and isinstance(value, Mapping):
            yield kind, value


def _employment(employment: DeliveredEmployment) -> Values:
    numbers = {"IdDnstvbnd": employment.number, "IdDnstvbndOud": employment.number_old}
    return {
        **_fields(employment.fields, _EMPLOYMENT_TAGS),
        **{tag: number for tag, number in numbers.items() if number},
        REPORT: tuple(_report(report) for report in employment.reports),
    }


def _report(report: DeliveredReport) -> Values:
    texts: dict[str, str | tuple[Values, ...]] = {
        tag: _text(value)
        for tag, name in _REPORT_TAGS
        if (value := getattr(report, name)) is not None
    }
    texts["VrTkst"] = tuple({"VrijeTekst": text} for text in report.free_text)
    return texts


def _text(value: object) -> str:
    return _flag(value=value) if isinstance(value, bool) else str(value)


def _flag(*, value: bool) -> str:
    return "J" if value else "N"


def _fields(fields: Mapping[str, FieldValue], tags: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the texts by tag of the fields that are delivered and not empty."""
    texts = {tag: fields.get(name) for tag, name in tags}
    return {tag: text for tag, text in texts.items() if isinstance(text, str)}


def _tags(table: FieldTable) -> tuple[tuple[str, str], ...]:
    return tuple((tag, name) for tag, (name, _) in table.items())


_PERSON_TAGS = _tags(PERSON_FIELDS)
_PARTNER_TAGS = _tags(PARTNER_FIELDS)
_ADDRESS_TAGS = _tags(ADDRESS_FIELDS)
_EMPLOYMENT_TAGS = _tags(EMPLOYMENT_FIELDS)
_REPORT_TAGS = (
    *((tag, name) for tag, (name, _) in REPORT_VALUES.items()),
    *((tag, name) for tag, name in REPORT_DATES.items() if name),
)
