"""Signing in with customer code and token, on every request: two look-ups and a SHA-256."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from verzuimbrug.application.handover import Opened, open_link
from verzuimbrug.application.secret_values import digest
from verzuimbrug.store.models import Credential
from verzuimbrug.store.sql import Row, execute, select
from verzuimbrug.store.tenancy import tenant

__all__ = ["Opened", "SignedIn", "open_link", "usable_credentials", "verify"]

_WHOSE = """
SELECT arbodienst_id, account FROM store_signin WHERE hash = %b AND kind = 'customer-code'
"""

_TOKENS = """
SELECT id, salt, token_hash,
       coalesce(last_used_at < now() - interval '1 minute', true) AS long_ago
FROM store_credential
WHERE account_id = %s AND revoked_at IS NULL AND (valid_until IS NULL OR valid_until > now())
"""

_USED = "UPDATE store_credential SET last_used_at = now() WHERE id = %s"

_NOBODY = (0, bytes(16), bytes(32), False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who signed in: an account of an arbodienst, by store ids."""

    arbodienst: int
    account: int


def verify(customer_code: str, token: str) -> SignedIn | None:
    """The account that these open, or None: unknown code, wrong token and revoked token alike.

    The same work is done in each of these cases.
    """
    arbodienst, account = (select(_WHOSE, digest(customer_code)) or [(0, 0)])[0]
    with tenant(arbodienst):
        fitting = _fitting(select(_TOKENS, account) or [_NOBODY], token)
        if fitting is None:
            return None
        credential, _, _, long_ago = fitting
        # The moment of last use is kept to the minute.
        if long_ago:
            execute(_USED, credential)
    return SignedIn(arbodienst=arbodienst, account=account)


def usable_credentials(account: int, now: datetime) -> QuerySet[Credential]:
    """The credentials of an account that are neither revoked nor past their time."""
    in_time = Q(valid_until=None) | Q(valid_until__gt=now)
    return Credential.objects.filter(in_time, account=account, revoked_at=None)


def _fitting(credentials: Sequence[Row], token: str) -> Row | None:
    """The credential with this token; every one is compared, in constant time."""
    found = None
    for credential in credentials:
        _, salt, token_hash, _ = credential
        if hmac.compare_digest(digest(token, salt), token_hash):
            found = credential
    return found
