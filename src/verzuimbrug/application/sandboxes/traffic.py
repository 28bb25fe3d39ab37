"""What a sandbox saw of its sender, as the domain judges it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from verzuimbrug.application.sandboxes.finding import Sandbox
from verzuimbrug.domain.conformance_facts import AnswerKind, SeenMessage, SeenReport, Traffic
from verzuimbrug.domain.effects import Effect
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.reports import ReportState, content_from_json
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.sivi.answers import PROCESSING, RECEIPT
from verzuimbrug.store import sandbox_reads
from verzuimbrug.store.models import AccountEvent
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant

BEGUN_AGAIN = "sandbox-begun-again"
"""How the log of a sandbox names that its sender began again."""
ANSWERS: Mapping[str, AnswerKind] = {RECEIPT: AnswerKind.RECEIPT, PROCESSING: AnswerKind.REPORTS}
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def read_traffic(sandbox: Sandbox) -> Traffic:
    """The latest messages since the sender began, at most `MOST_MESSAGES` of the store."""
    with tenant(sandbox.ref.arbodienst):
        since = begun_at(sandbox.ref.account)
        rows = sandbox_reads.latest_messages(sandbox.ref.account, since)
        parts = _Parts([row[0] for row in rows], since)
        codes = sandbox_reads.employer_codes(sandbox.ref.account)
    return Traffic(
        messages=tuple(parts.message(row) for row in rows),
        inside=frozenset(code for code, is_inside in codes if is_inside),
        outside=frozenset(code for code, is_inside in codes if not is_inside),
    )


def begun_at(account: int) -> datetime:
    """When the sender began, or began again; within the tenant."""
    events = AccountEvent.objects.filter(account=account, event=BEGUN_AGAIN)
    return events.order_by("-id").values_list("at", flat=True).first() or _EVER


class _Parts:
    """All that belongs to some messages, read at once."""

    def __init__(self, messages: list[int], since: datetime) -> None:
        self._reports: dict[int, list[SeenReport]] = defaultdict(list)
        for row in sandbox_reads.reports_of(messages):
            self._reports[row[0]].append(_report(row))
        self._redelivered = sandbox_reads.redeliveries_of(messages, since)
        self._answers: dict[int, dict[AnswerKind, bool]] = defaultdict(dict)
        for message, kind, is_collected in sandbox_reads.answers_of(messages, since):
            self._answers[message][ANSWERS[kind]] = is_collected
        self._effects: dict[int, set[tuple[ObjectKind, Effect]]] = defaultdict(set)
        for message, kind, effect in sandbox_reads.effects_of(messages):
            self._effects[message].add((ObjectKind(kind), Effect(effect)))
        self._says: dict[int, set[ObjectKind]] = defaultdict(set)
        self._rekeys: set[int] = set()
        for message, kind, has_former in sandbox_reads.statements_of(messages):
            self._says[message].add(ObjectKind(kind))
            if has_former and kind == ObjectKind.EMPLOYEE:
                self._rekeys.add(message)

    def message(self, row: Row) -> SeenMessage:
        """The message of a row of `latest_messages`."""
        number, receipt, stream, edition, at, state, is_test, findings, dry_report = row
        worked_out = (_rehearsed(number, each) for each in json.loads(dry_report or "[]"))
        return SeenMessage(
            id=number,
            receipt=receipt,
            stream=stream,
            edition=edition,
            received_at=at,
            state=state,
            is_test=is_test,
            findings=_findings(json.loads(findings)),
            reports=(*self._reports[number], *worked_out),
            answers=self._answers[number],
            redelivered=self._redelivered.get(number, 0),
            effects=frozenset(self._effects[number]),
            says=frozenset(self._says[number]),
            rekeys=number in self._rekeys,
        )


def _report(row: Row) -> SeenReport:
    message, state, findings, employer_code, person, case, sequence, content = row
    return SeenReport(
        message=message,
        state=ReportState(state),
        findings=_findings(json.loads(findings)),
        employer_code=employer_code,
        person=person,
        case=case,
        sequence=sequence,
        content=content_from_json(json.loads(content)) if content else None,
    )


def _rehearsed(message: int, report: Mapping[str, Any]) -> SeenReport:
    """A report of a test message: what would become of it."""
    return SeenReport(
        message=message,
        state=ReportState(report["state"]),
        findings=_findings(report["findings"]),
        employer_code=report["employer_code"],
        person=None,
        case=None,
        sequence=report["sequence"],
    )


def _findings(stored: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding.from_json(each) for each in stored)
