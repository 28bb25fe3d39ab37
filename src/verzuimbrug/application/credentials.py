"""Signing in with customer code and token, on every request: two look-ups and a SHA-256."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from verzuimbrug.application.handover import Opened, open_link
from verzuimbrug.application.secret_values import digest
from verzuimbrug.store.models import Credential, SignIn
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.tenancy import tenant

__all__ = ["Opened", "SignedIn", "open_link", "usable_credentials", "verify"]

_NOBODY = Credential(id=0, salt=bytes(16), token_hash=bytes(32))
_LAST_USE_KEPT_FOR = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who signed in: an account of an arbodienst, by store ids."""

    arbodienst: int
    account: int


def verify(customer_code: str, token: str) -> SignedIn | None:
    """The account that these open, or None: unknown code, wrong token and revoked token alike.

    The same work is done in each of these cases.
    """
    sign_in = SignIn.objects.filter(
        hash=digest(customer_code), kind=SignInKind.CUSTOMER_CODE
    ).values_list("arbodienst_id", "account")
    arbodienst, account = sign_in.first() or (0, 0)
    now = timezone.now()
    with tenant(arbodienst):
        credential = _fitting(list(usable_credentials(account, now)) or [_NOBODY], token)
        if credential is None:
            return None
        _note_use(credential, now)
    return SignedIn(arbodienst=arbodienst, account=account or 0)


def usable_credentials(account: int | None, now: datetime) -> QuerySet[Credential]:
    """The credentials of an account that are neither revoked nor past their time."""
    in_time = Q(valid_until=None) | Q(valid_until__gt=now)
    return Credential.objects.filter(in_time, account=account, revoked_at=None)


def _fitting(credentials: Sequence[Credential], token: str) -> Credential | None:
    """The credential with this token; every one is compared, in constant time."""
    found = None
    for credential in credentials:
        given = digest(token, bytes(credential.salt))
        if hmac.compare_digest(given, bytes(credential.token_hash)):
            found = credential
    return found


def _note_use(credential: Credential, now: datetime) -> None:
    """Keeps the moment of last use, to the minute."""
    if credential.last_used_at is None or credential.last_used_at < now - _LAST_USE_KEPT_FOR:
        Credential.objects.filter(id=credential.id).update(last_used_at=now)
