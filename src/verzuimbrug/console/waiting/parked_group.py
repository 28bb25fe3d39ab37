"""One group of the parking lot: what is the matter, what heals it, and the reports in it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verzuimbrug.application.pages import Window
from verzuimbrug.application.parking.addresses import read_address
from verzuimbrug.application.parking.candidates import list_candidates_of
from verzuimbrug.application.parking.listing import list_parked_reports, show_group
from verzuimbrug.application.parking.values import GroupKey, ParkedGroup
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.console.addresses import AFTER, number_in, paging
from verzuimbrug.console.change_list import shown_value
from verzuimbrug.console.language import language
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.console.waiting.cards import actions_of, since_of
from verzuimbrug.console.waiting.causes import title_of
from verzuimbrug.console.waiting.tabs import crumbs_of
from verzuimbrug.console.waiting.treating import name_of
from verzuimbrug.domain.permissions import Permission

_A_PAGE = 50


@page(Permission.PARKING_READ)
def show_parked_group(request: ConsoleRequest, address: str) -> HttpResponse:
    """The group; of a link key also who it may be of."""
    reader = request.visitor.reader
    key = found(read_address(address))
    group = found(show_group(reader, key))
    window = Window(number_in(request, AFTER) or 0, _A_PAGE)
    reports = found(list_parked_reports(reader, key, window))
    context = {
        "title": title_of(group.cause),
        "crumbs": crumbs_of("waiting"),
        "group": group,
        "subject": " · ".join(key.subject),
        "sentence": group.text(language()),
        "since": since_of(group),
        "actions": tuple(actions_of(request.visitor, group, address)),
        "question": group.question(language()),
        "in_the_way": _in_the_way(group),
        "candidates": _candidates(request, key),
        "reports": reports.items,
        "paging": paging(request, following=reports.next),
    }
    return answer(request, "console/waiting/group.html", context)


def _in_the_way(group: ParkedGroup) -> dict[str, object] | None:
    """The report that others wait for, with what is said of it."""
    way = group.in_the_way
    if way is None:
        return None
    explained = Audience(language()).explain([way.finding.to_json()] if way.finding else [])
    return {"report": way, "finding": explained[0] if explained else None}


def _candidates(request: ConsoleRequest, key: GroupKey) -> tuple[dict[str, object], ...]:
    """The persons beside the link key, so far as they may be shown."""
    if key.cause != "WN401":
        return ()
    known = list_candidates_of(request.visitor.reader, key.account, [key.subject])
    return tuple(
        {
            "name": name_of(each),
            "birth_date": shown_value("birth_date", each.proposal.birth_date),
            "strength": _strengths()[each.proposal.strength],
        }
        for each in known.get(key.subject, ())
    )


def _strengths() -> dict[str, str]:
    return {
        "same-initials": _("same initials"),
        "no-initials": _("initials not known"),
        "other-initials": _("other initials"),
    }
