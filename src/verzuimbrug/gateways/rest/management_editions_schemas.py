"""What is said of editions and shadow runs over REST, and what a run takes."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema

from verzuimbrug.application.editions.arriving import USUAL_PERIOD
from verzuimbrug.application.editions.choosing import (
    MOST_MESSAGES,
    USUAL_MESSAGES,
    Left,
    Which,
)
from verzuimbrug.domain.shadow_comparison import Difference
from verzuimbrug.domain.shadow_outcomes import ShadowState
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.gateways.rest.consumer_schemas import FindingOut
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_objects import ConfiguredStream
from verzuimbrug.gateways.rest.moments import Moment

_MOST_WEEKS = 52


class Period(Schema):
    """For how many weeks, the present one included."""

    weeks: int = Field(USUAL_PERIOD, ge=1, le=_MOST_WEEKS)


class SenderOut(Schema):
    """Who sends in an edition, and with which software."""

    name: str
    software: str


class EditionOut(Schema):
    """What came in an edition: how many a week, and how many were rejected for it.

    What was not read has an empty edition.
    """

    edition: str
    accepted: bool
    messages: int
    rejected: int
    first: datetime | None
    last: datetime | None
    weeks: list[int]
    senders: list[SenderOut]


class StreamEditionsOut(Schema):
    """A stream, the editions that it takes, and those that its message has."""

    account: str
    stream: str
    message: str
    known: list[str]
    accepted: list[str]
    editions: list[EditionOut]


class ArrivingOut(Schema):
    """The weeks by their Mondays, and the streams by name."""

    weeks: list[date]
    streams: list[StreamEditionsOut]


class ShadowIn(Given):
    """Other settings, those of the whole stream, and which messages.

    The `last` ones; with `since` the first so many received since that moment.
    """

    settings: ConfiguredStream
    last: int = Field(USUAL_MESSAGES, ge=1, le=MOST_MESSAGES)
    since: Moment | None = None

    @property
    def which(self) -> Which:
        """The messages."""
        return Which(most=self.last, since=self.since)


class ShadowOutcomeOut(Schema):
    """What becomes of a message as a whole."""

    state: ShadowState
    findings: list[FindingOut]


class ShadowPersonOut(Schema):
    """Whose a person group is: known, new, or, without a key, nobody yet."""

    employer: str
    key: str
    known: bool


class ShadowPersonsOut(Schema):
    """A person who is found differently, by initials and year of birth."""

    initials: str
    birth_year: int | None
    stands: ShadowPersonOut | None
    changed: ShadowPersonOut | None


class ShadowReportOut(Schema):
    """What becomes of a report."""

    case: str
    sequence: int
    operation: str
    state: str
    findings: list[FindingOut]


class ShadowReportsOut(Schema):
    """A report that comes out differently; null on a side that does not read the message."""

    position: int
    stands: ShadowReportOut | None
    changed: ShadowReportOut | None


class ShadowThingOut(Schema):
    """A person, employment or case that comes out differently: per field both values."""

    kind: ObjectKind
    employer: str
    person: str
    name: str
    in_stands: bool
    in_changed: bool
    fields: dict[str, tuple[Any, Any]]


class ShadowMessageOut(Schema):
    """A message that comes out differently, and in what."""

    receipt: str
    received_at: datetime
    edition: str
    differs: list[Difference]
    stands: ShadowOutcomeOut
    changed: ShadowOutcomeOut
    persons: list[ShadowPersonsOut]
    reports: list[ShadowReportsOut]
    things: list[ShadowThingOut]


class ShadowRunOut(Schema):
    """How messages come out under the settings as they stand and as changed; nothing is written."""

    stream: str
    messages: int
    same: int
    different: int
    counts: dict[Difference, int]
    first_at: datetime | None
    last_at: datetime | None
    more: bool
    left: dict[Left, list[str]]
    items: list[ShadowMessageOut]
