"""asyncssh's session and protocol handler, with what this door needs to know and to forbid.

The handler closes open files both when the client asks and when it has gone; only here the two
can be told apart. It also knows requests that this door does not want (docs/adr).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from asyncssh import SSHReader, SSHServerChannel, SSHWriter
from asyncssh.constants import (
    FXP_CLOSE,
    FXP_FSETSTAT,
    FXP_FSTAT,
    FXP_LSTAT,
    FXP_OPEN,
    FXP_OPENDIR,
    FXP_READ,
    FXP_READDIR,
    FXP_REALPATH,
    FXP_REMOVE,
    FXP_RENAME,
    FXP_SETSTAT,
    FXP_STAT,
    FXP_WRITE,
)
from asyncssh.packet import SSHPacket
from asyncssh.sftp import SFTPServerHandler
from asyncssh.stream import SSHServerStreamSession

from verzuimbrug.gateways.sftp.desk import Visit
from verzuimbrug.gateways.sftp.folders import Folders
from verzuimbrug.gateways.sftp.limits import MOST_HANDLES
from verzuimbrug.gateways.sftp.said import Said, error
from verzuimbrug.gateways.sftp.uploads import Uploads

_VERSION = 3
"""The version of the protocol that every client speaks."""

_REQUESTS = (
    FXP_CLOSE,
    FXP_READ,
    FXP_WRITE,
    FXP_LSTAT,
    FXP_FSTAT,
    FXP_SETSTAT,
    FXP_FSETSTAT,
    FXP_READDIR,
    FXP_REMOVE,
    FXP_REALPATH,
    FXP_STAT,
    FXP_RENAME,
    b"posix-rename@openssh.com",
    b"fsync@openssh.com",
    b"limits@openssh.com",
)


@dataclass(frozen=True, slots=True)
class Watch:
    """What a session tells its connection: that something was asked, and that it is over."""

    is_active: Callable[[], None]
    has_ended: Callable[[], None]


class Handler(SFTPServerHandler):
    """The protocol of one session, one request at a time."""

    _extensions = [(name, b"1") for name in _REQUESTS if isinstance(name, bytes)]

    def __init__(
        self,
        folders: Folders,
        streams: tuple[SSHReader[bytes], SSHWriter[bytes]],
        visit: Visit,
        watch: Watch,
    ) -> None:
        super().__init__(folders, *streams, _VERSION)
        self._folders = folders
        self._language = visit.language
        self._watch = watch

    async def run(self) -> None:
        """Serves until the client has gone, also when it goes before it has said anything."""
        try:
            await super().run()
        except EOFError:
            await self._cleanup(None)

    async def _cleanup(self, exc: Exception | None) -> None:
        # What is still open now was cut off.
        self._folders.lose_uploads()
        await super()._cleanup(exc)

    async def _process_packet(self, pkttype: int, pktid: int, packet: SSHPacket) -> None:
        self._watch.is_active()
        await super()._process_packet(pkttype, pktid, packet)
        self._watch.is_active()

    async def _process_open(self, packet: SSHPacket) -> bytes:
        self._require_room()
        return await super()._process_open(packet)

    async def _process_opendir(self, packet: SSHPacket) -> bytes:
        self._require_room()
        return await super()._process_opendir(packet)

    def _require_room(self) -> None:
        if len(self._file_handles) + len(self._dir_handles) >= MOST_HANDLES:
            raise error(Said.TOO_MANY_OPEN, self._language)

    _packet_handlers = {
        # Every request that is not in this table is answered as not supported.
        **{name: SFTPServerHandler._packet_handlers[name] for name in _REQUESTS},  # noqa: SLF001
        FXP_OPEN: cast("Any", _process_open),
        FXP_OPENDIR: cast("Any", _process_opendir),
    }


class Session(SSHServerStreamSession[bytes]):
    """A channel for SFTP, and for nothing else: no shell, no command, no other subsystem."""

    def __init__(self, visit: Visit, uploads: Uploads, watch: Watch) -> None:
        super().__init__(None)
        self._visit = visit
        self._uploads = uploads
        self._watch = watch

    def subsystem_requested(self, subsystem: str) -> bool:
        """Whether a subsystem may be started."""
        return subsystem == "sftp"

    def session_started(self) -> None:
        """Starts the protocol."""
        channel = cast("SSHServerChannel[bytes]", self._chan)
        streams = SSHReader(self, channel), SSHWriter(self, channel)
        folders = Folders(channel, self._visit, self._uploads)
        handler = Handler(folders, streams, self._visit, self._watch)
        channel.get_connection().create_task(handler.run(), streams[0].logger)

    def connection_lost(self, exc: Exception | None) -> None:
        """The channel has closed."""
        self._watch.has_ended()
        super().connection_lost(exc)
