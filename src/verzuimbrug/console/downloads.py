"""Lists as a file, made while they are read: nothing large is held."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse


class _Line:
    """What the csv module writes to: it hands back the line."""

    def write(self, line: str) -> str:
        return line


def csv_file(name: str, rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """A CSV of UTF-8 with a byte order mark and semicolons, as spreadsheets here expect.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    yield "\N{BYTE ORDER MARK}"
    writer = csv.writer(_Line(), delimiter=";")
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
