"""What waits, as the REST API says it; and what it takes to heal it."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import AfterValidator

from verzuimbrug.application.pages import DEFAULT_LIMIT, MAX_LIMIT
from verzuimbrug.application.parking.listing import GroupWindow, ParkedFilter
from verzuimbrug.application.parking.places import read_place
from verzuimbrug.application.parking.treatment import Treatment
from verzuimbrug.domain.parking import Healing, Subject
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.gateways.rest.consumer_schemas import FindingOut, WindowQuery
from verzuimbrug.gateways.rest.management_credentials_schemas import Number
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_links_schemas import ProposalOut
from verzuimbrug.gateways.rest.management_schemas import SavedOut, Text

_MOST_PARTS = 2


def _place(text: str) -> str:
    """The text, if it is the place of a group or nothing; else it raises ValueError."""
    if text:
        read_place(text)
    return text


Subjects = Annotated[list[Text], Field(min_length=1, max_length=_MOST_PARTS)]


class GroupQuery(Schema):
    """Which groups to list, and where the page starts."""

    account: Text | None = None
    cause: Text | None = None
    after: Annotated[Text, AfterValidator(_place)] = Field(
        "", description="`next` of the page before"
    )
    limit: Annotated[int, Field(ge=1)] = Field(DEFAULT_LIMIT, description=f"{MAX_LIMIT} at most")

    def chosen(self) -> ParkedFilter:
        """The groups that are asked for."""
        return ParkedFilter(account=self.account or None, cause=self.cause or None)

    def window(self) -> GroupWindow:
        """The page that is asked for."""
        return GroupWindow(self.after, min(self.limit, MAX_LIMIT))


class KeyQuery(Schema):
    """Which group: its cause, and its subject part by part."""

    cause: Text
    subject: Subjects


class ReportsQuery(WindowQuery):
    """Which group, and where the page of its reports starts."""

    cause: Text
    subject: Subjects


class ActionOut(Schema):
    """What heals a group; `here`: by the operation of this API that heals."""

    action: Healing
    label: str
    here: bool


class NumbersOut(Schema):
    """The first number that waits; the one it waits for; those that nobody sent."""

    sequence: int
    awaited: int | None
    missing: list[int]


class InTheWayOut(Schema):
    """The report that others of the case wait for."""

    sequence: int
    receipt: str
    position: int
    state: ReportState
    finding: FindingOut | None


class ReminderOut(Schema):
    """That it was told that the group had waited so many days."""

    days: int
    at: datetime


class ParkedGroupOut(Schema):
    """What waits at one account for one cause, of one subject."""

    account: str
    cause: str
    kind: Subject
    subject: list[str]
    streams: list[str]
    reports: int
    persons: int
    messages: int
    since: datetime
    age_days: int
    text: str
    actions: list[ActionOut]
    numbers: NumbersOut | None
    in_the_way: InTheWayOut | None
    reminders: list[ReminderOut]


class ParkedGroupPage(Schema):
    """A page of groups, those that wait longest first."""

    items: list[ParkedGroupOut]
    next: str | None


class ParkedGroupDetailsOut(ParkedGroupOut):
    """One group; of a link key also who it may be."""

    candidates: list[ProposalOut]


class ParkedReportOut(Schema):
    """A report that waits."""

    receipt: str
    position: int
    stream: str
    employer_code: str
    case: str | None
    sequence: int
    received_at: datetime
    findings: list[FindingOut]


class ParkedReportPage(Schema):
    """A page of the reports of a group."""

    items: list[ParkedReportOut]
    next: int | None


class HealIn(Given):
    """What to do with a group, and what belongs to it.

    Gaps are released without a subject too: then those of all cases.
    """

    cause: Text
    subject: Annotated[list[Text], Field(max_length=_MOST_PARTS)] = []
    action: Healing
    name: Text = ""
    group: Text = ""
    classifications: Text = ""
    employee: Number | None = None

    def treatment(self) -> Treatment:
        """What is asked for."""
        return Treatment(
            healing=self.action,
            name=self.name,
            group=self.group,
            classifications=self.classifications,
            employee=self.employee,
        )


class HealedOut(SavedOut):
    """How many reports go on, and what changed in the configuration; or in a dry run would."""

    reports: int
