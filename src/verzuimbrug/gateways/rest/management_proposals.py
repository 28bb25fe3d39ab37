"""Proposals for employers over REST: listed, approved in one version, refused (WG-6)."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query

from verzuimbrug.application.decider import Decider
from verzuimbrug.application.employer_proposals.deciding import approve, refuse
from verzuimbrug.application.employer_proposals.listing import list_proposals, show_proposal
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import (
    SAVED,
    UNKNOWN,
    asking,
    found,
    management_router,
    told,
)
from verzuimbrug.gateways.rest.management_explained import explained
from verzuimbrug.gateways.rest.management_proposals_schemas import (
    ApproveProposalsIn,
    Number,
    ProposalOut,
    ProposalPage,
    ProposalsQuery,
    RefusedOut,
    RefuseProposalsIn,
)
from verzuimbrug.gateways.rest.management_schemas import DryRun, FindingsOut

router = management_router()


@router.get(
    "/employer-proposals",
    operation_id="list_employer_proposals",
    **asking(Permission.PARKING_READ, {200: ProposalPage}),
)
def show_list(request: HttpRequest, query: Query[ProposalsQuery]) -> dict[str, Any]:
    """List what messages propose for employers, the oldest first."""
    page = list_proposals(reader_of(request), query.sought(), query.window())
    return {"items": explained(request, page.items), "next": page.next}


@router.post(
    "/employer-proposals/approve",
    operation_id="approve_employer_proposals",
    **asking(Permission.EMPLOYERS_WRITE, SAVED),
)
def approve_them(
    request: HttpRequest, body: ApproveProposalsIn, *, dry_run: DryRun = False
) -> dict[str, object]:
    """Do what proposals say, all of it in one version of the configuration or nothing."""
    choices = [each.choice() for each in body.proposals]
    return told(request, approve(_decider(request), choices, dry_run=dry_run))


@router.post(
    "/employer-proposals/refuse",
    operation_id="refuse_employer_proposals",
    **asking(Permission.EMPLOYERS_WRITE, {200: RefusedOut, 422: FindingsOut}),
)
def refuse_them(request: HttpRequest, body: RefuseProposalsIn) -> dict[str, Any]:
    """Refuse proposals; the same of the same is not proposed again."""
    refused = refuse(_decider(request), body.numbers, body.reason)
    if refused.findings:
        raise NotDoneError(refused.findings)
    return {"numbers": body.numbers}


@router.get(
    "/employer-proposals/{number}",
    operation_id="get_employer_proposal",
    **asking(Permission.PARKING_READ, {200: ProposalOut, **UNKNOWN}),
)
def show(request: HttpRequest, number: Annotated[Number, Path()]) -> Any:  # noqa: ANN401
    """Give one proposal, with what is now of what it would change."""
    return explained(request, found(show_proposal(reader_of(request), number)))


def _decider(request: HttpRequest) -> Decider:
    reader = reader_of(request)
    return Decider(arbodienst=reader.arbodienst, by=reader.principal, authority=reader.authority)
