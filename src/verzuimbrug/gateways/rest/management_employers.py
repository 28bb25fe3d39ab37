"""Employers over REST: one by one, in bulk from a file, and under another code."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query

from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.application.configuration.writing import plain_employer
from verzuimbrug.application.employers.employers import (
    export_employers,
    find_employer,
    rename_employer,
)
from verzuimbrug.application.employers.importing import import_employers
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.requests import read_body
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.management import (
    SAVED,
    UNKNOWN,
    asking,
    management_router,
    object_of,
    raw_answer,
    raw_body,
    save,
    told,
)
from verzuimbrug.gateways.rest.management_employer_schemas import FileQuery, ImportedOut, NewCode
from verzuimbrug.gateways.rest.management_objects import ConfiguredEmployer, plain
from verzuimbrug.gateways.rest.management_schemas import DryRun, FindingsOut

_CSV = "text/csv"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NO_SUCH_EMPLOYER = "CF031"

router = management_router()


@router.post(
    "/employers/import",
    operation_id="import_employers",
    **asking(
        Permission.EMPLOYERS_WRITE,
        {200: ImportedOut, 422: FindingsOut},
        raw_body("The file; its contents say which kind it is.", _CSV, _XLSX),
    ),
)
def import_file(request: HttpRequest, *, dry_run: DryRun = False) -> dict[str, Any]:
    """Make and change employers from a file: all of it or, with a fault in it, nothing."""
    content, reader = read_body(request, MAX_BYTES), reader_of(request)
    imported = import_employers(reader.arbodienst, content, by=reader.principal, dry_run=dry_run)
    counts = {
        "created": imported.created,
        "updated": imported.updated,
        "unchanged": imported.unchanged,
    }
    return {**told(request, imported), **counts}


@router.get(
    "/employers/export",
    operation_id="export_employers",
    **asking(Permission.EMPLOYERS_READ, UNKNOWN, raw_answer("The file.", _CSV)),
)
def export_file(request: HttpRequest, query: Query[FileQuery]) -> HttpResponse:
    """Give the employers as a CSV file that, imported, changes nothing."""
    text = export_employers(reader_of(request).arbodienst, query.group, query.lang)
    if isinstance(text, Finding):
        raise Http404
    return HttpResponse(text, content_type=f"{_CSV}; charset=utf-8")


@router.post(
    "/employers/{path:code}/rename",
    operation_id="rename_employer",
    **asking(Permission.EMPLOYERS_WRITE, {**SAVED, **UNKNOWN}),
)
def rename(
    request: HttpRequest, code: str, body: NewCode, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Give an employer another code; the old one stays reserved for it."""
    reader = reader_of(request)
    renamed = rename_employer(
        reader.arbodienst, code, body.new_code, by=reader.principal, dry_run=dry_run
    )
    if any(finding.code == _NO_SUCH_EMPLOYER for finding in renamed.findings):
        raise Http404
    return told(request, renamed)


@router.get(
    "/employers/{path:code}",
    operation_id="get_employer",
    **asking(Permission.EMPLOYERS_READ, {200: ConfiguredEmployer, **UNKNOWN}),
    by_alias=True,
    exclude_unset=True,
)
def show(request: HttpRequest, code: str) -> Plain:
    """Give what is known of an employer, by its code or a former one."""
    employer = find_employer(reader_of(request).arbodienst, code)
    if isinstance(employer, Finding):
        raise Http404
    return plain_employer(employer)


@router.put(
    "/employers/{path:code}",
    operation_id="save_employer",
    **asking(Permission.EMPLOYERS_WRITE, SAVED),
)
def put(
    request: HttpRequest, code: str, body: ConfiguredEmployer, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Make an employer, or bring it to this; what is left out it has no more."""
    return save(request, object_of(request, "employer", code), plain(body), dry_run=dry_run)
