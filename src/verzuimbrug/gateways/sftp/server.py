"""The SFTP server: one process, in the foreground."""

import asyncio
import signal
from pathlib import Path

import asyncssh
from django.conf import settings

from verzuimbrug import __version__
from verzuimbrug.gateways.sftp.desk import Desk
from verzuimbrug.gateways.sftp.door import Door, Lobby
from verzuimbrug.gateways.sftp.limits import KEEPALIVE_SECONDS, LOGIN_SECONDS
from verzuimbrug.gateways.sftp.spool import make_folder

_SIGNATURES = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
)
_STOPPING = {signal.SIGTERM, signal.SIGINT}


def host_key() -> asyncssh.SSHKey:
    """The key by which clients know this instance."""
    return asyncssh.import_private_key(settings.SFTP_HOST_KEY)


def serve(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; what is being stored then, is stored.

    They are blocked and waited for, so that another one while the process ends changes nothing.
    """
    asyncssh.set_log_level("WARNING")
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    asyncio.run(_serve(host, port, make_folder(Path(settings.DATA_FOLDER))))


async def _serve(host: str, port: int, folder: Path) -> None:
    lobby = Lobby(Desk(), folder)
    acceptor = await listen(host, port, lobby)
    await asyncio.to_thread(signal.sigwait, _STOPPING)
    acceptor.close()
    await lobby.close()


async def listen(host: str, port: int, lobby: Lobby) -> asyncssh.SSHAcceptor:
    """Lets connections in; whatever is not named here as allowed is not."""
    return await asyncssh.listen(
        host,
        port,
        server_factory=lambda: Door(lobby),
        server_host_keys=[host_key()],
        server_version=f"Verzuimbrug_{__version__}",
        signature_algs=_SIGNATURES,
        login_timeout=LOGIN_SECONDS,
        keepalive_interval=KEEPALIVE_SECONDS,
        gss_host=None,
        password_auth=False,
        kbdint_auth=False,
        host_based_auth=False,
        allow_pty=False,
        agent_forwarding=False,
        x11_forwarding=False,
        compression_algs=None,
    )
