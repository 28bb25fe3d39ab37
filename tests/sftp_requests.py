"""Every request of SFTP that asyncssh knows, about everything that it can be about.

Requests go over the line as they are: asyncssh's client keeps to itself what a server says it does
not do.
"""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from asyncssh import SFTPAttrs, SFTPClient, SFTPServer
from asyncssh.constants import (
    FXF_APPEND,
    FXF_CREAT,
    FXF_READ,
    FXF_TRUNC,
    FXF_WRITE,
    FXP_BLOCK,
    FXP_CLOSE,
    FXP_FSETSTAT,
    FXP_FSTAT,
    FXP_LINK,
    FXP_LSTAT,
    FXP_MKDIR,
    FXP_OPEN,
    FXP_OPENDIR,
    FXP_READ,
    FXP_READDIR,
    FXP_READLINK,
    FXP_REALPATH,
    FXP_REMOVE,
    FXP_RENAME,
    FXP_RMDIR,
    FXP_SETSTAT,
    FXP_STAT,
    FXP_SYMLINK,
    FXP_UNBLOCK,
    FXP_WRITE,
)
from asyncssh.packet import Boolean, String, UInt32, UInt64
from asyncssh.sftp import SFTPServerHandler

from sending_world import ABSENCE
from verzuimbrug.gateways.sftp.folders import Folders

NEW = FXF_WRITE | FXF_CREAT | FXF_TRUNC
_NO_ATTRIBUTES = SFTPAttrs().encode(3)
_RIGHTS = SFTPAttrs(permissions=0o600).encode(3)
_FIRST_BYTES = UInt64(0) + UInt64(4)

