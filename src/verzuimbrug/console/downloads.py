"""Lists and other content as a file; a list is made while it is read, so nothing large is held."""

import csv
from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase

from verzuimbrug.application.spreadsheets_writing import SheetForm

_TYPES = {
    SheetForm.CSV: "text/csv; charset=utf-8",
    SheetForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Answer = TypeVar("Answer", bound=HttpResponseBase)


class _Line:
    """What the csv module writes to: it hands back the line."""

    def write(self, line: str) -> str:
        return line


def as_file(response: Answer, name: str) -> Answer:
    """An answer to be kept under a name; by nothing in between, for it may hold personal data."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def sheet_file(name: str, pieces: Iterable[bytes], form: SheetForm) -> StreamingHttpResponse:
    """A table as CSV or XLSX, sent while it is made."""
    response = StreamingHttpResponse(pieces, content_type=_TYPES[form])
    return as_file(response, f"{name}.{form}")


def csv_file(name: str, rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """A CSV of UTF-8 with a byte order mark and semicolons, as spreadsheets here expect.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    response = StreamingHttpResponse(_lines(rows), content_type=_TYPES[SheetForm.CSV])
    return as_file(response, name)


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield "\N{BYTE ORDER MARK}"
    writer = csv.writer(_Line(), delimiter=";")
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
