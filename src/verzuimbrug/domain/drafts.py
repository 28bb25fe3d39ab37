"""A delivered report on its way to a decision: where it came from, and what blocks it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from verzuimbrug.domain.decisions import ReportDecision, WaitCause, Waiting
from verzuimbrug.domain.deliveries import DeliveredEmployment, DeliveredReport
from verzuimbrug.domain.fields import Stamp
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.reports import ReportState, Standing, content_of
from verzuimbrug.domain.snapshot import EmployerFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A part that cannot go on: what its reports become, why, and what it waits for."""

    state: ReportState
    finding: Finding
    waits_for: WaitCause | None = None


def parked(finding: Finding, waits_for: WaitCause) -> Blocked:
    """A part that waits for a cause outside its cases to go away."""
    return Blocked(state=ReportState.PARKED, finding=finding, waits_for=waits_for)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a report stands: its message, and its employer, link key and person as far as known."""

    message: MessageInput
    code: str
    employer: EmployerFacts | None = None
    key: str | None = None
    employee: int | None = None


def draft(
    origin: Origin,
    employment: DeliveredEmployment,
    report: DeliveredReport,
    standing: Standing = Standing.FREE,
) -> ReportDecision:
    """A report without a verdict yet."""
    configuration = origin.message.configuration
    edition = origin.message.delivery.envelope.edition
    operation = configuration.case_rules.operation(report.processing_code, edition)
    return ReportDecision(
        place=(origin.message.message, report.position),
        new=True,
        state=ReportState.PARKED,
        findings=(),
        account=configuration.account,
        employer_code=origin.code,
        employer=origin.employer.id if origin.employer else None,
        employee=origin.employee,
        link_key=origin.key,
        case_key=report.case_key,
        received_key=report.case_key,
        sequence=report.sequence,
        content=content_of(report, operation) if operation else None,
        employment=employment.number,
        impossible_year=report.impossible_year,
        standing=standing,
        free_text=report.free_text,
    )


def settled(drafted: ReportDecision, blocked: Blocked) -> ReportDecision:
    """A report that never comes to the fold: it has no person, so it is in no case's set."""
    return replace(drafted, state=blocked.state, findings=(blocked.finding,), employee=None)


def blocked_reports(
    origin: Origin, employments: Sequence[DeliveredEmployment], blocked: Blocked
) -> Iterator[ReportDecision]:
    """The reports of employments that are blocked all at once."""
    for employment in employments:
        for report in employment.reports:
            yield settled(draft(origin, employment, report), blocked)


def waiting(
    origin: Origin, cause: WaitCause, stamp: Stamp | None = None, persons: int = 1
) -> Waiting:
    """What is kept of a part that waits outside a case."""
    return Waiting(
        cause=cause,
        message=origin.message.message,
        account=origin.message.configuration.account,
        employer_code=origin.code,
        employer=origin.employer.id if origin.employer else None,
        key=origin.key,
        persons=persons,
        stamp=stamp,
    )
