"""An account is ready, or goes live, when nothing is in the way (GR-6)."""

from verzuimbrug.application.account_status import (
    ClosedAccountError,
    StatusError,
    change_status,
    lock_account,
    suspend,
)
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.portal_deliveries.turning import let_run
from verzuimbrug.application.readiness.check_readiness import readiness_of
from verzuimbrug.application.readiness.waivers import Waiver, waive
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.readiness import CHECKS
from verzuimbrug.store.models import ClientAccount
from verzuimbrug.store.tenancy import tenant

__all__ = [
    "CHECKS",
    "ClosedAccountError",
    "StatusError",
    "Waiver",
    "activate",
    "make_ready",
    "suspend",
]


def activate(ref: AccountRef, by: str, waiver: Waiver) -> tuple[Finding, ...]:
    """Makes the account active, and its waiting messages ready; or says what blocks that (GR-6).

    The waiver is kept when the account goes live, and holds until it is withdrawn. An account that
    is active already stays so, whatever the checks say. An initial load that is open runs.
    """
    return _turn(ref, by, waiver, AccountStatus.ACTIVE)


def make_ready(ref: AccountRef, by: str, waiver: Waiver) -> tuple[Finding, ...]:
    """Says that everything is prepared, so that somebody else can let the account go live.

    Or says what blocks that. What arrives goes on waiting (VE-1).
    """
    return _turn(ref, by, waiver, AccountStatus.READY)


def _turn(ref: AccountRef, by: str, waiver: Waiver, status: AccountStatus) -> tuple[Finding, ...]:
    with tenant(ref.arbodienst):
        # The checks read much: deliveries do not wait for them, only for the turn itself.
        blocks = _blocks(ref, waiver)
        if not blocks:
            account = lock_account(ref)
            waive(ref, by, waiver)
            if status is AccountStatus.ACTIVE:
                let_run(ref, by)
            change_status(account, status, by)
        return blocks


def _blocks(ref: AccountRef, waiver: Waiver) -> tuple[Finding, ...]:
    status = ClientAccount.objects.values_list("status", flat=True).get(id=ref.account)
    if status in (AccountStatus.ACTIVE, AccountStatus.CLOSED):
        return ()
    checks = [check for check in CHECKS if check not in waiver.checks]
    return readiness_of(ref, checks).blocks
