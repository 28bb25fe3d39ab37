"""Signing in with a key: `Authorization: Bearer KEY`. Every operation asks one permission."""

from django.http import HttpRequest
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer

from verzuimbrug.application.access import Reader
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.application.receiving.refusals import RefusalCode, RefusedError
from verzuimbrug.application.sign_in.apikeys import verify
from verzuimbrug.domain.permissions import Permission, may
from verzuimbrug.gateways.requests import address_of, announced_length


class ApiKey(HttpBearer):
    """A key that has the permission; one that is not known or revoked is no key at all."""

    def __init__(self, permission: Permission) -> None:
        super().__init__()
        self.permission = permission

    def authenticate(self, request: HttpRequest, token: str) -> Reader | None:
        """Whom the key stands for; None for an unknown or revoked one.

        A body that no operation takes is refused here, before it is read.
        """
        key = verify(token, address_of(request))
        if key is None:
            return None
        if not may(key.scope, self.permission):
            raise AuthorizationError
        if (announced_length(request) or 0) > MAX_BYTES:
            raise RefusedError(RefusalCode.TOO_LARGE)
        request.api_scope = key.scope  # type: ignore[attr-defined]  # for `may_also`
        return Reader(arbodienst=key.arbodienst, principal=f"api-key:{key.name}")


def reader_of(request: HttpRequest) -> Reader:
    """Who signed in."""
    reader: Reader = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return reader


def may_also(request: HttpRequest, permission: Permission) -> bool:
    """Whether who signed in has another permission than the operation asks."""
    return may(request.api_scope, permission)  # type: ignore[attr-defined]  # put there above
