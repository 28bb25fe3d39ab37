"""People and employers that do not exist: names, birth dates, addresses, contracts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from verzuimbrug.domain.deliveries import FieldValue

_EMPLOYERS = (
    "Bakkerij De Korenbloem B.V.",
    "Installatiebedrijf Van Dalen",
    "Kinderopvang Zonnestraal",
    "Transport Noord B.V.",
    "Kwekerij 't Groene Hart",
    "Schildersbedrijf Müller & Zn.",
    "Restaurant Het Gouden Hert",
    "Garage Van 't Hof",
)

_SURNAMES = (
    ("", "Jansen"),
    ("de", "Vries"),
    ("van der", "Berg"),
    ("van", "Dijk"),
    ("", "Bakker"),
    ("", "Çelik"),
    ("", "Yıldırım"),  # noqa: RUF001 -- Turkish names have a dotless i
    ("", "Müller"),
    ("ten", "Brinke"),
    ("van den", "Heuvel"),
    ("", "O'Connor"),
    ("", "Böhm"),
    ("el", "Haddaoui"),
    ("", "Nguyễn"),
    ("", "Kowalska"),
    ("", "Łukasiewicz"),
    ("", "Ferreira de São João"),
    ("op 't", "Veld"),
    ("", "Groenewoud"),
    ("", "Hoekstra"),
)

_CALL_NAMES = (
    ("V", "Noémie"),
    ("V", "Fenna"),
    ("V", "Zoë"),
    ("V", "Anouk"),
    ("V", "Chloé"),
    ("M", "Daan"),
    ("M", "René"),
    ("M", "Søren"),
    ("M", "Jürgen"),
    ("M", "Teun"),
    ("O", "Robin"),
)

_PLACES = (
    ("3511AA", "Utrecht", "Dorpsstraat"),
    ("9711LM", "Groningen", "Oosterstraat"),
    ("6211CK", "Maastricht", "Boschstraat"),
    ("8911BM", "Leeuwarden", "Nieuwestad"),
)

_DEPARTMENTS = (("Productie", "P1"), ("Verkoop", "V1"), ("Administratie", "A1"), ("Techniek", "T1"))
_HOURS = ("40.00", "36.00", "32.00", "24.00", "20.00")
_OLDEST = date(1961, 1, 1)
_YOUNGEST = date(2004, 12, 31)
_FIRST_CONTRACT = date(2008, 1, 1)
_LAST_CONTRACT = date(2024, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """A shared client; `number` is the portal's: a relation number or a connection number."""

    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An employee with one employment; field names are those of the domain's deliveries."""

    employer: Employer
    key: str
    birth_date: date
    fields: Mapping[str, FieldValue]
    employment: str
    employment_fields: Mapping[str, FieldValue]


def employers(random: Random, count: int) -> tuple[Employer, ...]:
    """Return employers with different numbers; names come back with a place when they run out."""
    numbers = random.sample(range(10_000, 100_000), count)
    return tuple(
        Employer(number=str(number), name=_employer_name(place))
        for place, number in enumerate(numbers)
    )


def people(random: Random, staffed: tuple[Employer, ...], count: int) -> Iterator[Person]:
    """Yield people, over the employers in turn."""
    for place in range(count):
        yield _person(random, staffed[place % len(staffed)], place)


def _employer_name(place: int) -> str:
    round_, index = divmod(place, len(_EMPLOYERS))
    return f"{_EMPLOYERS[index]} {round_ + 1}" if round_ else _EMPLOYERS[index]


def _person(random: Random, employer: Employer, place: int) -> Person:
    born = _day_between(random, _OLDEST, _YOUNGEST)
    return Person(
        employer=employer,
        key=f"{random.getrandbits(40):010x}{place:06x}",
        birth_date=born,
        fields=_person_fields(random, born),
        employment=f"D{random.randrange(10**4):04}{place:06}",
        employment_fields=_employment_fields(random, place),
    )


def _person_fields(random: Random, born: date) -> dict[str, FieldValue]:
    prefix, surname = random.choice(_SURNAMES)
    gender, call_name = random.choice(_CALL_NAMES)
    fields: dict[str, FieldValue] = {
        "birth_date": born.isoformat(),
        "surname": surname,
        "initials": call_name[0] + random.choice(("", "J", "MA")),
        "call_name": call_name,
        "name_preference": "01",
        "gender": gender,
        "address:01": _address(random),
        "contact:06": f"06{random.randrange(10**8):08}",
    }
    if prefix:
        fields["prefix"] = prefix
    return fields


def _address(random: Random) -> dict[str, str | None]:
    postal_code, city, street = random.choice(_PLACES)
    return {
        "postal_code": postal_code,
        "city": city,
        "street": street,
        "house_number": str(random.randrange(1, 400)),
    }


def _employment_fields(random: Random, place: int) -> dict[str, FieldValue]:
    department, code = random.choice(_DEPARTMENTS)
    return {
        "start": _day_between(random, _FIRST_CONTRACT, _LAST_CONTRACT).isoformat(),
        "end": None,
        "personnel_number": str(1000 + place),
        "department": department,
        "department_code": code,
        "hours_per_week": random.choice(_HOURS),
    }


def _day_between(random: Random, first: date, last: date) -> date:
    return first + timedelta(days=random.randrange((last - first).days))
