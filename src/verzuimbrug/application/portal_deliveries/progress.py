"""How far an initial load is, and what became of it, employer by employer."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError, open_delivery
from verzuimbrug.application.portal_deliveries.moving import bring_up_to_date
from verzuimbrug.domain.load_progress import WINDOW, Amount, LoadProgress
from verzuimbrug.domain.portal_delivery import (
    EmployerSummary,
    Kind,
    Step,
    summary_of,
    total_of,
)
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.store import portal_delivery_reads as reads, portal_delivery_writes as writes
from verzuimbrug.store.models import PortalDelivery
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSummary:
    """What became of the reports of a load, by employer code, and of its messages as a whole.

    `read` counts the reports that were read in the messages that are decided on, and `decided`
    those of them that were: two counts of the same. `rejected_messages` were rejected whole, and
    `undecided_messages` are not done yet.
    """

    step: Step
    employers: tuple[EmployerSummary, ...]
    read: int
    decided: int
    rejected_messages: int
    undecided_messages: int

    @property
    def total(self) -> EmployerSummary:
        """All employers together."""
        return total_of(self.employers)

    @property
    def adds_up(self) -> bool:
        """Whether every report that was read was decided on, once."""
        return self.decided == self.read


def progress_of(ref: AccountRef) -> LoadProgress:
    """How far the latest load of an account is. Raises DeliveryError when it never had one."""
    with tenant(ref.arbodienst):
        return progress_of_delivery(_latest_up_to_date(ref))


def summary_of_load(ref: AccountRef) -> LoadSummary:
    """What became of the latest load of an account. Raises DeliveryError without one."""
    with tenant(ref.arbodienst):
        delivery = _latest_up_to_date(ref)
        states: dict[str, Counter[ReportState]] = defaultdict(Counter)
        decided = 0
        for code, state, was_read, number in reads.report_states(delivery.id):
            states[code][ReportState(state)] += number
            decided += number if was_read else 0
        read, rejected, undecided = reads.decided_messages(delivery.id)
        return LoadSummary(
            step=Step(delivery.step),
            employers=tuple(summary_of(code, states[code]) for code in sorted(states)),
            read=read,
            decided=decided,
            rejected_messages=rejected,
            undecided_messages=undecided,
        )


def _latest_up_to_date(ref: AccountRef) -> PortalDelivery:
    found = open_delivery(ref.account)
    if found is not None and found.is_loading and writes.lock(found.id, wait=True):
        bring_up_to_date(found)
    loads = PortalDelivery.objects.filter(account=ref.account, kind=Kind.INITIAL_LOAD.value)
    latest = loads.order_by("-id").first()
    if latest is None:
        raise DeliveryError("this account never had an initial load")
    return latest


def progress_of_delivery(delivery: PortalDelivery) -> LoadProgress:
    """How far a delivery is; within the tenant."""
    step, now = Step(delivery.step), timezone.now()
    since = max(now - WINDOW, delivery.run_at or delivery.started_at)
    received, read, processed, lately, rejected, failed = _amounts(delivery.id, step, since)
    return LoadProgress(
        step=step,
        started_at=delivery.started_at,
        run_at=delivery.run_at,
        finished_at=delivery.finished_at,
        received=received,
        read=read,
        processed=processed,
        rejected=rejected,
        failed=failed,
        lately=lately,
        lately_seconds=(now - since).total_seconds(),
    )


def _amounts(
    delivery: int, step: Step, since: datetime
) -> tuple[Amount, Amount, Amount, Amount, int, int]:
    at = "p.read_at" if step is Step.RECEIVING else "m.decided_at"
    row = reads.amounts(delivery, at, since)
    received, read, processed, lately = (
        Amount(messages=row[place], reports=row[place + 1], size=row[place + 2])
        for place in range(0, 12, 3)
    )
    return received, read, processed, lately, row[12], row[13]
