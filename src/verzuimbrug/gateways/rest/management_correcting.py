"""Correcting a message, and processing messages again, over REST; dry-run first."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Status

from verzuimbrug.application.correcting.correct import correct
from verzuimbrug.application.correcting.replay import Chosen, replay
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.requests import read_body
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import (
    UNKNOWN,
    account_of,
    asking,
    found,
    management_router,
    raw_body,
)
from verzuimbrug.gateways.rest.management_correcting_schemas import (
    CorrectedOut,
    ReasonQuery,
    ReplayedOut,
    ReplayIn,
)
from verzuimbrug.gateways.rest.management_explained import explained
from verzuimbrug.gateways.rest.management_schemas import DryRun, FindingsOut

_MESSAGE = raw_body("The corrected message, whole.", "application/xml")

router = management_router()


@router.post(
    "/messages/{receipt}/corrections",
    operation_id="correct_message",
    **asking(
        Permission.MESSAGES_CORRECT, {201: CorrectedOut, 422: FindingsOut, **UNKNOWN}, _MESSAGE
    ),
)
def correct_message(
    request: HttpRequest, receipt: str, query: Query[ReasonQuery]
) -> Status[dict[str, Any]]:
    """Keep a corrected version of a message; it waits for approval with its changes."""
    content = read_body(request, MAX_BYTES)
    corrected = found(correct(_decider(request), receipt, content, query.reason))
    if not corrected.receipt:
        raise NotDoneError(corrected.findings)
    return Status(201, explained(request, corrected))


@router.post(
    "/replays",
    operation_id="replay_messages",
    **asking(Permission.MESSAGES_CORRECT, {200: ReplayedOut, 422: FindingsOut, **UNKNOWN}),
)
def replay_messages(
    request: HttpRequest, body: ReplayIn, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Process rejected, failed and parked messages again, by receipt or by cause."""
    chosen = Chosen(
        receipt=body.receipt,
        cause=body.cause,
        account=account_of(request, body.account).account if body.account is not None else None,
        stream=body.stream,
    )
    replayed = replay(_decider(request), chosen, dry_run=dry_run)
    if replayed.findings:
        raise NotDoneError(replayed.findings)
    said: dict[str, Any] = explained(request, replayed)
    return said


def _decider(request: HttpRequest) -> Decider:
    reader = reader_of(request)
    return Decider(arbodienst=reader.arbodienst, by=reader.principal, authority=reader.authority)
