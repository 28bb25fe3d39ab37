"""Sending what is due: the errand of a courier.

A copy is taken first, so that nobody else has it; then it is sent, while no transaction is open;
then it is settled. A courier that dies in between leaves a copy that is taken again when the lease
is over, and goes out with the same Message-ID: at least once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from uuid import UUID

import structlog
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from verzuimbrug.application.mail.digests import make_digests
from verzuimbrug.application.mail.giving import Given, give
from verzuimbrug.application.mail.writing import write_mails
from verzuimbrug.domain.mail_server import MailServer, Trouble, read_address
from verzuimbrug.domain.mail_texts import MailText
from verzuimbrug.domain.mail_times import next_try
from verzuimbrug.domain.mail_writing import Letter
from verzuimbrug.store.mail_copies import settle_failed, settle_sent, take_copy
from verzuimbrug.store.mail_rows import forget_mails
from verzuimbrug.store.models import Arbodienst
from verzuimbrug.store.tenancy import tenant

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
"""So long nobody else tries a copy; longer than giving it to a server may take."""
KEPT = timedelta(days=30)
KEPT_UNSENT = timedelta(days=7)
"""What was not sent by then is taken away, for whoever sends nothing."""

_A_TURN = 20
"""So many copies of one arbodienst go out before those of the next."""
_SWEEP_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    id: int
    address: str
    key: UUID
    attempts: int
    language: str
    text: MailText


def send_mails() -> bool:
    """Writes and sends what is due, of every arbodienst; whether there may be more right now.

    When the server cannot be reached the rest waits for the next time. Without a server nothing is
    written and sent, and what is kept goes away after a week.
    """
    arbodiensten = list(Arbodienst.objects.order_by("id").values_list("id", flat=True))
    has_more = False
    for arbodienst in arbodiensten:
        has_more |= _prepare(arbodienst, timezone.now())
    server = settings.MAIL_SERVER
    if server is None:
        return False
    for arbodienst in arbodiensten:
        for _ in range(_A_TURN):
            given = _send_one(arbodienst, server)
            if given is None:
                break
            if given.trouble is not None and not given.trouble.is_of_one_mail:
                return False
            has_more = True
    return has_more


def _prepare(arbodienst: int, now: datetime) -> bool:
    """Takes away what is old, and writes what is due, in a transaction; whether there was any."""
    with tenant(arbodienst):
        if cache.add(f"mails-forgotten-{arbodienst}", now, _SWEEP_SECONDS):
            forget_mails(now - KEPT, now - KEPT_UNSENT)
        if settings.MAIL_SERVER is None:
            return False
        make_digests(now)
        return write_mails(now)


def _send_one(arbodienst: int, server: MailServer) -> Given | None:
    """Sends the copy that is due first; None when there is none."""
    copy = _take(arbodienst)
    if copy is None:
        return None
    recipient = read_address(copy.address)
    given = (
        Given(trouble=Trouble.BAD_ADDRESS)
        if recipient is None
        else give(server, _letter(copy, server.sender, recipient))
    )
    with tenant(arbodienst):
        _settle(copy, given, timezone.now())
    return given


def _take(arbodienst: int) -> _Copy | None:
    with tenant(arbodienst):
        rows = take_copy(timezone.now(), LEASE)
    for number, address, key, attempts, language, subject, body in rows:
        return _Copy(
            id=number,
            address=address,
            key=key,
            attempts=attempts,
            language=language,
            text=MailText(subject, body),
        )
    return None


def _letter(copy: _Copy, sender: Address, recipient: Address) -> Letter:
    return Letter(
        sender=sender,
        recipient=recipient,
        text=copy.text,
        language=copy.language,
        key=copy.key,
        at=timezone.localtime(),
    )


def _settle(copy: _Copy, given: Given, now: datetime) -> None:
    if given.trouble is None:
        settle_sent(copy.id, now)
        return
    log.warning("mail_failed", trouble=given.trouble.value, attempts=copy.attempts)
    wait = None if given.trouble.is_final else next_try(copy.attempts)
    said = (given.trouble.value, given.said)
    settle_failed(copy.id, copy.attempts, said, now, now + wait if wait else None)
