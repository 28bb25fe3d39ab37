"""Marking what was rejected as seen, with what takes that back."""

from datetime import datetime

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _, ngettext

from verzuimbrug.application.today.looking import look_at_refused, take_back_looks
from verzuimbrug.application.today.needs import what_needs
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.today.cards import cards_of
from verzuimbrug.domain.attention import Matter
from verzuimbrug.domain.permissions import Permission

NO_CODE = "-"
"""Stands in an address for what was rejected without a finding."""


@page(Permission.MESSAGES_CORRECT)
def look_at_rejected(request: ConsoleRequest, account: int, code: str) -> HttpResponseBase:
    """Shows which messages it is about; posted, marks them."""
    chosen = "" if code == NO_CODE else code
    if request.method == "POST":
        return _mark(request, account, chosen)
    needs = what_needs(request.visitor.reader).items
    own = [
        need
        for need in needs
        if (need.matter, need.account, need.code) == (Matter.REJECTED, account, chosen)
    ]
    if not own:
        raise Http404
    (card,) = cards_of(request.visitor, own)
    return answer(request, "console/today/look.html", {"card": card, "need": own[0]})


def _mark(request: ConsoleRequest, account: int, code: str) -> HttpResponseBase:
    looked = found(look_at_refused(request.visitor.reader, account, code))
    told = ngettext(
        "%(count)s message is marked as seen.",
        "%(count)s messages are marked as seen.",
        looked.messages,
    )
    back = reverse("take-back-looks", args=(looked.at.isoformat(),))
    leave_notice(request, told % {"count": looked.messages}, action=(_("Undo"), back))
    return go("today")


@page(Permission.MESSAGES_CORRECT)
def take_back(request: ConsoleRequest, moment: str) -> HttpResponseBase:
    """Asks whether what was marked at a moment is to need attention again; posted, does it."""
    at = found(_moment(moment))
    if request.method == "POST":
        count = take_back_looks(request.visitor.reader, at)
        told = ngettext(
            "%(count)s message asks for attention again.",
            "%(count)s messages ask for attention again.",
            count,
        )
        leave_notice(request, told % {"count": count})
        return go("today")
    return answer(request, "console/today/take_back.html", {"at": at})


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
