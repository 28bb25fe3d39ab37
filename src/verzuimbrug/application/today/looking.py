"""Looking at what was rejected: then it needs nobody any more, until it is taken back."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.domain.attention import REJECTED_WITHIN
from verzuimbrug.store.looks import Refused, forget_looks, keep_look, keep_looks
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How many messages were marked, and the moment by which that can be taken back."""

    messages: int
    at: datetime


def look(reader: Reader, message: int) -> None:
    """Marks a message that is rejected as looked at, once; within the tenant, when it is shown."""
    keep_look(message, reader.principal, timezone.now())


def look_at_refused(reader: Reader, account: int, code: str) -> Looked | None:
    """Marks what was rejected at a coupling for one first finding; None when it is not open."""
    now = timezone.now()
    if not reader.authority.opens_account(account) or "\0" in code:
        return None
    with tenant(reader.arbodienst):
        refused = Refused(account=account, code=code, since=now - REJECTED_WITHIN)
        return Looked(messages=keep_looks(refused, reader.principal, now), at=now)


def take_back_looks(reader: Reader, at: datetime) -> int:
    """Has what somebody marked at one moment need attention again; gives how many."""
    with tenant(reader.arbodienst):
        return forget_looks(reader.principal, at, reader.authority.accounts)
