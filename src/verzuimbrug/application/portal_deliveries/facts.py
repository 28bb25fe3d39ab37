"""The facts of the readiness checks, from an initial load that is open (GR-1 to GR-3).

Everything is gone through employer by employer, so that memory does not grow with the load.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from verzuimbrug.application.portal_deliveries.comparing import (
    Parts,
    compare_employer,
    proposals_at,
)
from verzuimbrug.application.portal_deliveries.deliveries import OpenDelivery, open_delivery
from verzuimbrug.application.portal_deliveries.portions import Place
from verzuimbrug.application.portal_deliveries.reading import (
    ByStream,
    configurations_of,
    digests_of,
)
from verzuimbrug.application.readiness.facts import AccountFacts, known_persons
from verzuimbrug.application.readiness.portal_employers import listed_codes
from verzuimbrug.application.readiness.rehearse import Rehearsal
from verzuimbrug.domain.comparison import ComparedRow, Outcome
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.link_proposals import KnownPerson, Proposal
from verzuimbrug.domain.portal_delivery import EmployerSummary, summary_of
from verzuimbrug.domain.readiness import MOST_ROWS
from verzuimbrug.domain.readiness_checks import AbsenceFacts, EmployeeFacts, PortalCodes
from verzuimbrug.domain.rehearsal import PortalState
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.snapshot import EmployerFacts
from verzuimbrug.store import portal_delivery_reads as reads, readiness_reads
from verzuimbrug.store.snapshots import read_employers

Told = Callable[[int], None]
"""Is called with how many persons more were compared."""


def facts_of_account(account: int, today: date) -> AccountFacts:
    """What is known of an account today: of its open initial load, else of what waits."""
    delivery = open_delivery(account)
    if delivery is None or not delivery.is_loading:
        return AccountFacts(account, today)
    return DeliveredFacts(delivery, today)


@dataclass(slots=True, kw_only=True)
class _Employees:
    """Employees without a key as they are counted; the first of them are listed."""

    listed: dict[int, str] = field(default_factory=dict)
    proposals: list[Proposal] = field(default_factory=list)
    unlisted: int = 0
    unlisted_proposed: int = 0

    def add(self, known: tuple[KnownPerson, ...], proposals: tuple[Proposal, ...]) -> None:
        """Takes in those of the next employer."""
        room = MOST_ROWS - len(self.listed)
        listed = {each.employee: each.particulars.employer for each in known[:room]}
        self.listed.update(listed)
        self.proposals += [each for each in proposals if each.employee in listed]
        self.unlisted += len(known) - len(listed)
        self.unlisted_proposed += len({each.employee for each in proposals} - listed.keys())


@dataclass(slots=True, kw_only=True)
class _Cases:
    """Cases as they are counted; the first of each outcome that is not equal are listed."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    listed: dict[Outcome, list[ComparedRow]] = field(default_factory=dict)

    def add(self, row: ComparedRow) -> None:
        """Takes in the next case."""
        listed = self.listed.setdefault(row.outcome, [])
        if row.outcome is not Outcome.EQUAL and len(listed) < MOST_ROWS:
            listed.append(row)
        self.counts[row.outcome] += 1

    @property
    def rows(self) -> list[ComparedRow]:
        """What is listed."""
        return [row for rows in self.listed.values() for row in rows]

    @property
    def unlisted(self) -> Mapping[Outcome, int]:
        """How many of each outcome are counted only."""
        return {each: self.counts[each] - len(self.listed[each]) for each in self.counts}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """What going through all employers came to."""

    employees: _Employees
    cases: _Cases
    estimate: tuple[EmployerSummary, ...]


