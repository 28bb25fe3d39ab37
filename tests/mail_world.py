"""A mail server on this machine, what it got, and couplings whose recipients it gets it for."""

import asyncio
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from doors_world import Coupling
from sending_world import go_live, settings as example
from verzuimbrug.domain.mail_server import MailServer, read_mail_server, read_sender
from verzuimbrug.store.sql import execute
from verzuimbrug.store.tenancy import tenant

SENDER = read_sender("Verzuimbrug <bericht@verzuimbrug.example.nl>")
RECIPIENT = "klantbeheer@example.nl"
USER, PASSWORD = "brug", "open sesam"
UNREADABLE = b"geen bericht"


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """A mail as the server got it: the envelope, the mail, and over what connection."""

    sender: str
    recipients: tuple[str, ...]
    mail: EmailMessage
    content: bytes
    is_secured: bool
    user: str | None


@dataclass
class Post:
    """A mail server: what it answers to recipients and to mails, and what it got."""

    answers: Mapping[str, str] = field(default_factory=dict)
    data: str = "250 OK"
    sender: str = "250 OK"
    port: int = 0
    got: list[Got] = field(default_factory=list)
    heard: int = 0

    async def handle_MAIL(  # noqa: N802 -- as of aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.sender

    async def handle_RCPT(  # noqa: N802 -- as of aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del options
        self.heard += 1
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 -- as of aiosmtpd
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = cast("bytes", envelope.content)
        if self.data.startswith("250"):
            self.got.append(
                Got(
                    sender=envelope.mail_from or "",
                    recipients=tuple(envelope.rcpt_tos),
                    mail=message_from_bytes(content, policy=default),
                    content=content,
                    is_secured=session.ssl is not None,
                    user=session.auth_data,
                )
            )
        return self.data

    def url(self, **parts: str) -> str:
        """Its address."""
        login = f"{USER}:{PASSWORD.replace(' ', '%20')}@" if "user" in parts else ""
        query = f"?starttls={parts['starttls']}" if "starttls" in parts else ""
        return f"{parts.get('scheme', 'smtp')}://{login}localhost:{self.port}{query}"


def _admit(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:  # noqa: ANN401 -- as of aiosmtpd
    assert isinstance(data, LoginPassword)
    right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    user = data.login.decode() if right else None
    # Not handled: the server itself is to say that it is wrong.
    return AuthResult(success=right, handled=right, auth_data=user)


@contextmanager
def mail_server(
    post: Post, certificate: Path | None = None, *, at_once: bool = False, sign_in: bool = False
) -> Iterator[Post]:
    """It listens on this machine: with a certificate over STARTTLS, or over TLS at once."""
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
    if secure is not None and certificate is not None:
        secure.load_cert_chain(certificate)
    loop = asyncio.new_event_loop()

    def session() -> SMTP:
        return SMTP(
            post,
            hostname="localhost",
            tls_context=None if at_once else secure,
            require_starttls=secure is not None and not at_once,
            authenticator=_admit if sign_in else None,
            auth_required=sign_in,
            auth_require_tls=not at_once,
            loop=loop,
        )

    async def listening() -> asyncio.Server:
        secured = secure if at_once else None
        return await loop.create_server(session, "127.0.0.1", post.port, ssl=secured)

    # A loop of its own: that of a browser may be running in this thread.
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(listening(), loop).result()
    post.port = server.sockets[0].getsockname()[1]
    try:
        yield post
    finally:
        asyncio.run_coroutine_threadsafe(_stopped(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _stopped(server: asyncio.Server) -> None:
    server.close()
    await server.wait_closed()
    mine = asyncio.current_task()
    others = [task for task in asyncio.all_tasks() if task is not mine]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def route(url: str) -> MailServer:
    """The setting for a server."""
    return read_mail_server(url, SENDER)


def told_coupling(
    how: str = "every-message",
    recipients: Sequence[str] = (RECIPIENT,),
    code: str = "GEZOND",
    **account: object,
) -> Coupling:
    """A live coupling whose recipients are told so often."""
    configuration = example(code)
    (entry,) = configuration["accounts"]
    told = {"report_mail": how, "report_recipients": list(recipients), **account}
    return go_live({**configuration, "accounts": [{**entry, **told}]})


def again_at_once(coupling: Coupling) -> None:
    """Every copy that waits is due now."""
    with tenant(coupling.arbodienst):
        execute("UPDATE store_mailcopy SET next_at = now() - interval '1 second'")
