"""The employers that a search finds, as a file that, imported, changes nothing."""

from collections.abc import Iterator

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.configuration.export import stored_configuration
from verzuimbrug.application.employers.import_writing import employer_rows, write_employers
from verzuimbrug.application.employers.search import EmployerFilter, find_codes
from verzuimbrug.application.spreadsheets_writing import SheetForm, write_sheet
from verzuimbrug.store.models import Arbodienst
from verzuimbrug.store.tenancy import tenant


def export_found(
    reader: Reader, chosen: EmployerFilter, form: SheetForm, language: str
) -> Iterator[bytes]:
    """All employers that are open to the reader and that the filter chooses, in its order."""
    with tenant(reader.arbodienst):
        codes = find_codes(reader, chosen)
        stored = stored_configuration(Arbodienst.objects.get(id=reader.arbodienst))
    known = {employer.code: employer for employer in stored.employers}
    employers, today = [known[code] for code in codes], timezone.localdate()
    if form is SheetForm.CSV:
        return iter((write_employers(employers, language, today).encode("utf-8-sig"),))
    headings, *rows = employer_rows(employers, language, today)
    return write_sheet(headings, rows, form)
