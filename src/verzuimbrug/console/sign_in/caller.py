"""From where somebody signs in."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of the browser: behind a proxy the last one that the proxy put down."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return peer
    return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or peer
