"""Employer groups: which there are, and what they are called (WG-4)."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from verzuimbrug.application.configuration.configure import Configured, configure
from verzuimbrug.application.configuration.entries import GroupEntry
from verzuimbrug.application.configuration.writing import plain_group
from verzuimbrug.store.models import Arbodienst, EmployerGroup, GroupMembership
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group with how many employers are in it today; one that is not open takes no new ones."""

    code: str
    name: str
    notes: str
    is_open: bool
    members: int


def list_groups(arbodienst: int) -> tuple[Group, ...]:
    """The groups by code."""
    with tenant(arbodienst):
        counts = count_members(timezone.localdate())
        return tuple(
            Group(
                code=group.code,
                name=group.name,
                notes=group.notes,
                is_open=group.is_open,
                members=counts.get(group.id, 0),
            )
            for group in EmployerGroup.objects.order_by("code")
        )


def count_members(today: date, employers: Collection[int] | None = None) -> dict[int, int]:
    """How many employers each group has today, of all or of these; within the tenant."""
    rows = GroupMembership.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=today), Q(ends_on=None) | Q(ends_on__gte=today)
    )
    if employers is not None:
        rows = rows.filter(employer__in=employers)
    return dict(rows.values_list("group").annotate(Count("employer", distinct=True)))


def find_group(arbodienst: int, code: str) -> GroupEntry | None:
    """The group with a code."""
    found = {group.code: group for group in list_groups(arbodienst)}.get(code)
    if found is None:
        return None
    return GroupEntry(code=code, name=found.name, notes=found.notes, is_open=found.is_open)


def save_group(arbodienst: int, group: GroupEntry, *, by: str, dry_run: bool = False) -> Configured:
    """Makes the group, or brings it to this; by the same checks as a configuration file."""
    own = Arbodienst.objects.get(id=arbodienst)
    document = {
        "arbodienst": {"code": own.code, "name": own.name},
        "employer_groups": [plain_group(group)],
    }
    return configure(json.dumps(document).encode(), by, dry_run=dry_run)
