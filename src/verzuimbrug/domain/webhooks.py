"""Webhooks as Standard Webhooks has them: where they may go, how they are signed, how they end."""

import base64
import hashlib
import hmac
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

SECRET_PREFIX = "whsec_"  # noqa: S105 -- how secrets begin
LONGEST_URL = 500
_SECURE, _PLAIN = "https", "http"


class UrlProblem(StrEnum):
    """Why nothing can be sent to an address."""

    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"
    NOT_SECURE = "not-secure"
    WITH_PASSWORD = "with-password"  # noqa: S105 -- a word, no password
    CLOSED = "closed"
    """It is an address of our own network, where the instance sends nothing."""


class Outcome(StrEnum):
    """How the sending of one event ended."""

    TAKEN = "taken"
    """The answer was 2xx."""
    REFUSED = "refused"
    """The answer was anything else; a redirect is not followed."""
    UNKNOWN_HOST = "unknown-host"
    CLOSED = "closed"
    UNREACHABLE = "unreachable"
    NOT_TRUSTED = "not-trusted"
    """The certificate is not one that can be trusted."""
    TOO_SLOW = "too-slow"


class OffBecause(StrEnum):
    """Why a webhook was switched off without anybody asking for it."""

    GONE = "gone"
    """The receiver said that it wants no more events (410)."""
    FAILING = "failing"
    """The last try failed too."""


WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long to wait after each try that failed, as Standard Webhooks recommends."""

_GONE = 410


def after_failure(failures: int, status: int | None) -> timedelta | OffBecause:
    """How long to wait after so many failures in a row; or why it is switched off.

    `status` is that of the last answer; None when there was none.
    """
    if status == _GONE:
        return OffBecause.GONE
    return WAITS[failures - 1] if failures <= len(WAITS) else OffBecause.FAILING


def check_url(url: str, *, private: bool) -> UrlProblem | None:
    """What is not right about an address; `private` says whether the own network is open.

    It is https, or http on the machine itself. What a name stands for is looked at when sending.
    """
    if len(url) > LONGEST_URL:
        return UrlProblem.TOO_LONG
    parts = _read(url)
    if parts is None:
        return UrlProblem.UNREADABLE
    if parts.username is not None or parts.password is not None:
        return UrlProblem.WITH_PASSWORD
    host = parts.hostname or ""
    if parts.scheme == _PLAIN and not _is_this_machine(host):
        return UrlProblem.NOT_SECURE
    return UrlProblem.CLOSED if _is_closed(host) and not private else None


def _read(url: str) -> SplitResult | None:
    """The parts of an address of the web; None when it is none."""
    if not url.isascii() or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    is_web = parts.scheme in (_SECURE, _PLAIN) and not parts.fragment
    return parts if has_host and is_web else None


def is_open_address(address: str) -> bool:
    """Whether an internet address is one of the internet, not of a network of our own."""
    found = _unmapped(ip_address(address.partition("%")[0]))
    return found.is_global and not found.is_multicast


def _unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An IPv4 address that is written as an IPv6 one is that IPv4 address."""
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped if isinstance(mapped, IPv4Address) else address


def _is_closed(host: str) -> bool:
    try:
        return not is_open_address(host)
    except ValueError:
        return _is_this_machine(host)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def signature(secret: str, event: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`: an HMAC-SHA256 of id, moment and body."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = b".".join((event.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def new_secret(random: bytes) -> str:
    """The secret as it is shown, of random bytes."""
    return SECRET_PREFIX + base64.b64encode(random).decode()
