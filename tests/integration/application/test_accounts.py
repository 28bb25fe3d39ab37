"""Accounts by name, and their going live and stopping (VE-1, GR-6)."""

from datetime import timedelta

import pytest

from configuring_world import ACCOUNT, apply, coupling, example
from verzuimbrug.application.accounts import (
    AccountRef,
    UnknownNameError,
    find_account,
    find_arbodienst,
    find_arbodiensten,
)
from verzuimbrug.application.activation import ClosedAccountError, Waiver, activate, suspend
from verzuimbrug.application.credentials_issuing import issue, rotate
from verzuimbrug.store.models import AccountEvent, ClientAccount, Credential, Work
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


def _status(ref: AccountRef) -> str:
    with tenant(ref.arbodienst):
        return ClientAccount.objects.get(id=ref.account).status


def _queue(ref: AccountRef, *states: str) -> None:
    Work.objects.bulk_create(
        Work(message=number, arbodienst_id=ref.arbodienst, account=ref.account, state=state)
        for number, state in enumerate(states, 1)
    )


def _queued() -> list[str]:
    return list(Work.objects.order_by("message").values_list("state", flat=True))


def test_an_account_is_found_by_name() -> None:
    ref = coupling()
    with tenant(ref.arbodienst):
        assert ClientAccount.objects.get(id=ref.account).name == ACCOUNT


def test_unknown_account_is_said() -> None:
    coupling()
    with pytest.raises(UnknownNameError, match="no account with the name Anders"):
        find_account("Anders")


def test_account_of_several_arbodiensten_needs_one_named() -> None:
    coupling("GEZOND")
    fit = coupling("FIT")
    with pytest.raises(UnknownNameError, match="name one of FIT, GEZOND"):
        find_account(ACCOUNT)
    assert find_account(ACCOUNT, "FIT") == fit


def test_without_arbodienst_that_is_said() -> None:
    with pytest.raises(UnknownNameError, match="no arbodienst yet"):
        find_arbodienst()


def test_of_several_arbodiensten_one_has_to_be_named() -> None:
    coupling("GEZOND")
    coupling("FIT")
    with pytest.raises(UnknownNameError, match="name one of FIT, GEZOND"):
        find_arbodienst()
    assert find_arbodienst("FIT").code == "FIT"


def test_unknown_arbodienst_is_said() -> None:
    with pytest.raises(UnknownNameError, match="code X"):
        find_arbodiensten("X")


def test_ready_account_goes_live_with_what_waits() -> None:
    ref = coupling()
    issue(ref, "test")
    _queue(ref, "waiting", "failed", "ready")

    assert activate(ref, "test", Waiver()) == ()
    assert _status(ref) == "active"
    assert _queued() == ["ready", "failed", "ready"]


def test_unconfirmed_code_table_and_absent_credentials_block() -> None:
    configuration = example()
    del configuration["accounts"][0]["streams"][0]["operations_confirmed"]
    apply(configuration)
    ref = find_account(ACCOUNT)
    _queue(ref, "waiting")

    blocks = activate(ref, "test", Waiver())

    assert [block.code for block in blocks] == ["GR501", "GR502"]
    assert (_status(ref), _queued()) == ("concept", ["waiting"])


def test_expired_credentials_block() -> None:
    ref = coupling()
    issue(ref, "test")
    rotate(ref, "test", timedelta(0))
    with tenant(ref.arbodienst):
        Credential.objects.filter(valid_until=None).delete()
    assert [block.code for block in activate(ref, "test", Waiver())] == ["GR502"]


def test_waived_check_does_not_block_and_is_logged() -> None:
    ref = coupling()
    assert activate(ref, "test", Waiver(checks=("GR-1", "GR-5"), reason="proef")) == ()
    with tenant(ref.arbodienst):
        events = list(AccountEvent.objects.order_by("id").values_list("event", "details"))[1:]
    assert events == [
        ("waived", {"check": "GR-1", "reason": "proef"}),
        ("waived", {"check": "GR-5", "reason": "proef"}),
        ("activated", {}),
    ]


def test_another_waiver_does_not_help() -> None:
    waiver = Waiver(checks=("GR-1",), reason="proef")
    assert [block.code for block in activate(coupling(), "test", waiver)] == ["GR502"]


@pytest.mark.parametrize(
    ("waiver", "problem"),
    [
        (Waiver(), ""),
        (Waiver(checks=("GR-5",), reason="proef"), ""),
        (Waiver(checks=("GR-5",)), "checks are passed over with a reason only"),
    ],
)
def test_a_waiver_needs_a_reason(waiver: Waiver, problem: str) -> None:
    assert waiver.problem == problem


def test_a_waiver_names_checks_that_exist() -> None:
    assert "no check GR-9" in Waiver(checks=("GR-9",), reason="proef").problem


def test_suspended_account_waits_and_goes_on_when_activated() -> None:
    ref = coupling()
    issue(ref, "test")
    activate(ref, "test", Waiver())
    _queue(ref, "ready")

    suspend(ref, "test")
    assert (_status(ref), _queued()) == ("suspended", ["waiting"])

    activate(ref, "test", Waiver())
    assert (_status(ref), _queued()) == ("active", ["ready"])


def test_messages_of_other_accounts_are_left_alone() -> None:
    ref, other = coupling("GEZOND"), coupling("FIT")
    issue(ref, "test")
    _queue(other, "waiting")
    activate(ref, "test", Waiver())
    assert _queued() == ["waiting"]


def test_closed_account_stays_closed() -> None:
    ref = coupling()
    with tenant(ref.arbodienst):
        ClientAccount.objects.update(status="closed")
    with pytest.raises(ClosedAccountError):
        activate(ref, "test", Waiver())
    with pytest.raises(ClosedAccountError):
        suspend(ref, "test")
