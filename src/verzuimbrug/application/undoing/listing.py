"""The undos of an arbodienst, those that were taken back included (VE-4)."""

from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from verzuimbrug.application.access import Reader
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.application.undoing.values import UndoEntry
from verzuimbrug.domain.authority import Authority
from verzuimbrug.store.models import Message, Undo
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Names(TypedDict):
    """What an undo is read with besides its own columns."""

    account: str
    stream_name: str
    receipt: str | None
    messages: int


def undos_open_to(authority: Authority) -> "QuerySet[Undo]":
    """Those of the accounts that are open to somebody."""
    rows = Undo.objects.all()
    if authority.accounts is None:
        return rows
    of_message = Q(message__account__in=authority.accounts)
    return rows.filter(of_message | Q(stream__account__in=authority.accounts))


def list_undos(reader: Reader, window: Window) -> Page[UndoEntry]:
    """A page of the undos, in the order in which they were made."""
    with tenant(reader.arbodienst):
        query = _named(reader).filter(id__gt=window.after).order_by("id")
        rows, next_after = cut(list(query[: window.take]), window, lambda row: row.id)
    return Page(tuple(map(_entry, rows)), next_after)


def list_latest_undos(reader: Reader, before: int | None, limit: int) -> Page[UndoEntry]:
    """A page of the undos, the latest first: those made before another, by its number."""
    window = Window(limit=limit)
    with tenant(reader.arbodienst):
        query = _named(reader).order_by("-id")
        if before is not None:
            query = query.filter(id__lt=before)
        rows, next_before = cut(list(query[: window.take]), window, lambda row: row.id)
    return Page(tuple(map(_entry, rows)), next_before)


def find_undo(reader: Reader, undo: int) -> UndoEntry | None:
    """One undo; None when there is no such one."""
    with tenant(reader.arbodienst):
        row = _named(reader).filter(id=undo).first()
    return None if row is None else _entry(row)


def _named(reader: Reader) -> "QuerySet[WithAnnotations[Undo, _Names]]":
    held = Message.objects.filter(undone=OuterRef("id")).order_by().values("undone")
    count = Subquery(held.annotate(n=Count("id")).values("n"), output_field=IntegerField())
    return undos_open_to(reader.authority).annotate(
        account=Coalesce(F("message__account__name"), F("stream__account__name")),
        stream_name=Coalesce(F("message__stream__name"), F("stream__name")),
        receipt=F("message__receipt"),
        messages=Coalesce(count, 0),
    )


def _entry(row: "WithAnnotations[Undo, _Names]") -> UndoEntry:
    return UndoEntry(
        id=row.id,
        at=row.at,
        by=row.by,
        reason=row.reason,
        account=row.account,
        stream=row.stream_name,
        receipt=row.receipt,
        since=row.since,
        messages=row.messages,
        taken_back_at=row.taken_back_at,
        taken_back_by=row.taken_back_by,
    )
