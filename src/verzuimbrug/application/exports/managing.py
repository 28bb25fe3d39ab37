"""Exports as people keep them: how far each is, on and off, and sending everything again."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef
from django.utils import timezone

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.exports.access import access_of
from verzuimbrug.application.exports.setup import Setup, setup_of
from verzuimbrug.domain.exports import DeliveryKind, ExportMessageState
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.counting import counted
from verzuimbrug.store.export_rows import count_sent
from verzuimbrug.store.models import (
    Export,
    ExportCase,
    ExportDue,
    ExportMessage,
    ExportPerson,
    SignIn,
)
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportShown:
    """An export, and how far it is; never what opens the receiver's door.

    `waiting` messages are still to go, of `lacking` persons something cannot be said. After
    `failures` in a row the next try is at `next_at`. `since` is when it was first switched on.
    """

    id: int
    name: str
    setup: Setup
    is_enabled: bool
    since: date | None
    has_access: bool
    public_key: str
    waiting: int
    lacking: int
    failures: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much goes to a receiver that knows nothing yet."""

    employers: int
    persons: int
    cases: int


def list_exports(reader: Reader) -> tuple[ExportShown, ...]:
    """All exports, by name."""
    with tenant(reader.arbodienst):
        return tuple(map(_shown, _rows().order_by("name")))


def show_export(reader: Reader, export: int) -> ExportShown | None:
    """One export; None when there is none with this id."""
    with tenant(reader.arbodienst):
        row = _rows().filter(id=export).first()
        return _shown(row) if row else None


def find_export(arbodienst: int, name: str) -> int:
    """The id of an export by its name. Raises UnknownNameError when there is none."""
    # PostgreSQL refuses to compare with a NUL; no stored name has one.
    with tenant(arbodienst):
        named = Export.objects.filter(name=name.replace("\0", "\ufffd"))
        found = named.values_list("id", flat=True).first()
    if found is None:
        raise UnknownNameError(f"there is no export with the name {name}")
    return found


def preview_export(reader: Reader, export: int) -> Extent | None:
    """How much would be sent to a receiver that knows nothing; None without such an export."""
    with tenant(reader.arbodienst):
        row = Export.objects.filter(id=export).first()
        if row is None:
            return None
        employers, with_case, persons, cases = count_sent(export, timezone.localdate())
        all_persons = setup_of(row.settings).all_persons
        return Extent(
            employers=employers, persons=persons if all_persons else with_case, cases=cases
        )


def switch_export(reader: Reader, export: int, *, is_enabled: bool) -> Finding | None:
    """Switches an export on, or off; or says why it cannot be on yet (EX-9).

    Switched on again it goes on where it was: what changed meanwhile is sent then.
    """
    with tenant(reader.arbodienst):
        row = Export.objects.select_for_update().filter(id=export).first()
        if row is None:
            return None
        if is_enabled and not _has_access(row):
            return Finding("EX101", {"name": row.name})
        row.is_enabled, row.failures, row.next_at = is_enabled, 0, None
        row.is_stale = row.is_stale or is_enabled
        row.since = row.since or (timezone.localdate() if is_enabled else None)
        row.save(update_fields=["is_enabled", "failures", "next_at", "is_stale", "since"])
        action = ReadAction.EXPORT_ON if is_enabled else ReadAction.EXPORT_OFF
        record_access(reader, action, employees=())
    return None


def send_again(reader: Reader, export: int) -> Extent | None:
    """Begins anew, for a receiver that knows nothing any more (EX-9); gives how much will go.

    What was told is forgotten, and what still waits is dropped: it is made anew.
    """
    with tenant(reader.arbodienst):
        row = Export.objects.select_for_update().filter(id=export).first()
        if row is None:
            return None
        for table in (ExportDue, ExportPerson, ExportCase):
            table.objects.filter(export=row).delete()
        waiting = ExportMessage.objects.filter(export=row, state=ExportMessageState.WAITING)
        waiting.update(state=ExportMessageState.DROPPED, content=None)
        row.is_stale, row.failures, row.next_at = True, 0, None
        row.save(update_fields=["is_stale", "failures", "next_at"])
        record_access(reader, ReadAction.EXPORT_AGAIN, employees=())
    return preview_export(reader, export)


def _rows() -> "QuerySet[Export, Any]":
    """Exports with what waits and of whom something lacks, in one query."""
    waiting = ExportMessage.objects.filter(export=OuterRef("id"), state=ExportMessageState.WAITING)
    lacking = ExportPerson.objects.filter(export=OuterRef("id")).exclude(lacks=[])
    return Export.objects.annotate(waiting=counted(waiting), lacking=counted(lacking))


def _shown(row: Any) -> ExportShown:  # noqa: ANN401 -- an export of `_rows`
    return ExportShown(
        id=row.id,
        name=row.name,
        setup=setup_of(row.settings),
        is_enabled=row.is_enabled,
        since=row.since,
        has_access=_has_access(row),
        public_key=row.public_key,
        waiting=row.waiting,
        lacking=row.lacking,
        failures=row.failures,
        next_at=row.next_at,
    )


def _has_access(row: Export) -> bool:
    """Whether all is there that opens the receiver's door, or that it opens ours with."""
    access = access_of(row)
    kind = setup_of(row.settings).delivery.kind
    if kind is DeliveryKind.HTTPS:
        return bool(access.customer_code and access.token)
    if kind is DeliveryKind.SFTP:
        return bool(access.private_key and access.host_key)
    mine = SignIn.objects.filter(arbodienst=row.arbodienst_id, kind=SignInKind.EXPORT)
    return mine.filter(target=row.id).exists()
