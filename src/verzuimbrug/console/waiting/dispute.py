"""A report that waits for a decision on itself, beside the one that stands (VZ-2, VZ-12)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.held.dispute import Dispute, show_dispute
from verzuimbrug.application.held.restanding import Restood, restand, restand_as_shown
from verzuimbrug.console.change_list import of_changes
from verzuimbrug.console.days import written_day
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.findings import explained
from verzuimbrug.console.links import url_of
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.waiting.tabs import crumbs_of
from verzuimbrug.console.words import OPERATIONS, REPORTS
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.reports import Standing

_CHOICES: Mapping[str, Standing] = MappingProxyType(
    {"kies": Standing.CHOSEN, "wijs-af": Standing.REFUSED}
)
_FIELDS: Mapping[str, Promise] = MappingProxyType(
    {
        "operation": gettext_lazy("what it does"),
        "mutation_date": gettext_lazy("from"),
        "mutation_date_old": gettext_lazy("former date"),
        "percentage": gettext_lazy("percentage"),
        "ends": gettext_lazy("ends the absence"),
        "first_day": gettext_lazy("first day"),
        "first_day_old": gettext_lazy("former first day"),
        "recovered_on": gettext_lazy("recovered on"),
        "expected_recovery": gettext_lazy("expected recovery"),
        "cause": gettext_lazy("cause (code)"),
        "safety_net": gettext_lazy("safety net (code)"),
        "leave": gettext_lazy("leave (code)"),
        "end_reason": gettext_lazy("reason of the end (code)"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A field of both reports, in words."""

    label: str
    mine: str
    other: str
    differs: bool


@page(Permission.HELD_READ)
def show_report(request: ConsoleRequest, receipt: str, position: int) -> HttpResponse:
    """Both sides; with a choice in the address what that would change; the decision as a POST."""
    place = (receipt, min(position, 2**31 - 1))
    dispute = found(show_dispute(request.visitor.reader, place))
    choice = request.GET.get("besluit", "") or request.POST.get("besluit", "")
    may = request.visitor.may(Permission.HELD_DECIDE)
    standing = _CHOICES.get(choice) if may else None
    if standing is None:
        return _answer(request, dispute)
    if request.method == "POST":
        return _decide(request, dispute, place, choice)
    looked = restand(decider_of(request), place, standing, "", dry_run=True)
    return _answer(request, dispute, choice, found(looked))


def _decide(
    request: ConsoleRequest, dispute: Dispute, place: tuple[str, int], choice: str
) -> HttpResponse:
    shown = request.POST.get("digest", "")
    reason = request.POST.get("reden", "")
    done = found(restand_as_shown(decider_of(request), place, _CHOICES[choice], reason, shown))
    if not done.applied:
        if not done.digest:
            # Something is in the way, as a reason that lacks: what it changes is shown again.
            looked = restand(decider_of(request), place, _CHOICES[choice], "", dry_run=True)
            done = _with(found(looked), done)
        return _answer(request, dispute, choice, done, status=409)
    told = (
        _("Report at position %(position)s of message %(receipt)s stands from now on.")
        if _CHOICES[choice] is Standing.CHOSEN
        else _("Report at position %(position)s of message %(receipt)s is refused.")
    )
    # The case would be personal data in the session.
    leave_notice(request, told % {"receipt": place[0], "position": place[1] + 1})
    return go("held")


def _with(looked: Restood, done: Restood) -> Restood:
    return Restood(changes=looked.changes, digest=looked.digest, findings=done.findings)


def _answer(
    request: ConsoleRequest,
    dispute: Dispute,
    choice: str = "",
    looked: Restood | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    may_decide = request.visitor.may(Permission.HELD_DECIDE)
    context: dict[str, Any] = {
        "crumbs": crumbs_of("held"),
        "report": dispute.report,
        "other": dispute.other,
        "rows": tuple(_rows(dispute)),
        "state": REPORTS[dispute.report.state],
        "other_state": REPORTS[dispute.other.state] if dispute.other else None,
        "message_url": url_of("message", dispute.report.receipt),
        "findings": explained(dispute.report.findings),
        "may_choose": may_decide and Standing.CHOSEN in dispute.may_be,
        "may_refuse": may_decide and Standing.REFUSED in dispute.may_be,
        "choice": choice,
        "looked": looked,
        "list": of_changes(looked.changes) if looked else None,
        "obstacles": explained(looked.findings) if looked else (),
        "reason": request.POST.get("reden", ""),
    }
    return answer(request, "console/waiting/dispute.html", context, status=status)


def _rows(dispute: Dispute) -> Iterator[Compared]:
    for name, label in _FIELDS.items():
        mine = dispute.report.content.get(name)
        other = dispute.other.content.get(name) if dispute.other else None
        if mine not in (None, "") or other not in (None, ""):
            yield Compared(
                label=str(label),
                mine=_said(mine),
                other=_said(other),
                differs=name in dispute.differing,
            )


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return written_day(value)
    if isinstance(value, Decimal):
        return f"{str(value).removesuffix('.00')}%"
    return str(OPERATIONS.get(str(value), value))
