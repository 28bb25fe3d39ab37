"""The persons and reports of a tried message (WN-1 to WN-4, VZ, VZ-13).

Every verdict is that of the domain. A person is shown by initials and year of birth only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verzuimbrug.application.trying.employers import Group, reports_of
from verzuimbrug.application.trying.values import PersonMatch, TriedPerson, TriedReport
from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.classification import ClassificationTable, classify
from verzuimbrug.domain.decisions import WaitCause
from verzuimbrug.domain.deliveries import DeliveredPerson, DeliveredReport
from verzuimbrug.domain.drafts import Blocked
from verzuimbrug.domain.identity import PersonResolver, ResolvedPerson
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.people import People
from verzuimbrug.domain.snapshot import EmployerFacts, Snapshot
from verzuimbrug.sivi.tags import BSN_KEY

_STARS = "*" * 9


@dataclass(frozen=True, slots=True)
class Met:
    """A person of the message, and who that is; None when there is no employer to look at."""

    group: Group
    delivered: DeliveredPerson
    resolved: ResolvedPerson | None

    @property
    def employee(self) -> int | None:
        """The employee that we know already."""
        outcome = self.resolved.outcome if self.resolved else None
        return outcome if isinstance(outcome, int) and outcome > 0 else None

    @property
    def blocked(self) -> Blocked | None:
        """What keeps the person from being taken."""
        outcome = self.resolved.outcome if self.resolved else None
        return outcome if isinstance(outcome, Blocked) else None

    @property
    def match(self) -> PersonMatch:
        """In one word what the rules make of the person."""
        if self.resolved is None:
            return PersonMatch.NONE
        if self.blocked is None:
            return PersonMatch.NEW if self.employee is None else PersonMatch.KNOWN
        is_double = self.blocked.waits_for is WaitCause.DUPLICATE
        return PersonMatch.POSSIBLE_DOUBLE if is_double else PersonMatch.WAITS


def persons_of(
    groups: Sequence[Group], message: MessageInput, snapshot: Snapshot
) -> tuple[Met, ...]:
    """All persons of the message, in order."""
    resolver = PersonResolver(
        People(snapshot),
        message.configuration,
        message.delivery.kind,
        set(snapshot.blocked_keys),
        message.message,
    )
    return tuple(_persons(groups, resolver))


def _persons(groups: Sequence[Group], resolver: PersonResolver) -> Iterator[Met]:
    for group in groups:
        for person in group.delivered.persons:
            found = resolver.resolve(group.employer.id, person) if group.employer else None
            yield Met(group, person, found)


def tried_person(met: Met, message: MessageInput) -> TriedPerson:
    """A person as it is shown, with the reports."""
    person, fields = met.delivered, met.delivered.fields
    keys = person.keys.get(message.configuration.employee_key, ())
    initials = fields.get("initials")
    return TriedPerson(
        path=person.path,
        line=person.line,
        employer_code=met.group.resolved.code,
        initials=initials if isinstance(initials, str) else "",
        birth_year=person.birth_date.year if "birth_date" in fields else None,
        keys=(_STARS,) * len(keys) if message.configuration.employee_key == BSN_KEY else keys,
        match=met.match,
        finding=met.blocked.finding if met.blocked else None,
        reports=tuple(_report(each, met.group.employer, message) for each in reports_of(person)),
    )


def _report(
    report: DeliveredReport, employer: EmployerFacts | None, message: MessageInput
) -> TriedReport:
    rules, edition = message.configuration.case_rules, message.delivery.envelope.edition
    table, state = message.configuration.classification, _state(report)
    return TriedReport(
        path=report.path,
        line=report.line,
        case=report.case_key or "",
        sequence=report.sequence,
        processing_code=report.processing_code,
        operation=rules.operation(report.processing_code, edition),
        classification=table.code_for(state),
        is_classified=_is_classified(state, table, employer),
    )


def _state(report: DeliveredReport) -> CaseState:
    """A case of which this report is all that is known."""
    return CaseState(
        first_day=report.first_day,
        cause=report.cause,
        safety_net=report.safety_net,
        leave=report.leave,
    )


def _is_classified(
    state: CaseState, table: ClassificationTable, employer: EmployerFacts | None
) -> bool | None:
    if employer is None or table.code_for(state) is None:
        return None
    _, missing = classify(state, table, employer.classifications)
    return missing is None
