"""The change log over REST: what changed, what was known when, and why a value is there (VE-5).

Addresses have numbers instead of keys: a link key is of a person, and stands in no address.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from ninja import Query

from verzuimbrug.application.change_log.addresses import (
    Address,
    Numbered,
    OfEmployer,
    OfMessage,
)
from verzuimbrug.application.change_log.export import ExportForm, export
from verzuimbrug.application.change_log.knowledge import known
from verzuimbrug.application.change_log.timelines import changes_of_message, number_of, timeline
from verzuimbrug.application.change_log.values import (
    LogEntry,
    change_json,
    known_json,
    why_json,
)
from verzuimbrug.application.change_log.why import why
from verzuimbrug.application.pages import Page
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.consumer_schemas import WindowQuery
from verzuimbrug.gateways.rest.management import (
    UNKNOWN,
    asking,
    found,
    management_router,
    raw_answer,
)
from verzuimbrug.gateways.rest.management_change_log_schemas import (
    ChangePage,
    ChangesQuery,
    ExportQuery,
    KnownOut,
    KnownQuery,
    NumberedOut,
    SoughtIn,
    WhyOut,
    WhyQuery,
)
from verzuimbrug.gateways.rest.management_credentials_schemas import Number

_TYPES = {ExportForm.CSV: "text/csv", ExportForm.JSON_LINES: "application/x-ndjson"}
_READ = Permission.CHANGES_READ
_PAGE = asking(_READ, {200: ChangePage, **UNKNOWN})
_FILE = asking(_READ, UNKNOWN, raw_answer("The file.", *_TYPES.values()))

router = management_router()


@router.post(
    "/changes/find",
    operation_id="find_in_change_log",
    **asking(_READ, {200: NumberedOut, **UNKNOWN}),
)
def find(request: HttpRequest, body: SoughtIn) -> dict[str, Any]:
    """Give the number of a person, an employment or a case in the change log."""
    numbered = found(number_of(reader_of(request), body.named()))
    return {"kind": numbered.kind, "number": numbered.number}


@router.get("/messages/{receipt}/changes", operation_id="list_message_changes", **_PAGE)
def message_changes(
    request: HttpRequest, receipt: str, query: Query[WindowQuery]
) -> dict[str, Any]:
    """List what a message changed."""
    return _page(found(changes_of_message(reader_of(request), receipt, query.window())))


@router.get("/messages/{receipt}/changes/export", operation_id="export_message_changes", **_FILE)
def message_file(request: HttpRequest, receipt: str, query: Query[ExportQuery]) -> HttpResponseBase:
    """Give what a message changed as a file."""
    return _file(request, OfMessage(receipt=receipt), query)


@router.get("/employers/{path:code}/changes", operation_id="list_employer_changes", **_PAGE)
def employer_changes(request: HttpRequest, code: str, query: Query[ChangesQuery]) -> dict[str, Any]:
    """List what changed of the persons at an employer."""
    return _changes(request, OfEmployer(code=code), query)


@router.get(
    "/employers/{path:code}/changes/export", operation_id="export_employer_changes", **_FILE
)
def employer_file(request: HttpRequest, code: str, query: Query[ExportQuery]) -> HttpResponseBase:
    """Give what changed of the persons at an employer as a file."""
    return _file(request, OfEmployer(code=code), query)


def _add_log(kind: str, place: str, said: str) -> None:
    """The operations on a kind of object: its changes, as a file too, and what was known of it."""

    @router.get(
        f"{place}/{{number}}/changes",
        operation_id=f"list_{said}_changes",
        description=f"List what changed of a {said}.",
        **_PAGE,
    )
    def changes(request: HttpRequest, number: Number, query: Query[ChangesQuery]) -> dict[str, Any]:
        return _changes(request, Numbered(kind=kind, number=number), query)

    @router.get(
        f"{place}/{{number}}/changes/export",
        operation_id=f"export_{said}_changes",
        description=f"Give what changed of a {said} as a file.",
        **_FILE,
    )
    def file(request: HttpRequest, number: Number, query: Query[ExportQuery]) -> HttpResponseBase:
        return _file(request, Numbered(kind=kind, number=number), query)

    @router.get(
        f"{place}/{{number}}/known",
        operation_id=f"get_known_{said}",
        description=f"Give what was known of a {said} at a moment, and from whom.",
        **asking(_READ, {200: KnownOut, **UNKNOWN}),
        by_alias=True,
    )
    def known_object(
        request: HttpRequest, number: Number, query: Query[KnownQuery]
    ) -> dict[str, Any]:
        of = Numbered(kind=kind, number=number)
        objects = found(known(reader_of(request), of, query.known_at))
        return {"objects": [known_json(each) for each in objects]}


def _add_why(kind: str, place: str, said: str) -> None:
    @router.get(
        f"{place}/{{number}}/why",
        operation_id=f"get_why_of_{said}",
        description=f"Give why a field of a {said} has its value.",
        **asking(_READ, {200: WhyOut, **UNKNOWN}),
    )
    def reason(request: HttpRequest, number: Number, query: Query[WhyQuery]) -> Mapping[str, Any]:
        of = Numbered(kind=kind, number=number)
        return why_json(found(why(reader_of(request), of, query.field)))


_add_log("employee", "/employees", "person")
_add_log("case", "/cases", "case")
_add_why("employee", "/employees", "person")
_add_why("employment", "/employments", "employment")
_add_why("case", "/cases", "case")


def _changes(request: HttpRequest, of: Address, query: ChangesQuery) -> dict[str, Any]:
    return _page(found(timeline(reader_of(request), of, query.window(), query.known_at)))


def _page(page: Page[LogEntry]) -> dict[str, Any]:
    return {"items": [change_json(entry) for entry in page.items], "next": page.next}


def _file(request: HttpRequest, of: Address, query: ExportQuery) -> HttpResponseBase:
    """The file, sent while it is made."""
    pieces = export(reader_of(request), of, query.format, query.lang, query.known_at)
    media_type = f"{_TYPES[query.format]}; charset=utf-8"
    return StreamingHttpResponse(found(pieces), content_type=media_type)
