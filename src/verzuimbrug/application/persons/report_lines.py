"""The reports of cases as lines: what each said, what became of it, and what it changed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from verzuimbrug.application.change_log.shielding import shown
from verzuimbrug.application.change_log.values import LogEntry
from verzuimbrug.application.persons.case_names import CaseKeys, entry_named
from verzuimbrug.application.persons.values import ReportLine, UndoneBy
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.domain.findings import Severity
from verzuimbrug.domain.reports import ReportState, content_from_json
from verzuimbrug.store import person_reads
from verzuimbrug.store.change_reads import ReadChange
from verzuimbrug.store.sql import Row

Place = tuple[int, int, str]
ByReport = Mapping[tuple[str | None, int | None], Sequence[LogEntry]]

_WAITS_OR_DISPUTED = frozenset({ReportState.PARKED, ReportState.HELD, ReportState.CONFLICT})


def reports_of(
    place: Place, changes: Iterable[ReadChange], keys: CaseKeys, audience: Audience
) -> tuple[ReportLine, ...]:
    """All reports of a case in order of number, each with what it changed; in one query."""
    by_report = _by_report(changes, keys)
    return tuple(_line(row, audience, by_report) for row in person_reads.reports([place]))


def attention_of(places: Sequence[Place], audience: Audience) -> tuple[ReportLine, ...]:
    """The reports of cases that wait, are disputed, or were warned about; in one query."""
    rows = person_reads.reports(places, issues_only=True)
    lines = (_line(row, audience, {}) for row in rows)
    return tuple(line for line in lines if _asks_for_attention(line))


def _asks_for_attention(line: ReportLine) -> bool:
    return line.state in _WAITS_OR_DISPUTED or any(
        finding.severity != Severity.INFO for finding in line.findings
    )


def _by_report(changes: Iterable[ReadChange], keys: CaseKeys) -> ByReport:
    groups: defaultdict[tuple[str | None, int | None], list[LogEntry]] = defaultdict(list)
    for read in changes:
        origin = read.change.origin
        groups[origin.receipt, origin.position].append(entry_named(shown(read), keys))
    return groups


def _line(row: Row, audience: Audience, by_report: ByReport) -> ReportLine:
    key, receipt, received_at, stream, position, sequence, state, content, findings, *undone = row
    undo, at, by = undone
    return ReportLine(
        case_key=key,
        receipt=receipt,
        received_at=received_at,
        stream=stream,
        position=position,
        sequence=sequence,
        state=ReportState(state),
        content=content_from_json(json.loads(content)) if content else None,
        findings=audience.explain(json.loads(findings)),
        undone=UndoneBy(undo=undo, at=at, by=by) if undo else None,
        changes=tuple(by_report.get((receipt, position), ())),
    )
