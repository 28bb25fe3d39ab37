"""Accounts over REST: what they are, what was done to them, and the status they have.

The addresses of all that belongs to an account begin with that of the account itself, and a name
may hold slashes: this router comes after those, and the account itself comes last in it.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from verzuimbrug.application.account_reading import AccountDetails, list_accounts, show_account
from verzuimbrug.application.account_status import StatusError, close, suspend
from verzuimbrug.application.accounts import AccountRef, account_log
from verzuimbrug.application.activation import activate, make_ready
from verzuimbrug.application.readiness.waivers import Waiver
from verzuimbrug.application.receiving.refusals import list_refusals
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.errors import NotDoneError
from verzuimbrug.gateways.rest.management import (
    NOT_POSSIBLE,
    SAVED,
    UNKNOWN,
    account_of,
    asking,
    management_router,
    object_of,
    save,
)
from verzuimbrug.gateways.rest.management_accounts_schemas import (
    AccountDetailsOut,
    AccountsOut,
    AttemptsOut,
    ClosedOut,
    CloseIn,
    EventsOut,
    StatusOut,
    SuspendIn,
    TurnIn,
)
from verzuimbrug.gateways.rest.management_objects import ConfiguredAccount, plain
from verzuimbrug.gateways.rest.management_schemas import DryRun, FindingsOut

Turn = Callable[[AccountRef, str, Waiver], tuple[Finding, ...]]

_BLOCKED: dict[Any, Any] = {422: FindingsOut}

router = management_router()


@router.get(
    "/accounts",
    operation_id="list_accounts",
    **asking(Permission.ACCOUNTS_READ, {200: AccountsOut}),
)
def accounts(request: HttpRequest) -> dict[str, Any]:
    """List the accounts with kind, portal, scope, status and last message."""
    return {"items": list_accounts(reader_of(request).arbodienst)}


@router.get(
    "/accounts/{path:name}/log",
    operation_id="list_account_events",
    **asking(Permission.ACCOUNTS_READ, {200: EventsOut, **UNKNOWN}),
)
def log(request: HttpRequest, name: str) -> dict[str, Any]:
    """List what was done to an account: when, by whom, with what."""
    return {"items": list(reversed(account_log(account_of(request, name))))}


@router.get(
    "/accounts/{path:name}/refused",
    operation_id="list_refused_attempts",
    **asking(Permission.ACCOUNTS_READ, {200: AttemptsOut, **UNKNOWN}),
)
def refused(request: HttpRequest, name: str) -> dict[str, Any]:
    """List the latest attempts to use an account that a door refused."""
    return {"items": list_refusals(account_of(request, name))}


@router.post(
    "/accounts/{path:name}/ready",
    operation_id="make_account_ready",
    **asking(Permission.ACCOUNTS_ACTIVATE, {200: StatusOut, **UNKNOWN, **NOT_POSSIBLE, **_BLOCKED}),
)
def turn_ready(request: HttpRequest, name: str, body: TurnIn | None = None) -> dict[str, Any]:
    """Say that an account is prepared, for somebody else to activate."""
    turn_status(request, name, body or TurnIn(), make_ready)
    return {"name": name, "status": AccountStatus.READY}


@router.post(
    "/accounts/{path:name}/activate",
    operation_id="activate_account",
    **asking(Permission.ACCOUNTS_ACTIVATE, {200: StatusOut, **UNKNOWN, **NOT_POSSIBLE, **_BLOCKED}),
)
def turn_active(request: HttpRequest, name: str, body: TurnIn | None = None) -> dict[str, Any]:
    """Let the messages of an account be processed, when nothing is in the way (GR-6)."""
    turn_status(request, name, body or TurnIn(), activate)
    return {"name": name, "status": AccountStatus.ACTIVE}


@router.post(
    "/accounts/{path:name}/suspend",
    operation_id="suspend_account",
    **asking(Permission.ACCOUNTS_ACTIVATE, {200: StatusOut, **UNKNOWN, **NOT_POSSIBLE}),
)
def turn_suspended(
    request: HttpRequest, name: str, body: SuspendIn | None = None
) -> dict[str, Any]:
    """Shut the doors for an account; what is not yet processed waits."""
    ref = account_of(request, name)
    suspend(ref, reader_of(request).principal, (body or SuspendIn()).reason)
    return {"name": name, "status": AccountStatus.SUSPENDED}


@router.post(
    "/accounts/{path:name}/close",
    operation_id="close_account",
    **asking(Permission.ACCOUNTS_ACTIVATE, {200: ClosedOut, **UNKNOWN, **NOT_POSSIBLE}),
)
def turn_closed(request: HttpRequest, name: str, body: CloseIn) -> dict[str, Any]:
    """End an account for good, with all that it signs in with."""
    ref = account_of(request, name)
    waiting = close(ref, reader_of(request).principal, body.reason)
    return {"name": name, "status": AccountStatus.CLOSED, "waiting": waiting}


@router.get(
    "/accounts/{path:name}",
    operation_id="get_account",
    **asking(Permission.ACCOUNTS_READ, {200: AccountDetailsOut, **UNKNOWN}),
    by_alias=True,
    exclude_unset=True,
)
def account(request: HttpRequest, name: str) -> dict[str, Any]:
    """Give an account with all its settings and those of its streams."""
    details = show_account(account_of(request, name))
    return {
        "name": details.summary.name,
        "status": details.summary.status,
        "last_message_at": details.summary.last_message_at,
        "configuration": _configuration(details),
    }


@router.put(
    "/accounts/{path:name}",
    operation_id="save_account",
    **asking(Permission.ACCOUNTS_WRITE, SAVED),
)
def save_account(
    request: HttpRequest, name: str, body: ConfiguredAccount, *, dry_run: DryRun = False
) -> dict[str, object]:
    """Save an account, new or known; streams that are left out stay as they are."""
    return save(request, object_of(request, "account", name), plain(body), dry_run=dry_run)


def turn_status(request: HttpRequest, name: str, body: TurnIn, turn: Turn) -> None:
    """Gives an account another status. Raises NotDoneError with what blocks that (GR-6)."""
    ref = account_of(request, name)
    waiver = Waiver(checks=tuple(body.waive), reason=body.reason)
    if waiver.problem:
        raise StatusError(waiver.problem)
    blocks = turn(ref, reader_of(request).principal, waiver)
    if blocks:
        raise NotDoneError(blocks)


def _configuration(details: AccountDetails) -> dict[str, Any]:
    """The account as `save_account` takes it."""
    summary, scope = details.summary, details.summary.scope
    return {
        "name": summary.name,
        "type": summary.kind,
        "portal": summary.portal,
        "insurer": summary.insurer,
        "underwriting_agent": summary.underwriting_agent,
        "scope": {
            "all": scope.everything,
            "employer_groups": list(scope.employer_groups),
            "employers": list(scope.employers),
        },
        "culture": details.culture,
        "report_recipients": list(details.report_recipients),
        "report_mail": details.report_mail,
        "bsn": details.bsn,
        "allowed_addresses": list(details.allowed_addresses),
        "streams": [{"name": stream.name, **stream.settings} for stream in details.streams],
    }
