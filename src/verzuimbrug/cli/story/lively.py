"""What makes a console worth looking at: couplings of every kind, and a day's messages on them.

Everything comes in by the doors and the ordinary commands, now: there are no messages of other
days, since a day cannot be delivered afterwards.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from verzuimbrug.cli.story.instance import Instance
from verzuimbrug.cli.story.scripts import unfinished
from verzuimbrug.domain.readiness import CHECKS
from verzuimbrug.portal.client import PortalClient
from verzuimbrug.portal.configuration import as_yaml, configuration
from verzuimbrug.portal.outgoing import Outbox, OutgoingMessage, PersonalReport
from verzuimbrug.portal.people import Employer, Person
from verzuimbrug.portal.profiles import PROFILES, Profile
from verzuimbrug.portal.simulator import Simulation, World, world
from verzuimbrug.portal.stories import Case, tell_finished, tell_open

BUSY, CAREFUL, NEW, PAUSED = (
    "Turien verzekeringsinzicht",
    "Noorderhaven vdd",
    "De Waard verzekeringsinzicht",
    "Kustlijn vdd",
)
_UNKNOWN = Employer(number="9001", name="Kwekerij Buiten de Groep")
_UNREADABLE = b"<Verzuimmeldingen><niet af"
_SHORTEST_STORY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupling:
    """A coupling with made-up employers and people."""

    name: str
    profile: Profile
    known: World
    today: date

    @property
    def configured(self) -> Mapping[str, Any]:
        """Its part of a configuration file."""
        part = configuration(self.profile, self.known.employers)
        (account,) = part["accounts"]
        insurer = f"{self.name.rpartition(' ')[0]} Assuradeuren"
        return {**part, "accounts": [{**account, "name": self.name, "insurer": insurer}]}

    @property
    def outbox(self) -> Outbox:
        """What makes its messages."""
        return Outbox(profile=self.profile, edition="2026", made_on=self.today)


def _coupling(name: str, portal: str, prefix: str, today: date, seed: int) -> Coupling:
    group = name.upper().replace(" ", "-").replace("VERZEKERINGSINZICHT", "VI")
    profile = replace(PROFILES[portal], prefix=prefix, group=group)
    simulation = Simulation(
        profile=profile,
        start=today - timedelta(days=120),
        made_on=today,
        seed=seed,
        employers=5,
        people=30,
    )
    return Coupling(name=name, profile=profile, known=world(simulation), today=today)


def enliven(instance: Instance, today: date) -> None:
    """Set the couplings up, and have a day happen on them."""
    busy = _coupling(BUSY, "verzekeringsinzicht", "TUR", today, 21)
    careful = _coupling(CAREFUL, "vdd", "NH", today, 22)
    new = _coupling(NEW, "verzekeringsinzicht", "DW", today, 23)
    paused = _coupling(PAUSED, "vdd", "KL", today, 24)
    _configure(instance, busy, busy.configured)
    _configure(instance, careful, _for_approval(careful.configured))
    _configure(instance, new, unfinished(new.configured))
    _configure(instance, paused, paused.configured)
    _have_a_day(instance, busy)
    _wait_for_approval(instance, careful)
    _begin(instance, new)
    _pause(instance, paused)
    instance.finish_work()


def _configure(instance: Instance, coupling: Coupling, configured: Mapping[str, Any]) -> None:
    file = instance.data / f"{coupling.profile.prefix}.yaml"
    file.write_text(as_yaml(configured), encoding="utf-8")
    instance.run("config", "apply", str(file))


def _for_approval(configured: Mapping[str, Any]) -> Mapping[str, Any]:
    (account,) = configured["accounts"]
    streams = [{**stream, "mode": "approval"} for stream in account["streams"]]
    return {**configured, "accounts": [{**account, "streams": streams}]}


def _live(instance: Instance, coupling: Coupling) -> PortalClient:
    """The coupling goes live, ready or not; its portal."""
    portal = _portal(instance, coupling)
    passed_over = [word for check in CHECKS for word in ("--waive", check)]
    instance.run("activate", coupling.name, *passed_over, "--reason", "demonstratie")
    return portal


def _portal(instance: Instance, coupling: Coupling) -> PortalClient:
    issued = json.loads(instance.run("credentials", "issue", coupling.name, "--reveal"))
    return PortalClient(instance.url, issued["customer_code"], issued["token"])


def _have_a_day(instance: Instance, coupling: Coupling) -> None:
    """Live mutations, with everything that can be the matter with some of them."""
    stories = list(_stories(coupling))
    outbox = coupling.outbox
    with _live(instance, coupling) as portal:
        messages = [outbox.absence([report]) for report in _in_order(stories)]
        _send(portal, messages)
        _send(portal, messages[:2])
        _send(portal, map(outbox.absence, _odd(stories)))
        portal.send(coupling.profile.absence_stream, "onleesbaar.xml", _UNREADABLE)
        _send(portal, [outbox.employee_data([person]) for person in _never_absent(coupling)])
    instance.finish_work()
    # The portal goes on with its old token for a while.
    instance.run("credentials", "rotate", coupling.name, "--overlap-days", "6", "--reveal")
    receipt = _last_receipt(instance)
    instance.run("undo", "message", receipt, "--reason", "te vroeg aangeleverd", "--yes")


Story = Sequence[PersonalReport]


def _stories(coupling: Coupling) -> Iterator[Story]:
    """Of each person who falls ill the reports until today; some fall ill again shortly after."""
    random = Random(f"{coupling.name}")  # noqa: S311 -- nothing secret is made of it
    for number, person in enumerate(coupling.known.absent):
        first_day = coupling.today - timedelta(days=random.randrange(20, 110))
        told = tell_finished(random, f"{coupling.profile.prefix}-{number:03}", first_day)
        yield _until(coupling.today, person, told)
        again = told.last_day + timedelta(days=random.randrange(5, 27))
        if number % 3 == 0 and again < coupling.today:
            case = tell_open(random, f"{coupling.profile.prefix}-{number:03}B", again)
            yield _until(coupling.today, person, case)


def _until(today: date, person: Person, case: Case) -> Story:
    return [PersonalReport(person, case, each) for each in case.mutations if each.day <= today]


def _in_order(stories: Sequence[Story]) -> Iterator[PersonalReport]:
    """Every report; of one long story the second never comes, so that the others wait for it."""
    long = [story for story in stories if len(story) >= _SHORTEST_STORY]
    lost = long[0][1] if long else None
    for story in stories:
        yield from (report for report in story if report is not lost)


def _odd(stories: Sequence[Story]) -> Iterator[Story]:
    """What cannot be taken over: another content on a number, and an employer nobody knows."""
    first = stories[1][0]
    other = replace(first.mutation, percentage=Decimal("62.50"))
    yield [replace(first, mutation=other)]
    for place, story in enumerate(stories[2:5]):
        person = replace(
            story[0].person, employer=_UNKNOWN, key=f"{story[0].person.key[:8]}{place}"
        )
        yield [replace(report, person=person) for report in story[:1]]


def _never_absent(coupling: Coupling) -> list[Person]:
    absent = {person.key for person in coupling.known.absent}
    return [person for person in coupling.known.people if person.key not in absent]


def _send(portal: PortalClient, messages: Iterable[OutgoingMessage]) -> None:
    for message in messages:
        portal.send(message.stream, message.file_name, message.content)


def _last_receipt(instance: Instance) -> str:
    """The receipt of the last message that was processed with a report of absence in it."""
    from verzuimbrug.cli.instance import open_instance

    open_instance(instance.data)
    from verzuimbrug.application.access import Reader
    from verzuimbrug.application.accounts import find_account
    from verzuimbrug.application.reports.listing import list_reports
    from verzuimbrug.application.reports.selection import Selection

    ref = find_account(BUSY)
    reader = Reader(arbodienst=ref.arbodienst, principal="command: demo")
    today = date.today()  # noqa: DTZ011 -- the day on which the demonstration is given
    found = list_reports(
        reader, Selection(first=today - timedelta(days=1), last=today, account=ref.account), "nl"
    )
    return next(entry.receipt for entry in found.items if entry.states.get("applied") == 1)


def _wait_for_approval(instance: Instance, coupling: Coupling) -> None:
    stories, outbox = list(_stories(coupling))[:6], coupling.outbox
    with _live(instance, coupling) as portal:
        _send(portal, map(outbox.absence, stories))


def _begin(instance: Instance, coupling: Coupling) -> None:
    """A coupling that is being set up: links are made, and a first load waits to be compared."""
    with _portal(instance, coupling) as portal:
        instance.run("initial-load", "start", coupling.name)
        stories, outbox = list(_stories(coupling))[:8], coupling.outbox
        _send(portal, [outbox.absence(story[:1]) for story in stories])
    links = ("--code-to", "Portaal, afdeling beheer", "--token-to", "portaal@example.nl")
    instance.run("credentials", "issue", coupling.name, *links)


def _pause(instance: Instance, coupling: Coupling) -> None:
    stories, outbox = list(_stories(coupling))[:3], coupling.outbox
    with _live(instance, coupling) as portal:
        _send(portal, map(outbox.absence, stories))
        instance.finish_work()
        instance.run("suspend", coupling.name, "--reason", "portaal is in onderhoud")