UNASKED = frozenset(
    {
        # How what is answered is written.
        "convert_attrs",
        "format_group",
        "format_longname",
        "format_user",
        # Of the base class, for itself: where on the disk of the machine a path is.
        "map_path",
        "reverse_map_path",
        # What `opendir` and `readdir` come to.
        "scandir",
        # `open` of versions of the protocol that are not spoken.
        "open56",
        # Told by the door, not by a client.
        "lose_uploads",
    }
)
"""Methods of the server that no request is called after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """Where things of our account are, and what is open in a session of ours, by relation."""

    paths: Mapping[str, str]
    handles: Mapping[str, bytes]

    def missing(self) -> "Things":
        """Paths of nothing in the same folders, and a handle that nobody has."""
        return Things(
            paths={name: f"{path}.xml" for name, path in self.paths.items()},
            handles=dict.fromkeys(self.handles, UInt32(2**31)),
        )

    def are_told_in(self, text: str) -> bool:
        """Whether a text has the name of one of the files."""
        files = (path.rpartition("/") for path in self.paths.values())
        return any(folder and name in text for folder, _, name in files)


PATHS = ("answer", "report", "delivery", "upload", "folder")
"""What a path can lead to; the upload waits in a session of ours for its final name."""

HANDLES = ("reading", "writing", "listing")
"""What can be open in a session."""

Request = Callable[[SFTPClient, Things], Awaitable[object]]
"""Asks something; gives what came back."""


async def ask(client: SFTPClient, kind: int | bytes, *fields: bytes) -> object:
    """What is answered to one request. Raises SFTPError when that is a refusal."""
    return await client._handler._make_request(kind, *fields)  # noqa: SLF001 -- there is no other way


def _path(path: str) -> bytes:
    return String(path.encode())


def _of_path(kind: int | bytes, *more: bytes) -> Callable[[str], Request]:
    def request(relation: str) -> Request:
        return lambda client, of: ask(client, kind, _path(of.paths[relation]), *more)

    return request


def _of_two_paths(kind: int | bytes, *more: bytes) -> Callable[[str], Request]:
    return _of_path(kind, _path(f"{ABSENCE}/nieuw.xml"), *more)


def _of_handle(kind: int | bytes, *more: bytes) -> Callable[[str], Request]:
    def request(relation: str) -> Request:
        return lambda client, of: ask(client, kind, String(of.handles[relation]), *more)

    return request


def _listing(relation: str) -> Request:
    """Only what is read from a folder tells whether it is there."""

    async def request(client: SFTPClient, of: Things) -> object:
        handle = await ask(client, FXP_OPENDIR, _path(of.paths[relation]))
        assert isinstance(handle, bytes)
        return await ask(client, FXP_READDIR, String(handle))

    return request


def _copying(relation: str) -> Request:
    def request(client: SFTPClient, of: Things) -> Awaitable[object]:
        target = String(of.handles["writing"]) + UInt64(0)
        return ask(client, b"copy-data", String(of.handles[relation]), _FIRST_BYTES, target)

    return request


async def _deliver(client: SFTPClient, _: Things, flags: int = NEW) -> None:
    async with client.open(f"{ABSENCE}/a.xml", flags, encoding=None) as file:
        await file.write(b"<a/>")


async def _overwrite(client: SFTPClient, of: Things) -> object:
    return await ask(client, FXP_OPEN, _path(of.paths["answer"]), UInt32(NEW), _NO_ATTRIBUTES)


async def _name_finally(client: SFTPClient, _: Things) -> None:
    async with client.open(f"{ABSENCE}/b.part", NEW, encoding=None) as file:
        await file.write(b"<b/>")
    await client.rename(f"{ABSENCE}/b.part", f"{ABSENCE}/b.xml")


async def _find_out_where(client: SFTPClient, of: Things) -> None:
    """Says nothing about what is there: a path comes back as it went."""
    for path in of.paths.values():
        assert f"/{path}" in repr(await ask(client, FXP_REALPATH, _path(path)))


async def _limits(client: SFTPClient, _: Things) -> object:
    return await ask(client, b"limits@openssh.com")


async def _leave(client: SFTPClient, _: Things) -> None:
    client.exit()
    await client.wait_closed()


_ABOUT_PATHS: Mapping[str, Callable[[str], Request]] = MappingProxyType(
    {
        "link": _of_two_paths(FXP_LINK, Boolean(value=False)),
        "lsetstat": _of_path(b"lsetstat@openssh.com", _RIGHTS),
        "lstat": _of_path(FXP_LSTAT),
        "mkdir": _of_path(FXP_MKDIR, _NO_ATTRIBUTES),
        "open": _of_path(FXP_OPEN, UInt32(FXF_READ), _NO_ATTRIBUTES),
        "opendir": _listing,
        "openssh_link": _of_two_paths(b"hardlink@openssh.com"),
        "posix_rename": _of_two_paths(b"posix-rename@openssh.com"),
        "readlink": _of_path(FXP_READLINK),
        "remove": _of_path(FXP_REMOVE),
        "rename": _of_two_paths(FXP_RENAME),
        "rmdir": _of_path(FXP_RMDIR),
        "setstat": _of_path(FXP_SETSTAT, _RIGHTS),
        "stat": _of_path(FXP_STAT),
        "statvfs": _of_path(b"statvfs@openssh.com"),
        "symlink": _of_two_paths(FXP_SYMLINK),
    }
)

_ABOUT_HANDLES: Mapping[str, Callable[[str], Request]] = MappingProxyType(
    {
        "close": _of_handle(FXP_CLOSE),
        "copy_data": _copying,
        "fsetstat": _of_handle(FXP_FSETSTAT, _RIGHTS),
        "fstat": _of_handle(FXP_FSTAT),
        "fstatvfs": _of_handle(b"fstatvfs@openssh.com"),
        "fsync": _of_handle(b"fsync@openssh.com"),
        "lock": _of_handle(FXP_BLOCK, _FIRST_BYTES, UInt32(0)),
        "ranges": _of_handle(b"ranges@asyncssh.com", _FIRST_BYTES),
        "read": _of_handle(FXP_READ, UInt64(0), UInt32(4)),
        "readdir": _of_handle(FXP_READDIR),
        "unlock": _of_handle(FXP_UNBLOCK, _FIRST_BYTES),
        "write": _of_handle(FXP_WRITE, UInt64(0), String(b"<a/>")),
    }
)

_OTHERWISE: Mapping[str, Request] = MappingProxyType(
    {
        "exit": _leave,
        "limits": _limits,
        "open.append": partial(_deliver, flags=NEW | FXF_APPEND),
        "open.deliver": _deliver,
        "open.overwrite": _overwrite,
        "realpath": _find_out_where,
        "rename.deliver": _name_finally,
    }
)


def _requests() -> Iterator[tuple[str, Request]]:
    for kinds, relations in ((_ABOUT_PATHS, PATHS), (_ABOUT_HANDLES, HANDLES)):
        for name, about in kinds.items():
            for relation in relations:
                yield f"{name}.{relation}", about(relation)
    yield from _OTHERWISE.items()


REQUESTS: Mapping[str, Request] = MappingProxyType(dict(_requests()))
"""By operation, a dot, and what it is about."""


def operations() -> set[str]:
    """What the protocol can ask and the server can do, as asyncssh and our server have it."""
    # Each request is handled by a method called after it.
    handlers = SFTPServerHandler._packet_handlers.values()  # noqa: SLF001 -- it is the list of requests
    asked = {handler.__name__.removeprefix("_process_") for handler in handlers if handler}
    methods = {
        name
        for name, _ in inspect.getmembers(Folders, inspect.isfunction)
        if not name.startswith("_")
    }
    assert {name for name in vars(SFTPServer) if name in UNASKED} == UNASKED - {"lose_uploads"}
    return (asked | methods) - UNASKED


@asynccontextmanager
async def in_session(client: SFTPClient, paths: Mapping[str, str]) -> AsyncIterator[Things]:
    """What our account has, with an upload that waits, and something open of every kind."""
    waiting, writing = f"{ABSENCE}/wacht.part", f"{ABSENCE}/open.part"
    await _begun(client, waiting, NEW, is_closed=True)
    folder = await ask(client, FXP_OPENDIR, _path(paths["folder"]))
    assert isinstance(folder, bytes)
    yield Things(
        paths={**paths, "upload": waiting},
        handles={
            "reading": await _begun(client, paths["answer"], FXF_READ),
            "writing": await _begun(client, writing, NEW),
            "listing": folder,
        },
    )


async def _begun(client: SFTPClient, path: str, flags: int, *, is_closed: bool = False) -> bytes:
    handle = await ask(client, FXP_OPEN, _path(path), UInt32(flags), _NO_ATTRIBUTES)
    assert isinstance(handle, bytes)
    if is_closed:
        await ask(client, FXP_CLOSE, String(handle))
    return handle
