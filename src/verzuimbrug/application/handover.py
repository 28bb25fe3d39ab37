"""One-time links, by which the two halves of a credential reach two people apart."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.secret_values import digest
from verzuimbrug.store.encryption import seal, unseal
from verzuimbrug.store.models import ClientAccount, OneTimeLink, SignIn
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.tenancy import tenant

OPEN_FOR = timedelta(days=7)
_PURPOSE = "one-time-link"


class Part(StrEnum):
    """The halves of a credential."""

    CUSTOMER_CODE = "customer-code"
    TOKEN = "token"  # noqa: S105 -- the name of a half


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a link held: which half, of which account, and its value."""

    part: Part
    account: str
    value: str


def make_link(ref: AccountRef, credential: int, part: Part, value: str) -> str:
    """Puts a value behind a link; the secret that opens it is returned and not kept."""
    secret = secrets.token_urlsafe(32)
    link = OneTimeLink.objects.create(
        arbodienst_id=ref.arbodienst,
        credential_id=credential,
        part=part,
        secret=seal(value.encode(), _PURPOSE),
        expires_at=timezone.now() + OPEN_FOR,
    )
    SignIn.objects.create(
        hash=digest(secret),
        kind=SignInKind.LINK,
        arbodienst_id=ref.arbodienst,
        account=ref.account,
        target=link.id,
    )
    return secret


def open_link(secret: str) -> Opened | None:
    """What the link holds, once; None when it was opened, expired, revoked or never was."""
    sign_in = SignIn.objects.filter(hash=digest(secret), kind=SignInKind.LINK)
    whose = sign_in.values_list("arbodienst_id", "account", "target").first()
    arbodienst, account, link = whose or (0, 0, 0)
    with tenant(arbodienst):
        return _open(AccountRef(arbodienst=arbodienst, account=account or 0), link)


def _open(ref: AccountRef, link_id: int) -> Opened | None:
    now = timezone.now()
    unopened = OneTimeLink.objects.filter(
        id=link_id, opened_at=None, expires_at__gt=now, credential__revoked_at=None
    )
    link = unopened.select_for_update(of=("self",)).first()
    if link is None:
        return None
    sealed = bytes(link.secret)
    OneTimeLink.objects.filter(id=link.id).update(opened_at=now, secret=b"")
    log_event(ref, "link", "link-opened", {"part": link.part, "credential": link.credential_id})
    account = ClientAccount.objects.get(id=ref.account)
    value = unseal(sealed, _PURPOSE).decode()
    return Opened(part=Part(link.part), account=account.name, value=value)
