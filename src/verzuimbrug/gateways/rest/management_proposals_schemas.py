"""Proposals for employers, as the REST API says them, and what it takes to decide (WG-6)."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema

from verzuimbrug.application.employer_proposals.applying import Choice
from verzuimbrug.application.employer_proposals.listing import Sought
from verzuimbrug.domain.employer_proposals import Needed, ProposalKind, ProposalState
from verzuimbrug.gateways.rest.consumer_schemas import FindingOut, WindowQuery
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_schemas import Text

_LARGEST = 2**63 - 1
_MOST = 1000

Number = Annotated[int, Field(ge=1, le=_LARGEST)]


class ProposalsQuery(WindowQuery):
    """Which proposals: by default those that wait."""

    state: ProposalState = ProposalState.OPEN
    kind: ProposalKind | None = None

    def sought(self) -> Sought:
        """The choice."""
        return Sought(state=self.state, kind=self.kind)


class ProposalOut(Schema):
    """One proposal: `says` is what would be, `now` what is of the same.

    `needs` must be given with an approval. `codes` are codes as received, by where they stand.
    """

    number: int
    state: ProposalState
    kind: ProposalKind
    account: str = Field(validation_alias="account_name")
    receipt: str
    message: str = Field(validation_alias="source")
    received_at: datetime
    code: str
    received: str
    name: str
    says: dict[str, Any]
    now: dict[str, Any]
    needs: list[Needed]
    findings: list[FindingOut]
    codes: list[tuple[str, str]]
    decided_by: str
    decided_at: datetime | None
    reason: str


class ProposalPage(Schema):
    """A page of proposals, the oldest first."""

    items: list[ProposalOut]
    next: int | None


class ChoiceIn(Given):
    """A proposal by number, with what it needs: a code, a group or a last day."""

    number: Number
    code: Text = ""
    group: Text = ""
    until: date | None = None

    def choice(self) -> Choice:
        """The choice."""
        return Choice(number=self.number, code=self.code, group=self.group, until=self.until)


class ApproveProposalsIn(Given):
    """The proposals that are approved, together or not at all."""

    proposals: Annotated[list[ChoiceIn], Field(min_length=1, max_length=_MOST)]


class RefuseProposalsIn(Given):
    """The proposals that are refused, and why."""

    numbers: Annotated[list[Number], Field(min_length=1, max_length=_MOST)]
    reason: Text


class RefusedOut(Schema):
    """The proposals that are refused now."""

    numbers: list[int]
