"""Webhooks over REST: how far each is, switching it, and having it get again what happened."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema

from verzuimbrug.application.webhooks.endpoints import (
    WebhookShown,
    list_webhooks,
    show_webhook,
    switch_webhook,
)
from verzuimbrug.application.webhooks.replaying import preview_replay, replay
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.webhooks import OffBecause
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.management import UNKNOWN, asking, found, management_router
from verzuimbrug.gateways.rest.management_credentials_schemas import Number
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.moments import Moment

router = management_router()


class WebhookOut(Schema):
    """A webhook, and how far it is; never its secret.

    It gets events, or the answers for `account` when that is named. `behind` is how many of them it
    has yet to get. After so many `failures` in a row the next try is
    at `next_at`. `off_because` says why it was switched off by itself.
    """

    number: int = Field(validation_alias="id")
    account: str | None = Field(validation_alias="account_name")
    url: str
    is_enabled: bool
    made_at: datetime
    made_by: str
    behind: int
    failures: int
    next_at: datetime | None
    off_at: datetime | None
    off_because: OffBecause | None


class WebhooksOut(Schema):
    """The webhooks of the arbodienst, in the order in which they were made."""

    items: list[WebhookOut]


class WebhookSwitchIn(Given):
    """Whether events are sent to it."""

    is_enabled: bool


class WebhookReplayIn(Given):
    """From when on; a dry run only counts."""

    since: Moment
    dry_run: bool = False


class WebhookReplayOut(Schema):
    """How many events go again."""

    events: int


@router.get(
    "/webhooks",
    operation_id="list_webhooks",
    **asking(Permission.WEBHOOKS_READ, {200: WebhooksOut}),
)
def webhooks(request: HttpRequest) -> dict[str, Any]:
    """List the webhooks, and how far each is."""
    return {"items": list_webhooks(reader_of(request))}


@router.post(
    "/webhooks/{number}/switch",
    operation_id="switch_webhook",
    **asking(Permission.WEBHOOKS_WRITE, {200: WebhookOut, **UNKNOWN}),
)
def switch(request: HttpRequest, number: Number, body: WebhookSwitchIn) -> WebhookShown:
    """Have events sent to a webhook, from where it was, or not any more."""
    reader = reader_of(request)
    found(show_webhook(reader, number))
    switch_webhook(reader, number, is_enabled=body.is_enabled)
    return found(show_webhook(reader, number))


@router.post(
    "/webhooks/{number}/replay",
    operation_id="replay_webhook",
    **asking(Permission.WEBHOOKS_WRITE, {200: WebhookReplayOut, **UNKNOWN}),
)
def send_again(request: HttpRequest, number: Number, body: WebhookReplayIn) -> dict[str, int]:
    """Send again, in order, what happened since a moment."""
    act = preview_replay if body.dry_run else replay
    return {"events": found(act(reader_of(request), number, body.since))}
