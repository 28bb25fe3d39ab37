"""What happens to portal deliveries by itself: attach, read, finish. The worker calls it."""

from collections.abc import Iterator

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.portal_deliveries.deliveries import OpenDelivery, open_deliveries
from verzuimbrug.application.portal_deliveries.reading import read_anew_what_changed, read_some
from verzuimbrug.application.portal_deliveries.turning import turn
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.portal_delivery import Step
from verzuimbrug.store import portal_delivery_writes as writes
from verzuimbrug.store.models import Arbodienst
from verzuimbrug.store.tenancy import tenant

BY = "worker"
_MARGIN = 10_000
"""So many messages back a passing look goes: two may be kept in another order than numbered."""


def move_deliveries(*, thoroughly: bool = False) -> bool:
    """Takes every open delivery of all arbodiensten one step on; false when nothing was to do.

    A thorough look for what came in goes over all that waits.
    """
    moved = [_move(arbodienst, delivery, thoroughly=thoroughly) for arbodienst, delivery in _open()]
    return any(moved)


def all_are_read() -> bool:
    """Whether nothing is left to be read, in other workers' hands included."""
    for arbodienst, delivery in _open():
        with tenant(arbodienst):
            if delivery.step is Step.RECEIVING and not writes.is_read(delivery.id):
                return False
    return True


def _open() -> Iterator[tuple[int, OpenDelivery]]:
    for arbodienst in Arbodienst.objects.order_by("id").values_list("id", flat=True):
        with tenant(arbodienst):
            found = open_deliveries()
        yield from ((arbodienst, delivery) for delivery in found)


def _move(arbodienst: int, delivery: OpenDelivery, *, thoroughly: bool) -> bool:
    if delivery.account_status == AccountStatus.CLOSED:
        return _end(arbodienst, delivery, Step.CANCELLED)
    if delivery.step is Step.RUNNING:
        return _end(arbodienst, delivery, Step.DONE)
    return read_some(arbodienst, delivery) or _look_again(
        arbodienst, delivery, thoroughly=thoroughly
    )


def _look_again(arbodienst: int, delivery: OpenDelivery, *, thoroughly: bool) -> bool:
    """What came in since, and what is to be read anew; false when others look at the same time."""
    with tenant(arbodienst):
        if not writes.lock(delivery.id, wait=False):
            return False
        return bring_up_to_date(delivery, thoroughly=thoroughly)


def bring_up_to_date(delivery: OpenDelivery, *, thoroughly: bool = True) -> bool:
    """Attaches what came in, and has read anew what changed; within the tenant, locked."""
    attached = 0
    if delivery.is_loading:
        after = 0 if thoroughly else writes.newest_message(delivery.id) - _MARGIN
        attached = writes.attach_waiting(delivery.id, delivery.account, after)
    return attached + read_anew_what_changed(delivery) > 0


def _end(arbodienst: int, delivery: OpenDelivery, step: Step) -> bool:
    """Ends a load of which every message is decided on, and one whose account is closed."""
    with tenant(arbodienst):
        if not writes.lock(delivery.id, wait=False):
            return False
        if step is Step.DONE and not writes.is_processed(delivery.id):
            return False
        turn(delivery.id, step, BY)
        ref = AccountRef(arbodienst=arbodienst, account=delivery.account)
        log_event(ref, BY, f"{delivery.kind.value}-{step.value}", {"delivery": delivery.id})
    return True
