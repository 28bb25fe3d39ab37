"""Held messages that are refused, and what cannot be decided on (VE-2)."""

from functools import partial

import pytest

from blocking_world import thread
from configuring_world import apply
from doors_world import Coupling
from held_world import (
    approved,
    codes_of,
    decider,
    dossiers,
    hold,
    refused,
    shown,
    watched,
)
from sending_world import (
    codes,
    deliver,
    go_live,
    message_states,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.accounts import account_log
from verzuimbrug.application.held.judge import approve, reject
from verzuimbrug.application.held.values import Judgement
from verzuimbrug.domain.deliveries import Operation

pytestmark = pytest.mark.usefixtures("database")

CHANGE = Operation.CHANGE


def change(sequence: int = 2) -> bytes:
    return sick(report("VG1", sequence, CHANGE, at=sequence))


def started() -> Coupling:
    """A live coupling with a case, that waits for a person from then on."""
    coupling = go_live()
    take(coupling, sick(report()))
    apply(settings(mode="approval"))
    return coupling


def test_waiting_reports_go_on_when_the_message_is_refused_only_once_that_is_released() -> None:
    coupling = started()
    receipt = hold(coupling, change())
    apply(settings(mode="live"))
    take(coupling, change(3))

    assert refused(coupling, receipt).state == "rejected"
    assert [state for _, _, state in states(coupling)] == ["applied", "refused", "parked"]


def test_refused_message_changes_nothing_and_keeps_its_places() -> None:
    coupling = started()
    receipt = hold(coupling, change())
    before = dossiers(coupling)

    told = refused(coupling, receipt)

    assert dossiers(coupling) == before
    assert codes(told.findings) == ["VE102"]
    assert "beheerder: verkeerd bestand" in told.findings[0].text
    assert [one.state for one in told.reports] == ["refused"]
    assert message_states(coupling) == ["processed", "rejected"]
    (event,) = [one for one in account_log(coupling.ref) if one.event == "held-refused"]
    assert event.details["reason"] == "verkeerd bestand"


def test_refusal_needs_a_reason() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))

    decided = reject(decider(coupling), receipt, "  ")

    assert decided is not None
    assert codes_of(decided.findings) == ["VE110"]
    assert message_states(coupling) == ["held"]


def test_refused_message_that_is_sent_again_is_judged_anew() -> None:
    coupling = watched()
    content = sick(report())
    receipt = hold(coupling, content)
    refused(coupling, receipt)

    assert deliver(coupling, content) == receipt
    work()
    assert message_states(coupling) == ["held"]
    assert approved(coupling, receipt).reports[0].state == "applied"


def test_refused_message_that_is_sent_again_to_a_live_stream_is_applied() -> None:
    coupling = watched()
    content = sick(report())
    refused(coupling, hold(coupling, content))
    apply(settings(mode="live"))

    deliver(coupling, content)
    work()

    assert states(coupling) == [("VG1", 1, "applied")]


def test_of_two_approvers_at_once_one_is_first() -> None:
    coupling = watched()
    receipt = hold(coupling, sick(report()))
    judgement = Judgement(digest=shown(coupling, receipt).digest)
    with thread() as one, thread() as two:
        decided = [
            each.start(partial(approve, decider(coupling), receipt, judgement))
            for each in (one, two)
        ]
        done = [each.result() for each in decided]

    findings = [codes_of(each.findings) for each in done if each]
    assert sorted(findings) == [[], ["VE107"]]
    work()
    assert states(coupling) == [("VG1", 1, "applied")]


def test_message_that_is_not_held_cannot_be_approved_or_refused() -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report()))

    for decided in (
        approve(decider(coupling), told.receipt, Judgement(digest="")),
        reject(decider(coupling), told.receipt, "vergissing"),
    ):
        assert decided is not None
        assert codes_of(decided.findings) == ["VE107"]


def test_message_that_is_not_there_is_none() -> None:
    coupling = go_live()

    for receipt in ("20260302-99", "a\0b"):
        assert approve(decider(coupling), receipt, Judgement(digest="")) is None
        assert reject(decider(coupling), receipt, "vergissing") is None
