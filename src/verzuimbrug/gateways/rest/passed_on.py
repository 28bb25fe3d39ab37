"""What is passed on, over REST: for the case system alone, with a key that is for this alone."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from ninja import Query, Router

from verzuimbrug.application.passed_on.fetching import Fetching, fetch, fetch_file, list_items
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import may_also, reader_of
from verzuimbrug.gateways.rest.consumer_schemas import (
    ErrorOut,
    PassedOnOut,
    PassedOnPage,
    WindowQuery,
)
from verzuimbrug.gateways.rest.management import UNKNOWN, asking, found, raw_answer

router = Router(tags=["consumer"])
# Nothing between here and the reader may keep what is passed on.
router.add_decorator(cache_control(private=True, no_store=True), mode="view")

ERASED: dict[Any, Any] = {410: ErrorOut}
_BYTES = "application/octet-stream"
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:]")


@router.get(
    "/passed-on",
    operation_id="list_passed_on",
    **asking(Permission.PASSED_ON_FETCH, {200: PassedOnPage}),
)
def items(request: HttpRequest, query: Query[WindowQuery]) -> dict[str, Any]:
    """List what is passed on, without what is in it."""
    page = list_items(_fetching(request), query.window())
    return {"items": [each.data for each in page.items], "next": page.next}


@router.get(
    "/passed-on/{int:number}",
    operation_id="get_passed_on",
    **asking(Permission.PASSED_ON_FETCH, {200: PassedOnOut, **UNKNOWN, **ERASED}),
)
def item(request: HttpRequest, number: int) -> dict[str, Any]:
    """Give an item with its content."""
    fetched = found(fetch(_fetching(request), number))
    return {**fetched.facts.data, "xml": fetched.xml}


@router.get(
    "/passed-on/{int:number}/file",
    operation_id="get_passed_on_file",
    **asking(
        Permission.PASSED_ON_FETCH,
        {**UNKNOWN, **ERASED},
        raw_answer("The file as it was sent.", _BYTES),
    ),
)
def file(request: HttpRequest, number: int) -> HttpResponse:
    """Give the file of an item."""
    fetched = found(fetch_file(_fetching(request), number))
    response = HttpResponse(fetched.file.content, content_type=_BYTES)
    name = _UNSAFE.sub("_", fetched.file.name or f"{number}")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _fetching(request: HttpRequest) -> Fetching:
    medical = may_also(request, Permission.MEDICAL_FETCH)
    return Fetching(reader=reader_of(request), medical=medical)
