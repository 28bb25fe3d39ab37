"""Makes very many cases known to an instance, and the messages that report on some of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from random import Random

import psycopg

from instance import Instance
from traffic import EDITION, MADE_ON, PROFILE, Traffic, configuration_text
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.portal.outgoing import Outbox, OutgoingMessage, PersonalReport
from verzuimbrug.portal.people import Employer, Person
from verzuimbrug.portal.stories import Case, Mutation

CASES_OF_A_PERSON = 4
SINGLE, TOGETHER = range(2, 6), range(6, 18)
"""The numbers of the mutations that come one by one, and of those that come together after them."""

_STATEMENTS = Path(__file__).with_suffix(".sql")
_FIRST = 1_000_000_000
_PERCENTAGES = (Decimal("50.00"), Decimal("75.00"))
_DAYS = timedelta(days=10)

_OPEN = """
SELECT e.code, e.name, k.key, p.birth_date, p.fields, m.number, m.fields, c.key, c.first_day
FROM store_employee p
JOIN store_employer e ON e.id = p.employer_id
JOIN store_linkkey k ON k.employee_id = p.id
JOIN store_employment m ON m.employee_id = p.id
JOIN store_absencecase c ON c.employee_id = p.id AND c.status = 'open'
WHERE p.id = ANY(%s) ORDER BY e.code, p.id
"""

Subject = tuple[Person, str, date]
"""A person, the key of their open case, and its first day."""


def make_known(instance: Instance, cases: int) -> None:
    """Make so many cases known, and let the server tidy up after it."""
    with psycopg.connect(instance.superuser_url(), autocommit=True) as database:
        people = str(cases // CASES_OF_A_PERSON)
        database.execute("SELECT set_config('bench.people', %s, false)", [people])
        database.execute(_STATEMENTS.read_bytes())
        database.execute("VACUUM (ANALYZE)")
        database.execute("CHECKPOINT")


def choose(instance: Instance, cases: int, count: int) -> list[Subject]:
    """Return so many people with an open case, taken at random of those made known."""
    random = Random(f"known {cases}")  # noqa: S311 -- nothing secret is made of it
    people = [_FIRST + each for each in random.sample(range(cases // CASES_OF_A_PERSON), count)]
    with instance.connect() as database:
        return [_subject(row) for row in database.execute(_OPEN, [people]).fetchall()]


def one_by_one(subjects: Sequence[Subject], series: str) -> Traffic:
    """Return partial recoveries, one a message: the first of everybody, then the second, and on."""
    shuffled = list(subjects)
    Random(series).shuffle(shuffled)  # noqa: S311 -- nothing secret is made of it
    batches = ([_report(each, number)] for number in SINGLE for each in shuffled)
    return _traffic(f"{series}-1", batches, connections=8)


def all_together(subjects: Sequence[Subject], series: str) -> Traffic:
    """Return more partial recoveries of the same people, a message an employer."""
    by_employer = groupby(subjects, key=lambda each: each[0].employer.number)
    batches = (
        [_report(each, number) for each in members for number in TOGETHER]
        for _, members in by_employer
    )
    return _traffic(f"{series}-2", batches, connections=2)


def _traffic(series: str, batches: Iterable[list[PersonalReport]], connections: int) -> Traffic:
    messages = tuple(_messages(series, batches))
    return Traffic(messages=messages, configuration=configuration_text(()), connections=connections)


def _messages(series: str, batches: Iterable[list[PersonalReport]]) -> Iterator[OutgoingMessage]:
    outbox = Outbox(profile=PROFILE, edition=EDITION, made_on=MADE_ON, series=series)
    return (outbox.absence(batch) for batch in batches)


def _subject(row: tuple[object, ...]) -> Subject:
    code, name, key, born, fields, employment, employment_fields, case_key, first_day = row
    person = Person(
        employer=Employer(number=str(code).removeprefix(PROFILE.prefix), name=str(name)),
        key=str(key),
        birth_date=born,
        fields=fields,
        employment=str(employment),
        employment_fields=employment_fields,
    )
    return person, str(case_key), first_day


def _report(subject: Subject, number: int) -> PersonalReport:
    """The partial recovery with this number in its case."""
    person, case_key, first_day = subject
    mutation = Mutation(
        operation=Operation.CHANGE,
        sequence=number,
        day=first_day + number * _DAYS,
        first_day=first_day,
        percentage=_PERCENTAGES[number % len(_PERCENTAGES)],
    )
    case = Case(key=case_key, cause="99", safety_net="N", mutations=(mutation,))
    return PersonalReport(person, case, mutation)
