"""One employer: what it is, its time in groups, what reaches it and what that did."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from verzuimbrug.application.employers.activity import CouplingActivity, coupling_activity
from verzuimbrug.application.employers.showing import (
    CouplingShown,
    EmployerShown,
    show_employer,
)
from verzuimbrug.console.couplings.strips import ShownStrip, shown_strip
from verzuimbrug.console.employers.details import details_of
from verzuimbrug.console.employers.picture import picture_of
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.console.words import ACCOUNTS, CLIENTS, MEMBERS, REACHES, REPORTS
from verzuimbrug.domain.permissions import Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingRow:
    """A coupling with what it did here."""

    coupling: CouplingShown
    activity: CouplingActivity
    strip: ShownStrip
    states: tuple[tuple[str, Promise | str, int], ...]


@page(Permission.EMPLOYERS_READ)
def employer(request: ConsoleRequest, employer: int) -> HttpResponse:
    """The page of an employer."""
    reader = request.visitor.reader
    shown = found(show_employer(reader, employer))
    activity = coupling_activity(reader, shown)
    context = {
        "employer": shown,
        "details": details_of(shown),
        "picture": picture_of(shown, timezone.localdate()),
        "couplings": [_row(each, activity[each.account]) for each in shown.couplings],
        "client_states": CLIENTS,
        "member_states": MEMBERS,
        "reaches": REACHES,
        "statuses": ACCOUNTS,
        "crumbs": ((_("Employers"), reverse("employers")),),
        "actions": _actions(request, shown),
        "may_join": request.visitor.may(Permission.GROUPS_WRITE) and reader.authority.is_whole,
    }
    return answer(request, "console/employers/employer.html", context)


def _row(coupling: CouplingShown, activity: CouplingActivity) -> CouplingRow:
    states = tuple((*REPORTS[state], count) for state, count in sorted(activity.states.items()))
    return CouplingRow(
        coupling=coupling, activity=activity, strip=shown_strip(activity.days), states=states
    )


def _actions(request: ConsoleRequest, shown: EmployerShown) -> list[tuple[str, str]]:
    if not request.visitor.may(Permission.EMPLOYERS_WRITE):
        return []
    return [
        (_("Change"), reverse("employer-edit", args=[shown.id])),
        (_("Another code"), reverse("employer-rename", args=[shown.id])),
    ]
