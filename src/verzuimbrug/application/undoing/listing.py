"""The undos of an arbodienst, those that were taken back included (VE-4)."""

from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.application.undoing.values import UndoEntry
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


def list_undos(arbodienst: int, window: Window) -> Page[UndoEntry]:
    """A page of the undos, in the order in which they were made."""
    held = Message.objects.filter(undone=OuterRef("id")).order_by().values("undone")
    count = Subquery(held.annotate(n=Count("id")).values("n"), output_field=IntegerField())
    named = Undo.objects.annotate(
        account=Coalesce(F("message__account__name"), F("stream__account__name")),
        stream_name=Coalesce(F("message__stream__name"), F("stream__name")),
        receipt=F("message__receipt"),
        messages=Coalesce(count, 0),
    )
    with tenant(arbodienst):
        query = named.filter(id__gt=window.after).order_by("id")
        rows, next_after = cut(list(query[: window.take]), window, lambda row: row.id)
    return Page(tuple(map(_entry, rows)), next_after)


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
