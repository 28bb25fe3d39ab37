"""The mail server that mail is given to, as its address says it, and what can go wrong there."""

from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit


class Tls(StrEnum):
    """When the connection is encrypted; the certificate is checked whenever it is."""

    AT_ONCE = "at-once"
    """From the first byte on (smtps)."""
    REQUIRE = "require"
    """By STARTTLS, and nothing is sent without."""
    OFFERED = "offered"
    """By STARTTLS where the server offers it."""
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is given to, from whom, and how to sign in there; without a user one does not."""

    sender: Address
    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = field(default="", repr=False)


class Trouble(StrEnum):
    """What went wrong with a mail at its last try."""

    REFUSED = "refused"
    """The server takes nothing for this recipient, or not this mail."""
    BAD_ADDRESS = "bad-address"
    """No mail can be addressed like this."""
    POSTPONED = "postponed"
    """The server says to come back later."""
    SENDER_REFUSED = "sender-refused"
    LOGIN_FAILED = "login-failed"
    NO_TLS = "no-tls"
    """The server does not offer the encryption that is asked."""
    NOT_TRUSTED = "not-trusted"
    UNKNOWN_HOST = "unknown-host"
    UNREACHABLE = "unreachable"
    TOO_SLOW = "too-slow"

    @property
    def is_final(self) -> bool:
        """Whether trying again does not help."""
        return self in {Trouble.REFUSED, Trouble.BAD_ADDRESS}

    @property
    def is_of_one_mail(self) -> bool:
        """Whether other mails may fare better at the moment."""
        return self.is_final or self is Trouble.POSTPONED


_PORTS = {"smtp": 25, "smtps": 465}
_SUBMISSION = 587
_BY_STARTTLS = (Tls.REQUIRE, Tls.OFFERED, Tls.NEVER)


def read_mail_server(url: str, sender: Address) -> MailServer:
    """The server of an address such as smtp://user:password@host:587. Raises ValueError if odd."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("write smtp://host, smtp://user:password@host:port or smtps://...")
    if parts.path not in {"", "/"} or parts.fragment:
        raise ValueError("write nothing after the host and port but ?starttls=")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise ValueError("user and password have ASCII letters only")
    usual = _SUBMISSION if user and parts.scheme == "smtp" else _PORTS[parts.scheme]
    server = MailServer(
        sender=sender,
        host=parts.hostname,
        port=parts.port or usual,
        tls=_tls(parts, has_user=bool(user)),
        user=user,
        password=password,
    )
    if user and server.tls in {Tls.OFFERED, Tls.NEVER} and not _is_this_machine(server.host):
        raise ValueError("a password goes to another machine over TLS only")
    return server


def _tls(parts: SplitResult, *, has_user: bool) -> Tls:
    asked = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    if asked.keys() - {"starttls"} or (asked and parts.scheme == "smtps"):
        raise ValueError("the one setting after the question mark is starttls, of smtp://")
    if parts.scheme == "smtps":
        return Tls.AT_ONCE
    usual = Tls.REQUIRE if has_user else Tls.OFFERED
    wanted = asked.get("starttls", [usual])[-1]
    if wanted not in _BY_STARTTLS:
        raise ValueError("starttls is require, offered or never")
    return Tls(wanted)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_sender(written: str) -> Address:
    """Who mail comes from, of `name <address>` or an address. Raises ValueError if odd."""
    name, spec = parseaddr(written)
    address = read_address(spec)
    if address is None:
        raise ValueError("write an address, or a name with the address between < and >")
    return Address(name, address.username, address.domain)


def read_address(spec: str) -> Address | None:
    """The address that mail goes to; None when no mail can be addressed so."""
    try:
        address = Address(addr_spec=spec)
        domain = address.domain.encode("idna").decode("ascii")
    except (MessageError, ValueError, IndexError):
        return None
    is_plain = spec.isprintable() and address.username.isascii()
    if not (is_plain and address.username and domain):
        return None
    return Address("", address.username, domain)
