"""Reconciliations as somebody finds them: by account, how far, and some employers at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from verzuimbrug.application.access import Reader
from verzuimbrug.application.portal_deliveries.deliveries import check_open, open_of_kind
from verzuimbrug.application.portal_deliveries.progress import progress_of_delivery
from verzuimbrug.application.portal_deliveries.reconciliation import (
    KIND,
    Reconciled,
    codes_in_scope,
    compared,
    places_of,
    reconciled,
)
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.load_progress import LoadProgress
from verzuimbrug.domain.portal_delivery import Kind, Step
from verzuimbrug.store.models import ClientAccount, PortalDelivery
from verzuimbrug.store.tenancy import tenant

MOST_EMPLOYERS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconcilable:
    """An active account, by the store's id. `open_kind` is the kind of delivery it has open."""

    account: int
    name: str
    open_kind: Kind | None = None
    started_at: datetime | None = None
    started_by: str = ""
    finished_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether a reconciliation of it is going on."""
        return self.open_kind is KIND


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconciledPage:
    """How some employers compare; `next` is the code that the next page comes after."""

    reconciled: Reconciled
    next: str | None


def list_reconcilable(reader: Reader) -> tuple[Reconcilable, ...]:
    """The active accounts by name, each with its reconciliation: two queries, however many."""
    with tenant(reader.arbodienst):
        accounts = ClientAccount.objects.filter(status=AccountStatus.ACTIVE).order_by("name")
        if reader.authority.accounts is not None:
            accounts = accounts.filter(id__in=reader.authority.accounts)
        names = dict(accounts.values_list("id", "name"))
        latest = _latest(names)
        return tuple(
            _reconcilable(account, name, latest.get(account)) for account, name in names.items()
        )


def find_reconcilable(reader: Reader, account: int) -> Reconcilable | None:
    """One of them; None when it is not there, not active, or closed to somebody."""
    found = (each for each in list_reconcilable(reader) if each.account == account)
    return next(found, None)


def progress_of_reconciliation(reader: Reader, account: int) -> LoadProgress | None:
    """How far the files of an open reconciliation are read; None when none is open."""
    if not reader.authority.opens_account(account):
        return None
    with tenant(reader.arbodienst):
        rows = PortalDelivery.objects.filter(account=account, kind=KIND.value, finished_at=None)
        delivery = rows.first()
        return None if delivery is None else progress_of_delivery(delivery)


def compare_some(
    reader: Reader, account: int, after: str = "", most: int = MOST_EMPLOYERS
) -> ReconciledPage:
    """How the first employers beyond a code compare; nobody is shown by it.

    Raises DeliveryError when no reconciliation is open.
    """
    check_open(reader.authority, account, KIND)
    with tenant(reader.arbodienst):
        delivery = open_of_kind(account, KIND)
        codes = [code for code in codes_in_scope(account) if code > after]
        shown = codes[:most]
        employers = [
            compared(place, lambda _: None) for code in shown for place in places_of(delivery, code)
        ]
        is_last = len(codes) == len(shown)
        return ReconciledPage(
            reconciled=reconciled(delivery, employers), next=None if is_last else shown[-1]
        )


def _latest(accounts: Mapping[int, str]) -> Mapping[int, PortalDelivery]:
    """What each account has open, or its last reconciliation."""
    counts = Q(finished_at__isnull=True) | Q(kind=KIND, step=Step.DONE)
    rows = PortalDelivery.objects.filter(counts, account__in=accounts).order_by("id")
    return {row.account_id: row for row in rows}


def _reconcilable(account: int, name: str, latest: PortalDelivery | None) -> Reconcilable:
    if latest is None:
        return Reconcilable(account=account, name=name)
    return Reconcilable(
        account=account,
        name=name,
        open_kind=Kind(latest.kind) if latest.finished_at is None else None,
        started_at=latest.started_at,
        started_by=latest.started_by,
        finished_at=latest.finished_at,
    )
