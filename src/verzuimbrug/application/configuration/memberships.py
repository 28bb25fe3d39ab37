"""Employers join and leave groups by a configuration (WG-4)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from verzuimbrug.application.configuration.entries import EmployerEntry, MembershipEntry
from verzuimbrug.store.models import Employer, EmployerGroup, GroupMembership


def running_memberships(today: date) -> QuerySet[GroupMembership]:
    """Memberships that hold, run out or are to come; of an employer in a group the latest last."""
    rows = GroupMembership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today) | Q(run_out_until__gte=today)
    )
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
            run_out_until=entry.run_out,
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
            found[key] = row
        else:
            unlisted.append(row)
    changed = [row for key, row in found.items() if _lay(wanted.pop(key), row)]
    GroupMembership.objects.bulk_update(changed, ["starts_on", "ends_on", "run_out_until"])
    return unlisted


def _lay(entry: MembershipEntry, row: GroupMembership) -> bool:
    """Whether the dates listed differ from those of the membership; then they become its dates."""
    dates = (entry.start, entry.end, entry.run_out)
    if dates == (row.starts_on, row.ends_on, row.run_out_until):
        return False
    row.starts_on, row.ends_on, row.run_out_until = dates
    return True


def _end_memberships(rows: Iterable[GroupMembership], today: date) -> None:
    """Unlinking takes effect at once: yesterday was the last day, and there is no run-out.

    A membership that began today or later never was.
    """
    yesterday = today - timedelta(days=1)
    ended = []
    for row in rows:
        if row.starts_on is not None and row.starts_on > yesterday:
            row.delete()
        else:
            row.ends_on, row.run_out_until = min(row.ends_on or yesterday, yesterday), None
            ended.append(row)
    GroupMembership.objects.bulk_update(ended, ["ends_on", "run_out_until"])
