"""What of a message the settings of a stream may name: fields, link keys, tags of its employers."""

from collections.abc import Iterator
from functools import cache

from verzuimbrug.sivi.catalogue import Element, catalogue
from verzuimbrug.sivi.mapping.delivery import EMPLOYER, PERSON
from verzuimbrug.sivi.mapping.employment import EMPLOYMENT_FIELDS
from verzuimbrug.sivi.mapping.groups import FieldTable
from verzuimbrug.sivi.mapping.person import EMPLOYMENT, PERSON_FIELDS
from verzuimbrug.sivi.mapping.values import as_text
from verzuimbrug.sivi.tags import EMPLOYEE_KEYS, EMPLOYER_TAGS

_ONE_FIELD = {"Prtnr": "partner", "BnkGiro": "bank_account"}
_PER_KIND = {
    "StrAdrNl": ("address", "SrtAdrsCd"),
    "StrAdrBl": ("foreign_address", "SrtAdrsCd"),
    "Com": ("contact", "SrtComCd"),
}
_EMPLOYMENT_GROUPS = {"Kostenplaats": "cost_centres", "Arbeidsrelatie": "work_relation"}
_ALWAYS_TAKEN = "end"
_COMPARED = "surname"


@cache
def person_fields(message: str) -> tuple[str, ...]:
    """The fields of a person that some edition of a message can hold, in alphabetical order."""
    return tuple(sorted({name for at in _groups(message, PERSON) for name in _of_person(at)}))


@cache
def employment_fields(message: str) -> tuple[str, ...]:
    """The fields of an employment that some edition of a message can hold.

    Without its end date, which is always that of the latest message (WN-7).
    """
    names = {name for at in _groups(message, EMPLOYMENT) for name in _of_employment(at)}
    return tuple(sorted(names - {_ALWAYS_TAKEN}))


@cache
def convertible_fields(message: str) -> tuple[str, ...]:
    """The fields with a text or code that a conversion table may translate.

    Not the surname, by which a possible double is found as it was delivered (WN-4).
    """
    texts = {*_texts(PERSON_FIELDS), *_texts(EMPLOYMENT_FIELDS)} - {_COMPARED}
    return tuple(sorted(texts.intersection((*person_fields(message), *employment_fields(message)))))


@cache
def employer_tags(message: str) -> tuple[str, ...]:
    """The tags that a template of the employer code may name with a message (WG-1)."""
    return _named(EMPLOYER_TAGS, message, EMPLOYER)


@cache
def employee_keys(message: str) -> tuple[str, ...]:
    """The tags that may be the link key with a message (WN-1)."""
    return _named(EMPLOYEE_KEYS, message, PERSON, EMPLOYMENT)


def _named(tags: tuple[str, ...], message: str, *groups: str) -> tuple[str, ...]:
    """Those of the tags that stand in these groups in some edition of a message."""
    elements = (element for group in groups for element in _groups(message, group))
    found = {child.tag for element in elements for child in element.children}
    return tuple(tag for tag in tags if tag in found)


def _groups(message: str, tag: str) -> Iterator[Element]:
    for table in catalogue().tables:
        if table.file_name == message:
            yield from (element for element in table.element.walk() if element.tag == tag)


def _of_person(person: Element) -> Iterator[str]:
    for child in person.children:
        if child.tag in PERSON_FIELDS:
            yield PERSON_FIELDS[child.tag][0]
        elif child.tag in _ONE_FIELD:
            yield _ONE_FIELD[child.tag]
        elif child.tag in _PER_KIND:
            name, kind = _PER_KIND[child.tag]
            codes = (below.values for below in child.children if below.tag == kind)
            yield from (f"{name}:{code}" for values in codes for code in values)


def _of_employment(employment: Element) -> Iterator[str]:
    for child in employment.children:
        if child.tag in EMPLOYMENT_FIELDS:
            yield EMPLOYMENT_FIELDS[child.tag][0]
        elif child.tag in _EMPLOYMENT_GROUPS:
            yield _EMPLOYMENT_GROUPS[child.tag]


def _texts(table: FieldTable) -> Iterator[str]:
    return (name for name, read in table.values() if read is as_text)
