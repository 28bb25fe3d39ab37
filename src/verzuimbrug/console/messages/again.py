"""A message gone through again: rehearsed, or put in the queue; shown before it is done."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from verzuimbrug.application.correcting.replay import Chosen, Replayed, replay
from verzuimbrug.application.messages.overview import find_message
from verzuimbrug.application.messages.rehearsing import rehearse_stored
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.console.change_list import counts_of
from verzuimbrug.console.confirming import SHOWN, digest_of
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.language import language
from verzuimbrug.console.messages.around import around
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.words import report_mark
from verzuimbrug.domain.permissions import Permission

_MOST_REPORTS = 200
"""How many reports of a dry run are listed; the counts are always whole."""


@page(Permission.STREAMS_WRITE)
def rehearse(request: ConsoleRequest, receipt: str) -> HttpResponse:
    """What would become of it now. A POST: it takes the place of the workers for a while."""
    reader = request.visitor.reader
    one = found(find_message(reader, receipt))
    context = {**around(request, one, "message-rehearse"), "most": _MOST_REPORTS}
    if request.method != "POST":
        return answer(request, "console/messages/rehearse.html", context)
    run = found(rehearse_stored(reader, receipt))
    audience = Audience(language())
    context |= {
        "run": run,
        "findings": audience.explain(each.to_json() for each in run.findings),
        "counts": counts_of(run.counts),
        "rows": [
            (each, report_mark(each["state"], dry_run=True), audience.explain(each["findings"]))
            for each in run.reports[:_MOST_REPORTS]
        ],
    }
    return answer(request, "console/messages/rehearse.html", context)


@page(Permission.MESSAGES_CORRECT)
def replay_message(request: ConsoleRequest, receipt: str) -> HttpResponseBase:
    """What would come of it, and then into the queue. A POST each, as with `rehearse`."""
    one = found(find_message(request.visitor.reader, receipt))
    context = {**around(request, one, "message-replay"), "shown_field": SHOWN}
    if request.method != "POST":
        return answer(request, "console/messages/replay.html", context)
    decider, chosen = decider_of(request), Chosen(receipt=one.receipt)
    replayed = replay(decider, chosen, dry_run=True)
    asked = request.POST.get(SHOWN, "")
    if asked and asked == _digest_of(replayed):
        replayed = replay(decider, chosen, dry_run=False)
        if replayed.applied:
            leave_notice(request, _("The message is in the queue again."), kind="info")
            return go("message", one.receipt)
    context |= {
        "digest": _digest_of(replayed),
        "is_another": bool(asked),
        "counts": counts_of(replayed.counts),
        "findings": Audience(language()).explain(each.to_json() for each in replayed.findings),
    }
    return answer(request, "console/messages/replay.html", context)


def _digest_of(replayed: Replayed) -> str:
    """By this somebody agrees with what a replay comes to."""
    return digest_of(replayed.messages, dict(replayed.counts))
