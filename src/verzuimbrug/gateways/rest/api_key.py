"""Signing in with a key: `Authorization: Bearer KEY`. Every operation asks one permission."""

from django.http import HttpRequest
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer

from verzuimbrug.application.access import Reader
from verzuimbrug.application.apikeys import verify
from verzuimbrug.domain.permissions import Permission, may
from verzuimbrug.gateways.requests import address_of


class ApiKey(HttpBearer):
    """A key that has the permission; one that is not known or revoked is no key at all."""

    def __init__(self, permission: Permission) -> None:
        super().__init__()
        self.permission = permission

    def authenticate(self, request: HttpRequest, token: str) -> Reader | None:
        """Whom the key stands for; None for an unknown or revoked one."""
        key = verify(token, address_of(request))
        if key is None:
            return None
        if not may(key.scope, self.permission):
            raise AuthorizationError
        return Reader(arbodienst=key.arbodienst, principal=f"api-key:{key.name}")


def reader_of(request: HttpRequest) -> Reader:
    """Who signed in."""
    reader: Reader = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    return reader
