"""Arbodiensten and client accounts by the names that a person gives; the log of an account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from verzuimbrug.store.models import AccountEvent, Arbodienst, ClientAccount
from verzuimbrug.store.tenancy import tenant


class UnknownNameError(LookupError):
    """What a person named is not there, or is there more than once; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRef:
    """An account by its store ids."""

    arbodienst: int
    account: int


def find_arbodienst(code: str | None = None) -> Arbodienst:
    """The arbodienst with a code; without a code the only one of the instance."""
    found = find_arbodiensten(code)
    if not found:
        raise UnknownNameError("there is no arbodienst yet; apply a configuration first")
    if len(found) > 1:
        codes = ", ".join(arbodienst.code for arbodienst in found)
        raise UnknownNameError(f"there is more than one arbodienst; name one of {codes}")
    return found[0]


def find_arbodiensten(code: str | None = None) -> tuple[Arbodienst, ...]:
    """The arbodienst with a code; without a code all of the instance, and no sandbox."""
    arbodiensten = Arbodienst.objects.order_by("code")
    if code is None:
        return tuple(arbodiensten.filter(sandbox_of=None))
    found = tuple(arbodiensten.filter(code=code))
    if not found:
        raise UnknownNameError(f"there is no arbodienst with code {code}")
    return found


def find_account(name: str, arbodienst: str | None = None) -> AccountRef:
    """The account with a name, in one arbodienst or in the only one that has it."""
    found = []
    for row in find_arbodiensten(arbodienst):
        with tenant(row.id):
            accounts = ClientAccount.objects.filter(name=name).values_list("id", flat=True)
            found += [(row.code, AccountRef(arbodienst=row.id, account=one)) for one in accounts]
    if not found:
        raise UnknownNameError(f"there is no account with the name {name}")
    if len(found) > 1:
        codes = ", ".join(code for code, _ in found)
        raise UnknownNameError(
            f"more than one arbodienst has an account {name}; name one of {codes}"
        )
    return found[0][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent:
    """What was done to an account: by whom, when, with what."""

    event: str
    at: datetime
    by: str
    details: dict[str, Any]


def account_log(ref: AccountRef) -> tuple[LoggedEvent, ...]:
    """All that was done to an account, in order."""
    with tenant(ref.arbodienst):
        return tuple(
            LoggedEvent(event=row.event, at=row.at, by=row.by, details=row.details)
            for row in AccountEvent.objects.filter(account=ref.account).order_by("id")
        )


def log_event(ref: AccountRef, by: str, event: str, details: dict[str, Any] | None = None) -> None:
    """Keeps what was done to an account: by whom, when, with what; within the tenant."""
    AccountEvent.objects.create(
        arbodienst_id=ref.arbodienst,
        account_id=ref.account,
        at=timezone.now(),
        by=by,
        event=event,
        details=details or {},
    )
