"""Addresses, contact data, contact persons and departments of an employer in a file."""

from collections.abc import Iterator
from typing import Any

from verzuimbrug.application.configuration.document import Section
from verzuimbrug.domain.employer_details import ADDRESS_TEXTS, DEPARTMENT_TEXTS, PERSON_TEXTS

_DAYS = ("start", "end")
_LONGEST = 200


def read_details(section: Section) -> dict[str, Any]:
    """What an entry of an employer has of these; what is left out is empty."""
    persons = section.sections("contact_persons")
    return {
        "addresses": _table(section.section("addresses"), ADDRESS_TEXTS),
        "contact": section.pairs("contact"),
        "contact_persons": tuple(_person(part) for part in persons),
        "departments": _table(section.section("departments"), DEPARTMENT_TEXTS),
    }


def _table(section: Section | None, texts: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Texts and days by name, by whatever key."""
    if section is None:
        return {}
    parts = ((name, section.section(name)) for name in section.names)
    return {name: dict(_texts(part, texts)) for name, part in parts if part is not None}


def _texts(section: Section, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        if written := section.text(name, _LONGEST):
            yield name, written
    for name in _DAYS:
        if day := section.day(name):
            yield name, day.isoformat()
    section.close()


def _person(section: Section) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name in PERSON_TEXTS:
        written = section.required(name, _LONGEST) if name == "name" else section.text(name, 60)
        said |= {name: written} if written else {}
    contact = section.pairs("contact")
    section.close()
    return {**said, **({"contact": contact} if contact else {})}
