"""What a client that signed in sends over SFTP: packets of the protocol, whole ones and broken.

An input is a row of packets: a byte for the kind, two for the length, and what is in it after the
number of the request. A kind of 255 is bytes as they are, which break the row.
"""

import struct
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from asyncssh.constants import (
    FXF_CREAT,
    FXF_READ,
    FXF_TRUNC,
    FXF_WRITE,
    FXP_CLOSE,
    FXP_EXTENDED,
    FXP_FSTAT,
    FXP_INIT,
    FXP_MKDIR,
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
from asyncssh.logging import SSHLogger

from authorization_world import undone
from fuzzing.instance import instance
from fuzzing.target import Target, kept
from sftp_world import VZ, SftpCoupling, sftp_coupling
from verzuimbrug.application.receiving.refusals import RefusalCode
from verzuimbrug.application.sftp.signing_in import find_key
from verzuimbrug.gateways.refused import REFUSALS
from verzuimbrug.gateways.sftp.desk import Desk, Visit
from verzuimbrug.gateways.sftp.folders import Folders
from verzuimbrug.gateways.sftp.session import Handler, Watch
from verzuimbrug.gateways.sftp.spool import make_folder
from verzuimbrug.gateways.sftp.uploads import Uploads

_RAW = 255
_ADDRESS = "192.0.2.1"
_BROKEN = (b"Uncaught exception", REFUSALS[RefusalCode.UNAVAILABLE].text_nl.encode())
_WORDS = [
    *(
        b"\0\0\0\x01",
        b"/../",
        b"antwoorden",
        b"VZ/verwerkt",
        b"VZ/a.part",
        b"VZ/a.xml",
        b"\xff\xfe",
    ),
    *(b"posix-rename@openssh.com", b"fsync@openssh.com", b"limits@openssh.com", b"\0", b"\x7f" * 8),
]

Given = TypeVar("Given")


@contextmanager
def target() -> Iterator[Target]:
    """Needs an instance; what an input does there is taken back."""
    with instance(), tempfile.TemporaryDirectory() as folder:
        take = Sessions(sftp_coupling("GEZOND"), make_folder(Path(folder))).take
        yield Target(take=take, seeds=[*seeds(), *kept("packets")], words=_WORDS)


class _DeskHere(Desk):
    """Does at once what is asked, on the one connection whose work is taken back."""

    async def run(self, work: Callable[[], Given]) -> Given:
        return work()

    def later(self, work: Callable[[], None]) -> None:
        work()


class _Wire:
    """What came, what is answered, and the channel and the log in between."""

    def __init__(self, came: bytes) -> None:
        self._left = came
        self.said = b""
        self.channel = self
        self.logger = SSHLogger()

    async def readexactly(self, size: int) -> bytes:
        """The next bytes. Raises EOFError when there are fewer."""
        if len(self._left) < size:
            raise EOFError
        taken, self._left = self._left[:size], self._left[size:]
        return taken

    def write(self, data: bytes) -> None:
        """Answer."""
        self.said += data

    def is_closing(self) -> bool:
        """Never: a client listens to the end."""
        return False

    def close(self) -> None:
        """Nothing to close."""

    def get_extra_info(self, name: str, default: object) -> object:
        """Nothing is known of the client."""
        del name
        return default


class Sessions:
    """Sessions of one portal, one after the other."""

    def __init__(self, portal: SftpCoupling, folder: Path) -> None:
        self._folder = folder
        visitor = find_key(portal.login, portal.key.get_fingerprint(), _ADDRESS)
        self._visit = Visit(desk=_DeskHere(), visitor=visitor, login=portal.login, address=_ADDRESS)

    def take(self, data: bytes) -> None:
        """Serve a session. Raises when it ends or answers as no client may bring about."""
        wire = _Wire(_framed(FXP_INIT, struct.pack(">I", 3)) + b"".join(_packets(data)))
        uploads = Uploads(self._folder)
        as_channel: Any = wire
        watch = Watch(is_active=_nothing, has_ended=_nothing)
        folders = Folders(as_channel, self._visit, uploads)
        handler = Handler(folders, (as_channel, as_channel), self._visit, watch)
        with undone():
            _to_its_end(handler)
        assert not [each for each in _BROKEN if each in wire.said], wire.said[-300:]
        assert not uploads.waiting_in(VZ), "an upload outlived its session"


def _nothing() -> None:
    """Nobody looks after idle sessions here."""


def _to_its_end(handler: Handler) -> None:
    """Runs a session, in which nothing waits for anything."""
    running = handler.run()
    try:
        running.send(None)
    except StopIteration:
        return
    raise AssertionError("it waits")


def _packets(data: bytes) -> Iterator[bytes]:
    numbers = count(1)
    while len(data) > 2:
        kind, length = data[0], int.from_bytes(data[1:3], "big")
        content, data = data[3 : 3 + length], data[3 + length :]
        yield content if kind == _RAW else _framed(kind, struct.pack(">I", next(numbers)), content)


def _framed(kind: int, *parts: bytes) -> bytes:
    body = bytes([kind]) + b"".join(parts)
    return struct.pack(">I", len(body)) + body


def _packet(kind: int, *parts: bytes | int) -> bytes:
    """A packet of an input: texts with their length before them, numbers in four bytes."""
    body = b"".join(
        struct.pack(">I", part) if isinstance(part, int) else struct.pack(">I", len(part)) + part
        for part in parts
    )
    return bytes([kind]) + len(body).to_bytes(2, "big") + body


def seeds() -> Iterator[bytes]:
    """What clients send, and some of what they do not."""
    begin = _packet(FXP_OPEN, b"VZ/a.part", FXF_WRITE | FXF_CREAT | FXF_TRUNC, 0)
    write = _packet(FXP_WRITE, bytes(4), 0, 0, b"<a/>")
    close = _packet(FXP_CLOSE, bytes(4))
    yield begin + write + close + _packet(FXP_RENAME, b"VZ/a.part", b"VZ/a.xml")
    yield begin + write + _packet(FXP_SETSTAT, b"VZ/a.part", 1, 0, 2) + close
    yield _packet(FXP_OPENDIR, b"/") + _packet(FXP_READDIR, bytes(4)) * 3 + close
    yield _packet(FXP_OPENDIR, b"VZ/afgekeurd") + _packet(FXP_READDIR, bytes(4)) + close
    yield _packet(FXP_OPEN, b"antwoorden/a", FXF_READ, 0) + _packet(FXP_READ, bytes(4), 0, 0, 9)
    yield _packet(FXP_STAT, b"VZ") + _packet(FXP_REALPATH, b"../..//VZ/./a")
    yield begin + _packet(FXP_FSTAT, bytes(4)) + _packet(FXP_REMOVE, b"VZ/a.part")
    yield _packet(FXP_MKDIR, b"VZ/x", 0) + _packet(FXP_REMOVE, b"antwoorden/a.1.xml")
    for name in (b"posix-rename@openssh.com", b"fsync@openssh.com", b"limits@openssh.com"):
        yield begin + _packet(FXP_EXTENDED, name, b"VZ/a.part", b"VZ/b.xml")
    yield bytes([_RAW]) + b"\0\x05" + b"\xff" * 5
