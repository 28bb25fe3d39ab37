"""A small HTTP server for monitors only, apart from what senders and people reach."""

import hmac
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Lock

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry

from verzuimbrug.gateways.metrics.exposition import exposition, make_registry

_TOO_SLOW_SECONDS = 10.0


class OpenToStrangersError(Exception):
    """Nobody may read this from another machine without a token."""


class MetricsServer(ThreadingHTTPServer):
    """Answers `GET /metrics`; with a token only to who brings it (`Authorization: Bearer …`).

    Raises OpenToStrangersError for an address beyond this machine without a token.
    """

    daemon_threads = True

    def __init__(self, host: str, port: int, token: str) -> None:
        if not token and not _is_here(host):
            raise OpenToStrangersError
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.registry: CollectorRegistry = make_registry()
        self.token = token
        # Two at once would both ask the database for the same.
        self.one_at_a_time = Lock()
        super().__init__((host, port), _Answering)

    def text(self) -> bytes:
        """What there is to read now."""
        with self.one_at_a_time:
            return exposition(self.registry)


class _Answering(BaseHTTPRequestHandler):
    timeout = _TOO_SLOW_SECONDS
    server: MetricsServer

    def do_GET(self) -> None:
        """The metrics, or a bare status."""
        if self.path.partition("?")[0] != "/metrics":
            self._answer(HTTPStatus.NOT_FOUND, b"")
        elif not self._may_read():
            self._answer(HTTPStatus.UNAUTHORIZED, b"")
        else:
            self._answer(HTTPStatus.OK, self.server.text())

    def _may_read(self) -> bool:
        wanted = f"Bearer {self.server.token}" if self.server.token else ""
        given = self.headers.get("Authorization", "") if wanted else ""
        return hmac.compare_digest(given.encode(), wanted.encode())

    def _answer(self, status: HTTPStatus, body: bytes) -> None:
        self.send_response(status)
        if status == HTTPStatus.UNAUTHORIZED:
            self.send_header("WWW-Authenticate", "Bearer")
        self.send_header("Content-Type", CONTENT_TYPE_LATEST)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- http.server's name
        """Nothing: whoever asks every few seconds fills no log."""


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
