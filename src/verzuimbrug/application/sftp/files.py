"""What an SFTP account sees: its streams, its own deliveries by what became of them, its answers.

Received files are never given back: they hold medical data, and the sender has them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import F, QuerySet

from verzuimbrug.application.receiving.place import find_place, require_open_account
from verzuimbrug.application.receiving.refusals import storable
from verzuimbrug.application.reports.findings import Audience, language_of
from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.application.sign_in.credentials import SignedIn
from verzuimbrug.store.models import Answer, Message, Stream
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.sealed import ANSWER
from verzuimbrug.store.tenancy import tenant

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

DOOR = "sftp"
MOST_FILES = 1000
"""Of each folder the newest are shown."""
PAGE = 50
"""So many at a time: the findings of one message may be thousands."""

WAITING = frozenset({MessageState.RECEIVED})
TAKEN = frozenset({MessageState.PROCESSED, MessageState.HELD})
REFUSED = frozenset({MessageState.REJECTED, MessageState.FAILED})

_HIGHEST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where deliveries stand: a stream of the account, and what became of them."""

    stream: str
    states: Collection[MessageState]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredFile:
    """A delivery as its sender sees it; findings are those about the message as a whole."""

    id: int
    receipt: str
    file_name: str
    stream: str
    size: int
    received_at: datetime
    state: str
    findings: tuple[ExplainedFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFile:
    """An answer that is not acknowledged yet."""

    number: int
    file_name: str
    content: bytes
    made_at: datetime


def list_streams(sender: SignedIn) -> tuple[str, ...]:
    """The names of the account's streams."""
    with tenant(sender.arbodienst):
        require_open_account(sender)
        streams = Stream.objects.filter(account=sender.account).order_by("name")
        return tuple(streams.values_list("name", flat=True))


def require_stream(sender: SignedIn, stream_name: str) -> None:
    """Refuse a stream that the account does not have, before anything is sent to it."""
    with tenant(sender.arbodienst):
        find_place(sender, stream_name)


def list_files(
    sender: SignedIn, shelf: Shelf, before: int | None = None
) -> tuple[DeliveredFile, ...]:
    """At most a page of the deliveries on a shelf that came before the one given, newest first."""
    with tenant(sender.arbodienst):
        require_open_account(sender)
        rows = _deliveries(sender, shelf).filter(id__lt=before or _HIGHEST).order_by("-id")[:PAGE]
        return tuple(map(_file, rows))


def find_file(sender: SignedIn, shelf: Shelf, receipt: str) -> DeliveredFile | None:
    """The delivery with a receipt, when it stands on this shelf."""
    with tenant(sender.arbodienst):
        require_open_account(sender)
        row = _deliveries(sender, shelf).filter(receipt=storable(receipt, 40)).first()
        return None if row is None else _file(row)


def list_answers(sender: SignedIn, after: int = 0) -> tuple[AnswerFile, ...]:
    """At most a page of the answers after the one given that are not acknowledged, oldest first."""
    with tenant(sender.arbodienst):
        require_open_account(sender)
        rows = _open_answers(sender).filter(id__gt=after).order_by("id")[:PAGE]
        return tuple(map(_answer, rows))


def find_answer(sender: SignedIn, number: int) -> AnswerFile | None:
    """The answer with a number, while it is not acknowledged."""
    with tenant(sender.arbodienst):
        require_open_account(sender)
        row = _open_answers(sender).filter(id=min(number, _HIGHEST)).first()
        return None if row is None else _answer(row)


class _Names(TypedDict):
    """What a delivery is read with besides its own columns."""

    stream_name: str
    culture: str


def _deliveries(
    sender: SignedIn, shelf: Shelf
) -> "QuerySet[WithAnnotations[Message, _Names], WithAnnotations[Message, _Names]]":
    rows = Message.objects.filter(
        account=sender.account,
        door=DOOR,
        stream__name=storable(shelf.stream, 100),
        state__in=shelf.states,
    )
    return rows.annotate(stream_name=F("stream__name"), culture=F("account__culture"))


def _open_answers(sender: SignedIn) -> QuerySet[Answer]:
    return Answer.objects.filter(account_id=sender.account, acknowledged_at=None)


def _file(row: "WithAnnotations[Message, _Names]") -> DeliveredFile:
    audience = Audience(language_of(row.culture), is_sender=True)
    return DeliveredFile(
        id=row.id,
        receipt=row.receipt,
        file_name=row.file_name,
        stream=row.stream_name,
        size=row.size,
        received_at=row.received_at,
        state=row.state,
        findings=audience.explain(row.findings),
    )


def _answer(row: Answer) -> AnswerFile:
    return AnswerFile(
        number=row.id,
        file_name=row.file_name,
        content=ANSWER.unseal_of(row),
        made_at=row.made_at,
    )
