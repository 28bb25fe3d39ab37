"""One-time links, by which what a portal signs in with reaches people; each half another one."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, UnknownNameError, log_event
from verzuimbrug.application.sign_in.secret_values import digest
from verzuimbrug.store.models import ClientAccount, OneTimeLink, SignIn
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.sealed import LINK_SECRET
from verzuimbrug.store.tenancy import tenant

OPEN_FOR = timedelta(days=7)


class Part(StrEnum):
    """What a link can hold: a half of a credential, or of a pair of SFTP keys."""

    CUSTOMER_CODE = "customer-code"
    TOKEN = "token"  # noqa: S105 -- the name of a half
    PRIVATE_KEY = "private-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What goes behind a link, for whom, and which credential or SFTP key it belongs to."""

    part: Part
    value: str
    recipient: str = ""
    credential: int | None = None
    sftp_key: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a link held: which half, of which account, and its value."""

    part: Part
    account: str
    value: str


def make_link(ref: AccountRef, by: str, held: Held) -> str:
    """Puts a value behind a link; the secret that opens it is returned and not kept."""
    secret = secrets.token_urlsafe(32)
    link = OneTimeLink.objects.create(
        arbodienst_id=ref.arbodienst,
        credential_id=held.credential,
        sftp_key_id=held.sftp_key,
        part=held.part,
        recipient=held.recipient,
        secret=b"",
        expires_at=timezone.now() + OPEN_FOR,
    )
    # Sealed for the row, which has its number now.
    sealed = LINK_SECRET.seal(held.value.encode(), link.id, arbodienst=ref.arbodienst)
    OneTimeLink.objects.filter(id=link.id).update(secret=sealed)
    SignIn.objects.create(
        hash=digest(secret),
        kind=SignInKind.LINK,
        arbodienst_id=ref.arbodienst,
        account=ref.account,
        target=link.id,
    )
    _log(ref, by, "link-made", link)
    return secret


def open_link(secret: str) -> Opened | None:
    """What the link holds, once; None when it was opened, expired, revoked or never was."""
    sign_in = SignIn.objects.filter(hash=digest(secret), kind=SignInKind.LINK)
    whose = sign_in.values_list("arbodienst_id", "account", "target").first()
    arbodienst, account, link = whose or (0, 0, 0)
    with tenant(arbodienst):
        return _open(AccountRef(arbodienst=arbodienst, account=account or 0), link)


def withdraw_link(ref: AccountRef, by: str, link_id: int) -> OneTimeLink:
    """Ends a link that is not opened; what it held is gone."""
    with tenant(ref.arbodienst):
        of_account = Q(credential__account=ref.account) | Q(sftp_key__account=ref.account)
        links = OneTimeLink.objects.filter(of_account, id=link_id, opened_at=None)
        link = links.select_for_update(of=("self",)).first()
        if link is None:
            raise UnknownNameError(f"the account has no unopened link {link_id}")
        end_links(OneTimeLink.objects.filter(id=link_id))
        _log(ref, by, "link-withdrawn", link)
        return link


def end_links(links: QuerySet[OneTimeLink]) -> None:
    """What these links hold is gone; opened ones stay as they are. Within the tenant."""
    links.filter(opened_at=None).update(secret=b"", expires_at=timezone.now())


def forget_expired_links(now: datetime) -> None:
    """Links of the present tenant that nobody opened in time hold nothing any more."""
    expired = OneTimeLink.objects.filter(opened_at=None, expires_at__lte=now)
    expired.exclude(secret=b"").update(secret=b"")


def _open(ref: AccountRef, link_id: int) -> Opened | None:
    now = timezone.now()
    unopened = OneTimeLink.objects.filter(
        id=link_id,
        opened_at=None,
        expires_at__gt=now,
        credential__revoked_at=None,
        sftp_key__revoked_at=None,
    )
    link = unopened.select_for_update(of=("self",)).first()
    if link is None:
        return None
    sealed = bytes(link.secret)
    OneTimeLink.objects.filter(id=link.id).update(opened_at=now, secret=b"")
    _log(ref, "link", "link-opened", link)
    account = ClientAccount.objects.get(id=ref.account)
    value = LINK_SECRET.unseal(sealed, link.id, arbodienst=ref.arbodienst).decode()
    return Opened(part=Part(link.part), account=account.name, value=value)


def _log(ref: AccountRef, by: str, event: str, link: OneTimeLink) -> None:
    whose = {"credential": link.credential_id, "sftp_key": link.sftp_key_id}
    belonging = {name: number for name, number in whose.items() if number is not None}
    details = {"link": link.id, "part": str(link.part), "recipient": link.recipient, **belonging}
    log_event(ref, by, event, details)
