"""The sandbox of an account: an arbodienst with one account, found from either side."""

from dataclasses import dataclass

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.store.models import Arbodienst, ClientAccount
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """A sandbox: its own arbodienst and account, and the account that it was made for."""

    code: str
    ref: AccountRef
    account: str
    kind: str
    status: AccountStatus
    of: AccountRef

    @property
    def is_open(self) -> bool:
        """Whether its sender can deliver."""
        return self.status is AccountStatus.ACTIVE


def sandbox_of(ref: AccountRef) -> Sandbox | None:
    """The latest sandbox of an account, open or closed; None when it never had one.

    Outside any tenant: it is another one than that of the account.
    """
    rows = Arbodienst.objects.filter(sandbox_of=ref.arbodienst, sandbox_account=ref.account)
    return _sandbox(rows.order_by("id").last())


def sandbox_at(ref: AccountRef) -> Sandbox | None:
    """The sandbox that an account is the account of; None for a real account."""
    return _sandbox(Arbodienst.objects.filter(id=ref.arbodienst, sandbox_of__isnull=False).first())


def _sandbox(row: Arbodienst | None) -> Sandbox | None:
    if row is None or row.sandbox_of_id is None or row.sandbox_account is None:
        return None
    with tenant(row.id):
        account = ClientAccount.objects.get()
    return Sandbox(
        code=row.code,
        ref=AccountRef(arbodienst=row.id, account=account.id),
        account=account.name,
        kind=account.kind,
        status=AccountStatus(account.status),
        of=AccountRef(arbodienst=row.sandbox_of_id, account=row.sandbox_account),
    )
