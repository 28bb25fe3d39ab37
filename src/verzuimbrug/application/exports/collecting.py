"""Messages that a receiver collects: the oldest first, until it says that it has them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from verzuimbrug.application.exports.leaving import note_leaving
from verzuimbrug.application.exports.setup import setup_of
from verzuimbrug.application.sign_in.throttling import count_failure, look_up
from verzuimbrug.domain.exports import DeliveryKind, ExportMessageState, SendOutcome
from verzuimbrug.store.models import Export, ExportMessage
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.sealed import EXPORT_MESSAGE
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 10
"""So many messages are given at once at most: each may be of hundreds of persons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """A receiver that signed in, to collect what is for it."""

    arbodienst: int
    export: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """A message for a receiver."""

    number: int
    message: str
    file_name: str
    content: bytes


def verify_collector(key: str, address: str) -> Collector | None:
    """Whose key this is; None when it is nobody's, or nothing is to be collected by it.

    Raises RefusedError when signing in failed too often from where it comes.
    """
    claimed = look_up(SignInKind.EXPORT, key, address)
    with tenant(claimed.arbodienst):
        row = Export.objects.filter(id=claimed.target, is_enabled=True).first()
    if row is None or setup_of(row.settings).delivery.kind is not DeliveryKind.COLLECT:
        count_failure(claimed)
        return None
    return Collector(arbodienst=claimed.arbodienst, export=row.id)


def collect(collector: Collector, most: int) -> tuple[Collected, ...]:
    """The oldest messages that the receiver did not say it has."""
    with tenant(collector.arbodienst):
        export = Export.objects.get(id=collector.export)
        waiting = _waiting(collector).order_by("number")
        rows = list(waiting.select_for_update()[:most])
        note_leaving(export, rows)
        for row in rows:
            row.attempts += 1
            row.tried_at = timezone.now()
        ExportMessage.objects.bulk_update(rows, ["attempts", "tried_at"])
    return tuple(
        Collected(
            number=row.number,
            message=row.message,
            file_name=row.file_name,
            content=EXPORT_MESSAGE.unseal_of(row),
        )
        for row in rows
    )


def acknowledge(collector: Collector, numbers: Collection[int]) -> int:
    """Keeps that the receiver has these; gives how many it did not say so of before.

    What it was never given it cannot have.
    """
    with tenant(collector.arbodienst):
        given = _waiting(collector).filter(number__in=numbers, attempts__gt=0)
        return given.update(state=ExportMessageState.TAKEN, content=None, outcome=SendOutcome.TAKEN)


def _waiting(collector: Collector) -> "QuerySet[ExportMessage]":
    return ExportMessage.objects.filter(export=collector.export, state=ExportMessageState.WAITING)
