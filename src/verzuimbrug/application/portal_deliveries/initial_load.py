"""The guided initial load: start, receive, compare, run; or cancel (GR-3, VZ-3).

Nothing is processed before the account is active (VE-1), so all that comes in after the start, and
what waited already, is the load. It is read and compared, and runs when the account goes live.
"""

from verzuimbrug.application.account_status import lock_account
from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.activation import activate
from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError, open_of_kind
from verzuimbrug.application.portal_deliveries.turning import locked_of_kind, open_anew, turn
from verzuimbrug.application.readiness.waivers import Waiver
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.portal_delivery import Kind, Step
from verzuimbrug.store import portal_delivery_writes as writes
from verzuimbrug.store.queue import wake_workers
from verzuimbrug.store.tenancy import tenant

_BEFORE_LIVE = frozenset({AccountStatus.CONCEPT, AccountStatus.READY})


def start_initial_load(ref: AccountRef, by: str) -> int:
    """Starts the load of an account that is not live yet; gives its id.

    Raises DeliveryError when the account is live, or has a delivery open.
    """
    with tenant(ref.arbodienst):
        account = lock_account(ref)
        if account.status not in _BEFORE_LIVE:
            raise DeliveryError(
                f"the account {account.name} is {account.status}; an initial load is received "
                "before an account goes live"
            )
        delivery = open_anew(ref, Kind.INITIAL_LOAD, by)
        log_event(ref, by, "initial-load-started", {"delivery": delivery})
        writes.attach_waiting(delivery, ref.account, 0)
        wake_workers()
    return delivery


def run_initial_load(ref: AccountRef, by: str, waiver: Waiver) -> tuple[Finding, ...]:
    """Lets the account go live, and with it the open load run; or says what blocks that (GR-6)."""
    with tenant(ref.arbodienst):
        open_of_kind(ref.account, Kind.INITIAL_LOAD)
    return activate(ref, by, waiver)


def cancel_initial_load(ref: AccountRef, by: str) -> None:
    """Calls the load off: its messages go on waiting, what was kept for comparing is erased."""
    with tenant(ref.arbodienst):
        # The account first, as when it goes live.
        lock_account(ref)
        delivery = locked_of_kind(ref.account, Kind.INITIAL_LOAD)
        if not delivery.is_loading:
            raise DeliveryError("the initial load runs; suspend the account to make it wait")
        turn(delivery.id, Step.CANCELLED, by)
        writes.detach(delivery.id)
        log_event(ref, by, "initial-load-cancelled", {"delivery": delivery.id})
