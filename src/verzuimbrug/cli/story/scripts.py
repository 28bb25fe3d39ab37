"""What a script of the story consists of, and short ways to write one down."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.portal.outgoing import PersonalReport
from verzuimbrug.portal.people import Employer, Person
from verzuimbrug.portal.profiles import Profile
from verzuimbrug.portal.stories import FULL, NOTHING, Case, Mutation

Dossiers = Mapping[str, Sequence[Mapping[str, Any]]]
"""By employer code, the dossiers of its people as the REST API gives them."""


Ago = Callable[[int], date]
"""The day so many days before the one on which the story is played."""


def days_before(today: date) -> Ago:
    """Return how to count back from a day."""
    return lambda days: today - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is reported live: what happened, in Dutch, and how often it is delivered."""

    text: str
    report: PersonalReport
    times: int = 1


@dataclass(frozen=True, slots=True)
class Notice:
    """Employee data that is sent, and why, in Dutch."""

    text: str
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The story of one coupling.

    `newcomer` is an employer that the arbodienst does not know yet when `from_newcomer` comes in.
    `expected` are the dossiers at the end: facts written down by hand, worked out by nobody's code.
    """

    profile: Profile
    edition: str
    employers: tuple[Employer, ...]
    newcomer: Employer
    initial_load: tuple[tuple[PersonalReport, ...], ...]
    live: tuple[Event, ...]
    from_newcomer: tuple[Event, ...]
    notices: tuple[Notice, ...]
    expected: Dossiers


def unfinished(configured: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a configuration without contracts, and with its code tables not confirmed."""
    (account,) = configured["accounts"]
    streams = [{**each, "operations_confirmed": False} for each in account["streams"]]
    return {
        **configured,
        "employers": [{**each, "contract_reference": ""} for each in configured["employers"]],
        "accounts": [{**account, "streams": streams}],
    }


def employee(  # noqa: PLR0913 -- what is known of a person
    employer: Employer, key: str, name: str, *, born: date, gender: str, hours: str = "36.00"
) -> Person:
    """Return a person; `name` is initials, prefix and surname ("A van der Berg")."""
    initials, _, rest = name.partition(" ")
    prefix, _, surname = rest.rpartition(" ")
    return Person(
        employer=employer,
        key=key,
        birth_date=born,
        fields={
            "birth_date": born.isoformat(),
            "initials": initials,
            "prefix": prefix or None,
            "surname": surname,
            "name_preference": "01",
            "gender": gender,
        },
        employment=f"D-{key}",
        employment_fields={
            "start": "2020-02-01",
            "end": None,
            "personnel_number": key,
            "department": "Productie",
            "department_code": "P1",
            "hours_per_week": hours,
        },
    )


def case(key: str, *mutations: Mutation, cause: str = "99") -> Case:
    """Return a case; its mutations are numbered in the order given."""
    numbered = tuple(replace(m, sequence=n) for n, m in enumerate(mutations, start=1))
    return Case(key=key, cause=cause, safety_net="N", mutations=numbered)


def new(first_day: date) -> Mutation:
    """Return the first report of a case."""
    return _mutation(Operation.NEW, first_day, first_day, FULL)


def change(first_day: date, day: date, percentage: str) -> Mutation:
    """Return a partial recovery, or a relapse."""
    return _mutation(Operation.CHANGE, first_day, day, Decimal(percentage))


def recover(first_day: date, day: date) -> Mutation:
    """Return a full recovery."""
    return replace(
        _mutation(Operation.CHANGE, first_day, day, NOTHING), recovers=True, recovered_on=day
    )


def move(first_day: date, day: date, percentage: str, *, before: date) -> Mutation:
    """Return the correction of the date of a partial recovery."""
    return replace(
        _mutation(Operation.CORRECT, first_day, day, Decimal(percentage)), day_before=before
    )


def move_first_day(first_day: date, *, before: date) -> Mutation:
    """Return the correction of the first day."""
    correction = _mutation(Operation.CORRECT, first_day, first_day, FULL)
    return replace(correction, first_day_before=before)


def take_back(recovery: Mutation) -> Mutation:
    """Return the withdrawal of a recovery."""
    return replace(recovery, operation=Operation.WITHDRAW)


def withdraw(first_day: date) -> Mutation:
    """Return the withdrawal of a whole case."""
    return _mutation(Operation.WITHDRAW, first_day, first_day, FULL)


def report(person: Person, of: Case, sequence: int) -> PersonalReport:
    """Return the report with a number."""
    return PersonalReport(person, of, of.mutations[sequence - 1])


def _mutation(operation: Operation, first_day: date, day: date, percentage: Decimal) -> Mutation:
    return Mutation(
        operation=operation,
        sequence=0,
        day=day,
        first_day=first_day,
        percentage=percentage,
    )
