"""What is held, as the REST API says it, and what it takes to decide on it (VE-1, VE-2)."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Schema

from verzuimbrug.application.held.values import Judgement
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.domain.statements import ObjectKind
from verzuimbrug.gateways.rest.consumer_schemas import FindingOut
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_schemas import Text

_LAST_PLACE = 2**31 - 1
_MOST_PARTS = 100_000

Place = Annotated[int, Field(ge=0, le=_LAST_PLACE)]
Places = Annotated[list[Place], Field(max_length=_MOST_PARTS)]


class PartQuery(Schema):
    """Which part of a long list of changes, counted from 1."""

    part: Annotated[int, Field(ge=1, le=_LAST_PLACE)] = 1


class HeldOut(Schema):
    """A message that waits for a person.

    `counts` are those of its list: changes by kind and effect, and reports by what would become of
    them. `waiting` is how many reports of other messages wait behind its own.
    """

    number: int
    receipt: str
    account: str
    stream: str
    received_at: datetime
    reasons: list[FindingOut]
    counts: dict[str, int]
    waiting: int
    corrects: str | None


class HeldPage(Schema):
    """A page of held messages, the longest waiting first."""

    items: list[HeldOut]
    next: int | None


class DisputedReportOut(Schema):
    """A report that waits for a decision on itself; `is_known` is whether its employee is."""

    number: int
    receipt: str
    position: int
    account: str
    stream: str
    employer: str
    case: str | None
    sequence: int
    state: ReportState
    received_at: datetime
    findings: list[FindingOut]
    is_known: bool


class DisputedPage(Schema):
    """A page of reports, in order of receipt."""

    items: list[DisputedReportOut]
    next: int | None


class ChangedFieldOut(Schema):
    """A field before and after; of one that is shielded both are null."""

    field: str
    before: Any
    after: Any
    shielded: bool


class ListedChangeOut(Schema):
    """What would happen to one person, employment or case.

    `key` is the number of the employment or the key of the case; `person` is the place of the
    person in the message, `reports` are those of the reports that change the case. `differs`: the
    list that was shown before did not have it so.
    """

    kind: ObjectKind
    employer: str
    link_key: str
    key: str | None
    effects: list[str]
    fields: list[ChangedFieldOut]
    person: int | None
    reports: list[int]
    differs: bool


class ListedReportOut(Schema):
    """What would become of one report; `awaits` is the number that it waits for."""

    position: int
    person: int | None
    employer: str
    case: str | None
    sequence: int
    state: ReportState
    codes: list[str]
    awaits: int | None
    differs: bool


class ListOut(Schema):
    """A list of changes; `gone` is what the list that was shown before had besides."""

    changes: list[ListedChangeOut]
    reports: list[ListedReportOut]
    gone: list[ListedChangeOut]


class WaitingOut(Schema):
    """A report of another message, and the number that it waits behind."""

    receipt: str
    position: int
    employer: str
    case: str
    sequence: int
    behind: int


class ShownOut(ListOut):
    """A part of what a message would change; an approval names the `digest`."""

    message: HeldOut
    digest: str
    part: int
    next_part: int | None
    waits: list[WaitingOut]


class ApproveIn(Given):
    """That a message is applied as it was shown, but for these persons and reports."""

    digest: Text
    refused_persons: Places = []
    refused_reports: Places = []
    reason: Text = ""

    def judgement(self) -> Judgement:
        """What is decided."""
        return Judgement(
            digest=self.digest,
            refused_persons=frozenset(self.refused_persons),
            refused_reports=frozenset(self.refused_reports),
            reason=self.reason,
        )


class ReasonIn(Given):
    """Why; it stays with the decision. A dry run needs none."""

    reason: Text = ""


class DecidedOut(Schema):
    """The message is in the queue."""

    receipt: str


class RestoodOut(ListOut):
    """What a decision on one report changes, or in a dry run would change."""

    applied: bool


class DryReportOut(Schema):
    """What would become of one report of a file."""

    position: int
    employer_code: str
    case_key: str | None
    sequence: int
    state: ReportState
    findings: list[FindingOut]


class DryRunOut(Schema):
    """What a stream would make of a file now; one that is not accepted is rejected whole.

    What would be held is listed as if it were approved; the findings say that it would be held.
    """

    accepted: bool
    findings: list[FindingOut]
    counts: dict[str, int]
    changes: list[ListedChangeOut]
    reports: list[DryReportOut]
