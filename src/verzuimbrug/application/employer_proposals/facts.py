"""What stands of the employers that a message is about (WG-6)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from verzuimbrug.application.configuration.memberships import running_memberships
from verzuimbrug.application.configuration.sealing import unseal_persons
from verzuimbrug.domain.employer_proposals import KnownEmployer, Place
from verzuimbrug.domain.scope import Reach, Scope
from verzuimbrug.store.models import Employer, EmployerGroup, GroupMembership, ReservedCode
from verzuimbrug.store.snapshots import read_employers


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The known employers by code, and where a new one would come."""

    known: Mapping[str, KnownEmployer]
    place: Place = field(default_factory=Place)


def read_facts(
    scope: Scope, codes: Collection[str], numbers: Collection[str], days: list[date]
) -> Facts:
    """What stands of employers with these codes, for an account with this scope.

    `numbers` are KvK numbers, of which other employers are told; `days` are those on which an
    employer may be in scope (WG-2). Within the tenant.
    """
    groups = dict(EmployerGroup.objects.filter(id__in=scope.groups).values_list("id", "code"))
    rows = list(Employer.objects.filter(code__in=codes))
    tenures = read_employers(codes)
    members = _members([row.id for row in rows], groups, days[-1])
    known = {
        row.code: KnownEmployer(
            values=_values(row),
            in_scope=scope.reach(row.id, tenures[row.code].tenure, days) is Reach.IN,
            is_named=scope.all_employers or row.id in scope.employers,
            memberships=members[row.id],
        )
        for row in rows
    }
    return Facts(known=known, place=_place(scope, groups, codes, numbers))


def _values(row: Employer) -> dict[str, Any]:
    return {
        "name": row.name,
        "kvk_number": row.kvk_number,
        "payroll_tax_number": row.payroll_tax_number,
        "contract_reference": row.contract_reference,
        "addresses": row.addresses,
        "contact": row.contact,
        "contact_persons": list(unseal_persons(row)),
        "departments": row.departments,
    }


def _members(
    employers: Collection[int], groups: Mapping[int, str], today: date
) -> Mapping[int, dict[str, date | None]]:
    """Per employer the last day in each of the groups that it is in, or will be."""
    found: dict[int, dict[str, date | None]] = defaultdict(dict)
    rows = running_memberships(today).filter(employer__in=employers, group__in=list(groups))
    for row in rows:
        found[row.employer_id][groups[row.group_id]] = row.ends_on
    return found


def _place(
    scope: Scope, groups: Mapping[int, str], codes: Collection[str], numbers: Collection[str]
) -> Place:
    with_number = Employer.objects.filter(kvk_number__in=numbers).order_by("-code")
    reserved = ReservedCode.objects.filter(code__in=codes).values_list("code", flat=True)
    return Place(
        groups=tuple(sorted(groups.values())),
        everything=scope.all_employers,
        classifications=_shared(groups),
        codes=dict(with_number.values_list("kvk_number", "code")),
        reserved=frozenset(reserved),
    )


def _shared(groups: Iterable[int]) -> str:
    """The scheme that all employers of the groups have (GR-4); empty when they differ."""
    members = GroupMembership.objects.filter(group__in=list(groups)).values("employer_id")
    schemes = Employer.objects.filter(id__in=members).values_list("scheme__code", flat=True)
    found = list(schemes.distinct()[:2])
    return found[0] or "" if len(found) == 1 else ""
