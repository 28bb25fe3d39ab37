"""An open initial load beside what we have: the checks GR-1 to GR-3, and what it will come to."""

from dataclasses import dataclass

from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError
from verzuimbrug.application.portal_deliveries.facts import DeliveredFacts, Told
from verzuimbrug.application.portal_deliveries.moving import bring_up_to_date
from verzuimbrug.application.portal_deliveries.turning import locked_of_kind
from verzuimbrug.application.readiness.check_readiness import judge, keep_as_shown
from verzuimbrug.domain.portal_delivery import EmployerSummary, Kind, total_of
from verzuimbrug.domain.readiness import Readiness
from verzuimbrug.store.tenancy import tenant

CHECKS = ("GR-1", "GR-2", "GR-3")
"""The checks that a load is compared by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLoad:
    """The checks, and by employer code what the load comes to if it runs now."""

    readiness: Readiness
    estimate: tuple[EmployerSummary, ...]

    @property
    def total(self) -> EmployerSummary:
        """All employers together."""
        return total_of(self.estimate)


def compare_initial_load(ref: AccountRef, by: str, told: Told = lambda _: None) -> ComparedLoad:
    """Compares the open load of an account for somebody who looks; changes nothing.

    `told` is called with how many persons more were compared. Raises DeliveryError without a load.
    """
    with tenant(ref.arbodienst):
        delivery = locked_of_kind(ref.account, Kind.INITIAL_LOAD)
        if not delivery.is_loading:
            raise DeliveryError("the initial load runs; its summary says what it comes to")
        bring_up_to_date(delivery)
    with tenant(ref.arbodienst):
        today = timezone.now().astimezone(LOCAL).date()
        facts = DeliveredFacts(delivery, today, told)
        readiness = judge(ref, facts, CHECKS)
        keep_as_shown(ref, by, readiness)
        return ComparedLoad(readiness=readiness, estimate=facts.estimate)
