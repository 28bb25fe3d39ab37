"""The classifications of employers compared, and made equal (GR-4)."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from django.db.models import Count
from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.configuration.configure import Configured, Edit, edit
from verzuimbrug.application.configuration.entries import Configuration
from verzuimbrug.application.employers.employers import list_employers
from verzuimbrug.application.employers.import_writing import groups_from
from verzuimbrug.domain.classification_equality import (
    ClassificationDifferences,
    classification_differences,
)
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import AbsenceCase, Classification, ClassificationScheme, Employer
from verzuimbrug.store.readiness_reads import employers_in_scope
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeEqual:
    """What making equal comes to; with `warnings`, which stop nothing."""

    configured: Configured
    warnings: tuple[Finding, ...] = ()


def compare_group(arbodienst: int, group: str) -> ClassificationDifferences | Finding:
    """In what the members of a group differ: those of today, and those to come."""
    with tenant(arbodienst):
        members = _members(arbodienst, group)
        return members if isinstance(members, Finding) else _compare(members)


def compare_scope(ref: AccountRef) -> ClassificationDifferences:
    """In what the employers differ that are in the account's scope today."""
    with tenant(ref.arbodienst):
        scope = employers_in_scope(ref.account, timezone.localdate())
        return _compare([code for _, code, *_ in scope])


def make_equal(
    arbodienst: int, group: str, scheme: str, *, by: str, dry_run: bool = False
) -> MadeEqual:
    """Gives all members of a group one scheme; a dry run shows what would change.

    Cases that are stored keep their classification; those that the scheme lacks are counted.
    """
    with tenant(arbodienst):
        members = _members(arbodienst, group)
        if isinstance(members, Finding):
            return MadeEqual(configured=Configured(findings=(members,)))
        if not ClassificationScheme.objects.filter(code=scheme).exists():
            unknown = Finding("CF013", {"value": scheme})
            return MadeEqual(configured=Configured(findings=(unknown,)))
        changed = edit(arbodienst, _with_scheme(group, scheme), by=by, dry_run=dry_run)
        return MadeEqual(configured=changed, warnings=tuple(_lacking(members, scheme)))


def _members(arbodienst: int, group: str) -> frozenset[str] | Finding:
    found = list_employers(arbodienst, group)
    return found if isinstance(found, Finding) else frozenset(each.code for each in found)


def _compare(employers: Collection[str]) -> ClassificationDifferences:
    """In what the employers with these codes differ; within the tenant."""
    known: dict[int, set[str]] = defaultdict(set)
    for scheme, code in Classification.objects.values_list("scheme", "code"):
        known[scheme].add(code)
    return classification_differences(
        {
            employer.code: frozenset(known[employer.scheme_id]) if employer.scheme_id else None
            for employer in Employer.objects.filter(code__in=employers)
        }
    )


def _with_scheme(group: str, scheme: str) -> Edit:
    today = timezone.localdate()

    def change(stored: Configuration) -> Configuration:
        members = (each for each in stored.employers if group in groups_from(each, today))
        entries = tuple(replace(each, classifications=scheme) for each in members)
        return Configuration(arbodienst=stored.arbodienst, employers=entries)

    return change


def _lacking(members: Collection[str], scheme: str) -> Iterator[Finding]:
    """How many cases have a classification that the scheme does not have, and which."""
    known = Classification.objects.filter(scheme__code=scheme).values("code")
    cases = AbsenceCase.objects.filter(
        employer__code__in=members, classification__isnull=False, hidden=False
    )
    found = cases.exclude(classification__in=known).values_list("classification")
    counts = dict(found.annotate(Count("id")))
    if counts:
        params = {
            "count": str(sum(counts.values())),
            "scheme": scheme,
            "classifications": ", ".join(sorted(counts)),
        }
        yield Finding("EI211", params)
