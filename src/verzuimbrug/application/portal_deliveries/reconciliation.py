"""Reconciliation: the portal's state beside ours, shown, selected, taken over (GR-7).

Nothing is applied that a person did not see and select, and nothing is ended or removed because the
portal does not name it (VE-3).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from verzuimbrug.application.access import ReadAction, Reader, record_access
from verzuimbrug.application.account_status import lock_account
from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.portal_deliveries.deliveries import (
    DeliveryError,
    OpenDelivery,
    check_open,
    open_of_kind,
)
from verzuimbrug.application.portal_deliveries.differences import differences_at
from verzuimbrug.application.portal_deliveries.giving import GivenFile, TakenFile, give_files
from verzuimbrug.application.portal_deliveries.moving import bring_up_to_date
from verzuimbrug.application.portal_deliveries.portions import Place
from verzuimbrug.application.portal_deliveries.reading import configurations_of
from verzuimbrug.application.portal_deliveries.turning import locked_of_kind, open_anew, turn
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.comparison import Outcome
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.portal_delivery import Kind, Step
from verzuimbrug.domain.reconciliation import Difference
from verzuimbrug.store import portal_delivery_reads as reads, portal_delivery_writes as writes
from verzuimbrug.store.readiness_reads import employers_in_scope
from verzuimbrug.store.snapshots import read_employers
from verzuimbrug.store.tenancy import tenant

KIND = Kind.RECONCILIATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A reconciliation that was started, the files that were taken in, and why others were not."""

    delivery: int
    files: tuple[TakenFile, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciledEmployer:
    """How the cases of one employer compare."""

    employer: str
    counts: Mapping[Outcome, int]

    @property
    def total(self) -> int:
        """All of its cases: the sum of the counts."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """How everything compares, by employer code.

    `unknown` counts persons by employer code that is none of ours in scope; `unread` files are read
    yet, `rejected` ones cannot be.
    """

    delivery: int
    employers: tuple[ReconciledEmployer, ...]
    unknown: Mapping[str, int] = field(default_factory=dict)
    unread: int = 0
    rejected: int = 0

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How all cases compare."""
        total: Counter[Outcome] = Counter()
        for each in self.employers:
            total.update(each.counts)
        return {outcome: total[outcome] for outcome in Outcome}


def start_reconciliation(
    decider: Decider, account: int, files: Iterable[GivenFile]
) -> Started | None:
    """Starts one for an active account, with files; they are read by a worker.

    None when the account is not open to who decides. Raises DeliveryError when it is not active,
    or has a delivery open.
    """
    if not decider.authority.opens_account(account):
        return None
    ref = AccountRef(arbodienst=decider.arbodienst, account=account)
    with tenant(ref.arbodienst):
        row = lock_account(ref)
        if row.status != AccountStatus.ACTIVE:
            raise DeliveryError(
                f"the account {row.name} is {row.status}; an active account is reconciled"
            )
        delivery = open_anew(ref, KIND, decider.by)
        log_event(ref, decider.by, "reconciliation-started", {"delivery": delivery})
    taken, findings = give_files(decider, account, files)
    return Started(delivery=delivery, files=taken, findings=findings)


def show(
    reader: Reader, account: int, take: Callable[[Difference], None], employer: str | None = None
) -> Reconciled:
    """Compares the open reconciliation of an account, or one employer of it; changes nothing.

    Each difference is given to `take` as it is found; that its person was shown is kept. Raises
    DeliveryError when none is open.
    """
    check_open(reader.authority, account, KIND)
    with tenant(reader.arbodienst):
        bring_up_to_date(locked_of_kind(account, KIND))
    shown: set[int] = set()

    def taken(difference: Difference) -> None:
        if difference.row.person is not None:
            shown.add(difference.row.person)
        take(difference)

    with tenant(reader.arbodienst):
        delivery = open_of_kind(account, KIND)
        employers = [compared(place, taken) for place in places_of(delivery, employer)]
        record_access(reader, ReadAction.EMPLOYEES, employees=shown)
        return reconciled(delivery, employers)


def compared(place: Place, take: Callable[[Difference], None]) -> ReconciledEmployer:
    """How the cases of an employer compare; each difference is given to `take`."""
    counts: Counter[Outcome] = Counter()
    for part in differences_at(place):
        counts.update(part.counts)
        for difference in part.differences:
            take(difference)
    return ReconciledEmployer(
        employer=place.employer.code, counts={each: counts[each] for each in Outcome}
    )


def reconciled(delivery: OpenDelivery, employers: Collection[ReconciledEmployer]) -> Reconciled:
    """How these employers compare, with what could not be compared."""
    _, rejected, unread = reads.message_counts(delivery.id, "")
    ours = {code for _, code, *_ in employers_in_scope(delivery.account, _today())}
    codes = reads.persons_by_code(delivery.id)
    return Reconciled(
        delivery=delivery.id,
        employers=tuple(employers),
        unknown={code: number for code, number in codes.items() if code not in ours},
        unread=unread,
        rejected=rejected,
    )


def codes_in_scope(account: int) -> list[str]:
    """The codes of the employers in scope today, in order."""
    return sorted(code for _, code, *_ in employers_in_scope(account, _today()))


def places_of(delivery: OpenDelivery, employer: str | None = None) -> Iterator[Place]:
    """The employers in scope today, or one of them, by code; within the tenant."""
    today = _today()
    codes = [code for _, code, *_ in employers_in_scope(delivery.account, today)]
    configurations = configurations_of(delivery.account)
    known = read_employers(codes if employer is None else {employer} & {*codes})
    for code in sorted(known):
        yield Place(
            delivery=delivery.id,
            account=delivery.account,
            employer=known[code],
            configurations=configurations,
            today=today,
        )


def finish_reconciliation(decider: Decider, account: int) -> int:
    """Ends it: what was not selected is closed; gives how many files nothing was taken of.

    Raises DeliveryError when none is open.
    """
    check_open(decider.authority, account, KIND)
    ref = AccountRef(arbodienst=decider.arbodienst, account=account)
    with tenant(ref.arbodienst):
        delivery = locked_of_kind(account, KIND)
        closed = writes.close_held(delivery.id, Finding("GR705"), timezone.now())
        turn(delivery.id, Step.DONE, decider.by)
        log_event(
            ref, decider.by, "reconciliation-finished", {"delivery": delivery.id, "closed": closed}
        )
    return closed


def _today() -> date:
    return timezone.now().astimezone(LOCAL).date()
