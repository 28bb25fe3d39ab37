"""What a reconciliation needs: the portal's state as files, and what is selected of it (GR-7)."""

from collections.abc import Sequence

from doors_world import Coupling
from sending_world import work
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.portal_deliveries.giving import GivenFile
from verzuimbrug.application.portal_deliveries.reconciliation import (
    Reconciled,
    Started,
    show,
    start_reconciliation,
)
from verzuimbrug.application.portal_deliveries.taking_over import Selected, TakenOver, apply
from verzuimbrug.domain.reconciliation import Difference, Proposal

BY = "klantbeheerder"


def decider(coupling: Coupling) -> Decider:
    """Somebody who decides."""
    return Decider(arbodienst=coupling.arbodienst, by=BY)


def given_files(*contents: bytes) -> list[GivenFile]:
    """The state of the portal as files."""
    return [GivenFile(name=f"stand-{n}.xml", content=each) for n, each in enumerate(contents)]


def start(coupling: Coupling, *contents: bytes) -> Started:
    """Start a reconciliation, and let the worker read its files."""
    started = start_reconciliation(decider(coupling), coupling.account, given_files(*contents))
    assert started is not None
    work()
    return started


def differences_shown(coupling: Coupling) -> tuple[Reconciled, list[Difference]]:
    """The comparison, and its differences."""
    differences: list[Difference] = []
    return show(decider(coupling).reader, coupling.account, differences.append), differences


def differing(coupling: Coupling) -> list[tuple[str | None, str | None, str, str]]:
    """Key here, key there, outcome and proposal of each difference."""
    return [
        (each.row.ours, each.row.theirs, each.row.outcome.value, each.proposal.value)
        for each in differences_shown(coupling)[1]
    ]


def take_over(
    coupling: Coupling, chosen: Sequence[Difference], reason: str = "Nagevraagd"
) -> TakenOver:
    """Take over what was selected, and let the worker do it."""
    selected = [
        Selected(
            employer=each.row.employer,
            case=each.row.theirs or each.row.ours or "",
            shown=each.shown,
        )
        for each in chosen
    ]
    done = apply(decider(coupling), coupling.account, selected, reason)
    work()
    return done


def take_all(coupling: Coupling) -> TakenOver:
    """Take over all that can be."""
    return take_over(
        coupling, [e for e in differences_shown(coupling)[1] if e.proposal is Proposal.TAKE_OVER]
    )
