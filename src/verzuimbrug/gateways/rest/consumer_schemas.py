"""What the consumer side of the REST API says: numbers as numbers, dates as ISO texts."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AliasChoices, BeforeValidator

from verzuimbrug.application.pages import DEFAULT_LIMIT, MAX_LIMIT, Window
from verzuimbrug.domain.events import EventKind
from verzuimbrug.domain.passed_on import ItemKind, ItemState
from verzuimbrug.store.models.messages import MessageState

_LAST_ID = 2**63 - 1


def _blank_is_left_out(value: object) -> object:
    return None if value == "" else value


_Optional = BeforeValidator(_blank_is_left_out)
_After = Annotated[Annotated[int, Field(ge=0, le=_LAST_ID)] | None, _Optional]
_Limit = Annotated[Annotated[int, Field(ge=1)] | None, _Optional]
_Text = Annotated[Annotated[str, Field(pattern=r"^[^\x00]*$")] | None, _Optional]
_Language = Annotated[Literal["nl", "en"] | None, _Optional]


class WindowQuery(Schema):
    """Where a page starts and how long it is; a limit beyond the largest gives the largest."""

    after: _After = Field(None, description="`next` of the page before")
    limit: _Limit = Field(DEFAULT_LIMIT, description=f"{MAX_LIMIT} at most")

    def window(self) -> Window:
        """The window that is asked for."""
        return Window(self.after or 0, min(self.limit or DEFAULT_LIMIT, MAX_LIMIT))


class MessageQuery(WindowQuery):
    """Which messages to list."""

    state: Annotated[MessageState | None, _Optional] = None
    stream: _Text = None


class ReportQuery(Schema):
    """How to read a report; left out, it is in the language of the account."""

    lang: _Language = None


class EmployerOut(Schema):
    """An employer; addresses and contact data are by kind, departments by code."""

    code: str
    name: str
    addresses: dict[str, dict[str, str]]
    contact: dict[str, str]
    departments: dict[str, dict[str, str]]


class EmployerPage(Schema):
    """A page of employers."""

    items: list[EmployerOut]
    next: int | None


class KeyOut(Schema):
    """The key by which an account knows a person."""

    account: str
    key: str


class EmploymentOut(Schema):
    """An employment."""

    id: str
    start: date | None
    end: date | None
    hours_per_week: float | None
    department: str | None


class PeriodOut(Schema):
    """A percentage of absence from a day on."""

    start: date = Field(validation_alias=AliasChoices("start", "from"), serialization_alias="from")
    percentage: float


class CaseOut(Schema):
    """An absence case; `continues` is the id of the earlier case that it goes on from."""

    id: str
    account: str
    first_day: date
    recovered_on: date | None
    status: str
    percentage: float
    cause: str
    classification: str | None
    safety_net: bool | None
    end_reason: str | None
    last_sequence: int
    continues: str | None
    periods: list[PeriodOut]


class DossierOut(Schema):
    """A person at an employer; without an absence case the name is null."""

    keys: list[KeyOut]
    surname: str | None
    initials: str | None
    birth_date: date | None
    gender: str | None
    employments: list[EmploymentOut]
    absence_cases: list[CaseOut]


class DossierPage(Schema):
    """A page of persons."""

    items: list[DossierOut]
    next: int | None


class EventDataOut(Schema):
    """Whom an event is about; the number of a person stays the same, whatever keys change."""

    employer: str
    person: int
    keys: list[KeyOut]


class ItemCaseOut(Schema):
    """The absence case that an item names; `number` is null when it is not known here."""

    number: int | None
    account: str
    id: str


class ItemOut(Schema):
    """An item that is passed on: which it is, never what is in it."""

    number: int
    kind: ItemKind
    account: str
    message: str
    id: str | None
    former_id: str | None
    date: date | None
    case: ItemCaseOut | None
    replaces: int | None
    replaced_by: int | None
    has_file: bool


class ItemEventDataOut(Schema):
    """What an event about an item tells; `person` is null when it is not known here."""

    employer: str
    person: int | None
    keys: list[KeyOut]
    item: ItemOut


class PassedOnOut(ItemEventDataOut):
    """An item with its content: a message of its own, with this item only."""

    xml: str


class PassedOnPage(Schema):
    """A page of items, in order of their numbers."""

    items: list[ItemEventDataOut]
    next: int | None


class CaseRefOut(Schema):
    """Which case it is, also when it is not shown any more."""

    number: int
    account: str
    id: str


class CaseEventDataOut(EventDataOut):
    """What an event about a case tells; a case that is not shown any more is null."""

    case: CaseRefOut
    absence_case: CaseOut | None


class PersonEventDataOut(EventDataOut):
    """What an event about a person tells: the names of what changed."""

    shown: bool
    fields: list[str]


class PersonErasedDataOut(Schema):
    """Whom everything is gone of, and of which cases: by number only."""

    employer: str
    person: int
    cases: list[int]


class FeedEventOut(Schema):
    """An event, as webhooks get it, with its number."""

    id: str
    number: int
    type: EventKind
    timestamp: str
    data: CaseEventDataOut | PersonEventDataOut | ItemEventDataOut | PersonErasedDataOut


class FeedPage(Schema):
    """A page of events, in order of their numbers."""

    items: list[FeedEventOut]
    next: int | None


class MessageOut(Schema):
    """A message without its contents."""

    receipt: str
    account: str
    stream: str
    message: str
    edition: str
    state: MessageState
    dry_run: bool
    size: int
    sha256: str
    received_at: datetime
    decided_at: datetime | None


class MessagePage(Schema):
    """A page of messages, in order of receipt."""

    items: list[MessageOut]
    next: int | None


class FindingOut(Schema):
    """A finding: what is the matter, why it can be so, what to do."""

    code: str
    severity: str
    path: str
    line: int | None
    text: str
    cause: str
    action: str


class StageOut(Schema):
    """What became of a stage: done, skipped or stopped."""

    stage: str
    outcome: str


class OutcomeOut(Schema):
    """What became of one report of absence."""

    position: int
    employer_code: str
    case: str | None
    sequence: int
    state: str
    findings: list[FindingOut]


class ReportOut(Schema):
    """The processing report of a message."""

    receipt: str
    account: str
    stream: str
    message: str
    edition: str
    state: MessageState
    dry_run: bool
    received_at: datetime
    decided_at: datetime | None
    stages: list[StageOut]
    findings: list[FindingOut]
    reports: list[OutcomeOut]
    items: dict[ItemState, int]


class ErrorOut(Schema):
    """The one shape of errors."""

    code: str
    text: str
    details: list[str]
    trace: str
