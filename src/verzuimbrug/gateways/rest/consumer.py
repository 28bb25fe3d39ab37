"""The consumer side of the REST API: the case system reads dossiers, messages and reports.

Every answer is about the arbodienst of the key. What belongs to another is answered as what does
not exist, byte for byte.
"""

from typing import TypeVar

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.views.decorators.cache import cache_control
from ninja import Query, Router

from verzuimbrug.application.dossiers import list_dossiers, list_employers
from verzuimbrug.application.dossiers_values import Dossier, EmployerEntry
from verzuimbrug.application.messages import MessageEntry, MessageFilter, list_messages
from verzuimbrug.application.pages import Page
from verzuimbrug.application.report import read_report
from verzuimbrug.application.report_values import ProcessingReport
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import ApiKey, reader_of
from verzuimbrug.gateways.rest.consumer_schemas import (
    DossierPage,
    EmployerPage,
    ErrorOut,
    MessagePage,
    MessageQuery,
    ReportOut,
    ReportQuery,
    WindowQuery,
)

REFUSED = frozenset({400, 401, 403, 429, 503})

Found = TypeVar("Found")


router = Router(tags=["consumer"])
# Answers hold personal data: nothing between here and the reader may keep them.
router.add_decorator(cache_control(private=True, no_store=True), mode="view")


@router.get(
    "/employers",
    auth=ApiKey(Permission.EMPLOYERS_READ),
    response={200: EmployerPage, REFUSED: ErrorOut},
)
def employers(request: HttpRequest, query: Query[WindowQuery]) -> Page[EmployerEntry]:
    """List the employers."""
    return list_employers(reader_of(request).arbodienst, query.window())


@router.get(
    "/employers/{path:code}/employees",
    auth=ApiKey(Permission.DOSSIERS_READ),
    response={200: DossierPage, REFUSED | {404}: ErrorOut},
    by_alias=True,
)
def employees(request: HttpRequest, code: str, query: Query[WindowQuery]) -> Page[Dossier]:
    """List the persons at an employer, with their employments and absence cases."""
    return _found(list_dossiers(reader_of(request), code, query.window(), timezone.localdate()))


@router.get(
    "/messages",
    auth=ApiKey(Permission.MESSAGES_READ),
    response={200: MessagePage, REFUSED: ErrorOut},
)
def messages(request: HttpRequest, query: Query[MessageQuery]) -> Page[MessageEntry]:
    """List the messages."""
    chosen = MessageFilter(state=query.state, stream=query.stream)
    return list_messages(reader_of(request).arbodienst, chosen, query.window())


@router.get(
    "/reports/{receipt}",
    auth=ApiKey(Permission.REPORTS_READ),
    response={200: ReportOut, REFUSED | {404}: ErrorOut},
)
def report(request: HttpRequest, receipt: str, query: Query[ReportQuery]) -> ProcessingReport:
    """Give the processing report of a message."""
    return _found(read_report(reader_of(request), receipt, query.lang))


def _found(what: Found | None) -> Found:
    if what is None:
        raise Http404
    return what
