"""Employers join and leave a group, each on a date (WG-4)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone

from verzuimbrug.application.configuration.configure import Configured, Edit, edit
from verzuimbrug.application.configuration.entries import Configuration, MembershipEntry
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.scope import Period
from verzuimbrug.store.models import EmployerGroup, GroupMembership
from verzuimbrug.store.tenancy import tenant


class MemberState(StrEnum):
    """Where a membership stands today."""

    TO_COME = "to-come"
    MEMBER = "member"
    RUN_OUT = "run-out"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One membership of a group; an employer that left and came back has two."""

    code: str
    name: str
    start: date | None
    end: date | None
    run_out: date | None
    state: MemberState


def list_members(arbodienst: int, group: str) -> tuple[Member, ...] | Finding:
    """Every membership of a group, those that are over too; by employer code and in order."""
    today = timezone.localdate()
    with tenant(arbodienst):
        if not _exists(group):
            return Finding("CF013", {"value": group})
        rows = _memberships(group).order_by("employer__code", "id")
        return tuple(_member(row, today) for row in rows)


def page_members(arbodienst: int, group: str, window: Window) -> Page[Member] | None:
    """A page of the same memberships, in the order in which they were made.

    None for a code that no group of the arbodienst has.
    """
    today = timezone.localdate()
    with tenant(arbodienst):
        if not _exists(group):
            return None
        query = _memberships(group).filter(id__gt=window.after).order_by("id")
        rows, next_after = cut(list(query[: window.take]), window, lambda row: row.id)
    return Page(tuple(_member(row, today) for row in rows), next_after)


def _exists(group: str) -> bool:
    # PostgreSQL refuses to compare with a NUL; no stored code has one.
    return "\0" not in group and EmployerGroup.objects.filter(code=group).exists()


def _memberships(group: str) -> QuerySet[GroupMembership]:
    return GroupMembership.objects.filter(group__code=group).select_related("employer")


def _member(row: GroupMembership, today: date) -> Member:
    return Member(
        code=row.employer.code,
        name=row.employer.name,
        start=row.starts_on,
        end=row.ends_on,
        run_out=row.run_out_until,
        state=member_state(row, today),
    )


def member_state(row: GroupMembership, today: date) -> MemberState:
    """Where a membership stands today."""
    if Period(start=row.starts_on, end=row.ends_on).holds_on(today):
        return MemberState.MEMBER
    if row.starts_on is not None and row.starts_on > today:
        return MemberState.TO_COME
    runs_out = row.run_out_until is not None and row.run_out_until >= today
    return MemberState.RUN_OUT if runs_out else MemberState.ENDED


Replacing = Callable[[MembershipEntry | None, date], MembershipEntry | Finding]
"""From the present membership to the one that takes its place, given today."""


def add_member(
    arbodienst: int, employer: str, joined: MembershipEntry, *, by: str, dry_run: bool = False
) -> Configured:
    """Makes the employer a member of the group from the start on, or else from today.

    Of an employer that is a member already the end is taken back. What waits for the employer
    goes on by itself (WG-2).
    """

    def replacing(present: MembershipEntry | None, today: date) -> MembershipEntry | Finding:
        if present is None:
            return MembershipEntry(group=joined.group, start=joined.start or today)
        if joined.start and present.end is not None and present.end < today:
            params = {
                "code": employer,
                "group": joined.group,
                "end": str(present.end),
                "run_out": str(present.run_out),
            }
            return Finding("EI202", params)
        start = joined.start or (present.start and min(present.start, today))
        return MembershipEntry(group=joined.group, start=start)

    change = _change(employer, joined.group, replacing)
    return edit(arbodienst, change, by=by, dry_run=dry_run)


def end_membership(
    arbodienst: int, employer: str, ended: MembershipEntry, *, by: str, dry_run: bool = False
) -> Configured:
    """Ends the membership on a date, not before; in a run-out open cases go on after it (WG-4)."""

    def replacing(present: MembershipEntry | None, today: date) -> MembershipEntry | Finding:
        end = ended.end or today
        if present is None:
            return Finding("EI201", {"code": employer, "group": ended.group})
        if present.start is not None and end < present.start:
            return Finding("CF025", {"start": str(present.start), "end": str(end)})
        if ended.run_out is not None and ended.run_out < end:
            return Finding("CF027", {"end": str(end), "run_out": str(ended.run_out)})
        return replace(present, end=end, run_out=ended.run_out)

    change = _change(employer, ended.group, replacing)
    return edit(arbodienst, change, by=by, dry_run=dry_run)


def _change(employer: str, group: str, replacing: Replacing) -> Edit:
    """The change of the employer by which one of its memberships is replaced."""

    def change(stored: Configuration) -> Configuration | Finding:
        entry = next((each for each in stored.employers if each.code == employer), None)
        if entry is None:
            return Finding("CF031", {"code": employer})
        held = {membership.group: membership for membership in entry.groups}
        found = replacing(held.get(group), timezone.localdate())
        if isinstance(found, Finding):
            return found
        employers = (replace(entry, groups=tuple({**held, group: found}.values())),)
        return Configuration(arbodienst=stored.arbodienst, employers=employers)

    return change
