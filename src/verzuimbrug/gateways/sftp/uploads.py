"""The uploads of one session: on their way, waiting to be renamed, or delivered a moment ago."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.gateways.sftp.limits import MOST_BYTES_WAITING, MOST_REMEMBERED, MOST_UPLOADS
from verzuimbrug.gateways.sftp.paths import Place
from verzuimbrug.gateways.sftp.said import Said
from verzuimbrug.gateways.sftp.spool import Spool


class UploadError(Exception):
    """An upload cannot be begun or changed like this."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.name)
        self.said = said


class TooLargeError(Exception):
    """An upload is larger than a delivery may be (MSG-3)."""


@dataclass(slots=True, kw_only=True, eq=False)
class Upload:
    """A file that does not count yet. Once it is spoilt it never will."""

    place: Place
    spool: Spool
    begun_at: datetime
    is_open: bool = True
    spoilt_by: Exception | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What a session still finds under the name it gave: clients look back after an upload."""

    size: int
    at: datetime


@dataclass(slots=True)
class Uploads:
    """All uploads of a session by their place; they end with the session."""

    folder: Path
    _there: dict[Place, Upload] = field(default_factory=dict)
    _delivered: dict[Place, Delivered] = field(default_factory=dict)

    def begin(self, place: Place, *, afresh: bool) -> Upload:
        """A new upload; one that waited under the same name goes when it is begun afresh."""
        former = self._there.get(place)
        if former is not None:
            if former.is_open:
                raise UploadError(Said.IN_USE)
            if not afresh:
                raise UploadError(Said.ONLY_WHOLE)
            self.drop(former)
        if len(self._there) >= MOST_UPLOADS:
            raise UploadError(Said.TOO_MANY_OPEN)
        upload = Upload(place=place, spool=Spool(self.folder), begun_at=timezone.now())
        self._there[place] = upload
        return upload

    def write(self, upload: Upload, offset: int, data: bytes) -> None:
        """Takes bytes; refuses what goes beyond a limit, and then the whole upload is spoilt."""
        end = offset + len(data)
        others = sum(each.spool.size for each in self._there.values() if each is not upload)
        if end > MAX_BYTES:
            raise TooLargeError
        if others + end > MOST_BYTES_WAITING:
            raise UploadError(Said.TOO_MANY_OPEN)
        upload.spool.write(offset, data)

    def rename(self, upload: Upload, place: Place) -> None:
        """Gives an upload that waits another place."""
        if place in self._there:
            raise UploadError(Said.IN_USE)
        del self._there[upload.place]
        upload.place = place
        self._there[place] = upload

    def find(self, place: Place) -> Upload | Delivered | None:
        """What this session has under a name."""
        return self._there.get(place) or self._delivered.get(place)

    def waiting_in(self, stream: str) -> list[Upload]:
        """The uploads in the folder of a stream."""
        return [upload for upload in self._there.values() if upload.place.stream == stream]

    def remember(self, upload: Upload, place: Place) -> None:
        """Keeps that an upload was delivered from a place, for a while."""
        self._delivered.pop(place, None)
        self._delivered[place] = Delivered(size=upload.spool.size, at=timezone.now())
        if len(self._delivered) > MOST_REMEMBERED:
            del self._delivered[next(iter(self._delivered))]

    def drop(self, upload: Upload) -> None:
        """Takes an upload and its bytes away."""
        self._there.pop(upload.place, None)
        upload.spool.close()

    def drop_all(self) -> None:
        """Takes everything away."""
        for upload in list(self._there.values()):
            self.drop(upload)
