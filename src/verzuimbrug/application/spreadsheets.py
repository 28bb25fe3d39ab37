"""Tables that a person hands in: CSV or XLSX, as rows of cells (docs/adr/0015-spreadsheets.md)."""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from verzuimbrug.application.spreadsheets_xlsx import is_xlsx, read_xlsx
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.texts import storable

MOST_BYTES = 5 * 2**20
MOST_ROWS = 50_000

_SEPARATORS = (";", ",", "\t")
_MOST_DIGITS = 15
"""A spreadsheet keeps no more digits of a number."""
_FAULTS = re.compile(r"#+|#N/[AB]|#[A-Z0-9_/]+[!?]")
"""What spreadsheets write where a formula went wrong, or where a column is too narrow."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """What a cell holds that is no text, whole number or day."""

    shown: str


Cell = str | Unusable
"""A text without the blanks around it; empty when there is nothing."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that is not empty, with its number as a spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]


def read_rows(content: bytes, is_heading: Callable[[str], bool]) -> tuple[SheetRow, ...] | Finding:
    """The rows of the first sheet, the headings first; or why there are none.

    `is_heading` knows the headings: the separator of a CSV file is the one that finds most.
    """
    if len(content) > MOST_BYTES:
        params = {"size": _mebibytes(len(content)), "maximum": _mebibytes(MOST_BYTES)}
        return Finding("EI103", params)
    raw = read_xlsx(content) if is_xlsx(content) else _read_csv(content, is_heading)
    if isinstance(raw, Finding):
        return raw
    rows = tuple(_filled(raw))
    if len(rows) > MOST_ROWS + 1:
        params = {"count": str(len(rows) - 1), "maximum": str(MOST_ROWS)}
        return Finding("EI105", params)
    return rows


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:.1f}"


def _filled(raw: Iterable[tuple[int, Sequence[object]]]) -> Iterator[SheetRow]:
    for number, values in raw:
        cells = tuple(_cell(value) for value in values)
        if any(cells):
            yield SheetRow(number, cells)


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.strip().replace("\r\n", "\n")
        kept = storable(text)
        return Unusable(kept) if kept != text or _FAULTS.fullmatch(text) else text
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    return Unusable(str(value))


def _day(value: date) -> Cell:
    if not isinstance(value, datetime):
        return value.isoformat()
    is_midnight = value.time() == time()
    return value.date().isoformat() if is_midnight else Unusable(value.isoformat(" "))


def _number(value: float) -> Cell:
    if not math.isfinite(value) or abs(value) >= 10**_MOST_DIGITS:
        return Unusable(str(value))
    return str(int(value)) if value == int(value) else str(value)


def _read_csv(
    content: bytes, is_heading: Callable[[str], bool]
) -> Sequence[tuple[int, Sequence[str]]] | Finding:
    text = _decoded(content)
    if text is None:
        return Finding("EI101")
    separator = max(_SEPARATORS, key=lambda each: _headings(text, each, is_heading))
    try:
        return list(enumerate(_records(text, separator), start=1))
    except csv.Error:
        return Finding("EI102")


def _decoded(content: bytes) -> str | None:
    """UTF-8, or else what Windows made of it."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _headings(text: str, separator: str, is_heading: Callable[[str], bool]) -> tuple[int, int]:
    """How many known headings a separator finds, and how many cells."""
    try:
        first: Sequence[str] = next(filter(any, _records(text, separator)), ())
    except csv.Error:
        return 0, 0
    return sum(map(is_heading, first)), len(first)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
