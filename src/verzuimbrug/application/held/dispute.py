"""A report that waits for a decision on itself, beside the one that stands (VZ-2, VZ-12)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.reports import (
    MAY_BECOME,
    ReportContent,
    ReportState,
    Standing,
    content_from_json,
)
from verzuimbrug.store.models import AbsenceReport
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A report with what it says, field by field; empty when it has no meaning on its stream."""

    receipt: str
    position: int
    account: str
    stream: str
    employer: str
    case: str | None
    sequence: int
    state: ReportState
    received_at: datetime
    findings: tuple[Finding, ...]
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """The report, and the one that it would take the place of; None where there is no such one.

    `differing` are the fields in which they differ. `may_be` says which decisions are possible.
    """

    report: Side
    other: Side | None
    differing: frozenset[str]
    may_be: frozenset[Standing]


def show_dispute(reader: Reader, place: tuple[str, int]) -> Dispute | None:
    """A report by receipt and position, and the row that says who looked; None for no such one."""
    receipt, position = place
    if "\0" in receipt:
        return None
    with tenant(reader.arbodienst):
        rows = AbsenceReport.objects.select_related("message__stream", "account")
        report = rows.filter(message__receipt=receipt, position=position).first()
        if report is None or not reader.authority.opens_account(report.account_id):
            return None
        other = _other(report)
        shown = {each.employee_id for each in (report, other) if each and each.employee_id}
        record_access(reader, ReadAction.REPORT, employees=shown)
        return _dispute(report, other)


def _other(report: AbsenceReport) -> AbsenceReport | None:
    """What stands on its number, or of a first report that came again: the first that stands."""
    of_case = AbsenceReport.objects.select_related("message__stream", "account").filter(
        account=report.account_id,
        employer=report.employer_id,
        case_key=report.case_key,
        state=ReportState.APPLIED,
    )
    same = of_case.filter(sequence=report.sequence).exclude(id=report.id).first()
    if same is not None or (report.content or {}).get("operation") != Operation.NEW:
        return same
    return of_case.filter(content__operation=Operation.NEW).exclude(id=report.id).first()


def _dispute(report: AbsenceReport, other: AbsenceReport | None) -> Dispute:
    one, two = _side(report), _side(other) if other else None
    names = [each.name for each in fields(ReportContent)] if two else []
    differing = {name for name in names if two and one.content.get(name) != two.content.get(name)}
    return Dispute(
        report=one, other=two, differing=frozenset(differing), may_be=frozenset(_may_be(report))
    )


def _may_be(report: AbsenceReport) -> set[Standing]:
    is_apart = report.message.state in (MessageState.REJECTED, MessageState.HELD)
    if report.employee_id is None or is_apart:
        return set()
    return {standing for standing, states in MAY_BECOME.items() if report.state in states}


def _side(report: AbsenceReport) -> Side:
    content = content_from_json(report.content) if report.content else None
    values = {each.name: getattr(content, each.name) for each in fields(ReportContent) if content}
    return Side(
        receipt=report.message.receipt,
        position=report.position,
        account=report.account.name,
        stream=report.message.stream.name,
        employer=report.employer_code,
        case=report.case_key,
        sequence=report.sequence,
        state=ReportState(report.state),
        received_at=report.message.received_at,
        findings=tuple(Finding.from_json(each) for each in report.findings),
        content=values,
    )
