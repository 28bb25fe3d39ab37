"""A person as a receiver is told of it: what we know, and what is stated where it is lacking."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from verzuimbrug.domain.deliveries import (
    DeliveredEmployment,
    DeliveredPerson,
    DeliveredReport,
    FieldValue,
)

_OF_PERSON = ("initials", "name_preference", "gender")
_OF_EMPLOYMENT = ("department_code",)
STATED = (*_OF_PERSON, *_OF_EMPLOYMENT, "payroll_tax_number")
"""The fields that an edition may demand, for which an export may state a value (EX-6)."""

Fields = Mapping[str, FieldValue]

_ANY_DAY = date(1900, 1, 1)
"""Stands in a person for the date of birth, of which a message says the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEmployment:
    """An employment by our own number, with what we know of it."""

    number: str
    fields: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """A person by our own number; the BSN only when it is to be sent."""

    number: str
    fields: Fields
    employments: tuple[KnownEmployment, ...]
    bsn: str | None = None


def with_employments(person: KnownPerson, others: Iterable[KnownEmployment]) -> KnownPerson:
    """The person with those of these employments that it does not have itself."""
    own = {one.number for one in person.employments}
    more = tuple(one for one in others if one.number not in own)
    return replace(person, employments=person.employments + more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """Under which tags the keys of a person are sent."""

    key: str
    bsn: str


def delivered_person(
    person: KnownPerson,
    stated: Mapping[str, str],
    tags: Tags,
    reports: Mapping[str, Iterable[DeliveredReport]] | None = None,
) -> DeliveredPerson:
    """The person with all of its employments, or with those that have reports.

    `reports` are by the number of their employment.
    """
    kept = [one for one in person.employments if reports is None or one.number in reports]
    bsn = {tags.bsn: (person.bsn,)} if person.bsn else {}
    return DeliveredPerson(
        position=0,
        path="",
        line=None,
        keys={tags.key: (person.number,), **bsn},
        key_old=None,
        birth_date=_ANY_DAY,
        surname=None,
        bsn=person.bsn,
        fields={**_said(stated, _OF_PERSON), **_filled(person.fields)},
        employments=tuple(
            DeliveredEmployment(
                number=one.number,
                number_old=None,
                fields={**_said(stated, _OF_EMPLOYMENT), **_filled(one.fields)},
                path="",
                line=None,
                reports=tuple((reports or {}).get(one.number, ())),
            )
            for one in kept
        ),
    )


def _said(stated: Mapping[str, str], names: Iterable[str]) -> dict[str, FieldValue]:
    return {name: stated[name] for name in names if name in stated}


def _filled(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value is not None}
