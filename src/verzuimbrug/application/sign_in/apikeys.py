"""Keys of the case system and of tools: shown once, kept as a hash, revocable, with a scope."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from verzuimbrug.application.accounts import UnknownNameError
from verzuimbrug.application.sign_in.secret_values import digest, new_token
from verzuimbrug.application.sign_in.throttling import count_failure, look_up
from verzuimbrug.domain.permissions import KeyScope
from verzuimbrug.store.models import ApiKey, SignIn
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.tenancy import tenant

SCOPES = tuple(str(scope) for scope in KeyScope)
"""The scope of a key is a role: what it may do is in `domain.permissions`."""

LONGEST_NAME = 80
"""What is done with a key is kept under its name."""

_PREFIX = "vb_"
_NOTED_EVERY = timedelta(hours=1)


class KeyNameError(ValueError):
    """A key cannot have this name: it is taken, or was, or does not fit the logs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPrincipal:
    """Who asks: a key of an arbodienst, and what it may do."""

    arbodienst: int
    key: int
    name: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyEntry:
    """A key as a list shows it; when it was last used is known to the hour."""

    name: str
    scope: str
    issued_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None = None


def create(arbodienst: int, name: str, scope: str) -> str:
    """A new key; it is shown once."""
    if scope not in SCOPES:
        raise UnknownNameError(f"there is no scope {scope}; the scopes are {', '.join(SCOPES)}")
    if not 0 < len(name.strip()) <= LONGEST_NAME or not name.isprintable():
        raise KeyNameError(f"a key has a name of at most {LONGEST_NAME} characters on one line")
    key = _PREFIX + new_token()
    with tenant(arbodienst):
        row, created = ApiKey.objects.get_or_create(
            arbodienst_id=arbodienst,
            name=name,
            defaults={"scope": scope, "issued_at": timezone.now()},
        )
        if not created:
            raise KeyNameError(f"there is, or was, a key with the name {name}; choose another")
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


def list_keys(arbodienst: int) -> tuple[ApiKeyEntry, ...]:
    """The keys of an arbodienst, revoked ones too, by name."""
    with tenant(arbodienst):
        return tuple(
            ApiKeyEntry(
                name=row.name,
                scope=row.scope,
                issued_at=row.issued_at,
                revoked_at=row.revoked_at,
                last_used_at=row.last_used_at,
            )
            for row in ApiKey.objects.order_by("name")
        )


def verify(key: str, address: str) -> ApiPrincipal | None:
    """Whose key this is; None when it is unknown or revoked.

    Raises RefusedError when signing in failed too often from where it comes.
    """
    claimed = look_up(SignInKind.API_KEY, key, address)
    with tenant(claimed.arbodienst):
        row = ApiKey.objects.filter(id=claimed.target, revoked_at=None).first()
        if row is not None:
            _note_use(row)
    if row is None:
        count_failure(claimed)
        return None
    return ApiPrincipal(arbodienst=claimed.arbodienst, key=row.id, name=row.name, scope=row.scope)


def _note_use(row: ApiKey) -> None:
    """Keeps that the key is used, once an hour: not every call has to write."""
    now = timezone.now()
    if row.last_used_at is None or row.last_used_at < now - _NOTED_EVERY:
        ApiKey.objects.filter(id=row.id).update(last_used_at=now)
