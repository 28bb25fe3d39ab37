"""Keys of case systems and tools over REST: a key itself is in the answer that made it, once."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema, Status
from pydantic import StringConstraints

from verzuimbrug.application.sign_in.apikeys import ApiKeyEntry, create, list_keys, revoke
from verzuimbrug.domain.permissions import KeyScope, Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.management import (
    NOT_POSSIBLE,
    UNKNOWN,
    asking,
    found,
    management_router,
)
from verzuimbrug.gateways.rest.management_given import Given

router = management_router()


class ApiKeyOut(Schema):
    """A key, and the role that says what it may do; never what it is."""

    name: str
    scope: str
    issued_at: datetime
    revoked_at: datetime | None


class ApiKeysOut(Schema):
    """The keys of the arbodienst, revoked ones too, by name."""

    items: list[ApiKeyOut]


class ApiKeyIn(Given):
    """What a new key is for, and its role."""

    name: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$"
        ),
    ]
    scope: KeyScope


class NewApiKeyOut(Schema):
    """A new key; it is not shown again."""

    name: str
    scope: KeyScope
    key: str


@router.get(
    "/api-keys",
    operation_id="list_api_keys",
    **asking(Permission.API_KEYS_READ, {200: ApiKeysOut}),
)
def keys(request: HttpRequest) -> dict[str, Any]:
    """List the keys of case systems and tools."""
    return {"items": list_keys(reader_of(request).arbodienst)}


@router.post(
    "/api-keys",
    operation_id="create_api_key",
    **asking(Permission.API_KEYS_WRITE, {201: NewApiKeyOut, **NOT_POSSIBLE}),
)
def create_key(request: HttpRequest, body: ApiKeyIn) -> Status[dict[str, str]]:
    """Make a key and give it, this once."""
    key = create(reader_of(request).arbodienst, body.name, body.scope)
    return Status(201, {"name": body.name, "scope": body.scope, "key": key})


@router.post(
    "/api-keys/{path:name}/revoke",
    operation_id="revoke_api_key",
    **asking(Permission.API_KEYS_WRITE, {200: ApiKeyOut, **UNKNOWN, **NOT_POSSIBLE}),
)
def revoke_key(request: HttpRequest, name: str) -> ApiKeyEntry:
    """End a key at once."""
    arbodienst = reader_of(request).arbodienst
    found(next((key for key in list_keys(arbodienst) if key.name == name), None))
    revoke(arbodienst, name)
    return {key.name: key for key in list_keys(arbodienst)}[name]
