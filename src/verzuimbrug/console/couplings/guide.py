"""The page of a coupling: its way to going live, and once it is live its cockpit.

Readiness takes seconds when much came in: the page shows how it came out last, with the moment, and
has it worked out anew beside the page when that may be another by now.
"""

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verzuimbrug.application.couplings.cockpit import cockpit_of
from verzuimbrug.application.couplings.guide import Guide, guide_of
from verzuimbrug.application.couplings.outcome import work_out
from verzuimbrug.console.couplings.cockpit import cockpit_context
from verzuimbrug.console.couplings.opening import Opened, opened
from verzuimbrug.console.couplings.step_words import shown_steps
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.console.words import ACCOUNTS
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.permissions import Permission


@page(Permission.ACCOUNTS_READ)
def coupling(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """One coupling."""
    of = opened(request, coupling)
    guide = found(guide_of(request.visitor.reader, coupling))
    context = {
        **_steps(request, of, guide),
        "status": ACCOUNTS[of.head.status],
        "crumbs": of.crumbs[:1],
        "cockpit": None,
        "actions": tuple(_actions(request, of)),
    }
    if of.head.was_live:
        cockpit = found(cockpit_of(request.visitor.reader, coupling))
        may_undo = request.visitor.may(Permission.UNDO_WRITE)
        context["cockpit"] = cockpit_context(of, cockpit, may_undo=may_undo)
    return answer(request, "console/couplings/coupling.html", context)


@page(Permission.READINESS_READ)
def steps(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The steps alone, with the readiness worked out anew; nobody in its lists is shown."""
    of = opened(request, coupling)
    work_out(of.ref)
    guide = found(guide_of(request.visitor.reader, coupling))
    return answer(
        request, "console/couplings/steps.html", {**_steps(request, of, guide), "is_new": True}
    )


def _actions(request: ConsoleRequest, of: Opened) -> Iterator[tuple[str, str]]:
    """What is done with a coupling as a whole."""
    if not request.visitor.may(Permission.ACCOUNTS_ACTIVATE):
        return
    status = of.head.status
    if status is AccountStatus.ACTIVE:
        yield _("Pause"), of.url("coupling-status")
    elif status is not AccountStatus.CLOSED:
        yield (_("Go on") if of.head.was_live else _("Go live")), of.url("coupling-status")


def _steps(request: ConsoleRequest, of: Opened, guide: Guide) -> dict[str, object]:
    is_on_its_way = of.head.status is not AccountStatus.ACTIVE and (
        of.head.status is not AccountStatus.CLOSED
    )
    return {
        "of": of,
        "head": of.head,
        "steps": shown_steps(guide, of, request.visitor),
        "outcome": guide.standing.outcome,
        "is_worked_out": is_on_its_way
        and guide.is_outdated
        and request.visitor.may(Permission.READINESS_READ),
        "may_check": request.visitor.may(Permission.READINESS_READ),
        "is_on_its_way": is_on_its_way,
    }
