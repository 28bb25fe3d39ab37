"""Persons and employers that do not exist, for the examples of conformance cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from verzuimbrug.domain.bsn import passes_elfproef
from verzuimbrug.domain.deliveries import (
    DeliveredEmployer,
    DeliveredEmployment,
    DeliveredPerson,
    DeliveredReport,
    FieldValue,
)

_BORN = date(1980, 2, 5)
_IN_SERVICE = date(2019, 3, 1)
_NO_ONES = 999_900_000
"""Numbers from here on are nobody's; some of them pass the eleven test (WN-6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleEmployer:
    """An employer of a sandbox: the number that its portal knows it by, and its tags (WG-1)."""

    number: str
    name: str
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamplePerson:
    """Somebody of an example: `number` and `series` tell examples apart.

    `key_tags` are the tags that carry the link key (WN-1); `has_digits`: the key is nine digits.
    With `former` the person has another key, and names this one as the former (WN-3).
    """

    number: int
    series: str
    key_tags: tuple[str, ...]
    has_digits: bool = False
    changes: Mapping[str, FieldValue] = field(default_factory=dict)
    ends_on: date | None = None
    former: bool = False

    @property
    def key(self) -> str:
        """The link key; another one once the former key is named."""
        if self.has_digits:
            return _of_no_one(self.number)
        return f"{self._first_key}N" if self.former else self._first_key

    @property
    def _first_key(self) -> str:
        return f"K{self.series}{self.number:04}"

    def delivered(self, reports: tuple[DeliveredReport, ...] = ()) -> DeliveredPerson:
        """The person with an employment, as a message says it."""
        employment = DeliveredEmployment(
            number=f"D{self.series}{self.number:04}",
            number_old=None,
            fields={
                "start": _IN_SERVICE.isoformat(),
                "end": self.ends_on.isoformat() if self.ends_on else None,
                "personnel_number": self.key,
                "department": "Productie",
                "department_code": "P1",
                "hours_per_week": "36.00",
            },
            path="",
            line=None,
            reports=reports,
        )
        return DeliveredPerson(
            position=0,
            path="",
            line=None,
            keys=dict.fromkeys(self.key_tags, (self.key,)),
            key_old=self._first_key if self.former else None,
            birth_date=_BORN,
            surname=None,
            bsn=None,
            fields=self._fields(),
            employments=(employment,),
        )

    def _fields(self) -> Mapping[str, FieldValue]:
        return {
            "birth_date": _BORN.isoformat(),
            "surname": f"Proefpersoon{self.number}",
            "initials": "P",
            "name_preference": "01",
            "gender": "V",
            "address:01": {
                "postal_code": "3511AA",
                "city": "Utrecht",
                "street": "Dorpsstraat",
                "house_number": str(self.number + 1),
            },
            **self.changes,
        }


def _of_no_one(number: int) -> str:
    start = _NO_ONES + number * 100
    return next(str(one) for one in range(start, start + 100) if passes_elfproef(str(one)))


def at(employer: ExampleEmployer, *persons: DeliveredPerson) -> DeliveredEmployer:
    """Persons at an employer, as a message says it."""
    return DeliveredEmployer(path="", line=None, tags=employer.tags, persons=persons)
