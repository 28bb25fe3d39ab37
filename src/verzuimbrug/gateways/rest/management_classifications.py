"""Classification schemes and conversion tables over REST, and equality over a group (GR-4)."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest

from verzuimbrug.application.configuration.configured_objects import list_objects, read_object
from verzuimbrug.application.configuration.entries import Plain
from verzuimbrug.application.employers.classifications import compare_group, make_equal
from verzuimbrug.application.employers.groups import find_group
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.management import (
    SAVED,
    UNKNOWN,
    asking,
    found,
    management_router,
    object_of,
    save,
    told,
)
from verzuimbrug.gateways.rest.management_employer_schemas import ComparedOut, SchemeChoice
from verzuimbrug.gateways.rest.management_objects import (
    ConfiguredConversionTable,
    ConfiguredScheme,
    plain,
)
from verzuimbrug.gateways.rest.management_schemas import DryRun, NamedList

_SCHEME = "scheme"
_TABLE = "conversion table"

router = management_router()


@router.get(
    "/classification-schemes",
    operation_id="list_schemes",
    **asking(Permission.CLASSIFICATIONS_READ, {200: NamedList}),
)
def schemes(request: HttpRequest) -> dict[str, Any]:
    """List the classification schemes."""
    return _named(request, _SCHEME)


@router.get(
    "/classification-schemes/{path:code}",
    operation_id="get_scheme",
    **asking(Permission.CLASSIFICATIONS_READ, {200: ConfiguredScheme, **UNKNOWN}),
    by_alias=True,
    exclude_unset=True,
)
def scheme(request: HttpRequest, code: str) -> Plain:
    """Give a classification scheme."""
    return found(read_object(object_of(request, _SCHEME, code)))


@router.put(
    "/classification-schemes/{path:code}",
    operation_id="save_scheme",
    **asking(Permission.CLASSIFICATIONS_WRITE, SAVED),
)
def put_scheme(
    request: HttpRequest, code: str, body: ConfiguredScheme, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Make a classification scheme, or bring it to this; its classifications are complete."""
    return save(request, object_of(request, _SCHEME, code), plain(body), dry_run=dry_run)


@router.get(
    "/employer-groups/{path:code}/classifications",
    operation_id="compare_classifications",
    **asking(Permission.CLASSIFICATIONS_READ, {200: ComparedOut, **UNKNOWN}),
)
def compare(request: HttpRequest, code: str) -> dict[str, Any]:
    """Say in what the classifications of the members of a group differ."""
    compared = compare_group(reader_of(request).arbodienst, code)
    if isinstance(compared, Finding):
        raise Http404
    rows = (
        {"classification": row.code, "having": row.having, "lacking": row.lacking}
        for row in compared.rows
    )
    return {
        "equal": compared.are_equal,
        "differences": list(rows),
        "without_scheme": compared.without_scheme,
    }


@router.post(
    "/employer-groups/{path:code}/classifications/make-equal",
    operation_id="make_classifications_equal",
    **asking(Permission.CLASSIFICATIONS_WRITE, {**SAVED, **UNKNOWN}),
)
def equalise(
    request: HttpRequest, code: str, body: SchemeChoice, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Give all members of a group one scheme; warns of cases whose classification it lacks."""
    reader = reader_of(request)
    found(find_group(reader.arbodienst, code))
    made = make_equal(reader.arbodienst, code, body.scheme, by=reader.principal, dry_run=dry_run)
    findings = made.configured.findings + made.warnings
    return told(request, replace(made.configured, findings=findings))


@router.get(
    "/conversion-tables",
    operation_id="list_conversion_tables",
    **asking(Permission.CONVERSION_TABLES_READ, {200: NamedList}),
)
def tables(request: HttpRequest) -> dict[str, Any]:
    """List the conversion tables."""
    return _named(request, _TABLE)


@router.get(
    "/conversion-tables/{path:code}",
    operation_id="get_conversion_table",
    **asking(Permission.CONVERSION_TABLES_READ, {200: ConfiguredConversionTable, **UNKNOWN}),
    by_alias=True,
    exclude_unset=True,
)
def table(request: HttpRequest, code: str) -> Plain:
    """Give a conversion table."""
    return found(read_object(object_of(request, _TABLE, code)))


@router.put(
    "/conversion-tables/{path:code}",
    operation_id="save_conversion_table",
    **asking(Permission.CONVERSION_TABLES_WRITE, SAVED),
)
def put_table(
    request: HttpRequest, code: str, body: ConfiguredConversionTable, *, dry_run: DryRun = False
) -> dict[str, Any]:
    """Make a conversion table, or bring it to this; what waits in its streams goes on."""
    return save(request, object_of(request, _TABLE, code), plain(body), dry_run=dry_run)


def _named(request: HttpRequest, kind: str) -> dict[str, Any]:
    objects = list_objects(reader_of(request).arbodienst, kind).values()
    return {"items": [{"code": one["code"], "name": one.get("name")} for one in objects]}
