"""Deliveries of the portal's state by account: one is open at a time."""

from dataclasses import dataclass

from verzuimbrug.domain.authority import Authority
from verzuimbrug.domain.portal_delivery import Kind, Step
from verzuimbrug.store import portal_delivery_reads


class DeliveryError(Exception):
    """What was asked of a delivery cannot be, as it or its account stands; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDelivery:
    """A delivery that is not finished, with the status of its account."""

    id: int
    account: int
    kind: Kind
    step: Step
    account_status: str

    @property
    def is_loading(self) -> bool:
        """Whether it is an initial load that is compared before it runs."""
        return self.kind is Kind.INITIAL_LOAD and self.step is Step.RECEIVING


def open_deliveries() -> tuple[OpenDelivery, ...]:
    """All that are open in the present tenant."""
    return tuple(
        OpenDelivery(
            id=number,
            account=account,
            kind=Kind(kind),
            step=Step(step),
            account_status=status,
        )
        for number, account, kind, step, status in portal_delivery_reads.open_deliveries()
    )


def open_delivery(account: int) -> OpenDelivery | None:
    """The one that is open for an account, if any; within the tenant."""
    return next((each for each in open_deliveries() if each.account == account), None)


def check_open(authority: Authority, account: int, kind: Kind) -> None:
    """Raises DeliveryError of a closed account, as of one that has nothing open."""
    if not authority.opens_account(account):
        raise _none_open(kind)


def _none_open(kind: Kind) -> DeliveryError:
    return DeliveryError(f"no {kind.value} of this account is open")


def open_of_kind(account: int, kind: Kind) -> OpenDelivery:
    """The one of a kind that is open for an account. Raises DeliveryError when there is none."""
    found = open_delivery(account)
    if found is None or found.kind is not kind:
        raise _none_open(kind)
    return found
