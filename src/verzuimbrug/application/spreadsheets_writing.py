"""Tables that a person takes along: CSV or XLSX, made while they are read."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import IO

from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from verzuimbrug.application.employers.import_columns import cell_of

MOST_ROWS = 1_000_000
"""A sheet of a spreadsheet program holds little more; what follows goes on a next one."""

_CHUNK = 64 * 1024
_AT_A_TIME = 500

Value = str | int | datetime | None
Line = Sequence[Value]


class SheetForm(StrEnum):
    """What the file is."""

    CSV = "csv"
    XLSX = "xlsx"


def write_sheet(headings: Sequence[str], lines: Iterable[Line], form: SheetForm) -> Iterator[bytes]:
    """The file in pieces; it is never in memory as a whole, however many lines there are."""
    return _csv(headings, lines) if form is SheetForm.CSV else _xlsx(headings, lines)


def _csv(headings: Sequence[str], lines: Iterable[Line]) -> Iterator[bytes]:
    """With a byte order mark, by which spreadsheet programs know that it is UTF-8."""
    yield b"\xef\xbb\xbf" + _rows([headings])
    several: list[Line] = []
    for line in lines:
        several.append(line)
        if len(several) == _AT_A_TIME:
            yield _rows(several)
            several = []
    if several:
        yield _rows(several)


def _rows(lines: Iterable[Line]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([_text(value) for value in line] for line in lines)
    return text.getvalue().encode()


def _text(value: Value) -> str:
    if isinstance(value, datetime):
        return localtime(value).isoformat(timespec="seconds")
    return "" if value is None else cell_of(str(value))


def _xlsx(headings: Sequence[str], lines: Iterable[Line]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        _write_book(file, headings, lines)
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece


def _write_book(file: IO[bytes], headings: Sequence[str], lines: Iterable[Line]) -> None:
    book = Workbook(write_only=True)
    rows = iter(lines)
    is_full = True
    while is_full:
        sheet = book.create_sheet()
        sheet.append(list(headings))
        is_full = False
        for number, line in enumerate(rows, start=1):
            sheet.append([_cell(sheet, value) for value in line])
            if number == MOST_ROWS:
                is_full = True
                break
    book.save(file)


def _cell(sheet: object, value: Value) -> object:
    """A text is a text, whatever it begins with: nothing in it is worked out."""
    if isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None, microsecond=0)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))  # type: ignore[arg-type]
    cell.data_type = "s"
    return cell
