"""One employer as somebody sees it: what it is, its time in groups, what reaches it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.configuration.sealing import unseal_persons
from verzuimbrug.application.employers.group_members import MemberState, member_state
from verzuimbrug.application.employers.search import ClientState, client_state
from verzuimbrug.domain.scope import Membership, Period, Reach, Scope, Tenure
from verzuimbrug.store.models import (
    AccountScope,
    Classification,
    ClassificationScheme,
    ClientAccount,
    Employer,
    GroupMembership,
    ReservedCode,
)
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipShown:
    """A time of the employer in a group."""

    group: int
    code: str
    name: str
    start: date | None
    end: date | None
    run_out: date | None
    state: MemberState


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeShown:
    """The classifications that the employer knows: code and name of each."""

    id: int
    code: str
    name: str
    classifications: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingShown:
    """A coupling whose scope has the employer in it, now or at another time.

    By `everything`, by groups or by itself.
    """

    account: int
    name: str
    portal: str
    status: str
    reach: Reach
    everything: bool
    groups: tuple[str, ...]
    by_itself: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerShown:
    """All that is configured of one employer."""

    id: int
    code: str
    name: str
    former_codes: tuple[str, ...]
    kvk_number: str
    payroll_tax_number: str
    external_ids: Mapping[str, str]
    contract_reference: str
    start: date | None
    end: date | None
    state: ClientState
    scheme: SchemeShown | None
    memberships: tuple[MembershipShown, ...]
    couplings: tuple[CouplingShown, ...]
    addresses: Mapping[str, Mapping[str, str]]
    contact: Mapping[str, str]
    contact_persons: tuple[Mapping[str, Any], ...]
    departments: Mapping[str, Mapping[str, str]]


def show_employer(reader: Reader, employer: int) -> EmployerShown | None:
    """The employer; None when there is none with this id that is open to the reader."""
    if not reader.authority.opens_employer(employer):
        return None
    with tenant(reader.arbodienst):
        row = Employer.objects.filter(id=employer).first()
        return _shown(reader, row) if row else None


def _shown(reader: Reader, row: Employer) -> EmployerShown:
    today = timezone.localdate()
    memberships = _memberships(row.id, today)
    former = ReservedCode.objects.filter(employer=row.id).order_by("code")
    return EmployerShown(
        id=row.id,
        code=row.code,
        name=row.name,
        former_codes=tuple(former.values_list("code", flat=True)),
        kvk_number=row.kvk_number,
        payroll_tax_number=row.payroll_tax_number,
        external_ids=dict(sorted(row.external_ids.items())),
        contract_reference=row.contract_reference,
        start=row.starts_on,
        end=row.ends_on,
        state=client_state(row.starts_on, row.ends_on, today),
        scheme=_scheme(row.scheme_id),
        memberships=memberships,
        couplings=tuple(_couplings(reader, row, memberships, today)),
        addresses=row.addresses,
        contact=row.contact,
        contact_persons=unseal_persons(row),
        departments=row.departments,
    )


def _memberships(employer: int, today: date) -> tuple[MembershipShown, ...]:
    """By group, and within one in order of time."""
    rows = GroupMembership.objects.filter(employer=employer).select_related("group")
    return tuple(
        MembershipShown(
            group=row.group_id,
            code=row.group.code,
            name=row.group.name,
            start=row.starts_on,
            end=row.ends_on,
            run_out=row.run_out_until,
            state=member_state(row, today),
        )
        for row in rows.order_by("group__code", F("starts_on").asc(nulls_first=True), "id")
    )


def _scheme(number: int | None) -> SchemeShown | None:
    row = ClassificationScheme.objects.filter(id=number or 0).first()
    if row is None:
        return None
    classifications = Classification.objects.filter(scheme=row.id).order_by("code")
    named = tuple(classifications.values_list("code", "name"))
    return SchemeShown(id=row.id, code=row.code, name=row.name, classifications=named)


def _couplings(
    reader: Reader, row: Employer, memberships: Sequence[MembershipShown], today: date
) -> Iterator[CouplingShown]:
    groups = {each.group: each.code for each in memberships}
    rows = AccountScope.objects.filter(Q(employer=row.id) | Q(group__in=list(groups)))
    scopes: dict[int, list[AccountScope]] = defaultdict(list)
    for part in rows:
        scopes[part.account_id].append(part)
    accounts = ClientAccount.objects.filter(Q(scope_all=True) | Q(id__in=list(scopes)))
    open_ones = reader.authority.accounts
    if open_ones is not None:
        accounts = accounts.filter(id__in=open_ones)
    tenure = _tenure(row, memberships)
    for account in accounts.order_by("name"):
        found = scopes[account.id]
        scope = Scope(
            all_employers=account.scope_all,
            groups=frozenset(each.group_id for each in found if each.group_id),
            employers=frozenset(each.employer_id for each in found if each.employer_id),
        )
        yield CouplingShown(
            account=account.id,
            name=account.name,
            portal=account.portal,
            status=account.status,
            reach=scope.reach(row.id, tenure, [today]),
            everything=account.scope_all,
            groups=tuple(sorted(groups[group] for group in scope.groups)),
            by_itself=bool(scope.employers),
        )


def _tenure(row: Employer, memberships: Sequence[MembershipShown]) -> Tenure:
    return Tenure(
        period=Period(start=row.starts_on, end=row.ends_on),
        memberships=tuple(
            Membership(start=each.start, end=each.end, group=each.group, run_out_until=each.run_out)
            for each in memberships
        ),
    )
