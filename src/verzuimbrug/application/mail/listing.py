"""How sending mail stands, and what became of each copy: for who keeps the couplings."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from verzuimbrug.application.access import Reader
from verzuimbrug.application.pages import Page, Window, cut
from verzuimbrug.domain.mail_server import MailServer, Trouble
from verzuimbrug.domain.mail_texts import MailKind
from verzuimbrug.store.mail_copies import count_mails, list_copies
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class MailState:
    """How mail is sent by this instance, and how much waits and was given up.

    Without a server nothing is sent; `kept` then is what would have been.
    """

    server: MailServer | None
    public_url: str
    digest_hour: int
    kept: int
    waiting: int
    given_up: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailShown:
    """One copy: of what, to whom, and how it stands. `receipt` is that of a mail of a message."""

    id: int
    kind: MailKind
    account: int
    account_name: str
    receipt: str | None
    subject: str
    made_at: datetime
    address: str
    attempts: int
    next_at: datetime
    sent_at: datetime | None
    given_up_at: datetime | None
    trouble: Trouble | None
    said: str


def show_mail_state(reader: Reader) -> MailState:
    """How it stands, with counts of the couplings that are open to the reader."""
    with tenant(reader.arbodienst):
        kept, waiting, given_up = count_mails(reader.authority.accounts)
    return MailState(
        server=settings.MAIL_SERVER,
        public_url=settings.PUBLIC_URL,
        digest_hour=settings.DIGEST_HOUR,
        kept=kept,
        waiting=waiting,
        given_up=given_up,
    )


def page_mails(reader: Reader, window: Window) -> Page[MailShown]:
    """A page of the copies, the last first: of couplings that are open to the reader alone.

    Whoever may see the settings of a coupling sees its recipients there as well.
    """
    with tenant(reader.arbodienst):
        found = list_copies(reader.authority.accounts, window.after or None, window.take)
    rows, following = cut(found, window, lambda row: int(row[0]))
    return Page(tuple(map(_shown, rows)), following)


def _shown(row: Row) -> MailShown:
    number, kind, account, name, receipt, subject, made_at, address, attempts, *rest = row
    next_at, sent_at, given_up_at, trouble, said = rest
    return MailShown(
        id=number,
        kind=MailKind(kind),
        account=account,
        account_name=name,
        receipt=receipt,
        subject=subject,
        made_at=made_at,
        address=address,
        attempts=attempts,
        next_at=next_at,
        sent_at=sent_at,
        given_up_at=given_up_at,
        trouble=Trouble(trouble) if trouble else None,
        said=said,
    )
