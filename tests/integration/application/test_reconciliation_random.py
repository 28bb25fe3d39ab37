"""Taking over settles what was selected, and takes nothing else away, whatever there is (GR-7)."""

from collections.abc import Iterable
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings

from doors_world import Coupling
from reconciliation_world import decider
from rigour import tries
from sending_world import (
    ABSENCE,
    EMPLOYEES,
    EMPLOYMENTS,
    add_employer,
    cases,
    deliver,
    go_live,
    persons,
    settings,
    work,
)
from strategies.portal_states import Sent, plain_states, portal_states
from verzuimbrug.application.portal_deliveries.giving import GivenFile
from verzuimbrug.application.portal_deliveries.reconciliation import (
    finish_reconciliation,
    show,
    start_reconciliation,
)
from verzuimbrug.application.portal_deliveries.taking_over import Selected, apply
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.reconciliation import Difference, Proposal

pytestmark = pytest.mark.usefixtures("database")

_houses = count(1)
_STREAMS = {
    MessageKind.ABSENCE: ABSENCE,
    MessageKind.EMPLOYEES: EMPLOYEES,
    MessageKind.EMPLOYMENTS: EMPLOYMENTS,
}
Dossiers = dict[str, tuple[object, ...]]
"""The state of each case, by employer and key."""


def _live(messages: Iterable[Sent]) -> Coupling:
    configuration = add_employer(settings(f"TOEVAL-{next(_houses)}"), "FLSN1002", "FELISON-VI")
    coupling = go_live(configuration)
    for sent in messages:
        deliver(coupling, sent.content, _STREAMS[sent.kind])
    work()
    return coupling


def _differences(coupling: Coupling) -> list[Difference]:
    found: list[Difference] = []
    show(decider(coupling).reader, coupling.account, found.append)
    return found


def _dossiers(coupling: Coupling) -> Dossiers:
    return {
        f"{case.employer_id} {key}": (case.status, case.periods, case.recovered_on, case.hidden)
        for key, case in cases(coupling).items()
    }


def _key(difference: Difference) -> tuple[str, str | None]:
    return difference.row.employer, difference.row.theirs


def _reconciled(ours: list[Sent], theirs: list[Sent]) -> tuple[Coupling, list[Difference]]:
    """What was taken over of the portal's state: all that could be."""
    coupling = _live(ours)
    files = [GivenFile(name="stand.xml", content=each.content) for each in theirs]
    start_reconciliation(decider(coupling), coupling.account, files)
    work()
    before, known = _dossiers(coupling), {each.id for each in persons(coupling)}
    chosen = [each for each in _differences(coupling) if each.proposal is Proposal.TAKE_OVER]
    selected = [
        Selected(employer=each.row.employer, case=each.row.theirs or "", shown=each.shown)
        for each in chosen
    ]
    done = apply(decider(coupling), coupling.account, selected, "Nagevraagd")
    work()
    assert (done.count, done.findings) == (len(chosen), ())
    assert known <= {each.id for each in persons(coupling)}
    assert _untouched(before, chosen) == _untouched(_dossiers(coupling), chosen, before)
    return coupling, chosen


def _untouched(
    dossiers: Dossiers, chosen: Iterable[Difference], among: Dossiers | None = None
) -> Dossiers:
    """The cases that nothing was selected of."""
    taken = {key for each in chosen for key in (each.row.ours, each.row.theirs)}
    return {
        case: state
        for case, state in dossiers.items()
        if case.split()[1] not in taken and (among is None or case in among)
    }


@given(portal_states, portal_states)
@hypothesis_settings(max_examples=tries(8), suppress_health_check=list(HealthCheck))
def test_nothing_but_what_was_selected_changes(ours: list[Sent], theirs: list[Sent]) -> None:
    coupling, _ = _reconciled(ours, theirs)
    after = _dossiers(coupling)
    finish_reconciliation(decider(coupling), coupling.account)
    work()
    assert _dossiers(coupling) == after


@given(plain_states, plain_states)
@hypothesis_settings(max_examples=tries(8), suppress_health_check=list(HealthCheck))
def test_what_was_said_to_settle_is_settled(ours: list[Sent], theirs: list[Sent]) -> None:
    coupling, chosen = _reconciled(ours, theirs)
    left = {_key(each) for each in _differences(coupling)}
    assert not [each for each in chosen if each.settles and _key(each) in left]
    finish_reconciliation(decider(coupling), coupling.account)
