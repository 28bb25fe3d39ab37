"""Exports over REST: how far each is, on and off, everything again, and how receivers are reached.

What is sent, to whom and how is configuration (`/configuration`).
"""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Schema

from verzuimbrug.application.exports.access import (
    give_credentials,
    make_collecting_key,
    make_key,
    trust_host,
)
from verzuimbrug.application.exports.log import MessageShown, page_lacking, page_messages
from verzuimbrug.application.exports.managing import (
    ExportShown,
    Extent,
    find_export,
    list_exports,
    preview_export,
    send_again,
    show_export,
    switch_export,
)
from verzuimbrug.application.pages import Page
from verzuimbrug.domain.exports import DeliveryKind, ExportMessageState, SendOutcome
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.refused import language_of
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.consumer_schemas import WindowQuery
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import UNKNOWN, asking, found, management_router
from verzuimbrug.gateways.rest.management_credentials import unknown_is_not_found
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_schemas import FindingsOut, Text

router = management_router()

_LONGEST = 500
_Secret = Annotated[Text, Field(min_length=1, max_length=_LONGEST)]


class ExportOut(Schema):
    """An export, and how far it is; never what opens the receiver's door.

    `waiting` messages are still to go; of `lacking` persons something cannot be said. After so many
    `failures` in a row the next try is at `next_at`. `since` is when it was first switched on.
    """

    name: str
    receiver: str = Field(validation_alias="setup.receiver")
    edition: str = Field(validation_alias="setup.edition")
    delivery: DeliveryKind = Field(validation_alias="setup.delivery.kind")
    is_enabled: bool
    since: date | None
    has_access: bool
    public_key: str
    waiting: int
    lacking: int
    failures: int
    next_at: datetime | None


class ExportsOut(Schema):
    """The exports of the arbodienst, by name."""

    items: list[ExportOut]


class ExtentOut(Schema):
    """How much goes to a receiver that knows nothing."""

    employers: int
    persons: int
    cases: int


class ExportSwitchIn(Given):
    """Whether it is on."""

    is_enabled: bool


class ExportAgainIn(Given):
    """A dry run only counts."""

    dry_run: bool = False


class ReceiverCredentialsIn(Given):
    """What the receiver gave us to sign in with."""

    customer_code: _Secret
    token: _Secret


class HostKeyIn(Given):
    """The public key by which the receiver's server is known."""

    host_key: _Secret


class PublicKeyOut(Schema):
    """Our public key, for the receiver."""

    public_key: str


class CollectingKeyOut(Schema):
    """The key by which the receiver collects: this once."""

    key: str


class ExportMessageOut(Schema):
    """A message: of how many persons, with how many reports, and what became of it."""

    number: int
    message: str
    file_name: str
    made_at: datetime
    persons: int
    reports: int
    state: ExportMessageState
    attempts: int
    tried_at: datetime | None
    outcome: SendOutcome | None
    status: int | None


class ExportMessagesOut(Schema):
    """A page of messages, the newest first; `next` goes on after it."""

    items: list[ExportMessageOut]
    next: int | None


class LackingOut(Schema):
    """A person of whom something cannot be said, by our number, and why."""

    person: int
    findings: list[str]


class LackingPage(Schema):
    """A page of such persons."""

    items: list[LackingOut]
    next: int | None


@router.get(
    "/exports",
    operation_id="list_exports",
    **asking(Permission.EXPORTS_READ, {200: ExportsOut}),
)
def exports(request: HttpRequest) -> dict[str, Any]:
    """List the exports, and how far each is."""
    return {"items": list_exports(reader_of(request))}


@router.get(
    "/exports/{path:name}/extent",
    operation_id="get_export_extent",
    **asking(Permission.EXPORTS_READ, {200: ExtentOut, **UNKNOWN}),
)
def extent(request: HttpRequest, name: str) -> Extent:
    """Count what goes to a receiver that knows nothing."""
    return found(preview_export(reader_of(request), _number(request, name)))


