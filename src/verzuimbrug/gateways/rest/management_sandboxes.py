"""Sandboxes over REST: opened, brought up to date, handed over, followed, closed."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema, Status

from verzuimbrug.application.sandboxes.finding import Sandbox, sandbox_of
from verzuimbrug.application.sandboxes.opening import (
    close_sandbox,
    open_sandbox,
    update_sandbox,
)
from verzuimbrug.application.sandboxes.page_link import has_page_link, make_page_link
from verzuimbrug.application.sandboxes.telling import tell_conformance
from verzuimbrug.application.sign_in.handover import Part
from verzuimbrug.application.sign_in.links import issue_by_links
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.refused import language_of
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import (
    NOT_POSSIBLE,
    UNKNOWN,
    account_of,
    asking,
    found,
    management_router,
)
from verzuimbrug.gateways.rest.management_credentials_schemas import IssueIn
from verzuimbrug.gateways.rest.management_handover import LinksOut, handover_base, linked
from verzuimbrug.gateways.rest.management_schemas import FindingsOut


class ProvenOut(Schema):
    """How many cases of a stream in an edition are proven."""

    stream: str
    edition: str
    proven: int
    total: int


class SandboxOut(Schema):
    """A sandbox: the code of its arbodienst, the name of its account, how far its sender is."""

    code: str
    account: str
    status: AccountStatus
    has_page: bool
    proven: bool
    editions: list[ProvenOut]


class SandboxPageOut(Schema):
    """The address of the page for the sender; it is said this once."""

    url: str


class SandboxClosedOut(Schema):
    """Whether there was an open sandbox."""

    closed: bool


_SANDBOX: dict[Any, Any] = {200: SandboxOut, **UNKNOWN}
_CHANGED: dict[Any, Any] = {**_SANDBOX, 422: FindingsOut}

router = management_router()


@router.get(
    "/accounts/{path:name}/sandbox",
    operation_id="get_sandbox",
    **asking(Permission.ACCOUNTS_READ, _SANDBOX),
)
def sandbox(request: HttpRequest, name: str) -> dict[str, Any]:
    """Give the latest sandbox of an account, and how far its sender is."""
    return _told(request, found(sandbox_of(account_of(request, name))))


@router.post(
    "/accounts/{path:name}/sandbox",
    operation_id="open_sandbox",
    **asking(Permission.ACCOUNTS_WRITE, _CHANGED),
)
def open_one(request: HttpRequest, name: str) -> dict[str, Any]:
    """Open a sandbox for an account; the one that is open already is the answer then."""
    made = open_sandbox(account_of(request, name), reader_of(request).principal)
    if not isinstance(made, Sandbox):
        raise NotDoneError(made)
    return _told(request, made)


@router.post(
    "/accounts/{path:name}/sandbox/update",
    operation_id="update_sandbox",
    **asking(Permission.ACCOUNTS_WRITE, _CHANGED),
)
def update(request: HttpRequest, name: str) -> dict[str, Any]:
    """Bring a sandbox to the settings that its account has now."""
    ref = account_of(request, name)
    configured = update_sandbox(ref, reader_of(request).principal)
    if configured.findings:
        raise NotDoneError(configured.findings)
    return _told(request, found(sandbox_of(ref)))


@router.post(
    "/accounts/{path:name}/sandbox/page",
    operation_id="make_sandbox_page",
    **asking(Permission.CREDENTIALS_WRITE, {201: SandboxPageOut, **UNKNOWN}),
)
def page(request: HttpRequest, name: str) -> Status[dict[str, str]]:
    """Make an address for the page of the sender; the one before opens nothing any more."""
    base = handover_base(request).removesuffix("overdracht/")
    there = _open_one(request, name)
    secret = make_page_link(there, reader_of(request).principal)
    return Status(201, {"url": f"{base}proef/{secret}/"})


@router.post(
    "/accounts/{path:name}/sandbox/credentials",
    operation_id="issue_sandbox_credentials",
    **asking(Permission.CREDENTIALS_WRITE, {201: LinksOut, **UNKNOWN, **NOT_POSSIBLE}),
)
def issue(request: HttpRequest, name: str, body: IssueIn | None = None) -> Status[dict[str, Any]]:
    """Make a customer code and a token for a sandbox, each behind a link that opens once."""
    whom, base = body or IssueIn(), handover_base(request)
    there = _open_one(request, name)
    secrets = issue_by_links(
        there.ref, reader_of(request).principal, code_to=whom.code_to, token_to=whom.token_to
    )
    recipients = {Part.CUSTOMER_CODE: whom.code_to, Part.TOKEN: whom.token_to}
    return Status(201, {"links": linked(base, secrets, recipients)})


@router.post(
    "/accounts/{path:name}/sandbox/close",
    operation_id="close_sandbox",
    **asking(Permission.ACCOUNTS_WRITE, {200: SandboxClosedOut, **UNKNOWN}),
)
def close(request: HttpRequest, name: str) -> dict[str, bool]:
    """End a sandbox for good, with all that opens it."""
    return {"closed": close_sandbox(account_of(request, name), reader_of(request).principal)}


def _open_one(request: HttpRequest, name: str) -> Sandbox:
    there = found(sandbox_of(account_of(request, name)))
    if not there.is_open:
        raise Http404
    return there


def _told(request: HttpRequest, there: Sandbox) -> dict[str, Any]:
    conformance = tell_conformance(there, language_of(request))
    return {
        "code": there.code,
        "account": there.account,
        "status": there.status,
        "has_page": has_page_link(there),
        "proven": conformance.proven,
        "editions": [
            {
                "stream": each.stream,
                "edition": each.edition,
                "proven": each.proven,
                "total": len(each.cases),
            }
            for each in conformance.editions
        ],
    }
