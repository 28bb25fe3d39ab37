"""What became of the reports of a message, and what was said of it, a part at a time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.messages.overview import OpenMessage, find_open
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.store import message_reads
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReport:
    """What became of one report: why, and what it waits for, stand in its findings.

    `said` is what it says itself, as far as that is kept; of a dry run and of what was erased it is
    empty. `employer` is the name of the employer that was found, if any. `standing` is what people
    said of it (`domain.reports.Standing`).
    """

    position: int
    state: str
    employer_code: str
    employer: str | None
    employee: int | None
    case: str | None
    sequence: int
    said: Mapping[str, Any]
    findings: tuple[ExplainedFinding, ...]
    standing: str = ""


def read_reports(
    reader: Reader, receipt: str, window: Window, language: str, state: str | None = None
) -> Page[ShownReport] | None:
    """A page of the reports of a message by position, of one state or all, and the look kept.

    The first window comes after -1. None for a message that is not open to the reader.
    """
    with tenant(reader.arbodienst):
        message = find_open(reader, receipt)
        if message is None:
            return None
        found = _rehearsed if message.dry_run else _stored
        reports = found(message, state, window, Audience(language))
        shown, next_after = cut(reports, window, lambda report: report.position)
        employees = {each.employee for each in shown if each.employee is not None}
        record_access(reader, ReadAction.REPORT, employees=employees)
    return Page(tuple(shown), next_after)


def _stored(
    message: OpenMessage, state: str | None, window: Window, audience: Audience
) -> list[ShownReport]:
    rows = message_reads.reports_of(message.number, state, window.after, window.take)
    return [_report(row, audience) for row in rows]


def _report(row: Row, audience: Audience) -> ShownReport:
    position, state, code, name, employee, case, sequence, said, findings, standing = row
    return ShownReport(
        position=position,
        state=state,
        employer_code=code,
        employer=name,
        employee=employee,
        case=case,
        sequence=sequence,
        said=json.loads(said) if said else {},
        findings=audience.explain(json.loads(findings)),
        standing=standing,
    )


def _rehearsed(
    message: OpenMessage, state: str | None, window: Window, audience: Audience
) -> list[ShownReport]:
    rows = message_reads.dry_reports_of(message.number, state, window.after, window.take)
    return [_worked_out(json.loads(row[0]), audience) for row in rows]


def _worked_out(outcome: Mapping[str, Any], audience: Audience) -> ShownReport:
    return ShownReport(
        position=outcome["position"],
        state=outcome["state"],
        employer_code=outcome["employer_code"],
        employer=None,
        employee=None,
        case=outcome["case_key"],
        sequence=outcome["sequence"],
        said={},
        findings=audience.explain(outcome["findings"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedFinding:
    """A finding about a message as a whole; `number` counts from 1."""

    number: int
    finding: ExplainedFinding


def read_findings(
    reader: Reader, receipt: str, window: Window, language: str
) -> Page[NumberedFinding] | None:
    """A page of what is said of a message as a whole; None when it is not open to the reader."""
    with tenant(reader.arbodienst):
        message = find_open(reader, receipt)
        if message is None:
            return None
        found = message_reads.findings_of(message.number, window.after, window.take)
        rows, next_after = cut(found, window, lambda row: int(row[0]))
        # A sentence may name somebody's key or case.
        record_access(reader, ReadAction.REPORT, employees=())
    audience = Audience(language)
    return Page(
        tuple(
            NumberedFinding(number=number, finding=finding)
            for number, stored in rows
            for finding in audience.explain([json.loads(stored)])
        ),
        next_after,
    )
