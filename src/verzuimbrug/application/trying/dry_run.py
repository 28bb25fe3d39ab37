"""A dry run of any file: the whole way but the writing, ending in the list of changes (VE-1)."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.employer_proposals.propose import tell
from verzuimbrug.application.interpret import LOCAL, Rejected
from verzuimbrug.application.processing.alone import ALL, judged, run_dry
from verzuimbrug.application.processing.beside import open_beside
from verzuimbrug.application.processing.guarding import known_now
from verzuimbrug.application.processing.listing import Listing
from verzuimbrug.application.processing.portioned import open_portioned
from verzuimbrug.application.streams import find_stream
from verzuimbrug.domain.change_list import ChangeList
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.sivi.tags import MESSAGE_KINDS, stands_beside
from verzuimbrug.store.held_reads import still_there
from verzuimbrug.store.inbox import StoredMessage
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.models import Message
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What a file would come to. `accepted` is false for one that would be rejected whole.

    `reports` are what would become of each report, with its findings as stored. What would be held
    for approval is listed as if it were approved; the findings say that it would be held.
    """

    accepted: bool
    findings: tuple[Finding, ...] = ()
    reports: Sequence[Mapping[str, Any]] = ()
    _listing: Listing = field(default_factory=Listing)

    @property
    def counts(self) -> Mapping[str, int]:
        """As of `ChangeList.counts`."""
        return dict(self._listing.counts)

    def changes(self) -> Iterator[ChangeList]:
        """The list of changes, part by part."""
        return (part.shielded() for part in self._listing.lists())


def dry_run(ref: AccountRef, stream: str, content: bytes, by: str) -> DryRun | None:
    """What a stream of the account would make of a file now; None when there is no such stream."""
    with tenant(ref.arbodienst):
        row = find_stream(ref.account, stream)
        if row is None:
            return None
        # What is worked out is written and rolled back: nobody else may write there meanwhile.
        take_all_lanes(ref.arbodienst)
        with transaction.atomic(durable=False):
            found = _run(ref, row.id, content)
            transaction.set_rollback(True)
        _record(ref, by, found)
        return found


def _run(ref: AccountRef, stream: int, content: bytes) -> DryRun:
    message = _kept_for_now(ref, stream, content)
    configuration = read_configurations({stream})[stream]
    if stands_beside(configuration.message):
        return _beside(message, configuration)
    opened = open_portioned(message, configuration)
    if isinstance(opened, Rejected):
        return DryRun(accepted=False, findings=opened.findings)
    now = timezone.now()
    today = now.astimezone(LOCAL).date()
    run = run_dry(opened, (now, today), ALL)
    reason = opened.reason_to_hold
    known = known_now(ref.account, today)
    held = (reason,) if reason else judged(opened, run, now, known)
    return DryRun(
        accepted=True,
        findings=(*held, *run.findings),
        reports=run.listing.reports,
        _listing=run.listing,
    )


def _beside(message: StoredMessage, configuration: ImportConfiguration) -> DryRun:
    """Of a message that changes no dossier there is nothing to list; proposals are told."""
    opened = open_beside(message, configuration)
    if isinstance(opened, Rejected):
        return DryRun(accepted=False, findings=opened.findings)
    if MESSAGE_KINDS[configuration.message] is MessageKind.EMPLOYERS:
        now = timezone.now()
        return DryRun(accepted=True, findings=tell(opened, (now, now.astimezone(LOCAL).date())))
    return DryRun(accepted=True, findings=(Finding("TR105", {"message": configuration.message}),))


def _kept_for_now(ref: AccountRef, stream: int, content: bytes) -> StoredMessage:
    """The file as a message that was just received, until the rollback."""
    now = timezone.now()
    # A prefix keeps it apart from the same bytes received before.
    digest = hashlib.sha256(b"dry run" + content).digest()
    row = Message.objects.create(
        arbodienst_id=ref.arbodienst,
        receipt=f"dry-run-{digest.hex()[:16]}",
        account_id=ref.account,
        stream_id=stream,
        file_name="",
        door="dry-run",
        sha256=digest,
        size=len(content),
        received_at=now,
    )
    return StoredMessage(
        id=row.id,
        receipt=row.receipt,
        account=ref.account,
        stream=stream,
        sha256=hashlib.sha256(content).hexdigest(),
        received_at=now,
        content=content,
    )


def _record(ref: AccountRef, by: str, found: DryRun) -> None:
    employees = frozenset[int]().union(*(part.employees for part in found.changes()))
    reader = Reader(arbodienst=ref.arbodienst, principal=by)
    record_access(reader, ReadAction.CHANGES_SHOWN, employees=still_there(employees))
