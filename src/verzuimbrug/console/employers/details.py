"""Where an employer is, who to call there, and its departments, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from verzuimbrug.application.employers.showing import EmployerShown
from verzuimbrug.console.configuring.words import field_word, value_words

Rows = tuple[tuple[str, str], ...]


def details_of(shown: EmployerShown) -> tuple[tuple[str, Rows], ...]:
    """What is known of each, under its heading; what is not known is left out."""
    groups = (
        (_("Addresses"), tuple(_by_key(shown.addresses))),
        (_("Contact data"), tuple(_by_key(shown.contact))),
        (_("Contact persons"), tuple(map(_person, shown.contact_persons))),
        (_("Departments"), tuple(_by_key(shown.departments))),
    )
    return tuple((title, rows) for title, rows in groups if rows)


def _by_key(parts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in sorted(parts.items()):
        yield field_word(key), value_words(value)


def _person(person: Mapping[str, Any]) -> tuple[str, str]:
    called = " ".join(filter(None, (person.get("initials"), person["name"])))
    rest = {name: value for name, value in person.items() if name not in ("name", "initials")}
    return called, value_words(rest)
