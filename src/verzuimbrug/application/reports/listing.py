"""The processing reports of a period, the last first; and what was said in them, by cause."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.pages import DEFAULT_LIMIT
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.reports.selection import Selection, choice_of
from verzuimbrug.application.reports.values import Cause, ExplainedFinding, ReportEntry
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.report_reads import causes_of, list_messages, said_at
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportList:
    """A page of the list; `next` is the number before which the next page is."""

    items: tuple[ReportEntry, ...]
    next: int | None


def list_reports(
    reader: Reader,
    selection: Selection,
    language: str,
    before: int | None = None,
    limit: int = DEFAULT_LIMIT,
) -> ReportList:
    """A page of the processing reports of a selection, of couplings that are open; one query."""
    choice = choice_of(reader, selection)
    if choice is None:
        return ReportList(items=(), next=None)
    with tenant(reader.arbodienst):
        rows = list_messages(choice, before, limit + 1)
    shown, audience = rows[:limit], Audience(language)
    return ReportList(
        items=tuple(_entry(row, audience) for row in shown),
        next=shown[-1][0] if len(rows) > limit else None,
    )


def list_causes(reader: Reader, selection: Selection, language: str) -> tuple[Cause, ...]:
    """What was said in the reports of a selection, the most said first.

    That only rejected messages or those with a finding are selected makes no difference here.
    """
    choice = choice_of(reader, selection)
    if choice is None:
        return ()
    with tenant(reader.arbodienst):
        rows = causes_of(choice)
        said = said_at([(message, position) for *_, message, position in rows])
        # An example may name somebody's key or case.
        record_access(reader, ReadAction.REPORT, employees=())
    findings = {(message, position): json.loads(stored) for message, position, stored in said}
    audience = Audience(language)
    return tuple(
        Cause(
            finding=explain_code(audience, code, findings.get((message, position), ())),
            reports=reports,
            messages=messages,
        )
        for code, reports, messages, message, position in rows
    )


def explain_code(
    audience: Audience, code: str, stored: Sequence[Mapping[str, Any]]
) -> ExplainedFinding:
    """The finding with a code, of those that were said together; without one the code alone."""
    own = [finding for finding in stored if finding["code"] == code]
    (explained,) = audience.explain(own[:1] or [Finding(code).to_json()])
    return explained


def _entry(row: Row, audience: Audience) -> ReportEntry:
    _, receipt, account, account_name, stream, message, edition, state, *rest = row
    dry_run, received_at, decided_at, findings, counts, is_more = rest
    said = audience.explain(json.loads(findings)[:1])
    return ReportEntry(
        receipt=receipt,
        account=account,
        account_name=account_name,
        stream=stream,
        message=message,
        edition=edition,
        state=state,
        dry_run=dry_run,
        received_at=received_at,
        decided_at=decided_at,
        finding=said[0] if said else None,
        states=json.loads(counts),
        is_more=is_more,
    )
