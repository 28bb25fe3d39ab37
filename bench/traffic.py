"""What the benchmark sends: made by the simulator beforehand, so that making it costs nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from verzuimbrug.domain.guards import Guard
from verzuimbrug.portal.configuration import as_yaml, configuration
from verzuimbrug.portal.outgoing import OutgoingMessage
from verzuimbrug.portal.people import Employer
from verzuimbrug.portal.profiles import PROFILES
from verzuimbrug.portal.simulator import Simulation, simulate, world

PROFILE = PROFILES["verzekeringsinzicht"]
EDITION = "2026"

TODAY = datetime.now(tz=ZoneInfo("Europe/Amsterdam")).date()
START = TODAY - timedelta(days=400)
"""Long enough ago for the longest stories to be over: nothing is said of days to come."""
MADE_ON = TODAY - timedelta(days=1)
"""What is made today may be of a later hour than it is now, and would be held (WN-5)."""
_LIMITS = {str(guard): {"more_than": 999_999} for guard in Guard}
"""Guards count as ever, and never stop what is measured: more happens in an hour than in years."""
# Every fifth person is never absent; a prime number of employers spreads those evenly.
_EMPLOYERS = 397
_REPORTS_OF_A_PERSON = 1.6
_LASTING = 9
"""The seed of traffic that is not kept."""


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
            made_on=MADE_ON,
        ),
        connections=2,
    )


def live(seed: int, reports: int) -> Traffic:
    """Return mutations of cases from first day to recovery, each a message of its own."""
    return _traffic(_live(seed, reports), connections=32)


def lasting(reports: int) -> Iterator[OutgoingMessage]:
    """Yield the messages of very much live traffic, made one after the other."""
    return _with_absence(_live(_LASTING, reports))


def lasting_configuration(reports: int) -> str:
    """Return the configuration under which that is taken in."""
    # The employers of a world do not depend on how many people it has.
    return configuration_text(world(replace(_live(_LASTING, reports), people=1)).employers)


def _live(seed: int, reports: int) -> Simulation:
    return Simulation(
        profile=PROFILE,
        edition=EDITION,
        seed=seed,
        employers=50,
        people=max(reports // 3, 10),
        reports=reports,
        start=START,
        made_on=MADE_ON,
    )


def _traffic(simulation: Simulation, connections: int) -> Traffic:
    messages = tuple(_with_absence(simulation))
    text = configuration_text(world(simulation).employers)
    return Traffic(messages=messages, configuration=text, connections=connections)


def configuration_text(employers: Iterable[Employer]) -> str:
    """Return the configuration of the one account, with these employers."""
    configured = configuration(PROFILE, employers)
    for account in configured["accounts"]:
        for stream in account["streams"]:
            stream["guards"] = dict(_LIMITS)
    return as_yaml(configured)


def _with_absence(simulation: Simulation) -> Iterator[OutgoingMessage]:
    return (message for message in simulate(simulation) if message.reports)
