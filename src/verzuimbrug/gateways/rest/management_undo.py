"""Undoing over REST: previewed, made when it is still what was shown, taken back (VE-4)."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query

from verzuimbrug.application.decider import Decider
from verzuimbrug.application.undoing.listing import list_undos
from verzuimbrug.application.undoing.taking_back import preview_take_back, take_back
from verzuimbrug.application.undoing.undo import preview_undo, undo
from verzuimbrug.application.undoing.values import (
    OfMessage,
    OfStream,
    Shown,
    Undone,
    UndoPreview,
    What,
)
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.consumer_schemas import WindowQuery
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import (
    UNKNOWN,
    account_of,
    asking,
    management_router,
)
from verzuimbrug.gateways.rest.management_credentials_schemas import Number
from verzuimbrug.gateways.rest.management_explained import explained
from verzuimbrug.gateways.rest.management_schemas import DryRun, FindingsOut
from verzuimbrug.gateways.rest.management_undo_schemas import (
    UndoIn,
    UndoOut,
    UndoPage,
    UndoStreamIn,
)

_UNDOING = asking(Permission.UNDO_WRITE, {200: UndoOut, 422: FindingsOut, **UNKNOWN})

router = management_router()


@router.get("/undos", operation_id="list_undos", **asking(Permission.UNDO_READ, {200: UndoPage}))
def undos(request: HttpRequest, query: Query[WindowQuery]) -> dict[str, Any]:
    """List the undos, those that were taken back included."""
    page = list_undos(reader_of(request), query.window())
    return {"items": explained(request, page.items), "next": page.next}


@router.post("/messages/{receipt}/undo", operation_id="undo_message", **_UNDOING)
def undo_message(
    request: HttpRequest, receipt: str, body: UndoIn, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Undo a message, when that still changes what was shown; else it is shown anew."""
    return _undone(request, OfMessage(receipt=receipt), body, dry_run=dry_run)


@router.post(
    "/accounts/{path:name}/streams/{path:stream}/undo", operation_id="undo_stream", **_UNDOING
)
def undo_stream(
    request: HttpRequest, name: str, stream: str, body: UndoStreamIn, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Undo all that a stream received since a moment, as it was shown."""
    ref = account_of(request, name)
    what = OfStream(account=ref.account, stream=stream, since=body.since)
    return _undone(request, what, body, dry_run=dry_run)


@router.post("/undos/{undo_number}/back", operation_id="take_undo_back", **_UNDOING)
def back(
    request: HttpRequest, undo_number: Number, body: UndoIn, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Take an undo back, as it was shown: what it took stands again."""
    reader = reader_of(request)
    if dry_run:
        return _told(request, preview_take_back(reader, undo_number))
    decider = Decider(arbodienst=reader.arbodienst, by=reader.principal, authority=reader.authority)
    done = take_back(decider, undo_number, body.reason, Shown(digest=body.digest))
    return _told(request, done)


def _undone(request: HttpRequest, what: What, body: UndoIn, *, dry_run: bool) -> dict[str, Any]:
    reader = reader_of(request)
    if dry_run:
        return _told(request, preview_undo(reader, what))
    decider = Decider(arbodienst=reader.arbodienst, by=reader.principal, authority=reader.authority)
    return _told(request, undo(decider, what, body.reason, Shown(digest=body.digest)))


def _told(request: HttpRequest, outcome: Undone | UndoPreview | None) -> dict[str, Any]:
    """What came of it. Raises NotDoneError when something stands in the way."""
    if outcome is None:
        raise Http404
    if isinstance(outcome, Undone):
        said = {"applied": True, "undo": outcome.undo, "digest": "", "changes": []}
    elif not outcome.is_possible:
        raise NotDoneError(outcome.findings)
    else:
        changes = [entry.to_json() for entry in outcome.changes.changes]
        said = {"applied": False, "undo": None, "digest": outcome.digest, "changes": changes}
    findings = explained(request, outcome.findings)
    return {**said, "counts": dict(outcome.counts), "findings": findings}
