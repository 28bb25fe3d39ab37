"""The parking lot over REST: what waits, why, since when, and healing it."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from verzuimbrug.application.decider import Decider
from verzuimbrug.application.parking.candidates import list_candidates
from verzuimbrug.application.parking.healing import heal
from verzuimbrug.application.parking.listing import list_parked, list_parked_reports, show_group
from verzuimbrug.application.parking.values import GroupKey, ParkedGroup
from verzuimbrug.application.readiness.link_persons import ShownProposal
from verzuimbrug.domain.findings import Severity
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.refused import language_of
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import (
    UNKNOWN,
    account_of,
    asking,
    found,
    management_router,
)
from verzuimbrug.gateways.rest.management_explained import explained
from verzuimbrug.gateways.rest.management_parking_schemas import (
    GroupQuery,
    HealedOut,
    HealIn,
    KeyQuery,
    ParkedGroupDetailsOut,
    ParkedGroupPage,
    ParkedReportPage,
    ReportsQuery,
)
from verzuimbrug.gateways.rest.management_schemas import DryRun, FindingsOut

router = management_router()


@router.get(
    "/parking",
    operation_id="list_parked_groups",
    **asking(Permission.PARKING_READ, {200: ParkedGroupPage}),
)
def show_list(request: HttpRequest, query: Query[GroupQuery]) -> dict[str, Any]:
    """List what waits, in groups by cause and subject, those that wait longest first."""
    page = list_parked(reader_of(request), query.chosen(), query.window())
    return {"items": [_shown(request, group) for group in page.items], "next": page.next}


@router.get(
    "/accounts/{path:name}/parking/group",
    operation_id="get_parked_group",
    **asking(Permission.PARKING_READ, {200: ParkedGroupDetailsOut, **UNKNOWN}),
)
def show(request: HttpRequest, name: str, query: Query[KeyQuery]) -> dict[str, Any]:
    """Give one group; of a link key also the employees that it may be of."""
    ref, reader = account_of(request, name), reader_of(request)
    key = GroupKey(account=ref.account, cause=query.cause, subject=tuple(query.subject))
    group = found(show_group(reader, key))
    known = list_candidates(reader, key)
    return {**_shown(request, group), "candidates": [_candidate(request, each) for each in known]}


@router.get(
    "/accounts/{path:name}/parking/reports",
    operation_id="list_parked_reports",
    **asking(Permission.PARKING_READ, {200: ParkedReportPage, **UNKNOWN}),
)
def reports(request: HttpRequest, name: str, query: Query[ReportsQuery]) -> dict[str, Any]:
    """List the reports of a group, in order of receipt."""
    ref = account_of(request, name)
    key = GroupKey(account=ref.account, cause=query.cause, subject=tuple(query.subject))
    page = found(list_parked_reports(reader_of(request), key, query.window()))
    return {"items": explained(request, page.items), "next": page.next}


@router.post(
    "/accounts/{path:name}/parking/heal",
    operation_id="heal_parked_group",
    **asking(Permission.PARKING_HEAL, {200: HealedOut, 422: FindingsOut, **UNKNOWN}),
)
def heal_group(
    request: HttpRequest, name: str, body: HealIn, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Do what heals a group: all that waited for it goes on, in order of receipt."""
    ref, reader = account_of(request, name), reader_of(request)
    key = GroupKey(account=ref.account, cause=body.cause, subject=tuple(body.subject))
    decider = Decider(arbodienst=reader.arbodienst, by=reader.principal, authority=reader.authority)
    healed = heal(decider, key, body.treatment(), dry_run=dry_run)
    if any(finding.severity is Severity.ERROR for finding in healed.findings):
        raise NotDoneError(healed.findings)
    return {
        "reports": healed.reports,
        "applied": healed.applied,
        "differences": [difference.to_json() for difference in healed.differences],
        "findings": explained(request, healed.findings),
    }


def _shown(request: HttpRequest, group: ParkedGroup) -> dict[str, Any]:
    language = language_of(request)
    return {
        **explained(request, group),
        "cause": group.cause,
        "subject": list(group.subject),
        "kind": group.kind,
        "text": group.text(language),
        "actions": [
            {"action": each, "label": each.label(language), "here": each.is_done_here}
            for each in group.healings
        ],
    }


def _candidate(request: HttpRequest, known: ShownProposal) -> dict[str, Any]:
    return {
        **explained(request, known.proposal),
        "is_preselected": known.proposal.is_preselected,
        "surname": known.surname,
        "initials": known.initials,
    }
