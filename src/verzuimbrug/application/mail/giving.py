"""Giving one mail to the mail server: with a deadline, over TLS with a checked certificate."""

import smtplib
import socket
import ssl
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from verzuimbrug.application.deadlines import Limit
from verzuimbrug.domain.mail_server import MailServer, Tls, Trouble
from verzuimbrug.domain.mail_writing import Letter, write_mail

SECONDS = 60.0
"""A mail takes no longer; whoever tries it keeps it for longer than that."""
STEP_SECONDS = 15.0
"""The server answers each thing that is said within so long."""

_READY, _FINAL = 220, 500
_LATE = TimeoutError
_LONGEST_SAID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What giving a mail came to: no trouble, or which, and what the server said then."""

    trouble: Trouble | None = None
    said: str = ""


class _NoTlsError(OSError):
    """The server does not offer STARTTLS."""


class _LoginError(OSError):
    """Signing in is not possible, or was refused."""


def give(server: MailServer, letter: Letter) -> Given:
    """Gives one mail to one recipient. Whatever goes wrong comes back as trouble.

    When the answer to the whole mail does not come in time the server may have taken it: it is
    trouble all the same, and trying again sends it with the same Message-ID.
    """
    try:
        _talk(server, letter, write_mail(letter))
    except smtplib.SMTPRecipientsRefused as refused:
        ((code, said),) = refused.recipients.values()
        return _answered(code, said, Trouble.REFUSED)
    except smtplib.SMTPSenderRefused as refused:
        return _answered(refused.smtp_code, refused.smtp_error, Trouble.SENDER_REFUSED)
    except smtplib.SMTPDataError as refused:
        return _answered(refused.smtp_code, refused.smtp_error, Trouble.REFUSED)
    except _LoginError as refused:
        return Given(trouble=Trouble.LOGIN_FAILED, said=_shown(str(refused)))
    except OSError as trouble:
        return Given(trouble=_of_connection(trouble), said=_said_by(trouble))
    return Given()


def _talk(server: MailServer, letter: Letter, mail: EmailMessage) -> None:
    deadline = time.monotonic() + SECONDS
    plain = socket.create_connection((server.host, server.port), timeout=STEP_SECONDS)
    with closing(plain), closing(plain.dup()) as handle, Limit(handle, deadline):
        session = smtplib.SMTP(local_hostname=letter.sender.domain)
        with closing(session):
            session.sock = _secured(plain, server) if server.tls is Tls.AT_ONCE else plain
            code, said = session.getreply()
            if code != _READY:
                raise smtplib.SMTPConnectError(code, said)
            _start_tls(session, server)
            _sign_in(session, server)
            content = mail.as_bytes(policy=SMTP)
            session.sendmail(letter.sender.addr_spec, [letter.recipient.addr_spec], content)
            # It was taken; how the server says goodbye is no matter.
            with suppress(OSError):
                session.quit()


def _start_tls(session: smtplib.SMTP, server: MailServer) -> None:
    """Goes over to TLS where that is asked; what was said before counts for nothing after it."""
    session.ehlo_or_helo_if_needed()
    if server.tls not in {Tls.REQUIRE, Tls.OFFERED}:
        return
    if not session.has_extn("starttls"):
        if server.tls is Tls.REQUIRE:
            raise _NoTlsError
        return
    code, _ = session.docmd("STARTTLS")
    if code != _READY:
        raise _NoTlsError
    assert session.sock is not None  # noqa: S101 -- it was connected, see above
    session.sock = _secured(session.sock, server)
    session.file = None
    session.helo_resp = session.ehlo_resp = None
    session.esmtp_features = {}
    session.does_esmtp = False
    session.ehlo_or_helo_if_needed()


def _secured(plain: socket.socket, server: MailServer) -> socket.socket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=server.host)


def _sign_in(session: smtplib.SMTP, server: MailServer) -> None:
    if not server.user:
        return
    try:
        session.login(server.user, server.password)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPResponseException as refused:
        raise _LoginError(_words(refused.smtp_code, refused.smtp_error)) from refused
    except smtplib.SMTPException as refused:
        raise _LoginError from refused


def _answered(code: int, said: bytes | str, trouble: Trouble) -> Given:
    """By the code: from 500 on it is no use to come back, below that it is."""
    kind = trouble if code >= _FINAL else Trouble.POSTPONED
    return Given(trouble=kind, said=_shown(_words(code, said)))


def _of_connection(trouble: OSError) -> Trouble:
    kinds: tuple[tuple[type[OSError], Trouble], ...] = (
        (_NoTlsError, Trouble.NO_TLS),
        (ssl.SSLCertVerificationError, Trouble.NOT_TRUSTED),
        (socket.gaierror, Trouble.UNKNOWN_HOST),
        (_LATE, Trouble.TOO_SLOW),
    )
    # The library says of an answer that did not come in time that the server went away.
    was_late = isinstance(trouble.__context__, TimeoutError)
    found = (kind for of, kind in kinds if isinstance(trouble, of) or (was_late and of is _LATE))
    return next(found, Trouble.UNREACHABLE)


def _said_by(trouble: OSError) -> str:
    """What the server said; what this machine says of a connection is in the kind of trouble."""
    if isinstance(trouble, smtplib.SMTPResponseException):
        return _shown(_words(trouble.smtp_code, trouble.smtp_error))
    return ""


def _words(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"


def _shown(said: str) -> str:
    """On one line, and not longer than is kept; a NUL the database would not take."""
    clean = "".join(each if each.isprintable() else " " for each in said)
    return " ".join(clean.split())[:_LONGEST_SAID]
