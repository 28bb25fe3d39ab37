"""A delivery of the portal's state from step to step."""

from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.portal_deliveries.deliveries import (
    DeliveryError,
    OpenDelivery,
    open_delivery,
    open_of_kind,
)
from verzuimbrug.domain.portal_delivery import Kind, Step, may_follow
from verzuimbrug.store import portal_delivery_writes as writes
from verzuimbrug.store.models import PortalDelivery


def open_anew(ref: AccountRef, kind: Kind, by: str) -> int:
    """A delivery of a locked account that has none open; within the tenant."""
    found = open_delivery(ref.account)
    if found is not None:
        raise DeliveryError(f"a {found.kind.value} of this account is open already")
    return PortalDelivery.objects.create(
        arbodienst_id=ref.arbodienst,
        account_id=ref.account,
        kind=kind.value,
        step=Step.RECEIVING.value,
        started_at=timezone.now(),
        started_by=by,
    ).id


def locked_of_kind(account: int, kind: Kind) -> OpenDelivery:
    """The delivery of a kind that is open for an account; nobody else turns it until the end.

    Within the tenant. Raises DeliveryError when there is none.
    """
    found = open_of_kind(account, kind)
    writes.lock(found.id, wait=True)
    return open_of_kind(account, kind)


def let_run(ref: AccountRef, by: str) -> None:
    """Has the open load of an account that goes live run; nothing when it has none.

    All that waits by now is part of it. Within the tenant, with the account locked.
    """
    delivery = open_delivery(ref.account)
    if delivery is None or not delivery.is_loading:
        return
    writes.lock(delivery.id, wait=True)
    writes.attach_waiting(delivery.id, ref.account, 0)
    turn(delivery.id, Step.RUNNING, by)
    log_event(ref, by, "initial-load-run", {"delivery": delivery.id})


def turn(delivery: int, step: Step, by: str) -> None:
    """Gives a delivery its next step; one that ends is erased. Within the tenant."""
    writes.lock(delivery, wait=True)
    row = PortalDelivery.objects.get(id=delivery)
    if not may_follow(Kind(row.kind), Step(row.step), step):
        raise DeliveryError(f"the {row.kind} is {row.step}; it cannot become {step.value}")
    now = timezone.now()
    row.step = step.value
    if step is Step.RUNNING:
        row.run_at = now
    else:
        row.finished_at, row.finished_by = now, by
        writes.erase_delivery(delivery)
    row.save(update_fields=["step", "run_at", "finished_at", "finished_by"])
