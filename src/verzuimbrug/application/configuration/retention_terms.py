"""The retention terms of an arbodienst, in a file and in the store: days by kind (VE-6)."""

from collections.abc import Mapping
from dataclasses import replace

from verzuimbrug.application.configuration.document import Section
from verzuimbrug.application.configuration.entries import ArbodienstEntry, Configuration
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.retention import LEAST_DAYS, MOST_DAYS, RetentionKind
from verzuimbrug.store.models import RetentionTerm


def read_retention(section: Section, faults: list[Finding]) -> Mapping[str, int] | None:
    """The terms that are said; None when nothing is said of them."""
    part = section.section("retention")
    if part is None:
        return None
    terms = {}
    for kind in RetentionKind:
        days = part.number(kind, 0)
        if days and not LEAST_DAYS <= days <= MOST_DAYS:
            said = {"days": str(days), "least": str(LEAST_DAYS), "most": str(MOST_DAYS)}
            faults.append(Finding("CF045", said, *part.place_of(kind)))
        if days:
            terms[kind.value] = days
    part.close()
    return terms


def with_kept_retention(wanted: Configuration, stored: Configuration) -> Configuration:
    """The configuration with the terms of now where it says nothing of them."""
    if wanted.arbodienst.retention is not None:
        return wanted
    kept = replace(wanted.arbodienst, retention=stored.arbodienst.retention)
    return replace(wanted, arbodienst=kept)


def stored_retention() -> Mapping[str, int]:
    """The terms of the arbodienst whose tenant is set."""
    return dict(RetentionTerm.objects.order_by("kind").values_list("kind", "days"))


def store_retention(entry: ArbodienstEntry, arbodienst: int) -> None:
    """The terms are as listed, no more and no less."""
    RetentionTerm.objects.all().delete()
    RetentionTerm.objects.bulk_create(
        RetentionTerm(arbodienst_id=arbodienst, kind=kind, days=days)
        for kind, days in (entry.retention or {}).items()
    )
