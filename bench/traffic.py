"""What the benchmark sends: made by the simulator beforehand, so that making it costs nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from verzuimbrug.portal.configuration import as_yaml, configuration
from verzuimbrug.portal.outgoing import OutgoingMessage
from verzuimbrug.portal.profiles import PROFILES
from verzuimbrug.portal.simulator import Simulation, simulate, world

PROFILE = PROFILES["verzekeringsinzicht"]
EDITION = "2026"

TODAY = datetime.now(tz=ZoneInfo("Europe/Amsterdam")).date()
START = TODAY - timedelta(days=270)
# Every fifth person is never absent; a prime number of employers spreads those evenly.
_EMPLOYERS = 397
_REPORTS_OF_A_PERSON = 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """Messages of absence, and the configuration under which they are taken in.

    `connections` is over how many connections at once a portal delivers them.
    """

    messages: tuple[OutgoingMessage, ...]
    configuration: str
    connections: int

    @property
    def reports(self) -> int:
        """How many reports of absence the messages hold."""
        return sum(message.reports for message in self.messages)

    @property
    def size(self) -> int:
        """The bytes of all messages."""
        return sum(len(message.content) for message in self.messages)


def initial_load(reports: int) -> Traffic:
    """Return open cases in bulk: one message an employer."""
    people = max(int(reports / _REPORTS_OF_A_PERSON), 10)
    employers = min(_EMPLOYERS, max(people // 10, 1))
    return _traffic(
        Simulation(
            profile=PROFILE,
            edition=EDITION,
            seed=1,
            employers=employers,
            people=people,
            reports=reports,
            initial_load=True,
            start=START,
            made_on=TODAY,
        ),
        connections=2,
    )


def live(seed: int, reports: int) -> Traffic:
    """Return mutations of cases from first day to recovery, each a message of its own."""
    return _traffic(
        Simulation(
            profile=PROFILE,
            edition=EDITION,
            seed=seed,
            employers=50,
            people=max(reports // 3, 10),
            reports=reports,
            start=START,
            made_on=TODAY,
        ),
        connections=8,
    )


def _traffic(simulation: Simulation, connections: int) -> Traffic:
    text = as_yaml(configuration(simulation.profile, world(simulation).employers))
    messages = tuple(_with_absence(simulation))
    return Traffic(messages=messages, configuration=text, connections=connections)


def _with_absence(simulation: Simulation) -> Iterator[OutgoingMessage]:
    return (message for message in simulate(simulation) if message.reports)
