"""The search box in the top bar: one message opens at once, anything else is a list.

What is looked for may be a person: it is sent as a form, and stands encrypted in the address.
"""

from django.http import HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect

from verzuimbrug.application.messages.look_up import (
    MOST,
    Kinds,
    LookedUp,
    as_token,
    from_token,
    look_up,
)
from verzuimbrug.console.links import url_of
from verzuimbrug.console.pages import ConsoleRequest, answer, go, page
from verzuimbrug.console.words import MESSAGES
from verzuimbrug.domain.permissions import Permission

_LONGEST = 200


@page()
def look_up_words(request: ConsoleRequest) -> HttpResponseBase:
    """What has these words, of what the visitor may see."""
    if request.method == "POST":
        words = request.POST.get("q", "").strip()[:_LONGEST]
        return HttpResponseRedirect(url_of("search", zoek=as_token(words) if words else None))
    may = request.visitor.may
    words = from_token(request.GET.get("zoek", ""))
    kinds = Kinds(
        messages=may(Permission.MESSAGES_READ),
        employers=may(Permission.EMPLOYERS_READ),
        cases=may(Permission.DOSSIERS_READ),
    )
    found = look_up(request.visitor.reader, words, kinds)
    if found.by_receipt:
        return go("message", found.by_receipt[0].receipt)
    return _listed(request, words, found)


def _listed(request: ConsoleRequest, words: str, found: LookedUp) -> HttpResponse:
    context = {
        "words": words,
        "found": found,
        "most": MOST,
        "by_reference": [(each, MESSAGES[each.state]) for each in found.by_reference],
        "by_case": [(each, MESSAGES[each.state]) for each in found.by_case],
        "employers": [(each, url_of("employer", each.number)) for each in found.employers],
        "cases": [
            (each, url_of("dossier-case", each.employee, each.number)) for each in found.cases
        ],
    }
    return answer(request, "console/messages/search.html", context)
