"""Webhooks, and systems that get events: on this machine, over HTTP, answering as a test wants."""

import base64
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from doors_world import Coupling
from events_world import published
from sending_world import report, sick, take
from undo_world import reader
from verzuimbrug.application.pages import Window
from verzuimbrug.application.webhooks.deliveries import page_deliveries
from verzuimbrug.application.webhooks.endpoints import (
    WebhookMade,
    WebhookShown,
    make_webhook,
    show_webhook,
)
from verzuimbrug.application.webhooks.turns import start_turns
from verzuimbrug.domain.webhooks import Outcome
from verzuimbrug.store.models import Event
from verzuimbrug.store.tenancy import tenant

WAIT = 30.0


@dataclass
class Receiver:
    """A system that gets events, and answers with a status once its gate is open."""

    port: int = 0
    status: int = 204
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/events"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """What it was sent, in order."""
        return [json.loads(body) for _, _, body in self.got]

    @property
    def ids(self) -> list[str]:
        """The ids of what it was sent, in order."""
        return [headers["webhook-id"] for _, headers, _ in self.got]


@contextmanager
def receiving(status: int = 204, certificate: Path | None = None) -> Iterator[Receiver]:
    """A receiver that listens on this machine."""
    receiver = Receiver(status=status)
    receiver.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append((self.path, dict(self.headers), body))
            receiver.asked.set()
            receiver.gate.wait(WAIT)
            self.send_response(receiver.status)
            self.send_header("Location", f"http://127.0.0.1:{receiver.port}/elders")
            self.end_headers()

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether it is signed as Standard Webhooks says, worked out apart from the code that signs."""
    key = base64.b64decode(secret.split("_", 1)[1])
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    version, _, given = headers["webhook-signature"].partition(",")
    expected = hmac.new(key, said, hashlib.sha256).digest()
    return version == "v1" and hmac.compare_digest(base64.b64decode(given), expected)


def webhook_to(coupling: Coupling, url: str) -> WebhookMade:
    """A webhook of the arbodienst that goes there."""
    made = make_webhook(reader(coupling), url)
    assert isinstance(made, WebhookMade)
    return made


def shown_of(coupling: Coupling, made: WebhookMade) -> WebhookShown:
    """How the webhook stands."""
    shown = show_webhook(reader(coupling), made.id)
    assert shown is not None
    return shown


def happen(coupling: Coupling, *numbers: int) -> None:
    """A case each, two events of it: a person and the case."""
    for number in numbers:
        take(coupling, sick(report(f"VG{number}"), key=f"w-{number}"))
    published(coupling)


def send_all() -> None:
    """Send all that is due, until nothing is."""
    while started := start_turns():
        for each in started:
            each.join(WAIT)


def log_of(coupling: Coupling, made: WebhookMade) -> list[tuple[Outcome, int | None, int]]:
    """What each try came to, its status and its number, the oldest first."""
    page = page_deliveries(reader(coupling), made.id, Window())
    return [(each.outcome, each.status, each.attempt) for each in page.items][::-1]


def feed_of(coupling: Coupling) -> list[str]:
    """The ids of all events of the arbodienst, in order."""
    with tenant(coupling.arbodienst):
        return list(Event.objects.order_by("id").values_list("event", flat=True))
