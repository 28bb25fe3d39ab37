"""Tables that a person takes along: what a cell says is what it was, and is never worked out."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from verzuimbrug.application import spreadsheets_writing
from verzuimbrug.application.spreadsheets_writing import Line, SheetForm, write_sheet

LINES: list[Line] = [
    ("=1+1", 3, None, datetime(2026, 3, 2, 12, tzinfo=UTC)),
    ("a\0b;c", 4, "", None),
]


def test_a_csv_file_is_read_as_utf8_and_nothing_in_it_is_worked_out() -> None:
    content = b"".join(write_sheet(("één", "b", "c", "d"), LINES, SheetForm.CSV))

    assert content.decode("utf-8-sig").splitlines() == [
        "één;b;c;d",
        "'=1+1;3;;2026-03-02T13:00:00+01:00",
        '"a\0b;c";4;;',
    ]


def test_a_spreadsheet_holds_texts_numbers_and_moments() -> None:
    content = b"".join(write_sheet(("a", "b", "c", "d"), LINES, SheetForm.XLSX))

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    first = list(sheet.iter_rows())[1]
    assert [cell.value for cell in first] == ["=1+1", 3, None, datetime(2026, 3, 2, 13)]
    assert first[0].data_type == "s"
    assert sheet.cell(3, 1).value == "ab;c"


def test_a_long_table_goes_out_in_pieces() -> None:
    read = []

    def lines() -> Iterator[Line]:
        for number in range(2000):
            read.append(number)
            yield (number,)

    pieces = write_sheet(("n",), lines(), SheetForm.CSV)
    next(pieces)
    next(pieces)

    assert len(read) < 2000
    assert sum(piece.count(b"\n") for piece in pieces) == 1500


def test_what_is_too_long_for_a_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets_writing, "MOST_ROWS", 2)
    lines: list[Line] = [(number,) for number in range(3)]

    content = b"".join(write_sheet(("n",), lines, SheetForm.XLSX))

    book = load_workbook(io.BytesIO(content))
    assert [[row[0] for row in sheet.values] for sheet in book] == [["n", 0, 1], ["n", 2]]
