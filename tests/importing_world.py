"""Short ways to import a file with employers, and the workbooks to import."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from configuring_world import coupling
from verzuimbrug.application.configuration.entries import EmployerEntry
from verzuimbrug.application.employers.employers import find_employer
from verzuimbrug.application.employers.importing import Imported, import_employers
from verzuimbrug.domain.findings import Finding


def arbodienst(code: str = "GEZOND") -> int:
    """The arbodienst of the example, which has employer FLSN1001 in group FELISON-VI."""
    return coupling(code).arbodienst


def take_in(arbodienst: int, content: str | bytes, *, dry_run: bool = False) -> Imported:
    """Import it, right or wrong."""
    given = content.encode() if isinstance(content, str) else content
    return import_employers(arbodienst, given, by="test", dry_run=dry_run)


def told(imported: Imported) -> list[tuple[str, str, int | None]]:
    """Code, column and row of each finding."""
    assert all(found.text() and found.action("en") for found in imported.findings)
    return [(found.code, found.path, found.line) for found in imported.findings]


def employer(arbodienst: int, code: str) -> EmployerEntry:
    """The employer, which has to be there."""
    found = find_employer(arbodienst, code)
    assert not isinstance(found, Finding)
    return found


def workbook(*rows: Sequence[object], sheets: Iterable[str] = ("Blad1",)) -> bytes:
    """An XLSX file with these rows on its first sheet."""
    book = Workbook()
    first, *others = sheets
    sheet = book.active
    assert sheet is not None
    sheet.title = first
    for row in rows:
        sheet.append(list(row))
    for name in others:
        book.create_sheet(name).append(["iets", "anders"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
