"""The consumer side of the REST API: the case system reads dossiers, messages, reports, events.

Every answer is about the arbodienst of the key. What belongs to another is answered as what does
not exist, byte for byte.
"""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.cache import cache_control
from ninja import Query, Router

from verzuimbrug.application.dossiers import list_dossiers, list_employers
from verzuimbrug.application.dossiers_values import Dossier, EmployerEntry
from verzuimbrug.application.events.feed import read_events
from verzuimbrug.application.messages.listing import MessageEntry, MessageFilter, list_messages
from verzuimbrug.application.pages import Page
from verzuimbrug.application.reports.report import read_report
from verzuimbrug.application.reports.values import ProcessingReport
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.gateways.rest.api_key import reader_of
from verzuimbrug.gateways.rest.consumer_schemas import (
    DossierPage,
    EmployerPage,
    ErrorOut,
    FeedPage,
    MessagePage,
    MessageQuery,
    ReportOut,
    ReportQuery,
    WindowQuery,
)
from verzuimbrug.gateways.rest.management import UNKNOWN, asking, found

router = Router(tags=["consumer"])
# Answers hold personal data: nothing between here and the reader may keep them.
router.add_decorator(cache_control(private=True, no_store=True), mode="view")


@router.get(
    "/employers",
    operation_id="list_employers",
    **asking(Permission.EMPLOYERS_READ, {200: EmployerPage}),
)
def employers(request: HttpRequest, query: Query[WindowQuery]) -> Page[EmployerEntry]:
    """List the employers."""
    return list_employers(reader_of(request).arbodienst, query.window())


@router.get(
    "/employers/{path:code}/employees",
    operation_id="list_dossiers",
    **asking(Permission.DOSSIERS_READ, {200: DossierPage, **UNKNOWN}),
    by_alias=True,
)
def employees(request: HttpRequest, code: str, query: Query[WindowQuery]) -> Page[Dossier]:
    """List the persons at an employer, with their employments and absence cases."""
    return found(list_dossiers(reader_of(request), code, query.window(), timezone.localdate()))


@router.get(
    "/events",
    operation_id="list_events",
    **asking(Permission.DOSSIERS_READ, {200: FeedPage, 410: ErrorOut}),
    by_alias=True,
)
def events(request: HttpRequest, query: Query[WindowQuery]) -> dict[str, Any]:
    """List what happened to persons and cases, in order."""
    page = read_events(reader_of(request), query.window())
    return {
        "items": [{**each.body, "number": each.number} for each in page.items],
        "next": page.next,
    }


@router.get(
    "/messages",
    operation_id="list_messages",
    **asking(Permission.MESSAGES_READ, {200: MessagePage}),
)
def messages(request: HttpRequest, query: Query[MessageQuery]) -> Page[MessageEntry]:
    """List the messages."""
    chosen = MessageFilter(state=query.state, stream=query.stream)
    return list_messages(reader_of(request).arbodienst, chosen, query.window())


@router.get(
    "/reports/{receipt}",
    operation_id="get_report",
    **asking(Permission.REPORTS_READ, {200: ReportOut, **UNKNOWN}),
)
def report(request: HttpRequest, receipt: str, query: Query[ReportQuery]) -> ProcessingReport:
    """Give the processing report of a message."""
    return found(read_report(reader_of(request), receipt, query.lang))
