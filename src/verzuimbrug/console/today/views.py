"""Today, and any other day: what needs somebody, how couplings go, and that the counts add up."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.couplings.listing import list_couplings
from verzuimbrug.application.today.counting import count_day
from verzuimbrug.application.today.needs import what_needs
from verzuimbrug.application.today.values import Day
from verzuimbrug.console.couplings.listing import shown_row
from verzuimbrug.console.links import messages_of, url_of
from verzuimbrug.console.pages import ConsoleRequest, answer, go, page
from verzuimbrug.console.pictures import rates_of
from verzuimbrug.console.today.cards import cards_of
from verzuimbrug.console.words import MESSAGES, REPORTS, UNDONE
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.balance import Balance, Place
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.reports import ReportState

PLACES: Mapping[str, Promise | str] = {
    Place.PROCESSED: MESSAGES["processed"].word,
    Place.PARKED: REPORTS[ReportState.PARKED].word,
    Place.HELD: MESSAGES["held"].word,
    Place.REJECTED: MESSAGES["rejected"].word,
    Place.FAILED: MESSAGES["failed"].word,
    Place.QUEUED: MESSAGES["received"].word,
    Place.WAITING: _("for couplings that are not live"),
    Place.DELIVERY: _("of an initial load"),
    Place.UNDONE: UNDONE.word,
}
STATES: Mapping[str, Promise | str] = {state: mark.word for state, mark in REPORTS.items()}
_ALWAYS = {Place.PROCESSED, ReportState.APPLIED}


@page()
def today(request: ConsoleRequest) -> HttpResponseBase:
    """What needs the visitor, and the day that was chosen; without a choice this one.

    Who reads nothing of an arbodienst has a first page of their own.
    """
    if not request.visitor.may(Permission.MESSAGES_READ):
        return go("arbodiensten")
    reader = request.visitor.reader
    chosen = parse_day(request.GET.get("dag", ""))
    day = count_day(reader, chosen)
    is_today = day.day == timezone.localdate()
    context = {
        "day": day,
        "is_today": is_today,
        **(_now(request) if is_today else {}),
        "messages": terms_of(day.messages, PLACES, day),
        "reports": terms_of(day.reports, STATES, None),
        "all_messages_url": messages_of(day.day),
        "chart": rates_of(day.hours, _hour_address),
        "previous": day.day - timedelta(days=1),
        "next": day.day + timedelta(days=1),
    }
    return answer(request, "console/today/today.html", context)


def _now(request: ConsoleRequest) -> dict[str, object]:
    """What is only told of today: what needs the visitor, and how each coupling goes."""
    reader = request.visitor.reader
    needs = what_needs(reader)
    rows = [shown_row(row) for row in list_couplings(reader)]
    return {
        "cards": cards_of(request.visitor, needs.items),
        "more_parked": needs.more_parked,
        "parked_url": url_of("waiting"),
        "couplings": [each for each in rows if each.row.head.status != AccountStatus.CLOSED],
    }


def parse_day(text: str) -> date | None:
    """The day in an address; None for what is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def terms_of(
    balance: Balance, words: Mapping[str, Promise | str], day: Day | None
) -> list[tuple[int, Promise | str, str]]:
    """The terms of the sum that are not zero: how many, in words, and where they are."""
    return [
        (balance.places[place], word, _address(place, day))
        for place, word in words.items()
        if balance.places[place] or place in _ALWAYS
    ]


_STATE_OF = {
    Place.PROCESSED: "processed",
    Place.HELD: "held",
    Place.REJECTED: "rejected",
    Place.FAILED: "failed",
    Place.QUEUED: "received",
}


def _address(place: str, day: Day | None) -> str:
    if day is None:
        pages = {ReportState.PARKED: "waiting", ReportState.HELD: "held"}
        pages[ReportState.CONFLICT] = "held"
        return url_of(pages[ReportState(place)]) if ReportState(place) in pages else ""
    if place == Place.PARKED:
        return url_of("waiting")
    if place == Place.HELD:
        return url_of("held")
    if Place(place) in _STATE_OF:
        return messages_of(day.day, stand=_STATE_OF[Place(place)])
    return ""


def _hour_address(hour: datetime) -> str:
    return messages_of(hour.date())
