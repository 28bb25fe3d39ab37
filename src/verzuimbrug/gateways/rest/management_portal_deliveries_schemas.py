"""What is said of initial loads and reconciliations over REST, and what they take."""

import base64
from datetime import datetime
from typing import Annotated

from ninja import Field, Schema

from verzuimbrug.application.portal_deliveries.giving import GivenFile
from verzuimbrug.domain.comparison import Outcome
from verzuimbrug.domain.portal_delivery import Step
from verzuimbrug.domain.reconciliation import Proposal
from verzuimbrug.gateways.rest.consumer_schemas import FindingOut, WindowQuery
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_readiness_schemas import CheckOut, ComparedRowOut
from verzuimbrug.gateways.rest.management_schemas import Text

_BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"


class DeliveryOut(Schema):
    """The number of a delivery of the portal's state that was started."""

    delivery: int


class AmountOut(Schema):
    """Messages, the reports in them, and their bytes."""

    messages: int
    reports: int
    size: int


class ProgressOut(Schema):
    """How far an initial load is; `seconds_left` is null when nothing moves."""

    step: Step
    started_at: datetime
    run_at: datetime | None
    finished_at: datetime | None
    received: AmountOut
    read: AmountOut
    processed: AmountOut
    rejected: int
    failed: int
    share_done: float
    reports_per_second: float
    seconds_left: float | None


class EmployerSummaryOut(Schema):
    """The reports at one employer code: received is the sum of the others."""

    employer: str
    received: int
    equal: int
    created: int
    parked: int
    rejected: int


class ComparedLoadOut(Schema):
    """The checks GR-1 to GR-3, and what the load comes to if it runs now."""

    ready: bool
    checks: list[CheckOut]
    estimate: list[EmployerSummaryOut]
    total: EmployerSummaryOut


class LoadSummaryOut(Schema):
    """What became of a load; it adds up when all reports that were read were decided on, once."""

    step: Step
    employers: list[EmployerSummaryOut]
    total: EmployerSummaryOut
    read: int
    decided: int
    adds_up: bool
    rejected_messages: int
    undecided_messages: int


class GivenFileIn(Given):
    """A file with what the portal has: its name, and its content in base64."""

    name: Text
    content: Annotated[str, Field(pattern=_BASE64)]

    def given(self) -> GivenFile:
        """The file itself."""
        return GivenFile(name=self.name, content=base64.b64decode(self.content))


class ReconcileIn(Given):
    """The first files with what the portal has; more can be given after."""

    files: Annotated[list[GivenFileIn], Field(min_length=1)]


class TakenFileOut(Schema):
    """A file that was taken in; `is_known`: the same bytes were received before."""

    name: str
    receipt: str
    is_known: bool


class StartedOut(Schema):
    """A reconciliation that was started, and why some files were not taken in."""

    delivery: int
    files: list[TakenFileOut]
    findings: list[FindingOut]


class GivenOut(Schema):
    """A file that was taken in, or why it was not."""

    files: list[TakenFileOut]
    findings: list[FindingOut]


class ReconciledCaseOut(Schema):
    """A case that differs; `shown` names it when it is selected."""

    row: ComparedRowOut
    proposal: Proposal
    reports: int
    settles: bool
    shown: str


class ReconciledEmployerOut(Schema):
    """How the cases of one employer compare."""

    employer: str
    counts: dict[Outcome, int]


class ReconciledOut(Schema):
    """How everything compares, and a page of the differences; `unread` files are still to be read.

    `next` is where the next page begins, null on the last.
    """

    employers: list[ReconciledEmployerOut]
    differences: list[ReconciledCaseOut]
    next: int | None
    unknown: dict[str, int]
    unread: int
    rejected: int


class EmployerQuery(WindowQuery):
    """One employer, by its code, without it all; and which page of the differences."""

    employer: Text | None = None


class SelectedIn(Given):
    """A difference that somebody selected: the portal's case, and what it was shown as."""

    employer: Text
    case: Text
    shown: Text


class TakeOverIn(Given):
    """Which differences are taken over, and why."""

    selected: Annotated[list[SelectedIn], Field(min_length=1)]
    reason: Annotated[Text, Field(min_length=1)]


class TakenOverOut(Schema):
    """How many cases are taken over, and why others are not."""

    count: int
    findings: list[FindingOut]


class FinishedOut(Schema):
    """How many files nothing was taken of."""

    closed: int
