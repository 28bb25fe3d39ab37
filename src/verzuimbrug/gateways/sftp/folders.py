"""The folders as a client works in them: every request of the protocol, and nothing on disk."""

import stat
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from datetime import datetime
from typing import Never

from asyncssh import SFTPAttrs, SFTPName, SFTPServer, SSHServerChannel
from asyncssh.constants import FXF_WRITE

from verzuimbrug.application.answering.collecting import acknowledge_answers
from verzuimbrug.gateways.sftp.desk import Visit
from verzuimbrug.gateways.sftp.intake import Intake
from verzuimbrug.gateways.sftp.paths import (
    ANSWERS,
    REFUSED,
    TAKEN,
    Folder,
    Place,
    find_place,
    normal,
)
from verzuimbrug.gateways.sftp.said import Said, error
from verzuimbrug.gateways.sftp.shelves import Entry, Shelves
from verzuimbrug.gateways.sftp.uploads import Delivered, Upload, Uploads

_OPEN_DIRECTORY = stat.S_IFDIR | 0o755
_READABLE = stat.S_IFREG | 0o444
_UNREADABLE = stat.S_IFREG | 0o200


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A file that is being read."""

    entry: Entry
    content: bytes


class Folders(SFTPServer):
    """One session. The base class serves the disk of the machine: every operation is replaced."""

    def __init__(self, channel: "SSHServerChannel[bytes]", visit: Visit, uploads: Uploads) -> None:
        super().__init__(channel)
        self._visit = visit
        self._shelves = Shelves(visit)
        self._intake = Intake(visit, uploads)
        self._uploads = uploads

    def lose_uploads(self) -> None:
        """The client has gone: what is closed from now on, it did not close."""
        self._intake.is_cut = True

    def exit(self) -> None:
        """The session has ended."""
        self._uploads.drop_all()

    async def open(self, path: bytes, pflags: int, attrs: SFTPAttrs) -> object:
        """An upload, or what was made here to be read."""
        del attrs
        place = find_place(path)
        if pflags & FXF_WRITE:
            return await self._intake.begin(place, pflags)
        if place is not None and self._uploads.find(place) is not None:
            self._refuse(Said.NOT_READABLE)
        entry = await self._entry(place)
        if entry.content is None:
            self._refuse(Said.NOT_READABLE)
        return Reading(entry, entry.content)

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        """A part of what was opened for reading."""
        if not isinstance(file_obj, Reading):
            self._refuse(Said.NOT_READABLE)
        return file_obj.content[offset : offset + size]

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """A part of an upload."""
        return self._intake.write(self._upload(file_obj), offset, data)

    async def close(self, file_obj: object) -> None:
        """The end of reading; of an upload, the moment at which it counts."""
        if isinstance(file_obj, Upload):
            await self._intake.close(file_obj)

    async def stat(self, path: bytes) -> SFTPAttrs:
        """What a file or folder is."""
        place = find_place(path)
        if place is not None and not place.name:
            if not await self._shelves.has_folder(place):
                self._refuse(Said.NOT_THERE)
            return _directory()
        own = self._uploads.find(place) if place else None
        if own is not None:
            return _own(own)
        return _attributes(await self._entry(place))

    def lstat(self, path: bytes) -> Awaitable[SFTPAttrs]:
        """The same: there are no links."""
        return self.stat(path)

    def fstat(self, file_obj: object) -> SFTPAttrs:
        """What an open file is."""
        if isinstance(file_obj, Reading):
            return _attributes(file_obj.entry)
        return _own(self._upload(file_obj))

    async def setstat(self, path: bytes, attrs: SFTPAttrs) -> None:
        """Many clients set times and rights on what they sent: that is allowed, and ignored."""
        place = find_place(path)
        own = self._uploads.find(place) if place else None
        if isinstance(own, Upload):
            self.fsetstat(own, attrs)
        elif own is None or attrs.size is not None:
            await self._refuse_change(place)

    def fsetstat(self, file_obj: object, attrs: SFTPAttrs) -> None:
        """The same for an open file; an upload can be cut off."""
        upload = self._upload(file_obj)
        if attrs.size is not None:
            self._intake.shrink(upload, attrs.size)

    def fsync(self, file_obj: object) -> None:
        """Nothing yet: an upload is stored durably when it counts."""
        self._upload(file_obj)

    async def scandir(self, path: bytes) -> AsyncIterator[SFTPName]:
        """What stands in a folder."""
        place = find_place(path)
        if place is None or place.name or not await self._shelves.has_folder(place):
            self._refuse(Said.NOT_THERE)
        for name in await self._folders_in(place):
            yield SFTPName(name.encode(), attrs=_directory())
        if place.folder is Folder.STREAM:
            for upload in self._uploads.waiting_in(place.stream):
                yield SFTPName(upload.place.name.encode(), attrs=_own(upload))
        async for entry in self._shelves.entries(place):
            yield SFTPName(entry.name.encode(), attrs=_attributes(entry))

    async def remove(self, path: bytes) -> None:
        """An answer that is removed is acknowledged; an upload that waits can be taken back."""
        place = find_place(path)
        own = self._uploads.find(place) if place else None
        if isinstance(own, Upload):
            if own.is_open:
                self._refuse(Said.IN_USE)
            self._uploads.drop(own)
            return
        number = None if own else (await self._entry(place)).answer
        if number is None:
            self._refuse(Said.NOT_YOURS_TO_CHANGE)
        if not await self._visit.ask(lambda sender: acknowledge_answers(sender, [number])):
            self._refuse(Said.NOT_THERE)

    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """An upload that waits gets another name; under a final name it counts."""
        place = find_place(oldpath)
        own = self._uploads.find(place) if place else None
        if not isinstance(own, Upload):
            await self._refuse_change(place)
        else:
            await self._intake.rename(own, find_place(newpath))

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> Awaitable[None]:
        """The same: nothing is ever replaced."""
        return self.rename(oldpath, newpath)

    def realpath(self, path: bytes) -> bytes:
        """The path from the root."""
        return normal(path).encode()

    def format_user(self, uid: int | None) -> str:
        """Nobody of this machine."""
        del uid
        return "-"

    def format_group(self, gid: int | None) -> str:
        """Nobody of this machine."""
        del gid
        return "-"

    async def _folders_in(self, place: Place) -> tuple[str, ...]:
        if place.folder is Folder.ROOT:
            return (*await self._shelves.streams(), ANSWERS)
        return (TAKEN, REFUSED) if place.folder is Folder.STREAM else ()

    async def _entry(self, place: Place | None) -> Entry:
        """The file of a place; whose it is makes no difference when it is not this account's."""
        entry = await self._shelves.find(place) if place and place.name else None
        if entry is None:
            self._refuse(Said.NOT_THERE)
        return entry

    async def _refuse_change(self, place: Place | None) -> None:
        """What is there cannot be changed, and what is not there is not there."""
        if place is not None and self._uploads.find(place) is not None:
            self._refuse(Said.NOT_YOURS_TO_CHANGE)
        if place is None or place.name:
            await self._entry(place)
        elif not await self._shelves.has_folder(place):
            self._refuse(Said.NOT_THERE)
        self._refuse(Said.NOT_YOURS_TO_CHANGE)

    def _upload(self, file_obj: object) -> Upload:
        if not isinstance(file_obj, Upload):
            self._refuse(Said.NOT_YOURS_TO_CHANGE)
        return file_obj

    def _refuse(self, said: Said) -> Never:
        raise error(said, self._visit.language)


def _directory() -> SFTPAttrs:
    return SFTPAttrs(permissions=_OPEN_DIRECTORY, uid=0, gid=0, size=0)


def _own(upload: Upload | Delivered) -> SFTPAttrs:
    if isinstance(upload, Upload):
        return _file(upload.spool.size, upload.begun_at, _UNREADABLE)
    return _file(upload.size, upload.at, _UNREADABLE)


def _attributes(entry: Entry) -> SFTPAttrs:
    mode = _UNREADABLE if entry.content is None else _READABLE
    return _file(entry.size, entry.at, mode)


def _file(size: int, at: datetime, mode: int) -> SFTPAttrs:
    seconds = int(at.timestamp())
    return SFTPAttrs(permissions=mode, uid=0, gid=0, size=size, atime=seconds, mtime=seconds)
