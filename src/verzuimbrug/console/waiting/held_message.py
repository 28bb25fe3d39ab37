"""A held message: what it would change, and the decision on it, bound to what was shown (VE-2)."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from verzuimbrug.application.held.judge import approve, reject
from verzuimbrug.application.held.show import show_changes
from verzuimbrug.application.held.values import Decided, Judgement, ShownMessage
from verzuimbrug.console.addresses import with_query
from verzuimbrug.console.change_list import ShownList, counts_of, of_changes
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.findings import explained
from verzuimbrug.console.links import url_of
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.waiting.numbers import number_or, numbers_of
from verzuimbrug.console.waiting.tabs import crumbs_of
from verzuimbrug.domain.permissions import Permission

_PERSONS_AT_A_TIME = 50
_PART, _FROM = "deel", "vanaf"
_WITHOUT_PERSON, _WITHOUT_REPORT = "zonder_persoon", "zonder_melding"


@page(Permission.HELD_READ)
def show_held_message(request: ConsoleRequest, receipt: str) -> HttpResponse:
    """The list of changes, part by part, with the form to decide."""
    if request.method == "POST":
        if not request.visitor.may(Permission.HELD_DECIDE):
            return _shown(request, receipt)
        return _decide(request, receipt)
    return _shown(request, receipt)


def _decide(request: ConsoleRequest, receipt: str) -> HttpResponse:
    given, decider = request.POST, decider_of(request)
    reason, action = given.get("reden", ""), None
    if given.get("besluit") == "afwijzen":
        decided = found(reject(decider, receipt, reason))
        told = _("Message %(receipt)s is refused; nothing of it is taken over.")
    else:
        persons, reports = _left_out(request)
        judgement = Judgement(
            digest=given.get("digest", ""),
            refused_persons=persons,
            refused_reports=reports,
            reason=reason,
        )
        decided = found(approve(decider, receipt, judgement))
        told = _("Message %(receipt)s is approved and is being taken over.")
        action = (_("Undo"), reverse("undo-message", args=(receipt,)))
    if not decided.goes_on:
        return _shown(request, receipt, decided)
    leave_notice(request, told % {"receipt": receipt}, action=action)
    return go("held")


def _shown(request: ConsoleRequest, receipt: str, decided: Decided | None = None) -> HttpResponse:
    part = max(number_or(request.GET.get(_PART), 1), 1)
    start = number_or(request.GET.get(_FROM), 0)
    shown = found(show_changes(request.visitor.reader, receipt, min(part, 2**31 - 1)))
    whole = of_changes(shown.changes, {})
    listed = whole.part(start, _PERSONS_AT_A_TIME)
    persons, reports = _left_out(request)
    context = {
        "shown": shown,
        "list": listed,
        "more": _more(request, shown, whole, start),
        "choose": request.visitor.may(Permission.HELD_DECIDE),
        "left_out_persons": persons,
        "left_out_reports": reports,
        "kept": _elsewhere(listed, persons, reports),
    }
    if request.htmx:
        return answer(request, "console/waiting/held_part.html", context)
    status = 409 if decided else 200
    return answer(
        request,
        "console/waiting/held_message.html",
        {**context, **_around(request, shown, decided)},
        status=status,
    )


def _around(
    request: ConsoleRequest, shown: ShownMessage, decided: Decided | None
) -> dict[str, object]:
    """What stands around the list: why, how much, what waits, and what came of a decision."""
    message = shown.message
    is_first = shown.part == 1 and not request.GET.get(_FROM)
    return {
        "crumbs": crumbs_of("held"),
        "message_url": url_of("message", message.receipt),
        "reasons": explained(message.reasons),
        "counts": counts_of(message.counts),
        "decided": explained(decided.findings) if decided else (),
        "reason": request.POST.get("reden", ""),
        "is_first": is_first,
        "may_decide": request.visitor.may(Permission.HELD_DECIDE),
    }


def _left_out(request: ConsoleRequest) -> tuple[frozenset[int], frozenset[int]]:
    """The persons and reports to leave out, as the form or the part before this one has them."""
    given = request.POST if request.method == "POST" else request.GET
    persons, reports = given.getlist(_WITHOUT_PERSON), given.getlist(_WITHOUT_REPORT)
    return numbers_of(persons), numbers_of(reports)


def _elsewhere(
    listed: ShownList, persons: frozenset[int], reports: frozenset[int]
) -> list[tuple[str, int]]:
    """What is left out and has no box on this page: it goes along as hidden fields."""
    boxes = {person.place for person in listed.persons}
    report_boxes = {report.place for person in listed.persons for report in person.reports}
    return [
        *((_WITHOUT_PERSON, place) for place in sorted(persons - boxes)),
        *((_WITHOUT_REPORT, place) for place in sorted(reports - report_boxes)),
    ]


def _more(request: ConsoleRequest, shown: ShownMessage, whole: ShownList, start: int) -> str:
    """Where the list goes on; empty at its end. What is left out goes along by the fields."""
    without = {_WITHOUT_PERSON: None, _WITHOUT_REPORT: None}
    beyond = start + _PERSONS_AT_A_TIME
    if beyond < len(whole.persons):
        return with_query(request, **without, **{_PART: shown.part, _FROM: beyond})
    if shown.next_part is not None:
        return with_query(request, **without, **{_PART: shown.next_part, _FROM: None})
    return ""
