"""Where a delivery goes: account and stream of a signed-in sender, and whether they are open."""

from dataclasses import dataclass

from verzuimbrug.application.credentials import SignedIn
from verzuimbrug.application.refusals import RefusalCode, RefusedError, storable
from verzuimbrug.store.models import ClientAccount, Stream
from verzuimbrug.store.models.accounts import AccountStatus

_SHUT = frozenset({AccountStatus.SUSPENDED, AccountStatus.CLOSED})


@dataclass(frozen=True, slots=True)
class Place:
    """A stream of an account, and whether what arrives there is processed now or waits (VE-1)."""

    stream: int
    is_active: bool


def find_place(sender: SignedIn, stream_name: str) -> Place:
    """The stream by its name. The account is judged first: only then is a stream known or not."""
    status = require_open_account(sender)
    name = storable(stream_name, 100)
    found = Stream.objects.filter(account_id=sender.account, name=name).values_list("id").first()
    if found is None:
        raise RefusedError(RefusalCode.STREAM_UNKNOWN)
    return Place(found[0], status == AccountStatus.ACTIVE)


def require_open_account(sender: SignedIn) -> str:
    """The status of the sender's account, refused when it is suspended, closed or gone.

    While the account is not active its row is locked: an activation at the same moment either
    sees what is kept here as waiting, or is seen here.
    """
    accounts = ClientAccount.objects.filter(id=sender.account).values_list("status", flat=True)
    status = accounts.first()
    if status != AccountStatus.ACTIVE:
        status = accounts.select_for_update(of=("self",)).first()
    if status is None or status in _SHUT:
        raise RefusedError(RefusalCode.ACCOUNT_NOT_ACTIVE)
    return status
