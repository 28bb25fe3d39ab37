"""Who reads personal data, and the row that says so (NEN 7513; docs/architecture.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from verzuimbrug.domain.authority import EVERYTHING, Authority
from verzuimbrug.store.models import AccessLog


class ReadAction(StrEnum):
    """What was looked at, or goes to somebody else and because of whom."""

    EMPLOYEES = "employees.read"
    EVENTS = "events.read"
    EXPORTED = "export.sent"
    EXPORT_ON = "export.switched-on"
    EXPORT_OFF = "export.switched-off"
    EXPORT_AGAIN = "export.begun-anew"
    PERSONS_FOUND = "persons.found"
    DOSSIER = "dossier.read"
    CASE = "case.read"
    DETAILS = "details.read"
    SOURCES = "sources.read"
    KNOWN = "known.read"
    BSN = "bsn.shown"
    PERSON_EXPORTED = "person.exported"
    PERSON_ERASED = "person.erased"
    LOG_FORGOTTEN = "access-log.forgotten"
    REPORT = "report.read"
    CHANGES = "changes.read"
    CHANGES_SHOWN = "changes.shown"
    PARKED = "parked.read"
    TRY_OUT = "message.tried"
    PASSED_ON = "passed-on.fetched"
    PASSED_ON_FILE = "passed-on.file-fetched"
    PASSED_ON_LISTED = "passed-on.listed"
    SHADOW_RUN = "messages.compared"
    MESSAGE = "message.read"
    MESSAGE_SHOWN = "message.shown"
    MESSAGE_DOWNLOADED = "message.downloaded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who may read in one arbodienst; `principal` names a key or a user.

    `authority` says at which employers and in which couplings.
    """

    arbodienst: int
    principal: str
    authority: Authority = EVERYTHING


def record_access(
    reader: Reader, action: ReadAction, *, employees: Iterable[int], employer: int | None = None
) -> None:
    """Keeps that these persons were looked at, in the transaction that read them.

    A row is kept for a look that showed nobody too: that somebody looked is the event.
    """
    AccessLog.objects.create(
        arbodienst_id=reader.arbodienst,
        at=timezone.now(),
        principal=reader.principal,
        action=action,
        employer_id=employer,
        employees=sorted(employees),
    )
