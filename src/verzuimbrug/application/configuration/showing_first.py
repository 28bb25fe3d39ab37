"""A change is made as it was shown, or shown anew."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.differences import Difference
from verzuimbrug.application.configuration.saves import Proposal, last_save
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import Arbodienst

Change = Callable[[bool], Configured | Proposal]
"""A change of the configuration; with True it is only told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a change comes to, and the digest by which somebody agrees with just that.

    `save` is the number by which it can be undone, once it is made and when it can be.
    """

    findings: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()
    digest: str = ""
    applied: bool = False
    save: int | None = None


def show_change(change: Change) -> Shown:
    """What would change; nothing does."""
    return _shown(change(True))


def apply_shown(arbodienst: int, change: Change, digest: str) -> Shown:
    """Makes the change if it still comes to what was shown, by its digest.

    If it does not, nothing is changed, and what it comes to now is what is answered.
    """
    with transaction.atomic():
        # Nobody else changes the configuration between the telling and the making.
        Arbodienst.objects.select_for_update(no_key=True).get(id=arbodienst)
        told = show_change(change)
        if told.findings or told.digest != digest:
            return told
        made = _configured(change(False))
        return Shown(
            warnings=told.warnings,
            differences=made.differences,
            digest=digest,
            applied=True,
            save=last_save(arbodienst) if made.differences else None,
        )


def _configured(outcome: Configured | Proposal) -> Configured:
    return outcome.configured if isinstance(outcome, Proposal) else outcome


def _shown(outcome: Configured | Proposal) -> Shown:
    configured = _configured(outcome)
    return Shown(
        findings=configured.findings,
        warnings=outcome.warnings if isinstance(outcome, Proposal) else (),
        differences=configured.differences,
        digest=digest_of(configured.differences),
    )


def digest_of(differences: Sequence[Difference]) -> str:
    """The SHA-256 of what would change."""
    told = json.dumps([each.to_json() for each in differences], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
