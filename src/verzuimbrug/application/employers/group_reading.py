"""Employer groups as somebody sees them: those with an employer that is open to him (WG-4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.employers.group_members import MemberState, member_state
from verzuimbrug.application.employers.groups import count_members
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.domain.authority import Authority
from verzuimbrug.store.models import AccountScope, EmployerGroup, GroupMembership
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingOfGroup:
    """A coupling with the group in its scope."""

    account: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShown:
    """A group, with how many employers are in it today that are open to the reader."""

    id: int
    code: str
    name: str
    notes: str
    is_open: bool
    members: int
    couplings: tuple[CouplingOfGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberShown:
    """One membership of a group; an employer that left and came back has two."""

    id: int
    employer: int
    code: str
    name: str
    start: date | None
    end: date | None
    run_out: date | None
    state: MemberState


def list_shown_groups(reader: Reader) -> tuple[GroupShown, ...]:
    """The groups by code; somebody who is limited sees those with an employer of his."""
    with tenant(reader.arbodienst):
        groups = list(open_groups(reader.authority).order_by("code"))
        return _shown(reader, groups)


def show_group(reader: Reader, group: int) -> GroupShown | None:
    """One group; None when there is none with this id that the reader may see."""
    with tenant(reader.arbodienst):
        return next(
            iter(_shown(reader, list(open_groups(reader.authority).filter(id=group)))), None
        )


def list_group_members(
    reader: Reader, group: int, window: Window, *, ended: bool = True
) -> Page[MemberShown]:
    """A page of the memberships by employer code, those that are over too unless left out.

    The next page goes on after the last membership; which that is says its id.
    """
    today = timezone.localdate()
    with tenant(reader.arbodienst):
        rows, next_after = cut(
            list(_members(reader, group, window, ended=ended)[: window.take]),
            window,
            lambda row: row.id,
        )
        return Page(tuple(_member(row, today) for row in rows), next_after)


def open_groups(authority: Authority) -> QuerySet[EmployerGroup]:
    """The groups with an employer that is open to somebody; within the tenant."""
    employers = authority.employers
    if employers is None:
        return EmployerGroup.objects.all()
    own = GroupMembership.objects.filter(employer__in=employers)
    return EmployerGroup.objects.filter(id__in=own.values("group"))


def _shown(reader: Reader, rows: Sequence[EmployerGroup]) -> tuple[GroupShown, ...]:
    counts = count_members(timezone.localdate(), reader.authority.employers)
    couplings = _couplings(reader)
    return tuple(
        GroupShown(
            id=row.id,
            code=row.code,
            name=row.name,
            notes=row.notes,
            is_open=row.is_open,
            members=counts.get(row.id, 0),
            couplings=couplings.get(row.id, ()),
        )
        for row in rows
    )


def _couplings(reader: Reader) -> Mapping[int, tuple[CouplingOfGroup, ...]]:
    """The couplings that are open to the reader, by the groups in their scope."""
    scopes = AccountScope.objects.filter(group__isnull=False)
    if reader.authority.accounts is not None:
        scopes = scopes.filter(account__in=reader.authority.accounts)
    found: dict[int, list[CouplingOfGroup]] = {}
    rows = scopes.order_by("account__name").values_list("group_id", "account_id", "account__name")
    for group, account, name in rows:
        assert group is not None  # noqa: S101 -- by the filter
        found.setdefault(group, []).append(CouplingOfGroup(account=account, name=name))
    return {group: tuple(couplings) for group, couplings in found.items()}


def _members(
    reader: Reader, group: int, window: Window, *, ended: bool
) -> QuerySet[GroupMembership]:
    today = timezone.localdate()
    rows = GroupMembership.objects.filter(group=group).select_related("employer")
    if reader.authority.employers is not None:
        rows = rows.filter(employer__in=reader.authority.employers)
    if not ended:
        rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=today) | Q(run_out_until__gte=today))
    if window.after:
        last = GroupMembership.objects.filter(id=window.after)
        code = last.values("employer__code")[:1]
        rows = rows.filter(Q(employer__code__gt=code) | Q(employer__code=code, id__gt=window.after))
    return rows.order_by(F("employer__code"), "id")


def _member(row: GroupMembership, today: date) -> MemberShown:
    return MemberShown(
        id=row.id,
        employer=row.employer_id,
        code=row.employer.code,
        name=row.employer.name,
        start=row.starts_on,
        end=row.ends_on,
        run_out=row.run_out_until,
        state=member_state(row, today),
    )
