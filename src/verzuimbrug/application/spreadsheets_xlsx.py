"""The first sheet of an XLSX file, whatever the file holds besides (docs/adr/0015-spreadsheets.md).

The file comes from outside: what it unpacks to is bounded before anything of it is read.
"""

import io
import warnings
from collections.abc import Sequence
from zipfile import ZipFile

from openpyxl import load_workbook

from verzuimbrug.domain.findings import Finding

MOST_UNPACKED = 64 * 2**20
MOST_TAGS = 5_000_000
"""Room for 50,000 rows of a dozen cells; each tag costs memory, however short it is."""

_ZIP = b"PK\x03\x04"
_OTHER_OFFICE = b"\xd0\xcf\x11\xe0"
"""The start of an XLS file, and of an XLSX file under a password."""
_LAST_ROW, _LAST_COLUMN = 2**20, 100
_DECLARATION = b"<!DOCTYPE"

Rows = Sequence[tuple[int, Sequence[object]]]


def is_xlsx(content: bytes) -> bool:
    """Whether the bytes are a spreadsheet of an office program, not text."""
    return content.startswith((_ZIP, _OTHER_OFFICE))


def read_xlsx(content: bytes) -> Rows | Finding:
    """The rows of the first sheet with their numbers, values as typed; or why there are none."""
    try:
        return _refused(content) or _rows(content)
    except Exception:  # noqa: BLE001 -- a broken file makes the library raise anything at all
        return Finding("EI101")


def _refused(content: bytes) -> Finding | None:
    with ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        too_large = Finding("EI104", {"maximum": str(MOST_UNPACKED // 2**20)})
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            return too_large
        # No program writes a declaration in such a file; entities that expand need one.
        if any(_DECLARATION in archive.read(part) for part in parts):
            return Finding("EI101")
        tags = sum(archive.read(part).count(b"<") for part in parts)
    return too_large if tags > MOST_TAGS else None


def _rows(content: bytes) -> Rows:
    with warnings.catch_warnings():
        # They are about colours and other parts that are not read.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            # What the sheet says of its own size may be wrong: it is not asked.
            rows = book.worksheets[0].iter_rows(
                max_row=_LAST_ROW, max_col=_LAST_COLUMN, values_only=True
            )
            trimmed = ((number, _trimmed(row)) for number, row in enumerate(rows, start=1))
            return [(number, row) for number, row in trimmed if row]
        finally:
            book.close()


def _trimmed(row: Sequence[object]) -> Sequence[object]:
    """The row without the empty cells at its end."""
    if row.count(None) == len(row):
        return ()
    filled = (place for place, value in enumerate(row, start=1) if value is not None)
    return row[: max(filled)]
