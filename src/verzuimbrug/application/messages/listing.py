"""The messages of an arbodienst, in order of receipt: what came in and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import F

from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.store.models import Message
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEntry:
    """A message without its contents; `message` and `edition` are empty until it is read."""

    receipt: str
    account: str
    stream: str
    message: str
    edition: str
    state: str
    dry_run: bool
    size: int
    sha256: str
    received_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFilter:
    """Which messages to list; None leaves the choice open."""

    state: MessageState | None = None
    stream: str | None = None


class _Names(TypedDict):
    """What a message is read with besides its own columns."""

    account_name: str
    stream_name: str


def list_messages(arbodienst: int, chosen: MessageFilter, window: Window) -> Page[MessageEntry]:
    """A page of the messages that the filter chooses."""
    conditions = {"state": chosen.state, "stream__name": chosen.stream}
    named = {name: value for name, value in conditions.items() if value is not None}
    with tenant(arbodienst):
        query = Message.objects.filter(id__gt=window.after, **named).order_by("id")
        full = query.annotate(account_name=F("account__name"), stream_name=F("stream__name"))
        rows, next_after = cut(list(full[: window.take]), window, lambda row: row.id)
    return Page(tuple(map(_entry, rows)), next_after)


def _entry(row: "WithAnnotations[Message, _Names]") -> MessageEntry:
    return MessageEntry(
        receipt=row.receipt,
        account=row.account_name,
        stream=row.stream_name,
        message=row.message,
        edition=row.edition,
        state=row.state,
        dry_run=row.dry_run,
        size=row.size,
        sha256=bytes(row.sha256).hex(),
        received_at=row.received_at,
        decided_at=row.decided_at,
    )
