"""What the rows of a file with employers say, and every fault of them with its row and column."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.application.employers.import_columns import (
    cell_of,
    field_of,
    groups_cell,
    groups_of,
    headings,
    text_of,
)
from verzuimbrug.application.employers.import_rows import (
    EmployerRow,
    read_employer_rows,
    read_headings,
)
from verzuimbrug.application.spreadsheets import Cell, SheetRow, Unusable
from verzuimbrug.domain.findings import Finding

HEADINGS = ("code", "naam", "kvk", "contract", "begindatum", "groups", "extern:AFAS")
_cells = st.text(max_size=12).map(str.strip)


def _read(
    *rows: tuple[Cell, ...], head: tuple[Cell, ...] = HEADINGS
) -> tuple[list[EmployerRow], list[Finding]]:
    faults: list[Finding] = []
    found = read_headings(SheetRow(1, head), faults)
    sheet = [SheetRow(number, cells) for number, cells in enumerate(rows, start=2)]
    return list(read_employer_rows(sheet, found, faults)), faults


def _row(**cells: Cell) -> EmployerRow:
    (row,), faults = _read(("W1", *cells.values()), head=("code", *cells))
    assert faults == []
    return row


def _faults(**cells: Cell) -> list[tuple[str, str, int | None]]:
    _, faults = _read(("W1", *cells.values()), head=("code", *cells))
    return [(fault.code, fault.path, fault.line) for fault in faults]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_headings_are_known_in_both_languages(language: str) -> None:
    named = [field_of(f" {heading.upper()} ") for heading in headings(language)]

    assert named == list(headings("en"))


def test_external_ids_are_columns_by_name() -> None:
    assert field_of("Extern: AFAS ") == "extern:AFAS"
    assert field_of("external:a:b") == "extern:a:b"
    assert field_of("extern:") is None


def test_a_row_says_what_its_cells_say() -> None:
    cells = ("W1", "Bakker", "1234567", "C1", "31-1-2026", "A|B; A", "17")

    assert _read(cells) == (
        [
            EmployerRow(
                code="W1",
                place=("code", 2),
                fields={
                    "name": "Bakker",
                    "kvk_number": "01234567",
                    "contract_reference": "C1",
                    "start": date(2026, 1, 31),
                },
                external_ids={"AFAS": "17"},
                groups=("A", "B"),
            )
        ],
        [],
    )


def test_an_empty_cell_says_nothing() -> None:
    assert _row(name="", start="", groups="", kvk="") == EmployerRow(code="W1", place=("code", 2))


def test_a_dash_empties() -> None:
    row = _row(name="-", kvk="-", end="-", classifications="-", **{"extern:AFAS": "-"})

    assert row.fields == {"name": "", "kvk_number": "", "end": None, "classifications": ""}
    assert row.external_ids == {"AFAS": ""}


def test_a_row_may_be_shorter_than_the_headings() -> None:
    assert _read(("W1",)) == ([EmployerRow(code="W1", place=("code", 2))], [])


@pytest.mark.parametrize("written", ["2026-01-31", "31-01-2026", "31-1-2026"])
def test_a_day_may_be_written_in_two_ways(written: str) -> None:
    assert _row(start=written).fields == {"start": date(2026, 1, 31)}


@pytest.mark.parametrize("written", ["31-02-2026", "2026-13-01", "31/01/2026", "20260131", "x"])
def test_what_is_no_day_is_told(written: str) -> None:
    assert _faults(begindatum=written) == [("CF007", "begindatum", 2)]


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("kvk", "123456789", "CF026"),
        ("Loonheffingennummer", "123", "CF026"),
        ("naam", "x" * 201, "CF024"),
        ("contract", "x" * 101, "CF024"),
        ("extern:AFAS", "x" * 1001, "CF024"),
        ("groups", "-", "EI113"),
        ("naam", Unusable("#N/B"), "EI110"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(heading: str, cell: Cell, code: str) -> None:
    assert _faults(**{heading: cell}) == [(code, heading, 2)]


def test_all_faults_are_told_at_once() -> None:
    cells = ("x" * 201, "naam", "1" * 9, "C", "gisteren", "-", "y" * 1001, "te veel")
    rows, faults = _read(cells, ("", "naamloos"))

    assert [(fault.code, fault.path, fault.line) for fault in faults] == [
        ("EI109", "", 2),
        ("CF024", "code", 2),
        ("CF026", "kvk", 2),
        ("CF007", "begindatum", 2),
        ("CF024", "extern:AFAS", 2),
        ("EI113", "groups", 2),
        ("EI111", "code", 3),
    ]
    assert len(rows) == 1


@pytest.mark.parametrize("code", ["", "-"])
def test_a_row_without_code_is_told(code: str) -> None:
    _, faults = _read((code, "Bakker"))

    assert faults == [Finding("EI111", {}, "code", 2)]


def test_a_code_that_cannot_be_read_is_told_once() -> None:
    rows, faults = _read((Unusable("True"), "Bakker"))

    assert rows == []
    assert faults == [Finding("EI110", {"value": "True"}, "code", 2)]


def test_a_cell_without_heading_is_told() -> None:
    _, faults = _read(("W1", Unusable("#REF!"), "x"), head=("code", "", ""))

    assert [(fault.code, fault.params["value"]) for fault in faults] == [
        ("EI109", "#REF!"),
        ("EI109", "x"),
    ]


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        (("code", "plaats"), ["EI107"]),
        (("code", Unusable("#REF!")), ["EI107"]),
        (("code", "werkgevercode"), ["EI108"]),
        (("code", "extern:A", "external: A"), ["EI108"]),
        (("naam",), ["EI106"]),
        (("plaats", "plaats"), ["EI107", "EI107", "EI106"]),
    ],
)
def test_wrong_headings_are_told(head: tuple[Cell, ...], codes: list[str]) -> None:
    faults: list[Finding] = []
    read_headings(SheetRow(1, head), faults)

    assert [fault.code for fault in faults] == codes


def test_cells_under_an_unknown_heading_are_passed_over() -> None:
    rows, faults = _read(("W1", "Haarlem"), head=("code", "plaats"))

    assert rows == [EmployerRow(code="W1", place=("code", 2))]
    assert [(fault.code, fault.path) for fault in faults] == [("EI107", "plaats")]


@given(_cells.filter(bool))
def test_any_text_can_be_written_in_a_cell(text: str) -> None:
    assert text_of(cell_of(text)) == text


@pytest.mark.parametrize("text", ["-", "=1+1", "'-", "''@x", "#N/B", "'s-Gravenhage", "'"])
def test_a_text_that_a_spreadsheet_may_misread_stands_behind_an_apostrophe(text: str) -> None:
    cell = cell_of(text)

    assert cell[0] not in "-=+@#"
    assert text_of(cell) == text


@given(st.lists(_cells, unique=True))
def test_groups_that_can_be_told_apart_are_read_back(codes: list[str]) -> None:
    cell = groups_cell(codes)
    kept = tuple(code for code in codes if code and not {"|", ";"} & set(code))

    assert groups_of(text_of(cell) if cell else "") == kept


_heads = st.sampled_from([*headings("nl"), *headings("en"), "extern:A", "extern:B", "plaats", ""])
_values = st.sampled_from(["-", "31-12-2026", "2026-02-30", "12345678", "A|B", "W1"]) | _cells


@given(st.lists(_heads), st.lists(st.lists(_values | _cells.map(Unusable)), max_size=4))
def test_no_table_of_cells_raises(head: list[str], rows: list[list[Cell]]) -> None:
    found, faults = _read(*map(tuple, rows), head=("code", *head))

    assert all(fault.text() for fault in faults)
    assert len(found) <= len(rows)
