"""Credentials over REST: handed over in two halves, by links that each open once.

Customer code and token themselves are in no answer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Status

from verzuimbrug.application.accounts import AccountRef, UnknownNameError
from verzuimbrug.application.sign_in.handover import Part, withdraw_link
from verzuimbrug.application.sign_in.issuing import revoke
from verzuimbrug.application.sign_in.links import (
    issue_by_links,
    renew_link,
    rotate_by_links,
)
from verzuimbrug.application.sign_in.listing import list_credentials
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.management import (
    NOT_POSSIBLE,
    UNKNOWN,
    account_of,
    asking,
    management_router,
)
from verzuimbrug.gateways.rest.management_credentials_schemas import (
    CredentialsOut,
    IssueIn,
    Number,
    RenewIn,
    RevokedOut,
    RotateIn,
    WithdrawnOut,
)
from verzuimbrug.gateways.rest.management_handover import LinksOut, handover_base, linked

_MADE: dict[Any, Any] = {201: LinksOut, **UNKNOWN, **NOT_POSSIBLE}

router = management_router()


@router.get(
    "/accounts/{path:name}/credentials",
    operation_id="list_credentials",
    **asking(Permission.CREDENTIALS_READ, {200: CredentialsOut, **UNKNOWN}),
)
def credentials(request: HttpRequest, name: str) -> dict[str, Any]:
    """List credentials and links: valid until when, for whom, opened when."""
    return {"items": list_credentials(account_of(request, name))}


@router.post(
    "/accounts/{path:name}/credentials",
    operation_id="issue_credentials",
    **asking(Permission.CREDENTIALS_WRITE, _MADE),
)
def issue(request: HttpRequest, name: str, body: IssueIn | None = None) -> Status[dict[str, Any]]:
    """Make a customer code and a token, each behind a link that opens once."""
    whom = body or IssueIn()
    ref, base = account_of(request, name), handover_base(request)
    secrets = issue_by_links(
        ref, reader_of(request).principal, code_to=whom.code_to, token_to=whom.token_to
    )
    recipients = {Part.CUSTOMER_CODE: whom.code_to, Part.TOKEN: whom.token_to}
    return Status(201, {"links": linked(base, secrets, recipients)})


@router.post(
    "/accounts/{path:name}/credentials/rotate",
    operation_id="rotate_token",
    **asking(Permission.CREDENTIALS_WRITE, _MADE),
)
def rotate(request: HttpRequest, name: str, body: RotateIn | None = None) -> Status[dict[str, Any]]:
    """Make a new token beside the present one; the customer code stays the same."""
    how = body or RotateIn()
    ref, base = account_of(request, name), handover_base(request)
    overlap = timedelta(days=how.overlap_days)
    secrets = rotate_by_links(ref, reader_of(request).principal, overlap, token_to=how.token_to)
    return Status(201, {"links": linked(base, secrets, {Part.TOKEN: how.token_to})})


@router.post(
    "/accounts/{path:name}/credentials/revoke",
    operation_id="revoke_credentials",
    **asking(Permission.CREDENTIALS_WRITE, {200: RevokedOut, **UNKNOWN}),
)
def revoke_all(request: HttpRequest, name: str) -> dict[str, int]:
    """End all tokens of an account at once, and the links not yet opened."""
    return {"revoked": revoke(account_of(request, name), reader_of(request).principal)}


@router.post(
    "/accounts/{path:name}/credentials/{int:credential}/revoke",
    operation_id="revoke_credential",
    **asking(Permission.CREDENTIALS_WRITE, {200: RevokedOut, **UNKNOWN}),
)
def revoke_one(request: HttpRequest, name: str, credential: Number) -> dict[str, int]:
    """End one credential at once, and its links not yet opened."""
    ref = account_of(request, name)
    with unknown_is_not_found():
        return {"revoked": revoke(ref, reader_of(request).principal, credential)}


@router.post(
    "/accounts/{path:name}/handovers/{int:link}/renew",
    operation_id="renew_handover",
    **asking(Permission.CREDENTIALS_WRITE, _MADE),
)
def renew(
    request: HttpRequest, name: str, link: Number, body: RenewIn | None = None
) -> Status[dict[str, Any]]:
    """Make another link, with a new value behind it, instead of one that nobody opened."""
    ref, base = account_of(request, name), handover_base(request)
    recipient = (body or RenewIn()).recipient or _recipient(ref, link)
    with unknown_is_not_found():
        secrets = renew_link(ref, reader_of(request).principal, link, recipient=recipient)
    return Status(201, {"links": linked(base, secrets, dict.fromkeys(secrets, recipient))})


@router.post(
    "/accounts/{path:name}/handovers/{int:link}/withdraw",
    operation_id="withdraw_handover",
    **asking(Permission.CREDENTIALS_WRITE, {200: WithdrawnOut, **UNKNOWN}),
)
def withdraw(request: HttpRequest, name: str, link: Number) -> dict[str, int]:
    """End a link that nobody opened."""
    ref = account_of(request, name)
    with unknown_is_not_found():
        withdraw_link(ref, reader_of(request).principal, link)
    return {"withdrawn": link}


@contextmanager
def unknown_is_not_found() -> Iterator[None]:
    """What the caller named by number, and is not there or not any more, is answered as such."""
    try:
        yield
    except UnknownNameError as unknown:
        raise Http404 from unknown


def _recipient(ref: AccountRef, link: int) -> str:
    """For whom a link was made."""
    links = (each for entry in list_credentials(ref) for each in entry.links)
    return next((each.recipient for each in links if each.id == link), "")
