"""What tells couplings apart, and which are open to somebody."""

from dataclasses import dataclass

from verzuimbrug.application.access import Reader
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.store.models import ClientAccount, Work
from verzuimbrug.store.models.open import WorkState
from verzuimbrug.store.tenancy import tenant

SFTP = "sftp"


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingHead:
    """A coupling by the store's id, with what people know it by."""

    id: int
    name: str
    kind: str
    portal: str
    insurer: str
    underwriting_agent: str
    status: AccountStatus

    @property
    def signs_in_with_keys(self) -> bool:
        """Whether the portal comes over SFTP, with keys; else with a customer code and a token."""
        return self.kind == SFTP

    @property
    def was_live(self) -> bool:
        """Whether it went live at some time."""
        return self.status not in (AccountStatus.CONCEPT, AccountStatus.READY)


def head_of(row: ClientAccount) -> CouplingHead:
    """The head of a stored account."""
    return CouplingHead(
        id=row.id,
        name=row.name,
        kind=row.kind,
        portal=row.portal,
        insurer=row.insurer,
        underwriting_agent=row.underwriting_agent,
        status=AccountStatus(row.status),
    )


def open_coupling(reader: Reader, account: int) -> tuple[AccountRef, CouplingHead] | None:
    """A coupling that is open to the reader; None for any other, and for one that is not there."""
    if not reader.authority.opens_account(account):
        return None
    with tenant(reader.arbodienst):
        row = ClientAccount.objects.filter(id=account).first()
    if row is None:
        return None
    return AccountRef(arbodienst=reader.arbodienst, account=account), head_of(row)


def count_waiting(ref: AccountRef) -> int:
    """How many messages wait for the coupling to go live."""
    with tenant(ref.arbodienst):
        waiting = Work.objects.filter(arbodienst=ref.arbodienst, account=ref.account)
        return waiting.filter(state=WorkState.WAITING).count()
