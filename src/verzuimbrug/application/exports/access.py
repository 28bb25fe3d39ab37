"""What opens the door of a receiver: kept encrypted, apart from the configuration, never shown."""

import json
from dataclasses import asdict, dataclass

import asyncssh

from verzuimbrug.application.access import Reader
from verzuimbrug.application.sftp.public_key import read_public_key
from verzuimbrug.application.sign_in.secret_values import digest, new_token
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.models import Export, SignIn
from verzuimbrug.store.models.open import SignInKind
from verzuimbrug.store.sealed import EXPORT_ACCESS
from verzuimbrug.store.tenancy import tenant

_MADE_HERE = "ssh-ed25519"
_PREFIX = "vbx_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Of HTTPS a customer code and a token; of SFTP our private key and the receiver's host key."""

    customer_code: str = ""
    token: str = ""
    private_key: str = ""
    host_key: str = ""


def access_of(row: Export) -> Access:
    """What is known so far of what opens the receiver's door."""
    return Access(**json.loads(EXPORT_ACCESS.unseal_of(row))) if row.access else Access()


def give_credentials(reader: Reader, export: int, customer_code: str, token: str) -> None:
    """Keeps what the receiver gave us to sign in with."""
    _keep(reader, export, Access(customer_code=customer_code.strip(), token=token.strip()))


def make_key(reader: Reader, export: int) -> str | None:
    """A new pair of keys; gives the public half, for the receiver. None without such an export."""
    private = asyncssh.generate_private_key(_MADE_HERE, comment="verzuimbrug")
    public = private.export_public_key("openssh").decode().strip()
    text = private.export_private_key("openssh").decode()
    with tenant(reader.arbodienst):
        row = Export.objects.filter(id=export).first()
        if row is None:
            return None
        host_key = access_of(row).host_key
        _write(row, Access(private_key=text, host_key=host_key), public_key=public)
    return public


def trust_host(reader: Reader, export: int, host_key: str) -> Finding | None:
    """Keeps by which key the receiver's server is known; or what is not right about the key."""
    read = read_public_key(host_key)
    if isinstance(read, Finding):
        return read
    with tenant(reader.arbodienst):
        row = Export.objects.filter(id=export).first()
        if row is not None:
            known = access_of(row)
            _write(
                row,
                Access(private_key=known.private_key, host_key=read.line),
                public_key=row.public_key,
            )
    return None


def make_collecting_key(reader: Reader, export: int) -> str | None:
    """A key by which the receiver collects; it is shown once, and the one before it ends."""
    key = _PREFIX + new_token()
    with tenant(reader.arbodienst):
        if not Export.objects.filter(id=export).exists():
            return None
        mine = SignIn.objects.filter(arbodienst=reader.arbodienst, kind=SignInKind.EXPORT)
        mine.filter(target=export).delete()
        SignIn.objects.create(
            hash=digest(key),
            kind=SignInKind.EXPORT,
            arbodienst_id=reader.arbodienst,
            target=export,
        )
    return key


def _keep(reader: Reader, export: int, access: Access) -> None:
    with tenant(reader.arbodienst):
        row = Export.objects.filter(id=export).first()
        if row is not None:
            _write(row, access)


def _write(row: Export, access: Access, *, public_key: str = "") -> None:
    """What failed before may go well by now."""
    plain = json.dumps(asdict(access)).encode()
    row.access = EXPORT_ACCESS.seal(plain, row.id, arbodienst=row.arbodienst_id)
    row.public_key, row.failures, row.next_at = public_key, 0, None
    row.save(update_fields=["access", "public_key", "failures", "next_at"])
