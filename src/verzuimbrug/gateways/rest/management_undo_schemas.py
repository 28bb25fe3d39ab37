"""What undoing takes and shows over REST."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Schema

from verzuimbrug.gateways.rest.consumer_schemas import FindingOut
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_schemas import Text
from verzuimbrug.gateways.rest.moments import Moment


class UndoIn(Given):
    """The preview that was shown, by its digest, and why; a dry run needs neither."""

    digest: Text = ""
    reason: Text = ""


class UndoStreamIn(UndoIn):
    """The same, of what a stream received then or later."""

    since: Annotated[Moment, Field(description="a moment with its zone")]


class UndoChangeOut(Schema):
    """What would happen to one person, employment or case: before and after by field."""

    kind: str
    employer: str
    person: str
    name: str
    effects: list[str]
    pairs: dict[str, list[Any]]
    differs: bool


class UndoOut(Schema):
    """What an undo would change, or its number once it is made; `digest` names what was shown."""

    applied: bool
    undo: int | None
    digest: str
    counts: dict[str, int]
    changes: list[UndoChangeOut]
    findings: list[FindingOut]


class UndoEntryOut(Schema):
    """An undo; `messages` are those that it still holds."""

    id: int
    at: datetime
    by: str
    reason: str
    account: str
    stream: str
    receipt: str | None
    since: datetime | None
    messages: int
    taken_back_at: datetime | None
    taken_back_by: str


class UndoPage(Schema):
    """A page of undos; `next` is null on the last one."""

    items: list[UndoEntryOut]
    next: int | None