@router.get(
    "/exports/{path:name}/messages",
    operation_id="list_export_messages",
    **asking(Permission.EXPORTS_READ, {200: ExportMessagesOut, **UNKNOWN}),
)
def messages(request: HttpRequest, name: str, query: Query[WindowQuery]) -> Page[MessageShown]:
    """List what was made for the receiver, the newest first."""
    return page_messages(reader_of(request), _number(request, name), query.window())


@router.get(
    "/exports/{path:name}/lacking",
    operation_id="list_export_lacking",
    **asking(Permission.EXPORTS_READ, {200: LackingPage, **UNKNOWN}),
)
def lacking(request: HttpRequest, name: str, query: Query[WindowQuery]) -> dict[str, Any]:
    """List of whom something cannot be said."""
    page = page_lacking(reader_of(request), _number(request, name), query.window())
    language = language_of(request)
    items = [
        {"person": each.employee, "findings": [one.text(language) for one in each.findings]}
        for each in page.items
    ]
    return {"items": items, "next": page.next}


@router.post(
    "/exports/{path:name}/switch",
    operation_id="switch_export",
    **asking(Permission.EXPORTS_WRITE, {200: ExportOut, 422: FindingsOut, **UNKNOWN}),
)
def switch(request: HttpRequest, name: str, body: ExportSwitchIn) -> ExportShown:
    """Switch an export on, from where it was, or off."""
    reader, number = reader_of(request), _number(request, name)
    obstacle = switch_export(reader, number, is_enabled=body.is_enabled)
    if obstacle is not None:
        raise NotDoneError((obstacle,))
    return found(show_export(reader, number))


@router.post(
    "/exports/{path:name}/again",
    operation_id="send_export_again",
    **asking(Permission.EXPORTS_WRITE, {200: ExtentOut, **UNKNOWN}),
)
def again(request: HttpRequest, name: str, body: ExportAgainIn) -> Extent:
    """Begin anew, for a receiver that knows nothing any more."""
    act = preview_export if body.dry_run else send_again
    return found(act(reader_of(request), _number(request, name)))


@router.put(
    "/exports/{path:name}/credentials",
    operation_id="set_export_credentials",
    **asking(Permission.EXPORTS_WRITE, {200: ExportOut, **UNKNOWN}),
)
def credentials(request: HttpRequest, name: str, body: ReceiverCredentialsIn) -> ExportShown:
    """Set what the receiver gave to sign in with; it is kept encrypted and never shown."""
    reader, number = reader_of(request), _number(request, name)
    give_credentials(reader, number, body.customer_code, body.token)
    return found(show_export(reader, number))


@router.post(
    "/exports/{path:name}/key",
    operation_id="make_export_key",
    **asking(Permission.EXPORTS_WRITE, {200: PublicKeyOut, **UNKNOWN}),
)
def key(request: HttpRequest, name: str) -> dict[str, str]:
    """Make a pair of keys for SFTP; the public half is for the receiver."""
    return {"public_key": found(make_key(reader_of(request), _number(request, name)))}


@router.put(
    "/exports/{path:name}/host-key",
    operation_id="set_export_host_key",
    **asking(Permission.EXPORTS_WRITE, {200: ExportOut, 422: FindingsOut, **UNKNOWN}),
)
def host_key(request: HttpRequest, name: str, body: HostKeyIn) -> ExportShown:
    """Set by which key the receiver's SFTP server is known."""
    reader, number = reader_of(request), _number(request, name)
    obstacle = trust_host(reader, number, body.host_key)
    if obstacle is not None:
        raise NotDoneError((obstacle,))
    return found(show_export(reader, number))


@router.post(
    "/exports/{path:name}/collecting-key",
    operation_id="make_collecting_key",
    **asking(Permission.EXPORTS_WRITE, {200: CollectingKeyOut, **UNKNOWN}),
)
def collecting_key(request: HttpRequest, name: str) -> dict[str, str]:
    """Make the key by which the receiver collects; the one before it ends."""
    return {"key": found(make_collecting_key(reader_of(request), _number(request, name)))}


def _number(request: HttpRequest, name: str) -> int:
    with unknown_is_not_found():
        return find_export(reader_of(request).arbodienst, name)
