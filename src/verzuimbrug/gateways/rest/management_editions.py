"""Editions over REST: what arrives in which, and a shadow run before other settings go live."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from verzuimbrug.application.editions.arriving import arriving_on
from verzuimbrug.application.editions.plain import plain_arriving, plain_run
from verzuimbrug.application.editions.proposing import Proposed
from verzuimbrug.application.editions.shadow_run import Asked, shadow_run
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import UNKNOWN, account_of, asking, management_router
from verzuimbrug.gateways.rest.management_editions_schemas import (
    ArrivingOut,
    Period,
    ShadowIn,
    ShadowRunOut,
)
from verzuimbrug.gateways.rest.management_explained import explained
from verzuimbrug.gateways.rest.management_objects import plain
from verzuimbrug.gateways.rest.management_schemas import FindingsOut

router = management_router()


@router.get(
    "/accounts/{path:name}/editions",
    operation_id="list_editions",
    **asking(Permission.STREAMS_READ, {200: ArrivingOut, **UNKNOWN}),
)
def editions(request: HttpRequest, name: str, period: Query[Period]) -> dict[str, Any]:
    """List what came in each edition, week by week and stream by stream."""
    return plain_arriving(arriving_on(account_of(request, name), period.weeks))


@router.post(
    "/accounts/{path:name}/streams/{path:stream}/shadow-run",
    operation_id="run_shadow",
    **asking(Permission.STREAMS_WRITE, {200: ShadowRunOut, **UNKNOWN, 422: FindingsOut}),
)
def run_shadow(request: HttpRequest, name: str, stream: str, body: ShadowIn) -> dict[str, Any]:
    """Lay other settings on messages that came in; show what comes out differently."""
    asked = Asked(stream=stream, proposed=Proposed(settings=plain(body.settings)), which=body.which)
    run = shadow_run(account_of(request, name), asked, by=reader_of(request).principal)
    if run.refused:
        raise NotDoneError(run.refused)
    told: dict[str, Any] = explained(request, plain_run(run))
    return told
