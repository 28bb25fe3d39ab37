"""Which employers and couplings are open to somebody who is limited to some.

A group counts with its members of today and later, and with those whose run-out lasts (WG-4): for
what somebody is limited to as for what a coupling may touch.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils import timezone

from verzuimbrug.domain.authority import Authority, opens_coupling
from verzuimbrug.store.models import AccountScope, ClientAccount, GroupMembership, UserScope
from verzuimbrug.store.tenancy import tenant

Part = tuple[int | None, int | None]
"""A group or an employer that a scope names."""


def authority_of(arbodienst: int, user: int) -> Authority:
    """What is open to somebody who is limited, by how it is today: in four queries."""
    with tenant(arbodienst):
        parts = UserScope.objects.filter(user=user).values_list("group", "employer")
        members = members_of_groups()
        employers = employers_in(parts, members)
        scopes = scopes_of_accounts(members)
    open_to = {one for one, scope in scopes.items() if opens_coupling(employers, scope)}
    return Authority(employers=employers, accounts=frozenset(open_to))


def members_of_groups() -> Mapping[int, set[int]]:
    """The employers of each group, of today and later. Within the tenant."""
    today = timezone.localdate()
    unended = Q(ends_on=None) | Q(ends_on__gte=today) | Q(run_out_until__gte=today)
    members = defaultdict(set)
    for group, employer in GroupMembership.objects.filter(unended).values_list("group", "employer"):
        members[group].add(employer)
    return members


def employers_in(parts: Iterable[Part], members: Mapping[int, set[int]]) -> frozenset[int]:
    """The employers that groups and employers come to."""
    found: set[int] = set()
    for group, employer in parts:
        found |= members.get(group or 0, set()) if employer is None else {employer}
    return frozenset(found)


def scopes_of_accounts(members: Mapping[int, set[int]]) -> Mapping[int, frozenset[int] | None]:
    """The employers that each account may touch; None is all of them. Within the tenant."""
    parts: dict[int, list[Part]] = defaultdict(list)
    for account, group, employer in AccountScope.objects.values_list(
        "account", "group", "employer"
    ):
        parts[account].append((group, employer))
    return {
        account: None if touches_all else employers_in(parts[account], members)
        for account, touches_all in ClientAccount.objects.values_list("id", "scope_all")
    }
