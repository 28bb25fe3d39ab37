"""Who a link key that waits may be: the known employees beside it (WN-4)."""

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.parking.listing import GroupKey
from verzuimbrug.application.readiness.link_persons import ShownProposal, facts_of, shown
from verzuimbrug.domain.parking import POSSIBLE_DOUBLE
from verzuimbrug.store.tenancy import tenant


def list_candidates(ref: AccountRef, key: GroupKey, by: str) -> tuple[ShownProposal, ...]:
    """The employees that the key of a group may be of; that they were shown is kept.

    Of other groups there are none. Nothing is linked by it.
    """
    if key.cause != POSSIBLE_DOUBLE:
        return ()
    with tenant(ref.arbodienst):
        proposals = facts_of(ref).all_proposals()
        own = [each for each in proposals if (each.employer, each.key) == key.subject]
        return shown(ref, by, own)
