"""What waits for a person, over REST: shown, approved, refused; and dry runs (VE-1, VE-2)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Path, Query

from verzuimbrug.application.decider import Decider
from verzuimbrug.application.held.disputed import list_disputed
from verzuimbrug.application.held.judge import approve, reject
from verzuimbrug.application.held.restanding import restand
from verzuimbrug.application.held.show import list_held, show_changes
from verzuimbrug.application.held.telling import change_json, list_json
from verzuimbrug.application.held.values import Decided
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.trying.dry_run import DryRun as DryRunOfFile, dry_run as run_dry
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.reports import Standing
from verzuimbrug.gateways.refused import language_of
from verzuimbrug.gateways.requests import read_body
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.consumer_schemas import WindowQuery
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import (
    UNKNOWN,
    account_of,
    asking,
    found,
    management_router,
    raw_body,
)
from verzuimbrug.gateways.rest.management_explained import explained
from verzuimbrug.gateways.rest.management_held_schemas import (
    ApproveIn,
    DecidedOut,
    DisputedPage,
    DryRunOut,
    HeldPage,
    PartQuery,
    Place,
    ReasonIn,
    RestoodOut,
    ShownOut,
)
from verzuimbrug.gateways.rest.management_schemas import DryRun, FindingsOut

_DECIDE = Permission.HELD_DECIDE
_FILE = raw_body("The message, whole.", "application/xml")
_OF_REPORT = asking(_DECIDE, {200: RestoodOut, 422: FindingsOut, **UNKNOWN})

router = management_router()


@router.get(
    "/held",
    operation_id="list_held_messages",
    **asking(Permission.HELD_READ, {200: HeldPage}),
)
def show_list(request: HttpRequest, query: Query[WindowQuery]) -> dict[str, Any]:
    """List the messages that wait for a person, the longest waiting first."""
    page = list_held(reader_of(request), query.window())
    return {"items": explained(request, page.items), "next": page.next}


@router.get(
    "/held/reports",
    operation_id="list_disputed_reports",
    **asking(Permission.HELD_READ, {200: DisputedPage}),
)
def reports(request: HttpRequest, query: Query[WindowQuery]) -> dict[str, Any]:
    """List the reports that are in conflict or held by what they say, in order of receipt."""
    page = list_disputed(reader_of(request), query.window())
    return {"items": explained(request, page.items), "next": page.next}


@router.get(
    "/messages/{receipt}/shown-changes",
    operation_id="show_message_changes",
    **asking(Permission.HELD_READ, {200: ShownOut, **UNKNOWN}),
)
def show(request: HttpRequest, receipt: str, query: Query[PartQuery]) -> dict[str, Any]:
    """Show a part of what a held message, or a dry run, would change."""
    shown = found(show_changes(reader_of(request), receipt, query.part))
    return {
        "message": explained(request, shown.message),
        "digest": shown.digest,
        "part": shown.part,
        "next_part": shown.next_part,
        **list_json(shown.changes),
        "waits": [asdict(each) for each in shown.waits],
    }


@router.post(
    "/messages/{receipt}/approve",
    operation_id="approve_message",
    **asking(_DECIDE, {200: DecidedOut, 422: FindingsOut, **UNKNOWN}),
)
def approve_message(request: HttpRequest, receipt: str, body: ApproveIn) -> dict[str, Any]:
    """Apply a held message as it was shown, whole or but for some parts."""
    return _decided(receipt, approve(_decider(request), receipt, body.judgement()))


@router.post(
    "/messages/{receipt}/reject",
    operation_id="reject_message",
    **asking(_DECIDE, {200: DecidedOut, 422: FindingsOut, **UNKNOWN}),
)
def reject_message(request: HttpRequest, receipt: str, body: ReasonIn) -> dict[str, Any]:
    """Refuse a held message whole; its reports keep their numbers and have no effect."""
    return _decided(receipt, reject(_decider(request), receipt, body.reason))


@router.post(
    "/messages/{receipt}/reports/{position}/choose",
    operation_id="choose_report",
    **_OF_REPORT,
)
def choose_report(
    request: HttpRequest,
    receipt: str,
    position: Annotated[Place, Path()],
    body: ReasonIn,
    *,
    dry_run: DryRun = False,
) -> dict[str, Any]:
    """Let a report stand on its number, whichever was received first."""
    place = (receipt, position)
    return _restood(request, place, Standing.CHOSEN, body.reason, dry_run=dry_run)


@router.post(
    "/messages/{receipt}/reports/{position}/refuse",
    operation_id="refuse_report",
    **_OF_REPORT,
)
def refuse_report(
    request: HttpRequest,
    receipt: str,
    position: Annotated[Place, Path()],
    body: ReasonIn,
    *,
    dry_run: DryRun = False,
) -> dict[str, Any]:
    """Refuse a report that is held; it keeps its number and has no effect."""
    place = (receipt, position)
    return _restood(request, place, Standing.REFUSED, body.reason, dry_run=dry_run)


@router.post(
    "/accounts/{path:name}/streams/{path:stream}/dry-run",
    operation_id="dry_run_file",
    **asking(Permission.STREAMS_WRITE, {200: DryRunOut, **UNKNOWN}, _FILE),
)
def dry_run_file(request: HttpRequest, name: str, stream: str) -> StreamingHttpResponse:
    """Show the exact list of what a file would change; write nothing."""
    ref = account_of(request, name)
    content = read_body(request, MAX_BYTES)
    told = found(run_dry(ref, stream, content, reader_of(request).principal))
    pieces = _pieces(told, Audience(language_of(request)))
    return StreamingHttpResponse(pieces, content_type="application/json; charset=utf-8")


def _pieces(told: DryRunOfFile, audience: Audience) -> Iterator[str]:
    """The answer, part by part: of a large file it is many times the file."""
    findings = audience.explain(finding.to_json() for finding in told.findings)
    head = {
        "accepted": told.accepted,
        "findings": [asdict(finding) for finding in findings],
        "counts": dict(told.counts),
    }
    yield f'{json.dumps(head)[:-1]}, "changes": ['
    yield from _listed(change_json(entry) for part in told.changes() for entry in part.changes)
    yield '], "reports": ['
    yield from _listed(
        {**report, "findings": [asdict(each) for each in audience.explain(report["findings"])]}
        for report in told.reports
    )
    yield "]}"


def _listed(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    for number, value in enumerate(values):
        yield f"{', ' if number else ''}{json.dumps(value)}"


def _decided(receipt: str, decided: Decided | None) -> dict[str, Any]:
    """That it goes on. Raises NotDoneError when nothing happened."""
    if not found(decided).goes_on:
        raise NotDoneError(found(decided).findings)
    return {"receipt": receipt}


def _restood(
    request: HttpRequest, place: tuple[str, int], standing: Standing, reason: str, *, dry_run: bool
) -> dict[str, Any]:
    done = found(restand(_decider(request), place, standing, reason, dry_run=dry_run))
    if done.findings:
        raise NotDoneError(done.findings)
    return {**list_json(done.changes), "applied": done.applied}


def _decider(request: HttpRequest) -> Decider:
    reader = reader_of(request)
    return Decider(arbodienst=reader.arbodienst, by=reader.principal, authority=reader.authority)
