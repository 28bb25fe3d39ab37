"""Proposals approved in one version of the configuration, or refused (WG-6).

What waits for an employer goes on by itself when its proposal is approved (WG-2).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from verzuimbrug.application.configuration.configure import Configured, edit
from verzuimbrug.application.configuration.entries import Configuration
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.employer_proposals.applying import Choice, with_proposals
from verzuimbrug.domain.employer_proposals import ProposalState
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.employer_proposals import (
    Decision,
    proposal_of,
    proposals_open_to,
    write_decision,
)
from verzuimbrug.store.models import Arbodienst, EmployerProposal
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Whether they are refused; with findings they are not."""

    findings: tuple[Finding, ...] = ()


def approve(decider: Decider, choices: Sequence[Choice], *, dry_run: bool = False) -> Configured:
    """Does what these proposals say, all of it or nothing; a dry run only says what would change.

    Who is limited to employers makes and moves none.
    """
    if not decider.authority.is_whole:
        return Configured(findings=(Finding("WG537"),))
    with tenant(decider.arbodienst):
        # Nobody decides otherwise meanwhile, and no configuration changes.
        Arbodienst.objects.select_for_update(no_key=True).get(id=decider.arbodienst)
        rows = _open_rows(decider, [each.number for each in choices])
        missing = _missing(rows, [each.number for each in choices])
        if missing:
            return Configured(findings=missing)
        given = [(proposal_of(rows[each.number]), each) for each in choices]

        def change(stored: Configuration) -> Configuration | Finding:
            return with_proposals(stored, given)

        configured = edit(decider.arbodienst, change, by=decider.by, dry_run=dry_run)
        if configured.applied:
            _decided(decider, rows, ProposalState.APPROVED)
        return configured


def refuse(decider: Decider, numbers: Sequence[int], reason: str) -> Refused:
    """Refuses these proposals; the same of the same is not proposed again."""
    if not decider.authority.is_whole:
        return Refused(findings=(Finding("WG537"),))
    if not reason.strip():
        return Refused(findings=(Finding("WG530"),))
    with tenant(decider.arbodienst):
        rows = _open_rows(decider, numbers)
        missing = _missing(rows, numbers)
        if not missing:
            _decided(decider, rows, ProposalState.REFUSED, reason)
        return Refused(findings=missing)


def _open_rows(decider: Decider, numbers: Sequence[int]) -> dict[int, EmployerProposal]:
    rows = proposals_open_to(decider.authority.accounts).filter(
        id__in=numbers, state=ProposalState.OPEN
    )
    return {row.id: row for row in rows.select_for_update(of=("self",))}


def _missing(rows: dict[int, EmployerProposal], numbers: Sequence[int]) -> tuple[Finding, ...]:
    if not numbers:
        return (Finding("WG538"),)
    return tuple(Finding("WG534", {"number": str(each)}) for each in numbers if each not in rows)


def _decided(
    decider: Decider, rows: dict[int, EmployerProposal], state: ProposalState, reason: str = ""
) -> None:
    decision = Decision(state=state, by=decider.by, at=timezone.now(), reason=reason)
    write_decision(rows.values(), decision)
