"""Who a link key that waits may be: the known employees beside it (WN-4)."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.parking.values import GroupKey
from verzuimbrug.application.readiness.facts import proposals_of_doubles
from verzuimbrug.application.readiness.link_persons import ShownProposal, shown
from verzuimbrug.domain.parking import POSSIBLE_DOUBLE
from verzuimbrug.store.snapshots import read_employers
from verzuimbrug.store.tenancy import tenant


def list_candidates_of(
    reader: Reader, account: int, subjects: Collection[tuple[str, ...]]
) -> Mapping[tuple[str, ...], tuple[ShownProposal, ...]]:
    """The employees that each of several keys of an account may be of, by subject of the group."""
    if not reader.authority.opens_account(account):
        return {}
    ref = AccountRef(arbodienst=reader.arbodienst, account=account)
    with tenant(reader.arbodienst):
        today = timezone.now().astimezone(LOCAL).date()
        # PostgreSQL refuses to compare with a NUL; no stored code has one.
        codes = {employer for employer, *_ in subjects if "\0" not in employer}
        employers = {each.id: code for code, each in read_employers(codes).items()}
        proposals = proposals_of_doubles(account, employers, today)
        own = [each for each in proposals if (each.employer, each.key) in subjects]
        found: dict[tuple[str, ...], list[ShownProposal]] = defaultdict(list)
        for each in shown(ref, reader.principal, own):
            found[each.proposal.employer, each.proposal.key].append(each)
    return {subject: tuple(each) for subject, each in found.items()}


def list_candidates(reader: Reader, key: GroupKey) -> tuple[ShownProposal, ...]:
    """The employees that the key of a group may be of; that they were shown is kept.

    Of other groups there are none. Nothing is linked by it.
    """
    if key.cause != POSSIBLE_DOUBLE:
        return ()
    return list_candidates_of(reader, key.account, {key.subject}).get(key.subject, ())
