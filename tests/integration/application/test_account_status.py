"""An account turns ready, active, suspended and closed, and its log says so."""

import pytest
from django.utils import timezone

from configuring_world import coupling
from verzuimbrug.application.account_status import (
    ClosedAccountError,
    StatusError,
    change_status,
    close,
    lock_account,
    suspend,
)
from verzuimbrug.application.accounts import AccountRef, account_log
from verzuimbrug.application.receiving.refusals import RefusedError
from verzuimbrug.application.sign_in.credentials import verify
from verzuimbrug.application.sign_in.issuing import issue
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.store.models import ClientAccount, SftpKey, Work
from verzuimbrug.store.tenancy import tenant

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def ref(database: None) -> AccountRef:
    """An account that is a concept."""
    del database
    return coupling()


def turn(ref: AccountRef, *way: AccountStatus) -> None:
    with tenant(ref.arbodienst):
        for status in way:
            change_status(lock_account(ref), status, "test")


def status(ref: AccountRef) -> str:
    with tenant(ref.arbodienst):
        return ClientAccount.objects.get(id=ref.account).status


def queue(ref: AccountRef, *states: str) -> None:
    Work.objects.bulk_create(
        Work(message=number, arbodienst_id=ref.arbodienst, account=ref.account, state=state)
        for number, state in enumerate(states, 1)
    )


def queued() -> list[str]:
    return list(Work.objects.order_by("message").values_list("state", flat=True))


def test_every_turn_is_logged_with_before_and_after(ref: AccountRef) -> None:
    turn(ref, AccountStatus.READY)
    turn(ref, AccountStatus.ACTIVE)
    suspend(ref, "Klaas", "storing")
    close(ref, "Klaas", "contract voorbij")

    logged = [(event.event, event.by, event.details) for event in account_log(ref)[1:]]
    assert logged == [
        ("made-ready", "test", {"from": "concept", "to": "ready"}),
        ("activated", "test", {"from": "ready", "to": "active"}),
        ("suspended", "Klaas", {"from": "active", "to": "suspended", "reason": "storing"}),
        ("closed", "Klaas", {"from": "suspended", "to": "closed", "reason": "contract voorbij"}),
        ("credentials-revoked", "Klaas", {"credentials": []}),
    ]


def test_the_same_status_again_is_no_event(ref: AccountRef) -> None:
    turn(ref, AccountStatus.READY)
    turn(ref, AccountStatus.READY)
    assert len(account_log(ref)) == 2


def test_a_turn_that_may_not_be_is_refused(ref: AccountRef) -> None:
    with pytest.raises(StatusError, match="is concept; it cannot become suspended"):
        suspend(ref, "test")
    assert status(ref) == "concept"


def test_work_waits_unless_the_account_is_active(ref: AccountRef) -> None:
    queue(ref, "waiting", "failed")
    turn(ref, AccountStatus.ACTIVE)
    assert queued() == ["ready", "failed"]
    turn(ref, AccountStatus.SUSPENDED)
    assert queued() == ["waiting", "failed"]


def test_closing_ends_all_that_signs_in(ref: AccountRef) -> None:
    issued = issue(ref, "test")
    with tenant(ref.arbodienst):
        SftpKey.objects.create(
            arbodienst_id=ref.arbodienst, account_id=ref.account, added_at=timezone.now()
        )
    close(ref, "test", "contract voorbij")

    with pytest.raises(RefusedError):
        verify(issued.customer_code or "", issued.token, "")
    with tenant(ref.arbodienst):
        assert SftpKey.objects.get().revoked_at is not None


def test_what_waits_is_kept_when_an_account_is_closed(ref: AccountRef) -> None:
    turn(ref, AccountStatus.ACTIVE)
    queue(ref, "ready", "ready", "failed")
    assert close(ref, "test", "contract voorbij") == 2
    assert queued() == ["waiting", "waiting", "failed"]


def test_closing_asks_for_a_reason(ref: AccountRef) -> None:
    with pytest.raises(StatusError, match="with a reason only"):
        close(ref, "test", "")
    assert status(ref) == "concept"


def test_a_closed_account_is_not_closed_again(ref: AccountRef) -> None:
    close(ref, "test", "contract voorbij")
    with pytest.raises(ClosedAccountError):
        close(ref, "test", "nog eens")


def test_another_arbodienst_is_left_alone(ref: AccountRef) -> None:
    other = coupling("FIT")
    issued = issue(other, "test")
    close(ref, "test", "contract voorbij")
    assert status(other) == "concept"
    assert verify(issued.customer_code or "", issued.token, "").account == other.account
