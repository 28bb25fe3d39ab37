"""Tables as people hand them in: whatever wrote them, the same rows; whatever is wrong, told."""

import io
from datetime import date, datetime, time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import example, given, settings, strategies as st
from openpyxl import Workbook

from importing_world import workbook
from verzuimbrug.application.spreadsheets import (
    MOST_BYTES,
    MOST_ROWS,
    SheetRow,
    Unusable,
    read_rows,
)
from verzuimbrug.domain.findings import Finding

PLAIN = [SheetRow(1, ("code", "naam")), SheetRow(2, ("1", "Één"))]


def _is_heading(cell: str) -> bool:
    return cell in ("code", "naam")


def _rows(content: bytes) -> list[SheetRow]:
    found = read_rows(content, _is_heading)
    assert not isinstance(found, Finding), found.text()
    return list(found)


def _refused(content: bytes) -> str:
    found = read_rows(content, _is_heading)
    assert isinstance(found, Finding)
    assert found.text()
    return found.code


def _cell(value: object) -> object:
    (row,) = _rows(workbook(["x", value]))
    return row.cells[1] if len(row.cells) > 1 else None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_way_to_write_csv_gives_the_same_rows(
    encoding: str, separator: str, end: str
) -> None:
    text = f"code;naam{end}1;Één{end}".replace(";", separator)

    assert _rows(text.encode(encoding)) == PLAIN


def test_xlsx_gives_the_same_rows() -> None:
    assert _rows(workbook(["code", "naam"], [1, "Één"])) == PLAIN


def test_the_separator_that_finds_the_headings_counts() -> None:
    assert _rows(b"code;a, b, c, d\n1;x") == [
        SheetRow(1, ("code", "a, b, c, d")),
        SheetRow(2, ("1", "x")),
    ]


def test_quoted_cells_hold_separators_and_lines() -> None:
    assert _rows(b'"code";"naam"\n"1";"a;b\nc ""d"""\n2;e') == [
        SheetRow(1, ("code", "naam")),
        SheetRow(2, ("1", 'a;b\nc "d"')),
        SheetRow(3, ("2", "e")),
    ]


def test_rows_keep_the_number_that_a_spreadsheet_shows() -> None:
    assert [row.number for row in _rows(b"\n;;\ncode\n\n1")] == [3, 5]
    assert [row.number for row in _rows(workbook([], ["code"], [None], [1]))] == [2, 4]


def test_only_the_first_sheet_is_read() -> None:
    assert _rows(workbook(["code"], sheets=("Eerste", "Tweede"))) == [SheetRow(1, ("code",))]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (" tekst ", "tekst"),
        ("0012", "0012"),
        (1001, "1001"),
        (1001.0, "1001"),
        (12.5, "12.5"),
        (-3, "-3"),
        (datetime(2026, 1, 31), "2026-01-31"),
        (date(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31, 8, 30), Unusable("2026-01-31 08:30:00")),
        (time(8, 30), Unusable("08:30:00")),
        (True, Unusable("True")),
        (10.0**15, Unusable("1000000000000000")),
        ("#N/A", Unusable("#N/A")),
        (None, None),
    ],
)
def test_a_cell_is_taken_as_it_is_meant(value: object, cell: object) -> None:
    assert _cell(value) == cell


def test_a_day_that_is_written_as_text_of_the_standard_is_a_day() -> None:
    book, content = Workbook(iso_dates=True), io.BytesIO()
    assert book.active is not None
    book.active.append([date(2026, 1, 31)])
    book.save(content)

    assert _rows(content.getvalue()) == [SheetRow(1, ("2026-01-31",))]


@pytest.mark.parametrize("fault", ["#N/B", "#VERW!", "#NAAM?", "#DEEL/0!", "########"])
def test_a_fault_of_the_spreadsheet_is_no_value(fault: str) -> None:
    assert _rows(f"code\n{fault}".encode())[1].cells == (Unusable(fault),)


def test_a_control_character_makes_no_value() -> None:
    assert _rows(b"code\na\x07b")[1].cells == (Unusable("ab"),)


def test_the_lines_of_a_cell_end_alike() -> None:
    assert _rows(b'code\r\n"a\r\nb"\r\n')[1].cells == ("a\nb",)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfec\x00o\x00d\x00e\x00",
        b"code\n\x81",
        b"code\n\0",
        b"PK\x03\x04 no archive",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook",
        workbook(["code"])[:-40],
    ],
)
def test_what_is_no_table_is_told(content: bytes) -> None:
    assert _refused(content) == "EI101"


@pytest.mark.parametrize("content", [b'code\n"1', b'code\n"1"2', b"code\n" + b"x" * 140_000])
def test_csv_that_cannot_be_divided_is_told(content: bytes) -> None:
    assert _refused(content) == "EI102"


def test_too_many_bytes_are_told_before_anything_is_read() -> None:
    assert _refused(b"code\n" * (MOST_BYTES // 5 + 1)) == "EI103"


def test_too_many_rows_are_told() -> None:
    assert len(_rows(b"code\n" + b"1\n" * MOST_ROWS)) == MOST_ROWS + 1
    assert _refused(b"code\n" + b"1\n" * (MOST_ROWS + 1)) == "EI105"


def _with_part(name: str, part: bytes) -> bytes:
    content = io.BytesIO(workbook(["code"]))
    with ZipFile(content, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return content.getvalue()


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked() -> None:
    bomb = _with_part("xl/media/image1.png", b"\0" * (65 * 2**20))

    assert len(bomb) < MOST_BYTES
    assert _refused(bomb) == "EI104"


def test_an_archive_with_too_many_tags_is_not_read() -> None:
    assert _refused(_with_part("xl/extra.xml", b"<x>" * 5_000_001)) == "EI104"


def test_a_row_far_below_is_read() -> None:
    assert [row.number for row in _rows(workbook(["code"], *[[]] * 2000, [1]))] == [1, 2002]


def test_a_declaration_in_a_part_refuses_the_file() -> None:
    assert _refused(_with_part("xl/extra.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>")) == "EI101"


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    changed = io.BytesIO()
    with ZipFile(io.BytesIO(workbook(["code"], [1], [2]))) as whole, ZipFile(changed, "w") as copy:
        for part in whole.infolist():
            content = whole.read(part)
            assert part.filename != "xl/worksheets/sheet1.xml" or b'ref="A1:A3"' in content
            copy.writestr(part, content.replace(b'ref="A1:A3"', b'ref="A1:A1"'))

    assert len(_rows(changed.getvalue())) == 3


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@example(b"PK\x03\x04")
@example(b"")
def test_no_bytes_raise(content: bytes) -> None:
    read_rows(content, _is_heading)


_WHOLE = workbook(["code", "naam"], [1, "Één"], [2, date(2026, 1, 1)])


@settings(max_examples=40)
@given(place=st.integers(0, len(_WHOLE) - 1), byte=st.integers(0, 255))
def test_no_damage_to_a_workbook_raises(place: int, byte: int) -> None:
    damaged = bytearray(_WHOLE)
    damaged[place] = byte

    read_rows(bytes(damaged), _is_heading)
