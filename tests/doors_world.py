"""Two arbodiensten with couplings that deliver, and a real server to deliver to."""

import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.utils.datastructures import CaseInsensitiveMapping

from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.sign_in.credentials import SignedIn
from verzuimbrug.application.sign_in.issuing import issue
from verzuimbrug.store.models import (
    Answer,
    Arbodienst,
    ClientAccount,
    Message,
    MessageBody,
    Stream,
)
from verzuimbrug.store.sealed import ANSWER, MESSAGE_BODY
from verzuimbrug.store.tenancy import tenant

STREAM = "Verzuimmeldingen"
SETTINGS = {"message": "Verzuimmeldingen", "operations_confirmed": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupling:
    """An account with one stream, and what its portal signs in with."""

    arbodienst: int
    account: int
    code: str
    token: str

    @property
    def sender(self) -> SignedIn:
        """The portal once it has signed in."""
        return SignedIn(arbodienst=self.arbodienst, account=self.account)

    @property
    def ref(self) -> AccountRef:
        """The account for those who keep it."""
        return AccountRef(arbodienst=self.arbodienst, account=self.account)

    @property
    def basic(self) -> dict[str, str]:
        """The header that signs in."""
        return basic(self.code, self.token)

    def turn(self, status: str) -> None:
        """Give the account another status."""
        with tenant(self.arbodienst):
            ClientAccount.objects.update(status=status)

    def kept(self) -> list[bytes]:
        """The bytes of all that was delivered, in turn."""
        with tenant(self.arbodienst):
            digests = dict(Message.objects.values_list("id", "sha256"))
            bodies = MessageBody.objects.order_by("id").values_list("id", "content")
            return [MESSAGE_BODY.unseal(body, bytes(digests[n]).hex()) for n, body in bodies]

    def reject(self, receipt: str) -> None:
        """Reject a message, as its processing would."""
        with tenant(self.arbodienst):
            Message.objects.filter(receipt=receipt).update(state="rejected", codes=["XML01"])

    def answer(self, receipt: str, kind: str = "Retourmelding", content: bytes = b"<a/>") -> int:
        """An answer to a message, for the portal to collect."""
        with tenant(self.arbodienst):
            message, name = Message.objects.get(receipt=receipt), f"{kind}.xml"
            row = Answer.objects.create(
                arbodienst_id=self.arbodienst,
                account_id=self.account,
                message=message,
                kind=kind,
                file_name=name,
                content=ANSWER.seal(content, message.id, name),
                made_at="2026-03-02T12:00:00Z",
            )
        return row.id


def basic(code: str, token: str) -> dict[str, str]:
    """The header of HTTP Basic."""
    return {"Authorization": "Basic " + b64encode(f"{code}:{token}".encode()).decode()}


def coupling(code: str, status: str = "active") -> Coupling:
    """A coupling of a new arbodienst."""
    arbodienst = Arbodienst.objects.create(code=code, name=code).id
    with tenant(arbodienst):
        account = ClientAccount.objects.create(
            arbodienst_id=arbodienst, name="Portaal", kind="web-service", status=status
        )
        Stream.objects.create(
            arbodienst_id=arbodienst, account=account, name=STREAM, settings=SETTINGS
        )
    issued = issue(AccountRef(arbodienst=arbodienst, account=account.id), "test")
    return Coupling(
        arbodienst=arbodienst,
        account=account.id,
        code=issued.customer_code or "",
        token=issued.token,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server said."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> tuple[int, bytes, dict[str, str]]:
        """All of it but the moment."""
        kept = {name: value for name, value in self.headers.items() if name.lower() != "date"}
        return self.status, self.body, kept


@dataclass(frozen=True, slots=True)
class Site:
    """A server that serves the whole project."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{self.host}:{self.port}"

    def call(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One request over a connection of its own."""
        connection = HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            headers = CaseInsensitiveMapping(dict(response.getheaders()))
            return Reply(status=response.status, body=response.read(), headers=headers)
        finally:
            connection.close()


class _SilentHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name there
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Site]:
    """The project, served over HTTP by threads of this process."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _SilentHandler)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield Site("127.0.0.1", server.server_port)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
