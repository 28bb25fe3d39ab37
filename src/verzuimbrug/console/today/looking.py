"""Marking what was rejected as seen, with what takes that back."""

from datetime import datetime

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.translation import gettext as _, ngettext

from verzuimbrug.application.today.looking import look_at_refused, take_back_looks
from verzuimbrug.application.today.needs import what_needs
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, found, go, page
from verzuimbrug.console.templatetags.console import moment as written
from verzuimbrug.console.today.cards import cards_of
from verzuimbrug.domain.attention import Matter
from verzuimbrug.domain.permissions import Permission

NO_CODE = "-"
"""Stands in an address for what was rejected without a finding."""


@page(Permission.MESSAGES_CORRECT)
def look_at_rejected(request: ConsoleRequest, account: int, code: str) -> HttpResponseBase:
    """Shows which messages it is about; agreed with, marks them."""
    chosen = "" if code == NO_CODE else code
    needs = what_needs(request.visitor.reader).items
    own = [
        need
        for need in needs
        if (need.matter, need.account, need.code) == (Matter.REJECTED, account, chosen)
    ]
    if not own:
        raise Http404
    (card,) = cards_of(request.visitor, own)
    meaning = Meaning(
        title=_("Mark as seen"),
        lead=card.where,
        says=(
            card.sentence,
            _(
                "They no longer stand under what needs you. Nothing changes of the messages "
                "themselves; they stay among the messages and the reports."
            ),
        ),
        button=_("Mark as seen"),
        back=reverse("today"),
        crumbs=_crumbs(),
        state=(account, chosen),
        is_stop=False,
    )
    return ask_first(request, meaning) or _mark(request, account, chosen)


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
    """Asks whether what was marked at a moment is to need attention again; agreed, does it."""
    at = found(_moment(moment))
    said = _("What you marked as seen on %(moment)s stands under what needs you again.")
    meaning = Meaning(
        title=_("Not seen after all"),
        says=(format_html(said.replace("%(moment)s", "{}"), written(at)),),
        button=_("Undo"),
        back=reverse("today"),
        crumbs=_crumbs(),
        state=at,
        is_stop=False,
    )
    asking = ask_first(request, meaning)
    if asking is not None:
        return asking
    count = take_back_looks(request.visitor.reader, at)
    told = ngettext(
        "%(count)s message asks for attention again.",
        "%(count)s messages ask for attention again.",
        count,
    )
    leave_notice(request, told % {"count": count})
    return go("today")


def _crumbs() -> tuple[tuple[str, str], ...]:
    return ((_("Today"), reverse("today")),)


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
