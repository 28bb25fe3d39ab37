"""An account goes live or stops; nothing is processed while it is not active (VE-1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.credentials import usable_credentials
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.domain.findings import Finding, finding_codes
from verzuimbrug.sivi.tags import MESSAGE_KINDS
from verzuimbrug.store.models import ClientAccount, Stream, Work
from verzuimbrug.store.models.accounts import AccountStatus
from verzuimbrug.store.models.open import WorkState
from verzuimbrug.store.tenancy import tenant

CHECKS = ("GR-1", "GR-2", "GR-3", "GR-4", "GR-5")


class ClosedAccountError(Exception):
    """A closed account does not open again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Checks that a person passes over by name, and why (GR-6)."""

    checks: tuple[str, ...] = ()
    reason: str = ""

    @property
    def problem(self) -> str:
        """Why it cannot be taken as it stands; empty when it can."""
        unknown = [check for check in self.checks if check not in CHECKS]
        if unknown:
            return f"there is no check {', '.join(unknown)}; the checks are {', '.join(CHECKS)}"
        return (
            "checks are passed over with a reason only" if self.checks and not self.reason else ""
        )


def activate(ref: AccountRef, by: str, waiver: Waiver) -> tuple[Finding, ...]:
    """Makes the account active, and its waiting messages ready; or says what blocks that (GR-6)."""
    with tenant(ref.arbodienst):
        account = _locked(ref)
        blocks = tuple(
            block for block in _blocks(ref) if finding_codes()[block.code].rule not in waiver.checks
        )
        if not blocks:
            _log_activation(ref, by, waiver)
            _turn(account, AccountStatus.ACTIVE, WorkState.WAITING, WorkState.READY)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify('verzuimbrug_work', '')")
        return blocks


def suspend(ref: AccountRef, by: str) -> None:
    """Stops the account: the doors shut, and what is not yet processed waits."""
    with tenant(ref.arbodienst):
        account = _locked(ref)
        log_event(ref, by, "suspended")
        _turn(account, AccountStatus.SUSPENDED, WorkState.READY, WorkState.WAITING)


def _locked(ref: AccountRef) -> ClientAccount:
    """The account; a delivery to an account that is not active waits for this to end."""
    account = ClientAccount.objects.select_for_update(of=("self",)).get(id=ref.account)
    if account.status == AccountStatus.CLOSED:
        raise ClosedAccountError(f"the account {account.name} is closed")
    return account


def _turn(
    account: ClientAccount, status: AccountStatus, before: WorkState, after: WorkState
) -> None:
    account.status = status
    account.save(update_fields=["status"])
    work = Work.objects.filter(arbodienst=account.arbodienst_id, account=account.id, state=before)
    work.update(state=after)


def _blocks(ref: AccountRef) -> Iterator[Finding]:
    """What is not in order yet (GR-5)."""
    for stream in Stream.objects.filter(account=ref.account).order_by("name"):
        kind = MESSAGE_KINDS[stream.settings["message"]]
        if kind == MessageKind.ABSENCE and not stream.settings.get("operations_confirmed"):
            yield Finding("GR501", {"stream": stream.name})
    if not usable_credentials(ref.account, timezone.now()).exists():
        yield Finding("GR502")


def _log_activation(ref: AccountRef, by: str, waiver: Waiver) -> None:
    for check in waiver.checks:
        log_event(ref, by, "waived", {"check": check, "reason": waiver.reason})
    log_event(ref, by, "activated")
