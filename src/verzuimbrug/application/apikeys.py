"""Keys of the case system: shown once, kept as a hash, revocable."""

from dataclasses import dataclass

from django.utils import timezone

from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.secret_values import digest, new_token
from verzuimbrug.store.models import ApiKey, SignIn
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.tenancy import tenant

SCOPES = ("read",)
_PREFIX = "vb_"


class TakenNameError(ValueError):
    """A key has this name already, or had it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPrincipal:
    """Who reads: a key of an arbodienst."""

    arbodienst: int
    key: int
    name: str
    scope: str


def create(arbodienst: int, name: str, scope: str) -> str:
    """A new key; it is shown once."""
    key = _PREFIX + new_token()
    with tenant(arbodienst):
        row, created = ApiKey.objects.get_or_create(
            arbodienst_id=arbodienst,
            name=name,
            defaults={"scope": scope, "issued_at": timezone.now()},
        )
        if not created:
            raise TakenNameError(f"there is, or was, a key with the name {name}; choose another")
        SignIn.objects.create(
            hash=digest(key), kind=SignInKind.API_KEY, arbodienst_id=arbodienst, target=row.id
        )
    return key


def revoke(arbodienst: int, name: str) -> None:
    """Ends a key at once."""
    with tenant(arbodienst):
        keys = ApiKey.objects.filter(name=name, revoked_at=None)
        if not keys.update(revoked_at=timezone.now()):
            raise UnknownNameError(f"there is no valid key with the name {name}")


def verify(key: str) -> ApiPrincipal | None:
    """Whose key this is; None when it is unknown or revoked."""
    sign_in = SignIn.objects.filter(hash=digest(key), kind=SignInKind.API_KEY)
    arbodienst, target = sign_in.values_list("arbodienst_id", "target").first() or (0, 0)
    with tenant(arbodienst):
        row = ApiKey.objects.filter(id=target, revoked_at=None).first()
    if row is None:
        return None
    return ApiPrincipal(arbodienst=arbodienst, key=row.id, name=row.name, scope=row.scope)
