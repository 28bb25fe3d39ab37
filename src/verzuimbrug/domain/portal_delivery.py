"""A whole delivery of the portal's state: what it is for, its steps, what became of it.

An initial load (GR-3, VZ-3) and a reconciliation (GR-7) are both one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from verzuimbrug.domain.reports import ReportState


class Kind(StrEnum):
    """What the portal's state is delivered for."""

    INITIAL_LOAD = "initial-load"
    """All that the portal has, before the coupling goes live."""

    RECONCILIATION = "reconciliation"
    """All that the portal has, laid beside what we have, at any time later."""


class Step(StrEnum):
    """Where a delivery stands."""

    RECEIVING = "receiving"
    """Messages come in, are read and compared; nothing is written to dossiers."""

    RUNNING = "running"
    """The account is live, and the messages are processed."""

    DONE = "done"
    """All is decided; what was kept for comparing is erased."""

    CANCELLED = "cancelled"
    """It was called off: by a person before it ran, or because its account was closed."""


NEXT: Mapping[Kind, Mapping[Step, frozenset[Step]]] = MappingProxyType(
    {
        Kind.INITIAL_LOAD: {
            Step.RECEIVING: frozenset({Step.RUNNING, Step.CANCELLED}),
            Step.RUNNING: frozenset({Step.DONE, Step.CANCELLED}),
        },
        # What a person selected of it was applied by then, or nothing was.
        Kind.RECONCILIATION: {Step.RECEIVING: frozenset({Step.DONE, Step.CANCELLED})},
    }
)
"""What each step may turn into. One that is done or cancelled stays so."""


def may_follow(kind: Kind, before: Step, after: Step) -> bool:
    """Whether a step of such a delivery may turn into another."""
    return after in NEXT[kind].get(before, frozenset())


class Fate(StrEnum):
    """What a report of a load comes to, as a person counts it."""

    EQUAL = "equal"
    CREATED = "created"
    PARKED = "parked"
    REJECTED = "rejected"


FATES: Mapping[ReportState, Fate] = MappingProxyType(
    {
        ReportState.DUPLICATE: Fate.EQUAL,
        ReportState.APPLIED: Fate.CREATED,
        ReportState.PARKED: Fate.PARKED,
        ReportState.HELD: Fate.REJECTED,
        ReportState.CONFLICT: Fate.REJECTED,
        ReportState.REFUSED: Fate.REJECTED,
        ReportState.UNDONE: Fate.REJECTED,
    }
)
"""Every state of a report counts as one of these, so that the counts add up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerSummary:
    """The reports of a load at one employer code: received is the sum of the others."""

    employer: str
    equal: int = 0
    created: int = 0
    parked: int = 0
    rejected: int = 0

    @property
    def received(self) -> int:
        """How many reports there were."""
        return self.equal + self.created + self.parked + self.rejected


def summary_of(employer: str, states: Mapping[ReportState, int]) -> EmployerSummary:
    """The summary of one employer code, of its reports by state."""
    counts = dict.fromkeys(Fate, 0)
    for state, number in states.items():
        counts[FATES[state]] += number
    return EmployerSummary(
        employer=employer,
        equal=counts[Fate.EQUAL],
        created=counts[Fate.CREATED],
        parked=counts[Fate.PARKED],
        rejected=counts[Fate.REJECTED],
    )


def total_of(summaries: Iterable[EmployerSummary]) -> EmployerSummary:
    """The sum of summaries, of no employer in particular."""
    rows = tuple(summaries)
    return EmployerSummary(
        employer="",
        equal=sum(row.equal for row in rows),
        created=sum(row.created for row in rows),
        parked=sum(row.parked for row in rows),
        rejected=sum(row.rejected for row in rows),
    )
