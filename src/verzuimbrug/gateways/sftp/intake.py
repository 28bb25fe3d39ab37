"""Uploads of one session: begun, written, and delivered once they are complete.

An upload is complete when the client closes it under a name that is final, or renames it to one.
Whatever ends otherwise never was.
"""

from dataclasses import dataclass

from asyncssh.constants import FXF_APPEND, FXF_CREAT, FXF_TRUNC

from verzuimbrug.application.receiving.receive import receive
from verzuimbrug.application.receiving.refusals import RefusalCode
from verzuimbrug.application.sftp.files import require_stream
from verzuimbrug.gateways.refused import log_failure
from verzuimbrug.gateways.sftp.desk import DOOR, Visit
from verzuimbrug.gateways.sftp.names import is_temporary
from verzuimbrug.gateways.sftp.paths import Folder, Place
from verzuimbrug.gateways.sftp.said import Said, error, refusal_error
from verzuimbrug.gateways.sftp.uploads import TooLargeError, Upload, UploadError, Uploads


@dataclass(slots=True)
class Intake:
    """What a session sends. `is_cut` says that the client has gone: from then on nothing counts."""

    visit: Visit
    uploads: Uploads
    is_cut: bool = False

    async def begin(self, place: Place | None, flags: int) -> Upload:
        """A new upload into the folder of a stream."""
        if place is None or place.folder is not Folder.STREAM or not place.name:
            raise error(Said.PLACE_OF_UPLOADS, self.visit.language)
        await self._require_stream(place)
        if flags & FXF_APPEND:
            raise error(Said.ONLY_WHOLE, self.visit.language)
        if not flags & FXF_CREAT and not isinstance(self.uploads.find(place), Upload):
            raise error(Said.NOT_THERE, self.visit.language)
        try:
            return self.uploads.begin(place, afresh=bool(flags & FXF_TRUNC))
        except UploadError as refused:
            raise error(refused.said, self.visit.language) from refused
        except OSError as broken:
            raise self._broken(broken) from broken

    def write(self, upload: Upload, offset: int, data: bytes) -> int:
        """Takes bytes. After a failure the upload is spoilt, whatever the client does with it."""
        if upload.spoilt_by is None:
            upload.spoilt_by = self._written(upload, offset, data)
        if upload.spoilt_by is not None:
            upload.spool.close()
            raise upload.spoilt_by
        return len(data)

    def shrink(self, upload: Upload, size: int) -> None:
        """Cuts an upload off; longer it becomes by writing only."""
        if size > upload.spool.size:
            raise error(Said.ONLY_WHOLE, self.visit.language)
        upload.spool.shrink(size)

    async def close(self, upload: Upload) -> None:
        """The client has closed it, or has gone."""
        upload.is_open = False
        if not self.is_cut and upload.spoilt_by is None and is_temporary(upload.place.name):
            return
        try:
            # Who has gone is told nothing; raising would keep what else is open from being closed.
            if self.is_cut:
                return
            if upload.spoilt_by is not None:
                raise upload.spoilt_by
            await self._deliver(upload, upload.place)
        finally:
            self.uploads.drop(upload)

    async def rename(self, upload: Upload, place: Place | None) -> None:
        """The client has renamed it; when that fails it stays as it was, to be tried again."""
        if upload.is_open or isinstance(place and self.uploads.find(place), Upload):
            raise error(Said.IN_USE, self.visit.language)
        if place is None or place.folder is not Folder.STREAM or not place.name:
            raise error(Said.PLACE_OF_UPLOADS, self.visit.language)
        if is_temporary(place.name):
            await self._require_stream(place)
            self.uploads.rename(upload, place)
            return
        await self._deliver(upload, place)
        self.uploads.drop(upload)

    async def _deliver(self, upload: Upload, place: Place) -> None:
        """Stored durably when this returns; only then the client hears that it went well."""
        await self.visit.ask(
            lambda sender: receive(sender, place.stream, place.name, upload.spool.read(), DOOR),
            stream=place.stream,
            size=upload.spool.size,
        )
        self.uploads.remember(upload, place)

    async def _require_stream(self, place: Place) -> None:
        await self.visit.ask(
            lambda sender: require_stream(sender, place.stream), stream=place.stream
        )

    def _written(self, upload: Upload, offset: int, data: bytes) -> Exception | None:
        """None when it went well, else what to say from now on."""
        try:
            self.uploads.write(upload, offset, data)
        except TooLargeError:
            code = RefusalCode.TOO_LARGE
            self.visit.leave_trail(code.value, stream=upload.place.stream, size=offset + len(data))
            return refusal_error(code, self.visit.language)
        except UploadError as refused:
            return error(refused.said, self.visit.language)
        except OSError as broken:
            return self._broken(broken)
        return None

    def _broken(self, problem: OSError) -> Exception:
        log_failure(DOOR, problem, "")
        return refusal_error(RefusalCode.UNAVAILABLE, self.visit.language)
