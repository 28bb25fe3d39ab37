"""The absence of a person as a picture with its dates, and the page of one case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from verzuimbrug.application.persons.absence import read_absence, read_case
from verzuimbrug.application.persons.values import CaseLine, SpellLine
from verzuimbrug.console.dossiers.absence_chart import WIDTH, absence_chart
from verzuimbrug.console.dossiers.frame import dossier_frame
from verzuimbrug.console.language import language
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.poortwachter import MilestoneDate, MilestoneState
from verzuimbrug.domain.timeline import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRow:
    """A line of the picture in words: from when up to and including when, and from whom."""

    number: int
    case: CaseLine
    start: date
    end: date | None
    percentage: Decimal
    origin: Origin
    is_earlier: bool


@page(Permission.DOSSIERS_READ)
@require_safe
def dossier(request: ConsoleRequest, person: int) -> HttpResponse:
    """Whom it is about and their absence: the picture on top, its dates, and the cases."""
    today = timezone.localdate()
    shown = found(read_absence(request.visitor.reader, person, today, language()))
    context = {
        **dossier_frame(request, shown.head, "dossier"),
        "page": shown,
        "chart": absence_chart(shown.cases, shown.spells, today),
        "chart_width": WIDTH,
        "rows": tuple(_rows(shown.cases)),
        "next_date": _next_date(shown.spells),
    }
    return answer(request, "console/dossiers/absence.html", context)


@page(Permission.DOSSIERS_READ)
@require_safe
def case_page(request: ConsoleRequest, person: int, case: int) -> HttpResponse:
    """One case: its reports in order, each with what it said, what became of it, and why."""
    today = timezone.localdate()
    shown = found(read_case(request.visitor.reader, person, case, today, language()))
    spells = [shown.spell] if shown.spell else []
    cases = shown.joined or (shown.case,)
    context = {
        **dossier_frame(request, shown.head, "dossier"),
        "page": shown,
        "chart": absence_chart(cases, spells, today),
        "chart_width": WIDTH,
        "rows": tuple(_rows(cases)),
    }
    return answer(request, "console/dossiers/case.html", context)


def _next_date(spells: Iterable[SpellLine]) -> MilestoneDate | None:
    """The first date that is due or to come, of all absences."""
    ahead = (MilestoneState.DUE, MilestoneState.COMING)
    dates = [due for line in spells for due in line.dates if due.state in ahead]
    return min(dates, key=lambda due: due.on or date.max, default=None)


def _rows(cases: Iterable[CaseLine]) -> Iterator[ChartRow]:
    """The picture in words: what holds of each case, then what was known otherwise before."""
    for number, case in enumerate(cases, start=1):
        for span in case.spans:
            yield ChartRow(
                number=number,
                case=case,
                start=span.start,
                end=span.end,
                percentage=span.percentage,
                origin=span.origin,
                is_earlier=False,
            )
        for step in case.earlier:
            yield ChartRow(
                number=number,
                case=case,
                start=step.start,
                end=step.end - step.end.resolution,
                percentage=step.percentage,
                origin=step.origin,
                is_earlier=True,
            )
