"""For approval: the held messages, and the reports that wait for a decision on themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from verzuimbrug.application.held.disputed import list_disputed
from verzuimbrug.application.held.judge import approve_all
from verzuimbrug.application.held.show import find_held, list_held
from verzuimbrug.application.held.values import DisputedReport, HeldMessage
from verzuimbrug.application.pages import Window
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.console.addresses import AFTER, number_in, paging, with_query
from verzuimbrug.console.change_list import ShownCount, counts_of
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.language import language
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, go, page
from verzuimbrug.console.waiting.tabs import crumbs_of, tabs_of
from verzuimbrug.domain.permissions import Permission

_A_PAGE = 25
_REPORTS_AFTER = "meldingen_na"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """A held message with why, and what it would change, in words."""

    message: HeldMessage
    reasons: tuple[ExplainedFinding, ...]
    counts: tuple[ShownCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedRow:
    """A report that waits for a decision, with why."""

    report: DisputedReport
    findings: tuple[ExplainedFinding, ...]


@page(Permission.HELD_READ)
def show_held(request: ConsoleRequest) -> HttpResponse:
    """Both lists, each with its own pages."""
    visitor = request.visitor
    held = list_held(visitor.reader, Window(number_in(request, AFTER) or 0, _A_PAGE))
    after = number_in(request, _REPORTS_AFTER) or 0
    disputed = list_disputed(visitor.reader, Window(after, _A_PAGE))
    more = with_query(request, **{_REPORTS_AFTER: disputed.next}) if disputed.next else ""
    context = {
        "tabs": tabs_of(visitor, "held"),
        "held": tuple(map(_held_row, held.items)),
        "disputed": tuple(map(_disputed_row, disputed.items)),
        "paging": paging(request, following=held.next),
        "more_reports": more,
        "may_decide": visitor.may(Permission.HELD_DECIDE),
    }
    return answer(request, "console/waiting/held.html", context)


def _held_row(message: HeldMessage) -> HeldRow:
    return HeldRow(
        message=message,
        reasons=Audience(language()).explain(each.to_json() for each in message.reasons),
        counts=counts_of(message.counts),
    )


def _disputed_row(report: DisputedReport) -> DisputedRow:
    explained = Audience(language()).explain(each.to_json() for each in report.findings)
    return DisputedRow(report=report, findings=explained)


@page(Permission.HELD_DECIDE)
@require_POST
def approve_together(request: ConsoleRequest) -> HttpResponse:
    """Several messages of one stream: a preview of their counts, then one after another."""
    receipts = request.POST.getlist("bericht")[:_A_PAGE]
    if not receipts:
        leave_notice(request, _("You chose no message yet."), kind="attention")
        return go("held")
    if "doe" in request.POST:
        return _approve(request, dict(zip(receipts, request.POST.getlist("digest"), strict=False)))
    found = find_held(request.visitor.reader, receipts)
    rows = [_held_row(message) for message in found if message.digest]
    if len({(row.message.account, row.message.stream) for row in rows}) != 1:
        text = _("Choose messages of one stream to approve them together.")
        leave_notice(request, text, kind="attention")
        return go("held")
    total: dict[str, int] = {}
    for row in rows:
        for name, count in row.message.counts.items():
            total[name] = total.get(name, 0) + count
    context = {
        "crumbs": crumbs_of("held"),
        "rows": rows,
        "total": counts_of(total),
        "back": reverse("held"),
    }
    return answer(request, "console/waiting/held_together.html", context)


def _approve(request: ConsoleRequest, shown: Mapping[str, str]) -> HttpResponse:
    done = approve_all(decider_of(request), shown, request.POST.get("reden", ""))
    taken = sum(1 for each in done.values() if each is not None and each.goes_on)
    if taken:
        text = ngettext("%(count)s message approved.", "%(count)s messages approved.", taken)
        leave_notice(request, text % {"count": taken})
    left = len(done) - taken
    if left:
        text = ngettext(
            "%(count)s message would change something else by now. Look at it again.",
            "%(count)s messages would change something else by now. Look at them again.",
            left,
        )
        leave_notice(request, text % {"count": left}, kind="attention")
    return go("held")
