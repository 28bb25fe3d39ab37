"""The simulator: plausible traffic of VerzekeringsInzicht and VDD, the same for the same settings.

All messages are valid against the catalogue, and no case holds a report that cannot be (VZ-12).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random

from verzuimbrug.portal.outgoing import Outbox, OutgoingMessage, PersonalReport
from verzuimbrug.portal.people import Employer, Person, employers, people
from verzuimbrug.portal.profiles import Profile
from verzuimbrug.portal.stories import days_between, tell_finished, tell_open

WITHOUT_ABSENCE = 5
"""One in so many people is never absent: the portal sends only the employee data."""

_MOST_REPORTS_OF_A_PERSON = 99
_FIRST_ABSENCE_WITHIN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What to simulate.

    Args:
        people: employees, over the employers in turn.
        reports: reports of absence, exactly; None: one or two cases of each person.
        initial_load: open cases in bulk (GR-3); otherwise live, a message per mutation.
        per_message: the most reports in one message of an initial load; None: one per employer.
        start: the first day on which anyone falls ill, about.
        made_on: the day on which the messages are made; after receipt they would be held (WN-5).
    """

    profile: Profile
    start: date
    made_on: date
    edition: str = "2026"
    seed: int = 1
    employers: int = 4
    people: int = 20
    reports: int | None = None
    initial_load: bool = False
    per_message: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The employers and people of a simulation."""

    employers: tuple[Employer, ...]
    people: tuple[Person, ...]

    @property
    def absent(self) -> tuple[Person, ...]:
        """The people who have a case of absence."""
        return tuple(p for n, p in enumerate(self.people, start=1) if n % WITHOUT_ABSENCE)


def world(simulation: Simulation) -> World:
    """Return the employers and people of a simulation."""
    random = _random("world", simulation)
    staffed = employers(random, simulation.employers)
    return World(employers=staffed, people=tuple(people(random, staffed, simulation.people)))


def _random(purpose: str, simulation: Simulation) -> Random:
    """Return the source of one part of a world, so that the parts do not disturb each other."""
    seed = f"{purpose} {simulation.seed} {simulation.profile.name}"
    return Random(seed)  # noqa: S311 -- nothing secret is made of it


def simulate(simulation: Simulation) -> Iterator[OutgoingMessage]:
    """Yield the messages in order of sending: absence first, then the employee data."""
    outbox = Outbox(
        profile=simulation.profile,
        edition=simulation.edition,
        made_on=simulation.made_on,
        series=str(simulation.seed),
    )
    known = world(simulation)
    reports = _reports(simulation, known)
    for batch in _in_bulk(simulation, reports) if simulation.initial_load else _live(reports):
        yield outbox.absence(batch)
    for group in _employee_groups(simulation, known):
        yield outbox.employee_data(group)


def _reports(simulation: Simulation, known: World) -> list[PersonalReport]:
    random = _random("stories", simulation)
    told = _stories(random, simulation, known.absent)
    return list(islice(told, simulation.reports))


def _stories(
    random: Random, simulation: Simulation, absent: tuple[Person, ...]
) -> Iterator[PersonalReport]:
    """Yield the reports of case after case, each person's cases one after the other."""
    tell = tell_open if simulation.initial_load else tell_finished
    free_from: dict[str, date] = {}
    for number, person in enumerate(_turns(random, simulation, absent)):
        first_day = _first_day(random, simulation, free_from.get(person.key))
        case = tell(random, f"VG{random.randrange(10**3):03}{number:06}", first_day)
        free_from[person.key] = case.last_day
        for mutation in case.mutations:
            yield PersonalReport(person, case, mutation)


def _turns(random: Random, simulation: Simulation, absent: tuple[Person, ...]) -> Iterator[Person]:
    if simulation.reports is not None:
        return cycle(absent)
    again = () if simulation.initial_load else (p for p in absent if random.choice((True, False)))
    return iter((*absent, *again))


def _first_day(random: Random, simulation: Simulation, free_from: date | None) -> date:
    if free_from is None:
        return simulation.start + timedelta(days=random.randrange(_FIRST_ABSENCE_WITHIN))
    return free_from + timedelta(days=days_between(random))


def _live(reports: list[PersonalReport]) -> Iterator[list[PersonalReport]]:
    """Each mutation on its own, in order of day; those of one case in order of number."""
    days: dict[str, date] = {}
    placed = []
    for report in reports:
        day = max(report.mutation.day, days.get(report.case.key, date.min))
        days[report.case.key] = day
        placed.append((day, report))
    placed.sort(key=lambda pair: pair[0])
    return ([report] for _, report in placed)


def _in_bulk(
    simulation: Simulation, reports: list[PersonalReport]
) -> Iterator[list[PersonalReport]]:
    """Employer by employer and person by person; a message ends where its bound is reached."""
    reports = sorted(reports, key=lambda r: (r.person.employer.number, r.person.key))
    batch: list[PersonalReport] = []
    for report in reports:
        if batch and _is_full(simulation, batch, report.person):
            yield batch
            batch = []
        batch.append(report)
    if batch:
        yield batch


def _is_full(simulation: Simulation, batch: list[PersonalReport], person: Person) -> bool:
    if simulation.per_message is None and batch[-1].person.employer != person.employer:
        return True
    if len(batch) == simulation.per_message:
        return True
    return [report.person for report in batch[-_MOST_REPORTS_OF_A_PERSON:]] == (
        [person] * _MOST_REPORTS_OF_A_PERSON
    )


def _employee_groups(simulation: Simulation, known: World) -> Iterator[list[Person]]:
    if not simulation.initial_load:
        yield from ([person] for person in known.people)
        return
    for employer in known.employers:
        if staff := [person for person in known.people if person.employer == employer]:
            yield staff
