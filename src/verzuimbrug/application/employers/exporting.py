"""The employers that a search finds, as a file that, imported, changes nothing."""

import io
from collections.abc import Sequence
from enum import StrEnum

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from verzuimbrug.application.access import Reader
from verzuimbrug.application.configuration.export import stored_configuration
from verzuimbrug.application.employers.import_writing import employer_rows, write_employers
from verzuimbrug.application.employers.search import EmployerFilter, find_codes
from verzuimbrug.store.models import Arbodienst
from verzuimbrug.store.tenancy import tenant


class FileKind(StrEnum):
    """What kind of file employers come as."""

    CSV = "csv"
    XLSX = "xlsx"


def export_found(reader: Reader, chosen: EmployerFilter, kind: FileKind, language: str) -> bytes:
    """All employers that are open to the reader and that the filter chooses, in its order."""
    with tenant(reader.arbodienst):
        codes = find_codes(reader, chosen)
        stored = stored_configuration(Arbodienst.objects.get(id=reader.arbodienst))
    known = {employer.code: employer for employer in stored.employers}
    employers, today = [known[code] for code in codes], timezone.localdate()
    if kind is FileKind.CSV:
        return write_employers(employers, language, today).encode("utf-8-sig")
    return _workbook([*employer_rows(employers, language, today)])


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """Every cell is a text: nothing of it is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        cells = [WriteOnlyCell(sheet, text) for text in row]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
