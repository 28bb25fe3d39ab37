"""Processing reports as a file: CSV or XLSX, sent while it is made."""

from collections.abc import Iterator

from django.http import Http404, StreamingHttpResponse

from verzuimbrug.application.spreadsheets_writing import SheetForm

_TYPES = {
    SheetForm.CSV: "text/csv; charset=utf-8",
    SheetForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def form_of(name: str) -> SheetForm:
    """The form with a name. Raises Http404 for another."""
    try:
        return SheetForm(name)
    except ValueError:
        raise Http404 from None


def sheet_file(name: str, content: Iterator[bytes], form: SheetForm) -> StreamingHttpResponse:
    """The file; never kept by anything in between, for it holds what became of people's absence."""
    response = StreamingHttpResponse(content, content_type=_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["Cache-Control"] = "no-store"
    return response
