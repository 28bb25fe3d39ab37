"""Customer codes and tokens: issued, renewed with an overlap, revoked. Only hashes are kept."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, UnknownNameError, log_event
from verzuimbrug.application.credentials import usable_credentials
from verzuimbrug.application.handover import Part, make_link
from verzuimbrug.application.secret_values import digest, new_customer_code, new_salt, new_token
from verzuimbrug.store.models import Credential, OneTimeLink, SignIn
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A credential as it is shown once. Renewed, it has a token only: the code stays the same."""

    credential: int
    token: str
    customer_code: str | None = None

    @property
    def parts(self) -> dict[Part, str]:
        """The halves to hand over."""
        code = {Part.CUSTOMER_CODE: self.customer_code} if self.customer_code else {}
        return {**code, Part.TOKEN: self.token}


def issue(ref: AccountRef, by: str) -> Issued:
    """A customer code with a token, beside those that the account may have already."""
    with tenant(ref.arbodienst):
        code, token = new_customer_code(), new_token()
        credential = _new_credential(ref, token)
        SignIn.objects.create(
            hash=digest(code),
            kind=SignInKind.CUSTOMER_CODE,
            arbodienst_id=ref.arbodienst,
            account=ref.account,
            target=credential.id,
        )
        log_event(ref, by, "credentials-issued", {"credential": credential.id})
        return Issued(credential=credential.id, customer_code=code, token=token)


def rotate(ref: AccountRef, by: str, overlap: timedelta) -> Issued:
    """A new token; the tokens there are go on for the overlap. The customer code stays."""
    now = timezone.now()
    with tenant(ref.arbodienst):
        current = usable_credentials(ref.account, now).select_for_update()
        if not current:
            raise UnknownNameError("the account has no valid token; issue credentials first")
        until = now + overlap
        usable_credentials(ref.account, now).filter(
            Q(valid_until=None) | Q(valid_until__gt=until)
        ).update(valid_until=until)
        token = new_token()
        credential = _new_credential(ref, token)
        details = {"credential": credential.id, "others_until": until.isoformat()}
        log_event(ref, by, "credentials-rotated", details)
        return Issued(credential=credential.id, token=token)


def revoke(ref: AccountRef, by: str) -> int:
    """All tokens of the account end at once, with the links not yet opened; returns how many."""
    now = timezone.now()
    with tenant(ref.arbodienst):
        credentials = Credential.objects.filter(account=ref.account, revoked_at=None)
        OneTimeLink.objects.filter(credential__in=credentials, opened_at=None).update(secret=b"")
        count = credentials.update(revoked_at=now)
        log_event(ref, by, "credentials-revoked", {"count": count})
    return count


def hand_over(ref: AccountRef, issued: Issued) -> dict[Part, str]:
    """Puts each half behind a link of its own; returns the secrets that open them."""
    with tenant(ref.arbodienst):
        return {
            part: make_link(ref, issued.credential, part, value)
            for part, value in issued.parts.items()
        }


def _new_credential(ref: AccountRef, token: str) -> Credential:
    salt = new_salt()
    return Credential.objects.create(
        arbodienst_id=ref.arbodienst,
        account_id=ref.account,
        salt=salt,
        token_hash=digest(token, salt),
        issued_at=timezone.now(),
    )
