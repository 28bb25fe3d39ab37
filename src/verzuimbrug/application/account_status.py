"""An account turns ready, active, suspended, closed; nothing is processed while it is not active.

Which status may follow which is `domain.account_status`; every change is logged (VE-1).
"""

from typing import Any

from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.sign_in.issuing import revoke
from verzuimbrug.domain.account_status import EVENTS, AccountStatus, may_follow
from verzuimbrug.store.models import ClientAccount, SftpKey, Work
from verzuimbrug.store.models.open import WorkState
from verzuimbrug.store.queue import wake_workers
from verzuimbrug.store.tenancy import tenant


class StatusError(Exception):
    """The account cannot turn from the status it has into the one asked; the text says so."""


class ClosedAccountError(StatusError):
    """A closed account does not open again."""


def suspend(ref: AccountRef, by: str, reason: str = "") -> None:
    """Stops the account: the doors shut, and what is not yet processed waits."""
    with tenant(ref.arbodienst):
        change_status(lock_account(ref), AccountStatus.SUSPENDED, by, _why(reason))


def close(ref: AccountRef, by: str, reason: str) -> int:
    """Ends the account for good, with all it signs in with.

    Messages that were not processed stay as they are; gives how many.
    """
    if not reason:
        raise StatusError("an account is closed with a reason only")
    with tenant(ref.arbodienst):
        change_status(lock_account(ref), AccountStatus.CLOSED, by, _why(reason))
        revoke(ref, by)
        keys = SftpKey.objects.filter(account=ref.account, revoked_at=None)
        keys.update(revoked_at=timezone.now())
        waiting = Work.objects.filter(arbodienst=ref.arbodienst, account=ref.account)
        return waiting.exclude(state=WorkState.FAILED).count()


def lock_account(ref: AccountRef) -> ClientAccount:
    """The account; a delivery to an account that is not active waits for this to end."""
    account = ClientAccount.objects.select_for_update(of=("self",)).get(id=ref.account)
    if account.status == AccountStatus.CLOSED:
        raise ClosedAccountError(f"the account {account.name} is closed")
    return account


def change_status(
    account: ClientAccount, to: AccountStatus, by: str, details: dict[str, Any] | None = None
) -> None:
    """Gives a locked account its next status, moves its waiting work along, and logs it.

    Within the tenant. An account that has the status already keeps it, and nothing is logged.
    """
    before = account.status
    if before != to:
        if not may_follow(before, to):
            raise StatusError(f"the account {account.name} is {before}; it cannot become {to}")
        account.status = to
        account.save(update_fields=["status"])
        ref = AccountRef(arbodienst=account.arbodienst_id, account=account.id)
        log_event(ref, by, EVENTS[to], {"from": before, "to": to.value, **(details or {})})
    _move_work(account, is_active=to == AccountStatus.ACTIVE)


def _move_work(account: ClientAccount, *, is_active: bool) -> None:
    """Readies the messages that wait for an active account; of another account all wait."""
    states = (WorkState.WAITING, WorkState.READY)
    before, after = states if is_active else reversed(states)
    work = Work.objects.filter(arbodienst=account.arbodienst_id, account=account.id, state=before)
    if work.update(state=after) and is_active:
        wake_workers()


def _why(reason: str) -> dict[str, str]:
    return {"reason": reason} if reason else {}
