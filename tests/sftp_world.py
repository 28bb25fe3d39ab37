"""SFTP accounts, a server in a process of its own, and the clients of asyncssh and OpenSSH."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

import asyncssh
from django.conf import settings
from django.db import connections

from doors_world import SETTINGS, Coupling
from live_world import until
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.sftp.keys import add_key
from verzuimbrug.application.sftp.logins import login_of
from verzuimbrug.store.models import Arbodienst, ClientAccount, Message, RefusedAttempt, Stream
from verzuimbrug.store.tenancy import tenant

VZ, DV = "VZ", "DV"
HOST = "127.0.0.1"
_SERVE = ("verzuimbrug.cli", "sftp", "serve", "--host", HOST)
_CLIENT_SECONDS = 60

Given = TypeVar("Given")
Use = Callable[[asyncssh.SFTPClient], Awaitable[Given]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SftpCoupling(Coupling):
    """An account of kind `sftp` with two streams, and the key of its portal."""

    login: str
    key: asyncssh.SSHKey

    def received(self) -> list[tuple[str, str, int]]:
        """Stream, file name and size of everything that counts."""
        with tenant(self.arbodienst):
            rows = Message.objects.order_by("id")
            return list(rows.values_list("stream__name", "file_name", "size"))

    def decide(self, state: str, **columns: object) -> str:
        """Give the newest message a state, as its processing would; its receipt."""
        with tenant(self.arbodienst):
            row = Message.objects.latest("id")
            Message.objects.filter(id=row.id).update(state=state, **columns)
        return row.receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class SftpSite:
    """A server, and by which key its clients know it."""

    port: int
    host_key: asyncssh.SSHKey
    pid: int = 0

    @asynccontextmanager
    async def connect(
        self, coupling: SftpCoupling, key: asyncssh.SSHKey | None = None
    ) -> AsyncIterator[asyncssh.SSHClientConnection]:
        """A connection of asyncssh's own client."""
        async with asyncssh.connect(
            HOST,
            self.port,
            username=coupling.login,
            client_keys=[key or coupling.key],
            known_hosts=asyncssh.import_known_hosts(self.known_host),
            agent_path=None,
            config=None,
        ) as connection:
            yield connection

    @property
    def known_host(self) -> str:
        """The line by which clients know the server."""
        return f"[{HOST}]:{self.port} {public_text(self.host_key)}"

    def use(self, coupling: SftpCoupling, work: Use[Given]) -> Given:
        """What is done in one session of asyncssh's own client."""

        async def session() -> Given:
            async with self.connect(coupling) as connection, connection.start_sftp_client() as sftp:
                return await work(sftp)

        return asyncio.run(session())

    def put(self, coupling: SftpCoupling, path: str, content: bytes) -> None:
        """Deliver one file."""

        async def write(sftp: asyncssh.SFTPClient) -> None:
            async with sftp.open(path, "wb") as file:
                await file.write(content)

        self.use(coupling, write)

    def names(self, coupling: SftpCoupling, folder: str) -> list[str]:
        """What stands in a folder."""
        return sorted(self.use(coupling, lambda sftp: sftp.listdir(folder)))

    def spooled(self) -> list[int]:
        """The sizes of all uploads that the server holds."""
        sizes = []
        for link in Path(f"/proc/{self.pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                if str(link.readlink()).startswith(str(settings.DATA_FOLDER / "sftp")):
                    sizes.append(link.stat().st_size)
        return sizes

    def read(self, coupling: SftpCoupling, path: str) -> bytes:
        """What is in a file."""

        async def content(sftp: asyncssh.SFTPClient) -> bytes:
            async with sftp.open(path, "rb") as file:
                return cast("bytes", await file.read())

        return self.use(coupling, content)


def sftp_coupling(code: str, status: str = "active") -> SftpCoupling:
    """An SFTP account of a new arbodienst, with a key."""
    arbodienst = Arbodienst.objects.create(code=code, name=code).id
    with tenant(arbodienst):
        account = ClientAccount.objects.create(
            arbodienst_id=arbodienst, name="Felison VDD", kind="sftp", status=status
        )
        for name in (VZ, DV):
            Stream.objects.create(
                arbodienst_id=arbodienst, account=account, name=name, settings=SETTINGS
            )
    return with_key(AccountRef(arbodienst=arbodienst, account=account.id))


def with_key(ref: AccountRef) -> SftpCoupling:
    """An SFTP account, with its login and a new key."""
    key = new_key()
    add_key(ref, public_text(key), "test")
    login = login_of(ref, "test")
    assert isinstance(login, str)
    return SftpCoupling(
        arbodienst=ref.arbodienst, account=ref.account, code="", token="", login=login, key=key
    )


def new_key(kind: str = "ssh-ed25519") -> asyncssh.SSHKey:
    """A new pair."""
    return asyncssh.generate_private_key(kind)


def public_text(key: asyncssh.SSHKey, form: str = "openssh") -> str:
    """The public half as a portal sends it."""
    return key.export_public_key(form).decode()


def refusals() -> list[tuple[int | None, str, str]]:
    """Whose, why and on which stream, of every refused attempt over SFTP."""
    rows = RefusedAttempt.objects.filter(door="sftp").order_by("id")
    return list(rows.values_list("arbodienst_id", "reason", "stream"))


@contextmanager
def serving(log: Path, *before: str) -> Iterator[SftpSite]:
    """The server as `verzuimbrug up` starts it; `before` stands before the command."""
    site = SftpSite(port=free_port(), host_key=new_key())
    command = [*before, sys.executable, "-m", *_SERVE, "--port", str(site.port)]
    with (
        log.open("ab") as file,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=_environment(site)
        ) as process,
    ):
        try:
            until(lambda: says_hello(site.port) or process.poll() is not None)
            assert process.poll() is None, log.read_text(encoding="utf-8")
            yield replace(site, pid=process.pid)
        finally:
            process.terminate()


