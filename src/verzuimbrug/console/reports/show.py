"""One processing report: the whole, what was said by cause, and what became of each report."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise

from verzuimbrug.application.reports.export import export_report
from verzuimbrug.application.reports.opening import Part, open_report
from verzuimbrug.application.reports.values import Cause, OpenedReport, ReportOutcome
from verzuimbrug.application.users.visitor import Visitor
from verzuimbrug.console.addresses import AFTER, number_in, paging, with_query
from verzuimbrug.console.downloads import sheet_file
from verzuimbrug.console.language import language
from verzuimbrug.console.links import url_of
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.console.reports.listing import counted, form_of
from verzuimbrug.console.words import (
    DRY_RUN,
    ITEMS,
    MESSAGES,
    REPORTS,
    STAGE_OUTCOMES,
    STAGES,
    Mark,
)
from verzuimbrug.domain.parking import parking_causes
from verzuimbrug.domain.permissions import Permission

CODE = "bevinding"
_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What became of one report of absence; `dossier` is the page of its person."""

    outcome: ReportOutcome
    number: int
    mark: Mark
    dossier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLine:
    """A cause, with how many reports it was said of, and where it can be helped."""

    cause: Cause
    url: str
    action_url: str


@page(Permission.REPORTS_READ)
def report(request: ConsoleRequest, receipt: str) -> HttpResponse:
    """The report, a part of its outcomes at a time."""
    visitor = request.visitor
    code = request.GET.get(CODE) or None
    after = number_in(request, AFTER)
    part = Part(after=-1 if after is None else after, code=code, limit=_A_PAGE)
    marks = visitor.may(Permission.MESSAGES_CORRECT)
    opened = found(open_report(visitor.reader, receipt, language(), part, marks=marks))
    head = opened.head
    context = {
        "head": head,
        "mark": DRY_RUN if head.dry_run else MESSAGES[head.state],
        "counts": counted(head.states),
        "items": [(ITEMS[state], count) for state, count in head.items.items()],
        "stages": stages_of(opened),
        "causes": [_cause(request, opened, cause) for cause in head.causes],
        "lines": [_line(visitor, outcome) for outcome in opened.outcomes],
        "code": code,
        "without_code": with_query(request, **{CODE: None, AFTER: None}),
        "paging": paging(request, following=opened.next),
        "coupling_url": url_of("coupling", head.account),
        "message_url": url_of("message", receipt) if visitor.may(Permission.MESSAGES_READ) else "",
        "files": [(form.upper(), url_of("report-file", receipt, form)) for form in ("csv", "xlsx")],
    }
    return answer(request, "console/reports/show.html", context)


@page(Permission.REPORTS_READ)
def report_file(request: ConsoleRequest, receipt: str, form: str) -> HttpResponseBase:
    """The report as a file."""
    chosen = form_of(form)
    content = found(export_report(request.visitor.reader, receipt, language(), chosen))
    return sheet_file(f"verslag-{receipt}", content, chosen)


def stages_of(opened: OpenedReport) -> list[tuple[str, Promise | str]]:
    """The stages with the shape of what became of each."""
    return [(STAGE_OUTCOMES[each.outcome].kind, STAGES[each.stage]) for each in opened.head.stages]


def _line(visitor: Visitor, outcome: ReportOutcome) -> Line:
    may = visitor.may(Permission.DOSSIERS_READ) and outcome.employee is not None
    return Line(
        outcome=outcome,
        number=outcome.position + 1,
        mark=REPORTS[outcome.state],
        dossier=url_of("dossier", outcome.employee) if may else "",
    )


def _cause(request: ConsoleRequest, opened: OpenedReport, cause: Cause) -> CauseLine:
    code = cause.finding.code
    is_parked = code in parking_causes() and request.visitor.may(Permission.PARKING_READ)
    name = opened.head.account_name
    return CauseLine(
        cause=cause,
        url=with_query(request, **{CODE: code, AFTER: None}),
        action_url=url_of("waiting", oorzaak=code, koppeling=name) if is_parked else "",
    )
