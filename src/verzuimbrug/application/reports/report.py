"""Making the processing report of a message, for the beheerder, the case system or the sender."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import F

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.reports.findings import Audience, language_of
from verzuimbrug.application.reports.values import ProcessingReport, ReportOutcome, StageOutcome
from verzuimbrug.application.stages import STAGES
from verzuimbrug.store.models import AbsenceReport, Message
from verzuimbrug.store.passed_on import count_items
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Names(TypedDict):
    """What a message is read with besides its own columns."""

    account_name: str
    stream_name: str
    culture: str


def processing_report(
    arbodienst: int,
    receipt: str,
    language: str | None = None,
    *,
    account: int | None = None,
    for_sender: bool = False,
) -> ProcessingReport | None:
    """The report of a message; None when there is none with that receipt.

    A message of another arbodienst, or of another account than the one given, is none. Without a
    language it is that of the account's culture.
    """
    question = _Question(receipt, language, account, for_sender)
    with tenant(arbodienst):
        return _answer(question)


def read_report(
    reader: Reader, receipt: str, language: str | None = None
) -> ProcessingReport | None:
    """The report of a message for somebody who may read all of it, and the row that says so."""
    with tenant(reader.arbodienst):
        report = _answer(_Question(receipt, language, accounts=reader.authority.accounts))
        if report is not None:
            shown = {o.employee for o in report.reports if o.employee is not None}
            record_access(reader, ReadAction.REPORT, employees=shown)
    return report


@dataclass(frozen=True, slots=True)
class _Question:
    """Which report is asked for, in which language, and by whom."""

    receipt: str
    language: str | None = None
    account: int | None = None
    for_sender: bool = False
    accounts: frozenset[int] | None = None


def _answer(question: _Question) -> ProcessingReport | None:
    row = _message(question)
    if row is None:
        return None
    audience = Audience(language_of(question.language or row.culture), question.for_sender)
    return ProcessingReport(
        receipt=row.receipt,
        account=row.account_name,
        stream=row.stream_name,
        message=row.message,
        edition=row.edition,
        state=row.state,
        dry_run=row.dry_run,
        received_at=row.received_at,
        decided_at=row.decided_at,
        stages=_stages(row.stages),
        findings=audience.explain(row.findings),
        reports=tuple(_outcomes(row, audience)),
        items=count_items(row.id),
    )


def _message(question: _Question) -> "WithAnnotations[Message, _Names] | None":
    # PostgreSQL refuses to compare with a NUL; no receipt has one.
    if "\0" in question.receipt:
        return None
    own: dict[str, object] = {}
    if question.account is not None:
        own["account"] = question.account
    if question.accounts is not None:
        own["account__in"] = question.accounts
    named = Message.objects.annotate(
        account_name=F("account__name"),
        stream_name=F("stream__name"),
        culture=F("account__culture"),
    )
    return named.filter(receipt=question.receipt, **own).first()


def _stages(outcomes: Mapping[str, str]) -> tuple[StageOutcome, ...]:
    # The database keeps no order of names within a document.
    return tuple(StageOutcome(stage=s, outcome=outcomes[s]) for s in STAGES if s in outcomes)


def _outcomes(message: Message, audience: Audience) -> Iterator[ReportOutcome]:
    """The outcome of each report; of a dry run, which stores none, as it was worked out."""
    if message.dry_report is not None:
        return (_worked_out(outcome, audience) for outcome in message.dry_report)
    rows = AbsenceReport.objects.filter(message_id=message.id).defer("content", "free_text")
    return (_stored(row, audience) for row in rows.order_by("position"))


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


def _stored(row: AbsenceReport, audience: Audience) -> ReportOutcome:
    return ReportOutcome(
        position=row.position,
        employer_code=row.employer_code,
        case=row.case_key,
        sequence=row.sequence,
        state=row.state,
        findings=audience.explain(row.findings),
        employee=row.employee_id,
    )
