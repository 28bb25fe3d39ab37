"""Posting to an address of somebody else's: within a time, without following a redirect.

What the name stands for is looked at first, and the connection goes to just that address: an
instance is not to be led into its own network.
"""

import socket
import ssl
import time
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult

from django.conf import settings

from verzuimbrug.application.deadlines import Limit
from verzuimbrug.domain.webhooks import Outcome, is_open_address

_LEAST_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """How it ended; `status` is that of the answer, None when there was none."""

    outcome: Outcome
    status: int | None = None


class ClosedError(OSError):
    """The name stands for an address where nothing is sent to."""


def post_to(url: SplitResult, body: bytes, headers: dict[str, str], seconds: float) -> Posted:
    """Posts a body, within so many seconds; a redirect is not followed."""
    try:
        return _answered(url, body, headers, time.monotonic() + seconds)
    except ClosedError:
        return Posted(outcome=Outcome.CLOSED)
    except socket.gaierror:
        return Posted(outcome=Outcome.UNKNOWN_HOST)
    except ssl.SSLCertVerificationError:
        return Posted(outcome=Outcome.NOT_TRUSTED)
    except TimeoutError:
        return Posted(outcome=Outcome.TOO_SLOW)
    except (OSError, HTTPException):
        return Posted(outcome=Outcome.UNREACHABLE)


def _answered(url: SplitResult, body: bytes, headers: dict[str, str], deadline: float) -> Posted:
    host, port = url.hostname or "", url.port or (443 if url.scheme == "https" else 80)
    address = open_address(host, port)
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
    return Posted(outcome=Outcome.TAKEN if is_taken else Outcome.REFUSED, status=status)


def open_address(host: str, port: int) -> str:
    """The first of the addresses that a name stands for; all of them have to be open.

    Raises ClosedError when one is not, and what `socket.getaddrinfo` raises.
    """
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.WEBHOOKS_TO_PRIVATE and not all(map(is_open_address, found)):
        raise ClosedError
    return found[0]


def _secured(plain: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
