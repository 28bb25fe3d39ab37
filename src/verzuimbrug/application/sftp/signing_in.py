"""Signing in over SFTP: a login name and a key that was added to its account.

The door has proved by then, or proves next, that the client holds the private half.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from verzuimbrug.application.receiving.place import require_open_account
from verzuimbrug.application.receiving.refusals import FOREIGN_ADDRESS, RefusalCode, RefusedError
from verzuimbrug.application.reports.findings import language_of
from verzuimbrug.application.sign_in.credentials import SignedIn, may_come_from
from verzuimbrug.application.sign_in.secret_values import digest
from verzuimbrug.store.models import ClientAccount, SftpKey, SignIn
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.tenancy import tenant

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SftpVisitor:
    """Who signed in, with which key, and the language that the account speaks."""

    sender: SignedIn
    key: int
    language: str


def find_key(login: str, fingerprint: str, address: str) -> SftpVisitor:
    """The account that this key opens under this name, from this address. Raises RefusedError.

    Unknown name, unknown key, revoked key and an address that the account does not allow are one
    refusal, with the same work done for each.
    """
    sign_in = SignIn.objects.filter(hash=digest(login), kind=SignInKind.SFTP_LOGIN)
    arbodienst, account = sign_in.values_list("arbodienst_id", "account").first() or (0, 0)
    sender = SignedIn(arbodienst=arbodienst, account=account or 0)
    with tenant(arbodienst):
        key = _valid_keys(sender).filter(fingerprint=fingerprint).first()
        if key is None:
            raise RefusedError(RefusalCode.SIGN_IN_FAILED)
        if not may_come_from(sender.account, address):
            raise RefusedError(RefusalCode.SIGN_IN_FAILED, reason=FOREIGN_ADDRESS)
        culture = ClientAccount.objects.values_list("culture", flat=True).get(id=sender.account)
    return SftpVisitor(sender=sender, key=key.id, language=language_of(culture))


def enter(visitor: SftpVisitor) -> None:
    """Lets in who has proved to hold the key, and keeps the moment, to the minute.

    Raises RefusedError when the account is suspended or closed.
    """
    now = timezone.now()
    with tenant(visitor.sender.arbodienst):
        require_open_account(visitor.sender)
        long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now - _MINUTE)
        _valid_keys(visitor.sender).filter(long_ago, id=visitor.key).update(last_used_at=now)


def require_valid_key(visitor: SftpVisitor) -> None:
    """Refuse who goes on with a key that was revoked meanwhile."""
    with tenant(visitor.sender.arbodienst):
        if not _valid_keys(visitor.sender).filter(id=visitor.key).exists():
            raise RefusedError(RefusalCode.SIGN_IN_FAILED)


def _valid_keys(sender: SignedIn) -> QuerySet[SftpKey]:
    return SftpKey.objects.filter(account=sender.account, revoked_at=None)
