"""The processing reports of a period, and what was said in them by cause."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from verzuimbrug.application.reports.export import export_selection
from verzuimbrug.application.reports.listing import list_causes, list_reports
from verzuimbrug.application.reports.selection import Selection, choosable_couplings
from verzuimbrug.application.reports.values import Cause, ReportEntry
from verzuimbrug.application.spreadsheets_writing import SheetForm
from verzuimbrug.console.addresses import AFTER, number_in, paging, with_query
from verzuimbrug.console.chips import chips_of
from verzuimbrug.console.downloads import sheet_file
from verzuimbrug.console.language import language
from verzuimbrug.console.links import url_of
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.console.reports.forms import ReportsForm
from verzuimbrug.console.words import DRY_RUN, MESSAGES, REPORTS, Mark
from verzuimbrug.domain.parking import parking_causes
from verzuimbrug.domain.permissions import Permission

_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A report as a row of the list."""

    entry: ReportEntry
    mark: Mark
    counts: list[tuple[int, Promise | str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseRow:
    """A cause with where its messages are, and where it can be helped."""

    cause: Cause
    url: str
    action: str
    action_url: str


@page(Permission.REPORTS_READ)
def reports(request: ConsoleRequest) -> HttpResponse:
    """The list, a page at a time."""
    form, selection = _chosen(request)
    found = list_reports(
        request.visitor.reader,
        selection,
        language(),
        number_in(request, AFTER),
        _A_PAGE,
    )
    rows = [
        Row(
            entry=entry,
            mark=DRY_RUN if entry.dry_run else MESSAGES[entry.state],
            counts=counted(entry.states),
        )
        for entry in found.items
    ]
    context = {
        **_frame(request, form, selection, "reports"),
        "rows": rows,
        "paging": paging(request, following=found.next),
    }
    return answer(request, "console/reports/list.html", context)


@page(Permission.REPORTS_READ)
def causes(request: ConsoleRequest) -> HttpResponse:
    """What was said most, of how much, with what to do about it."""
    form, selection = _chosen(request)
    found = list_causes(request.visitor.reader, selection, language())
    context = {
        **_frame(request, form, selection, "report-causes"),
        "rows": [_cause_row(request, selection, cause) for cause in found],
    }
    return answer(request, "console/reports/causes.html", context)


@page(Permission.REPORTS_READ)
def selection_file(request: ConsoleRequest, form: str) -> HttpResponseBase:
    """The selection as a file."""
    _form, selection = _chosen(request)
    chosen = form_of(form)
    content = export_selection(request.visitor.reader, selection, language(), chosen)
    return sheet_file(f"verslagen-{selection.first}-{selection.last}", content, chosen)


def form_of(name: str) -> SheetForm:
    """The form of a file with a name. Raises Http404 for another."""
    try:
        return SheetForm(name)
    except ValueError:
        raise Http404 from None


def counted(states: Mapping[str, int]) -> list[tuple[int, Promise | str]]:
    """How many reports of absence are in each state, in the order in which states matter."""
    return [(states[state], mark.word) for state, mark in REPORTS.items() if states.get(state)]


def _chosen(request: ConsoleRequest) -> tuple[ReportsForm, Selection]:
    form = ReportsForm(request.GET, choosable_couplings(request.visitor.reader))
    form.is_valid()
    return form, form.selection(timezone.localdate())


def _frame(
    request: ConsoleRequest, form: ReportsForm, selection: Selection, here: str
) -> dict[str, object]:
    """What both pages have around them."""
    query = request.GET.copy()
    query.pop(AFTER, None)
    asked = f"?{query.urlencode()}" if query else ""
    tabs = ((_("Reports"), "reports"), (_("By cause"), "report-causes"))
    return {
        "form": form,
        "selection": selection,
        "chips": chips_of(request, form),
        "tabs": [(label, f"{reverse(name)}{asked}", name == here) for label, name in tabs],
        "files": [
            (form.upper(), f"{reverse('reports-file', args=(form,))}{asked}")
            for form in ("csv", "xlsx")
        ],
    }


def _cause_row(request: ConsoleRequest, selection: Selection, cause: Cause) -> CauseRow:
    code = cause.finding.code
    listed = with_query(request, bevinding=code, soort=None)
    place = listed.replace(request.path, reverse("reports"), 1)
    is_parked = code in parking_causes() and request.visitor.may(Permission.PARKING_READ)
    name = request.GET.get("koppeling", "") if selection.account else ""
    return CauseRow(
        cause=cause,
        url=place,
        action=_("To what waits") if is_parked else "",
        action_url=url_of("waiting", oorzaak=code, koppeling=name) if is_parked else "",
    )
