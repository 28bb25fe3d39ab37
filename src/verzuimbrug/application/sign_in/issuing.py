"""Customer codes and tokens: issued, renewed with an overlap, revoked. Only hashes are kept."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, UnknownNameError, log_event
from verzuimbrug.application.sign_in.credentials import usable_credentials
from verzuimbrug.application.sign_in.handover import Part, end_links
from verzuimbrug.application.sign_in.secret_values import (
    digest,
    new_customer_code,
    new_salt,
    new_token,
)
from verzuimbrug.store.models import Credential, OneTimeLink, SignIn
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.tenancy import tenant

REVEALED = "credentials-revealed"
"""How the log names that values were shown without links."""


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
        token = new_token()
        credential = _new_credential(ref, token)
        code = _new_customer_code(ref, credential.id)
        log_event(ref, by, "credentials-issued", {"credential": credential.id})
        return Issued(credential=credential.id, customer_code=code, token=token)


def note_revealed(ref: AccountRef, by: str, issued: Issued) -> None:
    """Keeps that somebody was shown the values at once, without links."""
    with tenant(ref.arbodienst):
        parts = [part.value for part in issued.parts]
        log_event(ref, by, REVEALED, {"credential": issued.credential, "parts": parts})


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


def revoke(ref: AccountRef, by: str, credential: int | None = None) -> int:
    """All tokens of the account end at once, or one; so do the links not yet opened.

    Gives how many tokens.
    """
    with tenant(ref.arbodienst):
        credentials = Credential.objects.filter(account=ref.account, revoked_at=None)
        if credential is not None:
            credentials = credentials.filter(id=credential)
            if not credentials:
                raise UnknownNameError(f"the account has no valid credential {credential}")
        ended = list(credentials.order_by("id").values_list("id", flat=True))
        end_links(OneTimeLink.objects.filter(credential__in=ended))
        Credential.objects.filter(id__in=ended).update(revoked_at=timezone.now())
        log_event(ref, by, "credentials-revoked", {"credentials": ended})
    return len(ended)


def renew_token(credential: int) -> str:
    """Another token for a credential whose token nobody has seen; within the tenant."""
    token, salt = new_token(), new_salt()
    Credential.objects.filter(id=credential).update(salt=salt, token_hash=digest(token, salt))
    return token


def renew_customer_code(ref: AccountRef, credential: int) -> str:
    """Another customer code instead of one that nobody has seen; within the tenant."""
    SignIn.objects.filter(
        kind=SignInKind.CUSTOMER_CODE, arbodienst_id=ref.arbodienst, target=credential
    ).delete()
    return _new_customer_code(ref, credential)


def _new_customer_code(ref: AccountRef, credential: int) -> str:
    code = new_customer_code()
    SignIn.objects.create(
        hash=digest(code),
        kind=SignInKind.CUSTOMER_CODE,
        arbodienst_id=ref.arbodienst,
        account=ref.account,
        target=credential,
    )
    return code


def _new_credential(ref: AccountRef, token: str) -> Credential:
    salt = new_salt()
    return Credential.objects.create(
        arbodienst_id=ref.arbodienst,
        account_id=ref.account,
        salt=salt,
        token_hash=digest(token, salt),
        issued_at=timezone.now(),
    )
