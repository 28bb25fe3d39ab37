"""Going live when nothing is in the way, or is passed over by name (VE-1, GR-6)."""

from datetime import timedelta

import pytest

from configuring_world import WAIVED, apply, coupling
from doors_world import Coupling
from readiness_world import in_order, load, look, signed_in
from sending_world import deliver, message_states, work
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.activation import (
    ClosedAccountError,
    StatusError,
    Waiver,
    activate,
    make_ready,
    suspend,
)
from verzuimbrug.application.readiness.waivers import withdraw_waivers
from verzuimbrug.application.sign_in.issuing import rotate
from verzuimbrug.store.models import AccountEvent, ClientAccount, Credential, Work
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")

_ALL_BUT_5 = Waiver(checks=("GR-1", "GR-2", "GR-3", "GR-4"), reason="proef")


def _status(ref: AccountRef) -> str:
    with tenant(ref.arbodienst):
        return ClientAccount.objects.get(id=ref.account).status


def _queue(ref: AccountRef, *states: str) -> None:
    Work.objects.bulk_create(
        Work(message=number, arbodienst_id=ref.arbodienst, account=ref.account, state=state)
        for number, state in enumerate(states, 10**6)
    )


def _queued() -> list[str]:
    return list(Work.objects.order_by("message").values_list("state", flat=True))


def _loaded() -> Coupling:
    coupling = signed_in()
    deliver(coupling, load())
    return coupling


def _blocks(ref: AccountRef, waiver: Waiver) -> list[str]:
    return [block.code for block in activate(ref, "test", waiver)]


def test_ready_account_goes_live_with_what_waits() -> None:
    coupling = _loaded()

    assert activate(coupling.ref, "test", Waiver()) == ()
    work()

    assert _status(coupling.ref) == "active"
    assert message_states(coupling) == ["processed"]


def test_a_prepared_account_is_ready_and_its_messages_go_on_waiting() -> None:
    coupling = _loaded()

    assert make_ready(coupling.ref, "klant", Waiver()) == ()
    work()

    assert _status(coupling.ref) == "ready"
    assert message_states(coupling) == ["received"]


def test_an_account_that_is_not_in_order_is_not_ready() -> None:
    ref = coupling()
    assert "GR502" in [block.code for block in make_ready(ref, "klant", Waiver())]
    assert _status(ref) == "concept"


def test_an_active_account_does_not_become_ready() -> None:
    ref = coupling()
    activate(ref, "test", WAIVED)
    with pytest.raises(StatusError):
        make_ready(ref, "klant", Waiver())


def test_work_that_failed_is_not_tried_again() -> None:
    ref = coupling()
    _queue(ref, "waiting", "failed", "ready")
    activate(ref, "test", WAIVED)
    assert _queued() == ["ready", "failed", "ready"]


def test_what_fails_and_what_is_unknown_blocks() -> None:
    configuration = in_order()
    del configuration["employers"][0]["contract_reference"]
    coupling = signed_in(configuration)

    assert _blocks(coupling.ref, Waiver()) == ["GR102", "GR103", "GR503", "GR503", "GR503"]
    assert _status(coupling.ref) == "concept"


def test_unconfirmed_code_table_and_absent_credentials_block() -> None:
    configuration = in_order(operations_confirmed=False)
    coupling = _loaded()
    apply(configuration)
    with tenant(coupling.arbodienst):
        Credential.objects.update(revoked_at="2026-01-01T00:00:00Z")

    assert _blocks(coupling.ref, Waiver()) == ["GR501", "GR502"]
    assert _status(coupling.ref) == "concept"


def test_expired_credentials_block() -> None:
    coupling = _loaded()
    rotate(coupling.ref, "test", timedelta(0))
    with tenant(coupling.arbodienst):
        Credential.objects.filter(valid_until=None).delete()
    assert _blocks(coupling.ref, Waiver()) == ["GR502"]


def test_waived_check_does_not_block_and_is_logged() -> None:
    ref = coupling()
    assert activate(ref, "beheerder", WAIVED) == ()
    with tenant(ref.arbodienst):
        events = AccountEvent.objects.filter(by="beheerder").order_by("id")
        *waived, activated = events.values_list("event", "details")
    assert waived[0] == ("waived", {"check": "GR-1", "reason": "proef"})
    assert len(waived) == 5
    assert activated == ("activated", {"from": "concept", "to": "active"})


def test_another_waiver_does_not_help_and_is_not_kept() -> None:
    coupling = signed_in()
    assert _blocks(coupling.ref, _ALL_BUT_5) == ["GR503", "GR503", "GR503"]
    assert {check.waiver for check in look(coupling.ref).checks} == {None}


@pytest.mark.parametrize(
    ("waiver", "problem"),
    [
        (Waiver(), ""),
        (Waiver(checks=("GR-5",), reason="proef"), ""),
        (Waiver(checks=("GR-5",)), "checks are passed over with a reason only"),
        (Waiver(checks=("GR-5",), reason="x" * 501), "a reason has at most 500 characters"),
    ],
)
def test_a_waiver_needs_a_reason(waiver: Waiver, problem: str) -> None:
    assert waiver.problem == problem


def test_a_waiver_names_checks_that_exist() -> None:
    assert "no check GR-9" in Waiver(checks=("GR-9",), reason="proef").problem


def test_suspended_account_waits_and_goes_on_when_activated() -> None:
    coupling = _loaded()
    activate(coupling.ref, "test", Waiver())
    work()
    _queue(coupling.ref, "ready")

    suspend(coupling.ref, "test")
    assert (_status(coupling.ref), _queued()) == ("suspended", ["waiting"])

    assert activate(coupling.ref, "test", Waiver()) == ()
    assert (_status(coupling.ref), _queued()) == ("active", ["ready"])


def test_suspended_account_is_checked_again() -> None:
    coupling = _loaded()
    activate(coupling.ref, "test", Waiver())
    suspend(coupling.ref, "test")
    with tenant(coupling.arbodienst):
        ClientAccount.objects.update(report_recipients=[])

    assert _blocks(coupling.ref, Waiver()) == ["GR505"]


def test_waiver_holds_after_a_suspension_until_it_is_withdrawn() -> None:
    ref = coupling()
    activate(ref, "test", WAIVED)
    suspend(ref, "test")
    assert activate(ref, "test", Waiver()) == ()

    suspend(ref, "test")
    assert withdraw_waivers(ref, "test", ["GR-1", "GR-9"]) == 1
    assert _blocks(ref, Waiver()) == ["GR102", "GR103"]


def test_active_account_stays_active() -> None:
    ref = coupling()
    activate(ref, "test", WAIVED)
    withdraw_waivers(ref, "test", WAIVED.checks)
    assert activate(ref, "test", Waiver()) == ()


def test_messages_of_other_accounts_are_left_alone() -> None:
    ref, other = coupling("GEZOND"), coupling("FIT")
    _queue(other, "waiting")
    activate(ref, "test", WAIVED)
    assert _queued() == ["waiting"]


def test_closed_account_stays_closed() -> None:
    ref = coupling()
    with tenant(ref.arbodienst):
        ClientAccount.objects.update(status="closed")
    with pytest.raises(ClosedAccountError):
        activate(ref, "test", Waiver())
    with pytest.raises(ClosedAccountError):
        suspend(ref, "test")
