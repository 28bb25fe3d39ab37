"""Streams of an account over REST: their settings, saved and tried."""

from typing import Any

from django.http import HttpRequest

from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.application.streams import StreamSummary, list_streams
from verzuimbrug.application.trying.try_out import try_out
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import (
    SAVED,
    UNKNOWN,
    account_of,
    asking,
    found,
    management_router,
    object_of,
    save,
)
from verzuimbrug.gateways.rest.management_explained import explained
from verzuimbrug.gateways.rest.management_objects import ConfiguredStream, plain
from verzuimbrug.gateways.rest.management_schemas import DryRun, FindingsOut
from verzuimbrug.gateways.rest.management_streams_schemas import (
    StreamsOut,
    TriedOutOut,
    TryIn,
)

router = management_router()


@router.get(
    "/accounts/{path:name}/streams",
    operation_id="list_streams",
    **asking(Permission.STREAMS_READ, {200: StreamsOut, **UNKNOWN}),
    by_alias=True,
    exclude_unset=True,
)
def streams(request: HttpRequest, name: str) -> dict[str, Any]:
    """List the streams of an account with all their settings."""
    items = [
        {"last_message_at": each.last_message_at, "configuration": _configuration(each)}
        for each in list_streams(account_of(request, name))
    ]
    return {"items": items}


@router.post(
    "/accounts/{path:name}/streams/{path:stream}/try-out",
    operation_id="try_stream",
    **asking(Permission.STREAMS_WRITE, {200: TriedOutOut, **UNKNOWN, 422: FindingsOut}),
)
def try_stream(request: HttpRequest, name: str, stream: str, body: TryIn) -> dict[str, Any]:
    """Show what a stream makes of a message, by its own settings or others; process nothing."""
    tried = try_out(
        account_of(request, name),
        stream,
        body.message,
        by=reader_of(request).principal,
        proposed=None if body.settings is None else plain(body.settings),
    )
    if tried.refused:
        raise NotDoneError(tried.refused)
    shown: dict[str, Any] = explained(request, tried)
    return {**shown, "fits": tried.is_fit}


@router.get(
    "/accounts/{path:name}/streams/{path:stream}",
    operation_id="get_stream",
    **asking(Permission.STREAMS_READ, {200: ConfiguredStream, **UNKNOWN}),
    by_alias=True,
    exclude_unset=True,
)
def stream_of(request: HttpRequest, name: str, stream: str) -> Plain:
    """Give a stream with all its settings."""
    by_name = {each.name: each for each in list_streams(account_of(request, name))}
    return _configuration(found(by_name.get(stream)))


@router.put(
    "/accounts/{path:name}/streams/{path:stream}",
    operation_id="save_stream",
    **asking(Permission.STREAMS_WRITE, {**SAVED, **UNKNOWN}),
)
def save_stream(
    request: HttpRequest,
    name: str,
    stream: str,
    body: ConfiguredStream,
    *,
    dry_run: DryRun = False,
) -> dict[str, object]:
    """Save a stream of an account, new or known, as a new version."""
    account_of(request, name)
    of = object_of(request, "stream", name, stream)
    return save(request, of, plain(body), dry_run=dry_run)


def _configuration(stream: StreamSummary) -> Plain:
    """The stream as `save_stream` takes it."""
    return {"name": stream.name, **stream.settings}
