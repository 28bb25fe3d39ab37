"""Accounts by name, and their going live and stopping (VE-1, GR-6)."""

import pytest

from configuring_world import ACCOUNT, coupling
from verzuimbrug.application.accounts import (
    AccountRef,
    UnknownNameError,
    find_account,
    find_arbodienst,
    find_arbodiensten,
)
from verzuimbrug.store.models import ClientAccount, Work
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
