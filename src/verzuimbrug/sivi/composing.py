"""Composes a message of a delivery: the opposite of `mapping`, for whoever sends messages.

The table of the edition decides which elements are written and in which order; what the edition
does not have is left out. `map_delivery` of the message gives the delivery again, apart from lines
and paths, as far as the edition holds it. Not composed: bank accounts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
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
from verzuimbrug.sivi.mapping.employment import (
    COST_CENTRE_FIELDS,
    EMPLOYMENT_FIELDS,
    WORK_RELATION_FIELDS,
)
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

Demanded = Callable[[Element], "str | tuple[Values, ...] | None"]
"""What stands in an element that the table demands and the delivery does not know; or nothing."""

CONTACT_PERSON = "Cntprsn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPerson:
    """Whom the receiver can ask; stands wherever a table demands somebody."""

    surname: str
    initials: str
    gender: str
    phone: str
    role: str = "01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes: the software that a message names, and whom to ask about it."""

    software: str
    contact: ContactPerson


_SIMULATOR = Author(
    software="Verzuimbrug portaalsimulator",
    contact=ContactPerson(surname="Beheer", initials="A", gender="O", phone="0201234567"),
)


def compose(delivery: Delivery) -> bytes:
    """Return the message that says what the delivery says, in the edition that its envelope names.

    It is valid against its table when the delivery holds what the table demands, within its facets.
    A code that the table demands and the delivery does not know is made up: this is a simulator's.
    """
    return write(table_of(delivery.envelope), compose_node(delivery, _SIMULATOR, _made_up))


def compose_node(delivery: Delivery, author: Author, demanded: Demanded) -> Node:
    """Return the message as a tree, before it is written."""
    values: Values = {
        GENERAL: (_envelope(delivery.envelope, author.software),),
        EMPLOYER: tuple(_employer(employer) for employer in delivery.employers),
    }
    return _node(table_of(delivery.envelope).element, values, demanded)


def contact_values(contact: ContactPerson) -> Values:
    """Return the group of a contact person."""
    return {
        "Achternaam": contact.surname,
        "Voorl": contact.initials,
        "GslchtCd": contact.gender,
        "RolCntprsnCd": contact.role,
        "Com": ({"SrtComCd": "06", "NrCom": contact.phone},),
    }


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


def table_of(envelope: Envelope) -> MessageTable:
    """Return the table of the message that an envelope names; the catalogue has it."""
    return _tables()[envelope.interface, envelope.edition, envelope.message]


def _node(element: Element, values: Values, demanded: Demanded) -> Node:
    return Node(element.tag, None, tuple(_children(element, values, demanded)))


def _children(element: Element, values: Values, demanded: Demanded) -> Iterator[Node]:
    for child in element.children:
        given = values.get(child.tag)
        if given is None and child.minimum:
            given = demanded(child)
        if isinstance(given, str):
            yield Node(child.tag, given)
        elif given:
            yield from [_node(child, group, demanded) for group in given]


def _made_up(element: Element) -> str | tuple[Values, ...]:
    return (contact_values(_SIMULATOR.contact),) if element.is_group else element.values[0]


def _envelope(envelope: Envelope, software: str) -> Values:
    return {
        "AandatBr": envelope.made_at.date().isoformat(),
        "AantijdBr": envelope.made_at.time().isoformat(),
        "IdInzndr": envelope.sender,
        "GebrSwPakket": software,
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
        "StrAdrNl": _addresses(fields, "address"),
        "StrAdrBl": _addresses(fields, "foreign_address"),
        "Com": tuple(
            {"SrtComCd": name.partition(":")[2], "NrCom": value}
            for name, value in fields.items()
            if name.startswith("contact:") and isinstance(value, str)
        ),
    }


def _addresses(fields: Mapping[str, FieldValue], name: str) -> tuple[Values, ...]:
    # Tags of an address abroad in one at home, and the other way, are in no table.
    groups = _groups(fields, name)
    return tuple({"SrtAdrsCd": kind, **_fields(group, _ADDRESS_TAGS)} for kind, group in groups)


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
        "Arbeidsrelatie": tuple(
            _fields(group, _WORK_RELATION_TAGS)
            for _, group in _groups(employment.fields, "work_relation")
        ),
        "Kostenplaats": tuple(_cost_centres(employment.fields)),
        REPORT: tuple(_report(report) for report in employment.reports),
    }


def _cost_centres(fields: Mapping[str, FieldValue]) -> Iterator[Values]:
    """Yield the groups that were kept together: `1.code`, `1.name`, `2.code`."""
    centres: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
    for _, together in _groups(fields, "cost_centres"):
        for name, value in together.items():
            number, _, part = name.partition(".")
            centres[number][part] = value
    for number in sorted(centres, key=int):
        yield _fields(centres[number], _COST_CENTRE_TAGS)


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


def _fields(
    fields: Mapping[str, FieldValue] | Mapping[str, str | None], tags: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Return the texts by tag of the fields that are delivered and not empty."""
    texts = {tag: fields.get(name) for tag, name in tags}
    return {tag: text for tag, text in texts.items() if isinstance(text, str)}


def _tags(table: FieldTable) -> tuple[tuple[str, str], ...]:
    return tuple((tag, name) for tag, (name, _) in table.items())


_PERSON_TAGS = _tags(PERSON_FIELDS)
_PARTNER_TAGS = _tags(PARTNER_FIELDS)
_ADDRESS_TAGS = _tags(ADDRESS_FIELDS)
_WORK_RELATION_TAGS = _tags(WORK_RELATION_FIELDS)
_COST_CENTRE_TAGS = _tags(COST_CENTRE_FIELDS)
_EMPLOYMENT_TAGS = _tags(EMPLOYMENT_FIELDS)
_REPORT_TAGS = (
    *((tag, name) for tag, (name, _) in REPORT_VALUES.items()),
    *((tag, name) for tag, name in REPORT_DATES.items() if name),
)