def _environment(site: SftpSite) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "VERZUIMBRUG_DATA": str(settings.DATA_FOLDER),
        "VERZUIMBRUG_DATA_KEY": b64encode(settings.DATA_KEYS.present()[0]).decode(),
        "VERZUIMBRUG_INDEX_KEY": b64encode(settings.INDEX_KEY).decode(),
        "VERZUIMBRUG_SECRET_KEY": settings.SECRET_KEY,
        "VERZUIMBRUG_SFTP_HOST_KEY": b64encode(
            site.host_key.export_private_key("openssh")
        ).decode(),
    }


async def aside(work: Callable[[], Given]) -> Given:
    """What is done in the database while a session is open, on a connection of its own."""

    def done() -> Given:
        try:
            return work()
        finally:
            connections.close_all()

    return await asyncio.to_thread(done)


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def says_hello(port: int) -> bool:
    """Whether a server is there."""
    try:
        with socket.create_connection((HOST, port), timeout=5) as connection:
            return connection.recv(4) == b"SSH-"
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class OpenSsh:
    """OpenSSH's own client, in a folder of its own."""

    site: SftpSite
    folder: Path

    def run(
        self, coupling: SftpCoupling, *batch: str, key: asyncssh.SSHKey | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Do these commands; the first that fails ends it."""
        return subprocess.run(
            [*self.command(coupling, key), "-b", "-", f"{coupling.login}@{HOST}"],
            input="\n".join(batch) + "\n",
            capture_output=True,
            text=True,
            check=False,
            timeout=_CLIENT_SECONDS,
            cwd=self.folder,
        )

    def command(
        self, coupling: SftpCoupling, key: asyncssh.SSHKey | None = None, program: str = "sftp"
    ) -> list[str]:
        """The client with the key of the portal, and what it knows of the server."""
        found = shutil.which(program)
        assert found, f"{program} is not there; install OpenSSH's client (openssh-client)"
        identity, known = self.folder / "id", self.folder / "known_hosts"
        identity.unlink(missing_ok=True)
        identity.touch(mode=0o600)
        identity.write_bytes((key or coupling.key).export_private_key("openssh"))
        known.write_text(self.site.known_host, encoding="utf-8")
        options = [
            f"IdentityFile={identity}",
            f"UserKnownHostsFile={known}",
            "IdentitiesOnly=yes",
            "StrictHostKeyChecking=yes",
            "GlobalKnownHostsFile=/dev/null",
            f"Port={self.site.port}",
        ]
        return [found, "-F", "/dev/null", *(f"-o{option}" for option in options)]


def on_a_disk_of(size: str) -> list[str]:
    """What to start a server by, so that the folder for its uploads is a disk of this size.

    The disk is there for that process only, and goes with it.
    """
    folder = settings.DATA_FOLDER / "sftp"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = shutil.which("unshare")
    assert found, "unshare is not there; install util-linux"
    apart = [found, "--mount", *(["--map-root-user"] if os.getuid() else [])]
    mount = f'mount -t tmpfs -o size={size},mode=700 verzuimbrug "{folder}" && exec "$@"'
    return [*apart, "sh", "-c", mount, "sh"]
