"""One processing report as somebody reads it: the whole, by cause, and its outcomes in pages.

It opens only for whom the whole coupling is open to; that it was opened is kept (NEN 7513).
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.pages import DEFAULT_LIMIT
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.reports.listing import explain_code
from verzuimbrug.application.reports.values import (
    Cause,
    OpenedReport,
    ReportHead,
    ReportOutcome,
    StageOutcome,
)
from verzuimbrug.application.stages import STAGES
from verzuimbrug.application.today.looking import look
from verzuimbrug.store.passed_on import count_items
from verzuimbrug.store.report_reads import (
    causes_in,
    message_head,
    outcomes_of,
    said_at,
    states_of,
)
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which outcomes: beyond a position, of one finding or of all, at most so many."""

    after: int = -1
    code: str | None = None
    limit: int = DEFAULT_LIMIT


def open_report(
    reader: Reader, receipt: str, language: str, part: Part | None = None, *, marks: bool = False
) -> OpenedReport | None:
    """A report with a part of its outcomes; None for one that is not there, or not open.

    A rejected message asks for attention no more when it was opened by one who `marks`: somebody
    who can do something about it.
    """
    part, audience = part or Part(), Audience(language)
    # PostgreSQL refuses to compare with a NUL; no receipt and no code has one.
    if "\0" in receipt or "\0" in (part.code or ""):
        return None
    with tenant(reader.arbodienst):
        rows = message_head(receipt, reader.authority.accounts)
        if not rows:
            return None
        opened = _opened(receipt, rows[0], audience, part)
        shown = {o.employee for o in opened.outcomes if o.employee is not None}
        record_access(reader, ReadAction.REPORT, employees=shown)
        if marks:
            look(reader, rows[0][0])
    return opened


def _opened(receipt: str, row: Row, audience: Audience, part: Part) -> OpenedReport:
    message, worked_out = row[0], row[-1]
    if worked_out is None:
        found = outcomes_of(message, part.after, part.code, part.limit + 1)
        outcomes = [_outcome(each, audience) for each in found]
        states, causes = states_of(message), _causes(message, audience)
    else:
        dry = json.loads(worked_out)
        chosen = [each for each in dry if _is_in(each, part)][: part.limit + 1]
        outcomes = [_worked_out(each, audience) for each in chosen]
        states, causes = Counter(each["state"] for each in dry), _causes_of_dry(dry, audience)
    shown = outcomes[: part.limit]
    return OpenedReport(
        head=_head(receipt, row, audience, states, causes),
        outcomes=tuple(shown),
        next=shown[-1].position if len(outcomes) > part.limit else None,
    )


def _head(
    receipt: str,
    row: Row,
    audience: Audience,
    states: Mapping[str, int],
    causes: tuple[Cause, ...],
) -> ReportHead:
    number, account, account_name, _, stream, message, edition, state, *rest = row
    dry_run, received_at, decided_at, stages, findings, _ = rest
    done: Mapping[str, str] = json.loads(stages)
    return ReportHead(
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
        stages=tuple(StageOutcome(stage=s, outcome=done[s]) for s in STAGES if s in done),
        findings=audience.explain(json.loads(findings)),
        states=states,
        causes=causes,
        items=count_items(number),
    )


def _causes(message: int, audience: Audience) -> tuple[Cause, ...]:
    rows = causes_in(message)
    said = said_at([(message, position) for _, _, position in rows])
    findings = {position: json.loads(stored) for _, position, stored in said}
    return tuple(
        Cause(finding=explain_code(audience, code, findings[position]), reports=reports, messages=1)
        for code, reports, position in rows
    )


def _causes_of_dry(dry: Sequence[Mapping[str, Any]], audience: Audience) -> tuple[Cause, ...]:
    first: dict[str, Mapping[str, Any]] = {}
    counts: Counter[str] = Counter()
    for each in dry:
        for finding in each["findings"]:
            first.setdefault(finding["code"], finding)
        counts.update({finding["code"] for finding in each["findings"]})
    return tuple(
        Cause(finding=explain_code(audience, code, [first[code]]), reports=count, messages=1)
        for code, count in counts.most_common()
    )


def _is_in(outcome: Mapping[str, Any], part: Part) -> bool:
    codes = {finding["code"] for finding in outcome["findings"]}
    return outcome["position"] > part.after and (part.code is None or part.code in codes)


def _outcome(row: Row, audience: Audience) -> ReportOutcome:
    position, employer_code, case, sequence, state, findings, employee = row
    return ReportOutcome(
        position=position,
        employer_code=employer_code,
        case=case,
        sequence=sequence,
        state=state,
        findings=audience.explain(json.loads(findings)),
        employee=employee,
    )


def _worked_out(outcome: Mapping[str, Any], audience: Audience) -> ReportOutcome:
    return ReportOutcome(
        position=outcome["position"],
        employer_code=outcome["employer_code"],
        case=outcome["case_key"],
        sequence=outcome["sequence"],
        state=outcome["state"],
        findings=audience.explain(outcome["findings"]),
        employee=None,
    )
