"""Signing in with customer code and token, on every request: two look-ups and a SHA-256."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from verzuimbrug.application.receiving.refusals import FOREIGN_ADDRESS, RefusalCode, RefusedError
from verzuimbrug.application.sign_in.handover import Opened, open_link
from verzuimbrug.application.sign_in.secret_values import is_token
from verzuimbrug.application.sign_in.throttling import count_failure, forgive, look_up
from verzuimbrug.domain.addresses import admits
from verzuimbrug.store.models import ClientAccount, Credential
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.sql import Row, execute, select
from verzuimbrug.store.tenancy import tenant

__all__ = ["Opened", "SignedIn", "may_come_from", "open_link", "usable_credentials", "verify"]

_TOKENS = """
SELECT c.id, c.salt, c.token_hash,
       coalesce(c.last_used_at < now() - interval '1 minute', true) AS long_ago,
       a.allowed_addresses
FROM store_credential c JOIN store_clientaccount a ON a.id = c.account_id
WHERE c.account_id = %s AND c.revoked_at IS NULL
  AND (c.valid_until IS NULL OR c.valid_until > now())
"""

_USED = "UPDATE store_credential SET last_used_at = now() WHERE id = %s"

_NOBODY = (0, bytes(16), bytes(32), False, "[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who signed in: an account of an arbodienst, by store ids."""

    arbodienst: int
    account: int


def verify(customer_code: str, token: str, address: str) -> SignedIn:
    """The account that these open, from this address. Raises RefusedError.

    Unknown code, wrong token, revoked token and an address that the account does not allow are one
    refusal, with the same work done for each; after too many of them no token is compared.
    """
    claimed = look_up(SignInKind.CUSTOMER_CODE, customer_code, address)
    with tenant(claimed.arbodienst):
        obstacle = _obstacle(claimed.account, token, address)
    if obstacle:
        count_failure(claimed)
        raise RefusedError(RefusalCode.SIGN_IN_FAILED, reason=obstacle)
    forgive(claimed)
    return SignedIn(arbodienst=claimed.arbodienst, account=claimed.account)


def may_come_from(account: int, address: str) -> bool:
    """Whether an account may be used from an address; within the tenant."""
    accounts = ClientAccount.objects.filter(id=account)
    return admits(accounts.values_list("allowed_addresses", flat=True).get(), address)


def usable_credentials(account: int, now: datetime) -> QuerySet[Credential]:
    """The credentials of an account that are neither revoked nor past their time."""
    in_time = Q(valid_until=None) | Q(valid_until__gt=now)
    return Credential.objects.filter(in_time, account=account, revoked_at=None)


def _obstacle(account: int, token: str, address: str) -> str:
    """Why these do not open the account, as the beheerder reads it; empty when they do."""
    fitting = _fitting(select(_TOKENS, account) or [_NOBODY], token)
    if fitting is None:
        return RefusalCode.SIGN_IN_FAILED.value
    credential, _, _, long_ago, allowed = fitting
    if not admits(json.loads(allowed), address):
        return FOREIGN_ADDRESS
    # The moment of last use is kept to the minute.
    if long_ago:
        execute(_USED, credential)
    return ""


def _fitting(credentials: Sequence[Row], token: str) -> Row | None:
    """The credential with this token; every one is compared, in constant time."""
    found = None
    for credential in credentials:
        _, salt, token_hash, *_ = credential
        if is_token(token, salt, token_hash):
            found = credential
    return found
