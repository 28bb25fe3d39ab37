"""SFTP accounts over REST: the login, and the keys that open it."""

from datetime import datetime
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest
from ninja import Field, Schema, Status

from verzuimbrug.application.sftp.keys import (
    KeyEntry,
    add_key,
    generate_pair,
    hand_over_key,
    list_keys,
    revoke_key,
)
from verzuimbrug.application.sftp.logins import login_of
from verzuimbrug.application.sign_in.handover import Part
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import (
    UNKNOWN,
    account_of,
    asking,
    management_router,
)
from verzuimbrug.gateways.rest.management_credentials import unknown_is_not_found
from verzuimbrug.gateways.rest.management_credentials_schemas import Recipient
from verzuimbrug.gateways.rest.management_given import Given
from verzuimbrug.gateways.rest.management_handover import LinksOut, handover_base, linked
from verzuimbrug.gateways.rest.management_schemas import FindingsOut, Text
from verzuimbrug.gateways.sftp.server import host_key

Done = TypeVar("Done")

_NOT_DONE: dict[Any, Any] = {**UNKNOWN, 422: FindingsOut}

router = management_router()


class LoginOut(Schema):
    """The login name, and the key by which the portal knows this server."""

    login: str
    host_key: str
    host_key_fingerprint: str


class SftpKeyOut(Schema):
    """A public key; it opens the account until it is revoked."""

    fingerprint: str
    kind: str
    comment: str
    added_at: datetime
    added_by: str
    revoked_at: datetime | None
    last_used_at: datetime | None


class SftpKeysOut(Schema):
    """The keys of an account, revoked ones too, the oldest first."""

    items: list[SftpKeyOut]


class PublicKeyIn(Given):
    """A public key as a person pastes it."""

    public_key: Text


class GenerateIn(Given):
    """Who gets the private half."""

    recipient: Recipient = ""


class GeneratedOut(LinksOut):
    """The key that was added, and the link that shows its private half once."""

    fingerprint: str


class FingerprintIn(Given):
    """A key by its fingerprint, as the list shows it."""

    fingerprint: Annotated[Text, Field(max_length=100)]


@router.put(
    "/accounts/{path:name}/sftp-login",
    operation_id="ensure_sftp_login",
    **asking(Permission.SFTP_KEYS_WRITE, {200: LoginOut, **_NOT_DONE}),
)
def login(request: HttpRequest, name: str) -> dict[str, str]:
    """Give the login name of an SFTP account; it is made when first asked for."""
    login_name = _done(login_of(account_of(request, name), reader_of(request).principal))
    key = host_key()
    return {
        "login": login_name,
        "host_key": key.export_public_key("openssh").decode().strip(),
        "host_key_fingerprint": key.get_fingerprint(),
    }


@router.get(
    "/accounts/{path:name}/sftp-keys",
    operation_id="list_sftp_keys",
    **asking(Permission.SFTP_KEYS_READ, {200: SftpKeysOut, **UNKNOWN}),
)
def keys(request: HttpRequest, name: str) -> dict[str, Any]:
    """List the keys of an SFTP account."""
    return {"items": list_keys(account_of(request, name))}


@router.post(
    "/accounts/{path:name}/sftp-keys",
    operation_id="add_sftp_key",
    **asking(Permission.SFTP_KEYS_WRITE, {201: SftpKeyOut, **_NOT_DONE}),
)
def add(request: HttpRequest, name: str, body: PublicKeyIn) -> Status[KeyEntry]:
    """Add a public key: from then on it opens the account."""
    ref = account_of(request, name)
    return Status(201, _done(add_key(ref, body.public_key, reader_of(request).principal)))


@router.post(
    "/accounts/{path:name}/sftp-keys/generate",
    operation_id="generate_sftp_key",
    **asking(Permission.SFTP_KEYS_WRITE, {201: GeneratedOut, **_NOT_DONE}),
)
def generate(
    request: HttpRequest, name: str, body: GenerateIn | None = None
) -> Status[dict[str, Any]]:
    """Make a pair of keys; its private half is behind a link that opens once."""
    ref, base = account_of(request, name), handover_base(request)
    by, recipient = reader_of(request).principal, (body or GenerateIn()).recipient
    pair = _done(generate_pair(ref, by, recipient))
    secrets = {Part.PRIVATE_KEY: hand_over_key(ref, by, pair, recipient)}
    links = linked(base, secrets, {Part.PRIVATE_KEY: recipient})
    return Status(201, {"fingerprint": pair.fingerprint, "links": links})


@router.post(
    "/accounts/{path:name}/sftp-keys/revoke",
    operation_id="revoke_sftp_key",
    **asking(Permission.SFTP_KEYS_WRITE, {200: SftpKeysOut, **UNKNOWN}),
)
def revoke(request: HttpRequest, name: str, body: FingerprintIn) -> dict[str, Any]:
    """End a key at once, also for who is signed in with it; the keys as they are then."""
    ref = account_of(request, name)
    with unknown_is_not_found():
        revoke_key(ref, body.fingerprint, reader_of(request).principal)
    return {"items": list_keys(ref)}


def _done(given: Done | Finding) -> Done:
    """What was asked for; a finding says why it was not done."""
    if isinstance(given, Finding):
        raise NotDoneError((given,))
    return given
