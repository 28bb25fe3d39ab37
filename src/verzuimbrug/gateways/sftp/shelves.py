"""What stands in the folders: deliveries by what became of them, reports on those, answers."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from verzuimbrug.application.sftp import files as sftp_files
from verzuimbrug.application.sftp.files import AnswerFile, DeliveredFile, Shelf
from verzuimbrug.gateways.sftp.desk import Visit
from verzuimbrug.gateways.sftp.names import REPORT, number_in, numbered
from verzuimbrug.gateways.sftp.paths import Folder, Place
from verzuimbrug.gateways.sftp.report_text import report_text

_STATES = {
    Folder.STREAM: sftp_files.WAITING,
    Folder.TAKEN: sftp_files.TAKEN,
    Folder.REFUSED: sftp_files.REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file in a folder; only what was made here has content that can be read."""

    name: str
    size: int
    at: datetime
    content: bytes | None = None
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class Shelves:
    """The folders of one account, as the database has them at this moment."""

    visit: Visit

    async def streams(self) -> tuple[str, ...]:
        """The names of the folders for streams."""
        return await self.visit.ask(sftp_files.list_streams)

    async def has_folder(self, place: Place) -> bool:
        """Whether a folder is there; the name of a stream is what can be wrong."""
        if place.folder in {Folder.ROOT, Folder.ANSWERS}:
            return True
        return place.stream in await self.streams()

    async def entries(self, place: Place) -> AsyncIterator[Entry]:
        """The files in a folder, a page at a time: the newest deliveries, the oldest answers."""
        if place.folder is Folder.ANSWERS:
            async for answer in self._answers():
                yield _answer(answer)
        elif place.folder in _STATES:
            async for file in self._files(_shelf(place)):
                for entry in self._with_report(place, file):
                    yield entry

    async def find(self, place: Place) -> Entry | None:
        """The file of a place."""
        number = number_in(place.name)
        if number is None:
            return None
        if place.folder is Folder.ANSWERS:
            found = [await self._find_answer(number)]
        else:
            found = await self._find_file(place, number)
        return next((entry for entry in found if entry and entry.name == place.name), None)

    async def _answers(self) -> AsyncIterator[AnswerFile]:
        after = 0
        for _ in range(0, sftp_files.MOST_FILES, sftp_files.PAGE):
            page = await self.visit.ask(partial(sftp_files.list_answers, after=after))
            for answer in page:
                yield answer
            if len(page) < sftp_files.PAGE:
                return
            after = page[-1].number

    async def _files(self, shelf: Shelf) -> AsyncIterator[DeliveredFile]:
        before: int | None = None
        for _ in range(0, sftp_files.MOST_FILES, sftp_files.PAGE):
            page = await self.visit.ask(partial(sftp_files.list_files, shelf=shelf, before=before))
            for file in page:
                yield file
            if len(page) < sftp_files.PAGE:
                return
            before = page[-1].id

    async def _find_answer(self, number: str) -> Entry | None:
        if not number.isdecimal():
            return None
        found = await self.visit.ask(partial(sftp_files.find_answer, number=int(number)))
        return _answer(found) if found else None

    async def _find_file(self, place: Place, receipt: str) -> list[Entry | None]:
        shelf = _shelf(place)
        found = await self.visit.ask(partial(sftp_files.find_file, shelf=shelf, receipt=receipt))
        return [*self._with_report(place, found)] if found else []

    def _with_report(self, place: Place, file: DeliveredFile) -> Iterator[Entry]:
        """A delivery, and beside it the report when it was refused."""
        name = numbered(file.file_name, file.receipt)
        yield Entry(name=name, size=file.size, at=file.received_at)
        if place.folder is Folder.REFUSED:
            text = report_text(file, self.visit.language)
            yield Entry(name=name + REPORT, size=len(text), at=file.received_at, content=text)


def _shelf(place: Place) -> Shelf:
    return Shelf(stream=place.stream, states=_STATES[place.folder])


def _answer(answer: AnswerFile) -> Entry:
    return Entry(
        name=numbered(answer.file_name, str(answer.number)),
        size=len(answer.content),
        at=answer.made_at,
        content=answer.content,
        answer=answer.number,
    )
