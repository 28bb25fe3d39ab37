"""Readiness over REST: the checks, what is passed over, and the list of the portal (GR-1, GR-6)."""

from typing import Any

from django.http import Http404, HttpRequest

from verzuimbrug.application.account_status import StatusError
from verzuimbrug.application.readiness.check_readiness import check_readiness
from verzuimbrug.application.readiness.portal_employers import (
    PortalList,
    remove_portal_employers,
    set_portal_employers,
)
from verzuimbrug.application.readiness.waivers import Waiver, waive, withdraw_waivers
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.readiness import CHECKS
from verzuimbrug.gateways.requests import read_body
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import (
    NOT_POSSIBLE,
    UNKNOWN,
    account_of,
    asking,
    management_router,
    raw_body,
)
from verzuimbrug.gateways.rest.management_explained import explained
from verzuimbrug.gateways.rest.management_readiness_schemas import (
    PortalListOut,
    ReadinessOut,
    WaivedOut,
    WaiversIn,
)
from verzuimbrug.gateways.rest.management_schemas import FindingsOut

SHEETS = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
"""What a table may be handed in as."""

_LIST = raw_body("One code a row as the portal writes it, and in the next column a name.", *SHEETS)

router = management_router()


@router.get(
    "/accounts/{path:name}/readiness",
    operation_id="get_readiness",
    **asking(Permission.READINESS_READ, {200: ReadinessOut, **UNKNOWN}),
)
def readiness(request: HttpRequest, name: str) -> dict[str, Any]:
    """Check whether an account can go live: counts, lists and what to do."""
    found = check_readiness(account_of(request, name), reader_of(request).principal)
    return {
        "account": found.account,
        "ready": found.is_ready,
        "checks": explained(request, found.checks),
    }


@router.post(
    "/accounts/{path:name}/waivers",
    operation_id="waive_checks",
    **asking(Permission.READINESS_WAIVE, {200: WaivedOut, **UNKNOWN, **NOT_POSSIBLE}),
)
def pass_over(request: HttpRequest, name: str, body: WaiversIn) -> dict[str, Any]:
    """Pass over checks by name and with a reason, until that is withdrawn (GR-6)."""
    ref = account_of(request, name)
    waiver = Waiver(checks=tuple(body.checks), reason=body.reason)
    if waiver.problem:
        raise StatusError(waiver.problem)
    waive(ref, reader_of(request).principal, waiver)
    return {"checks": list(dict.fromkeys(waiver.checks))}


@router.delete(
    "/accounts/{path:name}/waivers/{check}",
    operation_id="withdraw_waiver",
    **asking(Permission.READINESS_WAIVE, {200: WaivedOut, **UNKNOWN}),
)
def count_again(request: HttpRequest, name: str, check: str) -> dict[str, Any]:
    """Let a check count again."""
    ref = account_of(request, name)
    if check not in CHECKS or not withdraw_waivers(ref, reader_of(request).principal, [check]):
        raise Http404
    return {"checks": [check]}


@router.put(
    "/accounts/{path:name}/portal-employers",
    operation_id="set_portal_employers",
    **asking(Permission.ACCOUNTS_WRITE, {200: PortalListOut, **UNKNOWN, 422: FindingsOut}, _LIST),
)
def put_list(request: HttpRequest, name: str) -> PortalList:
    """Take over the portal's list of employer codes, CSV or XLSX, in place of the one before."""
    ref = account_of(request, name)
    taken = set_portal_employers(ref, read_body(request, MAX_BYTES), reader_of(request).principal)
    if taken.findings:
        raise NotDoneError(taken.findings)
    return taken


@router.delete(
    "/accounts/{path:name}/portal-employers",
    operation_id="remove_portal_employers",
    **asking(Permission.ACCOUNTS_WRITE, {200: PortalListOut, **UNKNOWN}),
)
def remove_list(request: HttpRequest, name: str) -> PortalList:
    """Take the portal's list of employer codes away."""
    ref = account_of(request, name)
    return PortalList(removed=remove_portal_employers(ref, reader_of(request).principal))
