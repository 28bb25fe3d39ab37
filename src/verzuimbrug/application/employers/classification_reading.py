"""Schemes of classifications, and in what the members of a group differ, as somebody sees it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.employers.group_reading import open_groups
from verzuimbrug.domain.classification_equality import (
    ClassificationDifferences,
    classification_differences,
)
from verzuimbrug.store.models import (
    Classification,
    ClassificationScheme,
    Employer,
    GroupMembership,
)
from verzuimbrug.store.tenancy import tenant

NOBODY = 0
"""By this the employers without a scheme are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeRow:
    """A scheme: its classifications by code, and how many employers have it."""

    id: int
    code: str
    name: str
    classifications: tuple[tuple[str, str], ...]
    employers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """In what the members of a group differ, with the scheme that each set of them has."""

    group: str
    name: str
    members: int
    differences: ClassificationDifferences
    schemes: Mapping[str, str]


def list_schemes(reader: Reader) -> tuple[SchemeRow, ...]:
    """The schemes by code; of the employers those that are open to the reader are counted."""
    with tenant(reader.arbodienst):
        named: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for row in Classification.objects.order_by("code"):
            named[row.scheme_id].append((row.code, row.name))
        counts = _counts(reader)
        return tuple(
            SchemeRow(
                id=row.id,
                code=row.code,
                name=row.name,
                classifications=tuple(named[row.id]),
                employers=counts.get(row.id, 0),
            )
            for row in ClassificationScheme.objects.order_by("code")
        )


def count_without_scheme(reader: Reader) -> int:
    """How many employers have no scheme."""
    with tenant(reader.arbodienst):
        return _counts(reader).get(NOBODY, 0)


def _counts(reader: Reader) -> Mapping[int, int]:
    rows = Employer.objects.all()
    if reader.authority.employers is not None:
        rows = rows.filter(id__in=reader.authority.employers)
    counts = rows.order_by("scheme").values_list("scheme_id").annotate(Count("id"))
    return {scheme or NOBODY: count for scheme, count in counts}


def compare_members(reader: Reader, group: int) -> Compared | None:
    """In what the members of today and those to come differ that are open to the reader.

    None when there is no such group, or none of its employers is open.
    """
    today = timezone.localdate()
    with tenant(reader.arbodienst):
        row = open_groups(reader.authority).filter(id=group).first()
        if row is None:
            return None
        members = GroupMembership.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=today), group=group
        )
        if reader.authority.employers is not None:
            members = members.filter(employer__in=reader.authority.employers)
        employers = Employer.objects.filter(id__in=members.values("employer"))
        schemes = dict(employers.values_list("code", "scheme__code"))
        known = _known()
        return Compared(
            group=row.code,
            name=row.name,
            members=len(schemes),
            differences=classification_differences(
                {code: known[scheme] if scheme else None for code, scheme in schemes.items()}
            ),
            schemes={code: scheme for code, scheme in schemes.items() if scheme},
        )


def _known() -> Mapping[str, frozenset[str]]:
    """The classifications of each scheme, by its code."""
    found: dict[str, set[str]] = {
        code: set() for code in ClassificationScheme.objects.values_list("code", flat=True)
    }
    for scheme, code in Classification.objects.values_list("scheme__code", "code"):
        found[scheme].add(code)
    return {scheme: frozenset(codes) for scheme, codes in found.items()}
