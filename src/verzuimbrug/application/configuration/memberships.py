"""Employers join and leave groups by a configuration (WG-4)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from verzuimbrug.application.configuration.entries import EmployerEntry, MembershipEntry
from verzuimbrug.store.models import Employer, EmployerGroup, GroupMembership


def running_memberships(today: date) -> QuerySet[GroupMembership]:
    """Memberships that hold or are to come; of one employer and group the latest is the last."""
    rows = GroupMembership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return rows.order_by("employer", "group", "id")


def store_memberships(employers: Iterable[EmployerEntry], arbodienst: int, today: date) -> None:
    """The employers are in the groups listed; a membership that is not listed ends (WG-4)."""
    ids = dict(Employer.objects.values_list("code", "id"))
    groups = dict(EmployerGroup.objects.values_list("code", "id"))
    wanted = {
        (ids[employer.code], groups[membership.group]): membership
        for employer in employers
        for membership in employer.groups
    }
    touched = [ids[employer.code] for employer in employers]
    running = running_memberships(today).filter(employer__in=touched)
    unlisted = _update_memberships(running, wanted)
    _end_memberships(unlisted, today)
    GroupMembership.objects.bulk_create(
        GroupMembership(
            arbodienst_id=arbodienst,
            employer_id=employer,
            group_id=group,
            starts_on=entry.start,
            ends_on=entry.end,
        )
        for (employer, group), entry in wanted.items()
    )


def _update_memberships(
    running: Iterable[GroupMembership], wanted: dict[tuple[int, int], MembershipEntry]
) -> list[GroupMembership]:
    """Lays the listed dates on the running memberships; takes them out of `wanted`.

    Returns the running memberships that are not listed.
    """
    unlisted = []
    found = {}
    for row in running:
        key = (row.employer_id, row.group_id)
        if key in wanted:
            row.starts_on, row.ends_on = wanted[key].start, wanted[key].end
            found[key] = row
        else:
            unlisted.append(row)
    GroupMembership.objects.bulk_update(found.values(), ["starts_on", "ends_on"])
    for key in found:
        del wanted[key]
    return unlisted


def _end_memberships(rows: Iterable[GroupMembership], today: date) -> None:
    """Unlinking takes effect at once: yesterday was the last day.

    A membership that began today or later never was.
    """
    yesterday = today - timedelta(days=1)
    ended = []
    for row in rows:
        if row.starts_on is not None and row.starts_on > yesterday:
            row.delete()
        else:
            row.ends_on = yesterday
            ended.append(row)
    GroupMembership.objects.bulk_update(ended, ["ends_on"])