class DeliveredFacts(AccountFacts):
    """What an open delivery says, and what is known of its account today; for one look only."""

    def __init__(self, delivery: OpenDelivery, today: date, told: Told = lambda _: None) -> None:
        """Reads nothing yet."""
        super().__init__(delivery.account, today)
        self._delivery = delivery
        self._told = told

    @cached_property
    def rehearsal(self) -> Rehearsal:
        """What stands in for a rehearsal: codes and counts, and no persons or cases."""
        messages, rejected, _ = self._counts
        made = reads.message_that_makes_codes(self._delivery.id)
        return Rehearsal(
            state=PortalState(
                codes=self._persons_by_code,
                made=frozenset(made.values()),
                with_absence=messages,
            ),
            streams={message: stream for stream, message in made.items()},
            rejected=rejected,
        )

    @cached_property
    def _counts(self) -> tuple[int, int, int]:
        """Messages with absence, rejected ones, and those that a worker has yet to read."""
        number, digests = self._delivery.id, digests_of(configurations_of(self.account))
        with_absence, rejected, unread = reads.message_counts(number, MessageKind.ABSENCE.value)
        to_read = unread + reads.count_outdated(number, digests)
        return with_absence, rejected, to_read + reads.count_unattached(self.account)

    @cached_property
    def _persons_by_code(self) -> Mapping[str, int]:
        return reads.persons_by_code(self._delivery.id)

    @property
    def portal_codes(self) -> PortalCodes:
        """The codes of the portal: of its list, of the load, and of keys that it gave before."""
        keyed = reads.employers_with_keys(self.account, self.codes)
        seen = {*self._persons_by_code, *(self.codes[employer] for employer in keyed)}
        return PortalCodes(listed=listed_codes(self.account), seen=frozenset(seen) or None)

    @property
    def employees(self) -> EmployeeFacts:
        """How many employees there are in scope, and who has no link key."""
        found = self._compared.employees
        return EmployeeFacts(
            count=readiness_reads.count_employees(self.codes),
            without_key=found.listed,
            unlisted=found.unlisted,
            unlisted_proposed=found.unlisted_proposed,
        )

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Who of those that are listed may be whom in the load."""
        return tuple(self._compared.employees.proposals)

    def all_proposals(self) -> tuple[Proposal, ...]:
        """Who of all may be whom."""
        return tuple(
            proposal
            for place in self._places()
            for proposal in proposals_at(self._known(place), Parts(place))
        )

    @property
    def absence(self) -> AbsenceFacts:
        """Open absence beside the portal's (GR-3)."""
        cases = self._compared.cases
        messages, rejected, to_read = self._counts
        return AbsenceFacts(
            rows=cases.rows,
            unlisted=cases.unlisted,
            messages=messages,
            rejected=rejected,
            to_read=to_read,
        )

    @property
    def estimate(self) -> tuple[EmployerSummary, ...]:
        """What the load will come to, by employer code, if it ran now."""
        return self._compared.estimate

    @cached_property
    def _compared(self) -> _Compared:
        employees, cases = _Employees(), _Cases()
        states: dict[str, Counter[ReportState]] = {}
        for place in self._places():
            code = place.employer.code
            known, parts = self._known(place), Parts(place)
            proposals = proposals_at(known, parts)
            employees.add(known, proposals)
            states[code] = Counter()
            for part in compare_employer(
                place, parts, proposals, is_in_scope=place.employer.id in self.codes
            ):
                for row in part.rows:
                    cases.add(row)
                states[code].update(part.states)
            self._told(self._persons_by_code.get(code, 0))
        return _Compared(employees=employees, cases=cases, estimate=self._estimated(states))

    def _estimated(
        self, states: Mapping[str, Mapping[ReportState, int]]
    ) -> tuple[EmployerSummary, ...]:
        """What has no employer, no usable key or no meaning is parked, and comes to nothing yet."""
        received = reads.reports_by_code(self._delivery.id)
        summaries = []
        for code in sorted(received):
            decided = Counter(states.get(code, {}))
            decided[ReportState.PARKED] += received[code] - decided.total()
            summaries.append(summary_of(code, decided))
        return tuple(summaries)

    def _places(self) -> Iterator[Place]:
        """The employers of the load and those in scope, as far as there are, by code."""
        configurations = configurations_of(self.account)
        employers = read_employers({*self._persons_by_code, *self.codes.values()})
        for code in sorted(employers):
            yield self._place(employers[code], configurations)

    def _place(self, employer: EmployerFacts, configurations: ByStream) -> Place:
        return Place(
            delivery=self._delivery.id,
            account=self.account,
            employer=employer,
            configurations=configurations,
            today=self.today,
        )

    def _known(self, place: Place) -> tuple[KnownPerson, ...]:
        """Who at an employer in scope has no link key."""
        in_scope = {place.employer.id: place.employer.code}
        if place.employer.id not in self.codes:
            return ()
        return known_persons(self.account, in_scope)
