"""Stored messages processed again, one or many by cause: dry-run first."""

from typing import Any

import pytest

from configuring_world import apply
from doors_world import Coupling
from sending_world import (
    add_employer,
    cases,
    go_live,
    message_states,
    outcome,
    report,
    settings,
    sick,
    states,
    take,
    work,
)
from verzuimbrug.application.access import Reader
from verzuimbrug.application.accounts import account_log
from verzuimbrug.application.correcting.correct import correct
from verzuimbrug.application.correcting.replay import Chosen, Replayed, replay
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.held.judge import reject
from verzuimbrug.application.undoing.undo import preview_undo, undo
from verzuimbrug.application.undoing.values import OfMessage
from verzuimbrug.domain.authority import Authority
from verzuimbrug.sivi.answers import RECEIPT
from verzuimbrug.store.models import Answer, Employer, Message
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def decider(of: Coupling) -> Decider:
    return Decider(arbodienst=of.arbodienst, by="bea")


def again(of: Coupling, *, dry_run: bool = False, **chosen: Any) -> Replayed:  # noqa: ANN401
    found = replay(decider(of), Chosen(**chosen), dry_run=dry_run)
    work()
    return found


def test_rejected_messages_go_through_again_by_their_cause() -> None:
    coupling = go_live(settings(editions=["2022"]))
    take(coupling, sick(report("VG1")), sick(report("VG2"), key="w-2"), b"<geen-bericht/>")
    assert message_states(coupling) == ["rejected"] * 3
    apply(settings(editions=["2022", "2026"]))

    shown = again(coupling, cause="IN101", dry_run=True)
    assert (shown.messages, shown.shown, shown.applied) == (2, 2, False)
    assert shown.counts["report.applied"] == 2
    assert message_states(coupling) == ["rejected"] * 3

    done = again(coupling, cause="IN101")

    assert (done.messages, done.applied) == (2, True)
    assert message_states(coupling) == ["processed", "processed", "rejected"]
    assert states(coupling) == [("VG1", 1, "applied"), ("VG2", 1, "applied")]
    assert "messages-replayed" in [event.event for event in account_log(coupling.ref)]


def test_a_dry_run_says_what_would_be_rejected_again() -> None:
    coupling = go_live()
    take(coupling, b"<geen-bericht/>")

    assert again(coupling, dry_run=True).counts == {"message.rejected": 1}


def test_parked_reports_go_through_again_by_their_cause() -> None:
    coupling = go_live()
    take(coupling, sick(report("VG1"), number="1002"))
    assert states(coupling) == [("VG1", 1, "parked")]
    with tenant(coupling.arbodienst):
        Employer.objects.create(arbodienst_id=coupling.arbodienst, code="FLSN1002", name="Nieuw")

    assert again(coupling, cause="VZ301").messages == 0
    assert again(coupling, cause="WG201", account=coupling.account).messages == 1
    assert states(coupling) == [("VG1", 1, "parked")], "it is not in scope yet"
    apply(add_employer(settings(), "FLSN1002", "FELISON-VI"))
    work()
    assert states(coupling) == [("VG1", 1, "applied")]


def test_one_message_goes_through_again_by_its_receipt() -> None:
    coupling = go_live(settings(editions=["2022"]))
    first, second = take(coupling, sick(report("VG1")), sick(report("VG2"), key="w-2"))
    apply(settings())

    assert again(coupling, receipt=second.receipt).messages == 1

    assert outcome(coupling, first.receipt).state == "rejected"
    assert outcome(coupling, second.receipt).state == "processed"


def test_what_a_person_refused_is_judged_anew() -> None:
    coupling = go_live(settings(mode="approval"))
    (held,) = take(coupling, sick(report("VG1")))
    assert reject(decider(coupling), held.receipt, "nee") is not None
    work()
    assert outcome(coupling, held.receipt).state == "rejected"

    assert again(coupling, cause="VE102").messages == 1

    assert outcome(coupling, held.receipt).state == "held"
    assert states(coupling) == [("VG1", 1, "held")]


def test_a_failed_message_goes_through_again() -> None:
    coupling = go_live()
    (sent,) = take(coupling, sick(report("VG1")))
    with tenant(coupling.arbodienst):
        Message.objects.filter(receipt=sent.receipt).update(state="failed", codes=["IN701"])

    assert again(coupling, cause="IN701").messages == 1
    assert outcome(coupling, sent.receipt).state == "processed"
    assert list(cases(coupling)) == ["VG1"]


def test_a_rejected_message_is_answered_anew() -> None:
    coupling = go_live(settings(editions=["2022"]))
    (sent,) = take(coupling, sick(report("VG1"), wants_receipt=True))
    with tenant(coupling.arbodienst):
        before = Answer.objects.get().made_at
    apply(settings())

    again(coupling, receipt=sent.receipt)

    with tenant(coupling.arbodienst):
        assert Answer.objects.get(kind=RECEIPT).made_at > before


def test_what_is_undone_corrected_or_not_there_does_not_go_through_again() -> None:
    coupling = go_live()
    broken, waits = take(coupling, b"<geen-bericht/>", sick(report("VG1"), number="1002"))
    assert correct(decider(coupling), broken.receipt, sick(report("VG2")), "zo") is not None
    what = OfMessage(receipt=waits.receipt)
    shown = preview_undo(Reader(arbodienst=coupling.arbodienst, principal="bea"), what)
    assert shown is not None
    undo(decider(coupling), what, "weg", shown.shown)

    choices: list[dict[str, Any]] = [{}, {"receipt": "nergens"}, {"stream": "Anders"}]
    for chosen in choices:
        found = again(coupling, **chosen)
        assert [finding.code for finding in found.findings] == ["VE505"]


def test_who_is_limited_replays_and_corrects_in_open_couplings_only() -> None:
    coupling = go_live()
    (told,) = take(coupling, sick(report("VG1"), number="9999"))
    closed = Decider(
        arbodienst=coupling.arbodienst,
        by="bea",
        authority=Authority(employers=frozenset(), accounts=frozenset()),
    )

    assert replay(closed, Chosen(cause="WG201"), dry_run=False).messages == 0
    assert correct(closed, told.receipt, b"<a/>", "anders") is None
    assert replay(decider(coupling), Chosen(cause="WG201"), dry_run=False).messages == 1
