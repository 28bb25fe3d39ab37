"""One parcel to one address: signed, in ten seconds, without following a redirect.

What the name stands for is looked at first, and the connection goes to just that address: an
instance is not to be led into its own network.
"""

import socket
import ssl
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils import timezone

import verzuimbrug
from verzuimbrug.application.access import Reader
from verzuimbrug.application.deadlines import Limit
from verzuimbrug.application.webhooks.deliveries import DeliveryShown, shown_delivery
from verzuimbrug.application.webhooks.endpoints import SECRET_PURPOSE
from verzuimbrug.application.webhooks.parcels import Parcel, test_parcel
from verzuimbrug.domain.webhooks import Outcome, is_open_address, signature
from verzuimbrug.store.encryption import unseal
from verzuimbrug.store.models import Webhook, WebhookDelivery
from verzuimbrug.store.tenancy import tenant

SECONDS = 10.0
_LEAST_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How a try ended; `duration` is in milliseconds."""

    outcome: Outcome
    at: datetime
    status: int | None
    duration: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    outcome: Outcome
    status: int | None = None


class _ClosedError(OSError):
    """The name stands for an address where nothing is sent to."""


def send_test(reader: Reader, webhook: int) -> DeliveryShown | None:
    """Sends a test event, also to one that is switched off; None when there is no such webhook.

    It is not sent within a transaction: what it came to is kept afterwards.
    """
    with tenant(reader.arbodienst):
        row = Webhook.objects.filter(id=webhook).first()
    if row is None:
        return None
    parcel = test_parcel(row)
    sent = post(row, parcel)
    with tenant(reader.arbodienst):
        return shown_delivery(log_try(row, parcel, sent, by=reader.principal))


def post(webhook: Webhook, parcel: Parcel) -> Sent:
    """Sends a parcel, signed; not within a transaction."""
    now = timezone.now()
    moment = int(now.timestamp())
    secret = unseal(bytes(webhook.secret), SECRET_PURPOSE).decode()
    headers = {
        **parcel.headers,
        "Content-Type": parcel.media_type,
        "User-Agent": f"Verzuimbrug/{verzuimbrug.__version__}",
        "webhook-id": parcel.key,
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(secret, parcel.key, moment, parcel.content),
    }
    began = time.monotonic()
    ended = _send(urlsplit(webhook.url), parcel.content, headers)
    duration = round((time.monotonic() - began) * 1000)
    return Sent(outcome=ended.outcome, at=now, status=ended.status, duration=duration)


def log_try(
    webhook: Webhook, parcel: Parcel, sent: Sent, *, by: str = "", attempt: int = 1
) -> WebhookDelivery:
    """Keeps what a try came to; within the tenant."""
    return WebhookDelivery.objects.create(
        arbodienst_id=webhook.arbodienst_id,
        webhook=webhook,
        event=parcel.key,
        kind=parcel.kind,
        at=sent.at,
        by=by,
        outcome=sent.outcome,
        status=sent.status,
        duration=sent.duration,
        attempt=attempt,
    )


def _send(url: SplitResult, body: bytes, headers: dict[str, str]) -> _Ended:
    try:
        return _answered(url, body, headers)
    except _ClosedError:
        return _Ended(outcome=Outcome.CLOSED)
    except socket.gaierror:
        return _Ended(outcome=Outcome.UNKNOWN_HOST)
    except ssl.SSLCertVerificationError:
        return _Ended(outcome=Outcome.NOT_TRUSTED)
    except TimeoutError:
        return _Ended(outcome=Outcome.TOO_SLOW)
    except (OSError, HTTPException):
        return _Ended(outcome=Outcome.UNREACHABLE)


def _answered(url: SplitResult, body: bytes, headers: dict[str, str]) -> _Ended:
    deadline = time.monotonic() + SECONDS
    host, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
    address = _address(host, port)
    # Looking up a name ends when the resolver of the machine says so; it counts all the same.
    left = max(deadline - time.monotonic(), _LEAST_SECONDS)
    plain = socket.create_connection((address, port), timeout=left)
    # A second handle on the connection: TLS takes the first one over.
    with closing(plain), closing(plain.dup()) as handle, Limit(handle, deadline):
        connected = _secured(plain, host) if url.scheme == "https" else plain
        with closing(connected):
            connection = HTTPConnection(host, port)
            connection.sock = connected
            path = (url.path or "/") + (f"?{url.query}" if url.query else "")
            connection.request("POST", path, body, headers)
            status = connection.getresponse().status
    is_taken = 200 <= status < 300  # noqa: PLR2004 -- what HTTP calls successful
    return _Ended(outcome=Outcome.TAKEN if is_taken else Outcome.REFUSED, status=status)


def _address(host: str, port: int) -> str:
    """The first of the addresses that the name stands for; all of them have to be open."""
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.WEBHOOKS_TO_PRIVATE and not all(map(is_open_address, found)):
        raise _ClosedError
    return found[0]


def _secured(plain: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
