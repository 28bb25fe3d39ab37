"""The portal's state as files that somebody gives: each becomes a message, held (GR-7)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from verzuimbrug.application.decider import Decider
from verzuimbrug.application.portal_deliveries.deliveries import check_open, open_of_kind
from verzuimbrug.application.portal_deliveries.reading import configurations_of
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.application.receiving.refusals import storable
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.portal_delivery import Kind
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.sivi.catalogue import MessageTable
from verzuimbrug.sivi.identifying import table_of
from verzuimbrug.sivi.tags import stands_beside
from verzuimbrug.store import portal_delivery_writes as writes
from verzuimbrug.store.queue import wake_workers
from verzuimbrug.store.sealed import MESSAGE_BODY
from verzuimbrug.store.tenancy import tenant

DOOR = Kind.RECONCILIATION.value


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFile:
    """A file by name, with its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFile:
    """A file that was taken in: its receipt, and whether the stream had these bytes before."""

    name: str
    receipt: str
    is_known: bool


def give_file(decider: Decider, account: int, file: GivenFile) -> TakenFile | Finding:
    """Takes a file into the open reconciliation of an account, or says why not.

    Its first tag says on which stream it belongs. Bytes that the stream received before are not
    kept twice: then it is that message which is compared. Raises DeliveryError when none is open.
    """
    check_open(decider.authority, account, Kind.RECONCILIATION)
    if len(file.content) > MAX_BYTES:
        params = {"file": file.name, "found": str(len(file.content)), "limit": str(MAX_BYTES)}
        return Finding("GR702", params)
    table = table_of(file.content)
    if table is not None and stands_beside(table.file_name):
        return Finding("GR707", {"file": file.name, "message": table.file_name})
    with tenant(decider.arbodienst):
        delivery = open_of_kind(account, Kind.RECONCILIATION)
        stream = _stream_for(table, configurations_of(account))
        if stream is None:
            return Finding("GR701", {"file": file.name})
        taken = _take_in(account, delivery.id, stream, file)
        wake_workers()
    return taken


def _stream_for(
    table: MessageTable | None, configurations: Mapping[int, ImportConfiguration]
) -> int | None:
    """The stream of such a message; of several the one that takes its edition."""
    if table is None:
        return None
    streams = {
        stream: each
        for stream, each in sorted(configurations.items())
        if each.message == table.file_name
    }
    editions = [stream for stream, each in streams.items() if table.edition in each.editions]
    return next(iter([*editions, *streams]), None)


def _take_in(account: int, delivery: int, stream: int, file: GivenFile) -> TakenFile:
    sha256, now = hashlib.sha256(file.content).digest(), timezone.now()
    kept = writes.KeptFile(
        account=account,
        stream=stream,
        file_name=storable(file.name, 300),
        sha256=sha256,
        size=len(file.content),
        sealed=MESSAGE_BODY.seal(file.content, sha256.hex()),
        door=DOOR,
    )
    receipt = writes.keep_file(delivery, kept, now, f"{timezone.localdate(now):%Y%m%d}")
    if receipt is None:
        writes.hold_again(delivery, stream, sha256)
    known = writes.attach_file(delivery, stream, sha256)
    return TakenFile(name=file.name, receipt=known, is_known=receipt is None)


def give_files(
    decider: Decider, account: int, files: Iterable[GivenFile]
) -> tuple[tuple[TakenFile, ...], tuple[Finding, ...]]:
    """Takes files in one by one: those that were, and why others were not."""
    taken, findings = [], []
    for file in files:
        outcome = give_file(decider, account, file)
        if isinstance(outcome, Finding):
            findings.append(outcome)
        else:
            taken.append(outcome)
    return tuple(taken), tuple(findings)
