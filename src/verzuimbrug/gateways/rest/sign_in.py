"""Signing in by HTTP Basic: customer code and token (RFC 7617, in UTF-8)."""

import binascii
from base64 import b64decode

from django.http import HttpRequest
from ninja.security.base import AuthBase

from verzuimbrug.application.receiving.refusals import RefusalCode, RefusedError
from verzuimbrug.application.sign_in.credentials import SignedIn, verify
from verzuimbrug.gateways.requests import address_of


class PortalSignIn(AuthBase):
    """HTTP Basic; every way to fail is the same failure."""

    openapi_type = "http"
    openapi_scheme = "basic"

    def __call__(self, request: HttpRequest) -> SignedIn:
        """The account that signs in."""
        given = given_credentials(request)
        if given is None:
            raise RefusedError(RefusalCode.SIGN_IN_FAILED)
        return verify(*given, address_of(request))


def given_credentials(request: HttpRequest) -> tuple[str, str] | None:
    """Customer code and token as given, or None where the header holds no such pair."""
    return basic_credentials(request.headers.get("Authorization", ""))


def basic_credentials(header: str) -> tuple[str, str] | None:
    """Customer code and token in the header, or None where it holds no such pair."""
    scheme, _, pair = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        code, colon, token = b64decode(pair, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return (code, token) if colon else None
