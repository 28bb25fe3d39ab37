"""What was sent to a receiver, and of whom something cannot be said."""

from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.application.access import Reader
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.domain.exports import ExportMessageState, SendOutcome
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import ExportMessage, ExportPerson
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageShown:
    """A message for a receiver, by its number: of how many persons, with how many reports.

    `outcome` is how the last of the `attempts` ended, `status` that of an answer over HTTP.
    """

    number: int
    message: str
    file_name: str
    made_at: datetime
    persons: int
    reports: int
    state: ExportMessageState
    attempts: int
    tried_at: datetime | None
    outcome: SendOutcome | None
    status: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A person of whom something cannot be said, and what is lacking (EX-6)."""

    id: int
    employee: int
    findings: tuple[Finding, ...]


def page_messages(reader: Reader, export: int, window: Window) -> Page[MessageShown]:
    """A page of the log, the newest first; the next goes on before the message of that number."""
    with tenant(reader.arbodienst):
        query = ExportMessage.objects.filter(export=export).order_by("-number")
        if window.after:
            query = query.filter(number__lt=window.after)
        rows, following = cut(list(query[: window.take]), window, lambda row: row.number)
    return Page(tuple(map(_shown, rows)), following)


def page_lacking(reader: Reader, export: int, window: Window) -> Page[Lacking]:
    """A page of the persons of whom something cannot be said, of employers open to the reader."""
    with tenant(reader.arbodienst):
        query = ExportPerson.objects.filter(export=export, id__gt=window.after).exclude(lacks=[])
        if reader.authority.employers is not None:
            query = query.filter(employee__employer__in=reader.authority.employers)
        rows, following = cut(list(query.order_by("id")[: window.take]), window, lambda row: row.id)
    return Page(tuple(map(_lacking, rows)), following)


def _shown(row: ExportMessage) -> MessageShown:
    return MessageShown(
        number=row.number,
        message=row.message,
        file_name=row.file_name,
        made_at=row.made_at,
        persons=len(row.employees),
        reports=row.reports,
        state=ExportMessageState(row.state),
        attempts=row.attempts,
        tried_at=row.tried_at,
        outcome=SendOutcome(row.outcome) if row.outcome else None,
        status=row.status,
    )


def _lacking(row: ExportPerson) -> Lacking:
    return Lacking(
        id=row.id,
        employee=row.employee_id,
        findings=tuple(
            Finding("EX102", {"message": lack["message"], "tags": ", ".join(lack["tags"])})
            for lack in row.lacks
        ),
    )
