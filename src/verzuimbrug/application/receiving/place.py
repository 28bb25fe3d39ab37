"""Where a delivery goes: account and stream of a signed-in sender, and whether they are open."""

from dataclasses import dataclass

from verzuimbrug.application.receiving.refusals import RefusalCode, RefusedError, storable
from verzuimbrug.application.receiving.statements import LOCK, PLACE
from verzuimbrug.application.sign_in.credentials import SignedIn
from verzuimbrug.domain.account_status import SHUT, AccountStatus
from verzuimbrug.store.sql import select

_GONE = (AccountStatus.CLOSED.value, None)


@dataclass(frozen=True, slots=True)
class Place:
    """A stream of an account, and whether what arrives there is processed now or waits (VE-1)."""

    stream: int
    is_active: bool


def find_place(sender: SignedIn, stream_name: str) -> Place:
    """The stream by its name. The account is judged first: only then is a stream known or not."""
    status, stream = _open_place(sender, storable(stream_name, 100))
    if stream is None:
        raise RefusedError(RefusalCode.STREAM_UNKNOWN)
    return Place(stream, status == AccountStatus.ACTIVE)


def require_open_account(sender: SignedIn) -> None:
    """Refuse a sender whose account is suspended, closed or gone."""
    _open_place(sender, "")


def _open_place(sender: SignedIn, stream_name: str) -> tuple[str, int | None]:
    """The status of the account, and its stream.

    While the account is not active its row is locked: an activation at the same moment either
    sees what is kept here as waiting, or is seen here.
    """
    status, stream = _read(PLACE, sender, stream_name)
    if status != AccountStatus.ACTIVE:
        status, stream = _read(PLACE + LOCK, sender, stream_name)
    if status in SHUT:
        raise RefusedError(RefusalCode.ACCOUNT_NOT_ACTIVE)
    return status, stream


def _read(statement: str, sender: SignedIn, stream_name: str) -> tuple[str, int | None]:
    rows = select(statement, stream_name, sender.account)
    status, stream = rows[0] if rows else _GONE
    return status, stream
