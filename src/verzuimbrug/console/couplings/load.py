"""The initial load: started, received, read, compared, run, and what became of it (GR-3, VZ-3)."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from verzuimbrug.application.portal_deliveries.compare import compare_initial_load
from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError
from verzuimbrug.application.portal_deliveries.initial_load import (
    cancel_initial_load,
    start_initial_load,
)
from verzuimbrug.application.portal_deliveries.progress import (
    progress_of,
    summary_of_load,
)
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.couplings.opening import Opened, opened
from verzuimbrug.console.couplings.readiness import shown_check
from verzuimbrug.console.links import url_of
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, go, page
from verzuimbrug.console.templatetags.console import moment, number
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.load_progress import LoadProgress
from verzuimbrug.domain.permissions import Permission
from verzuimbrug.domain.portal_delivery import Step

STEPS: Mapping[str, tuple[str, Promise]] = MappingProxyType(
    {
        Step.RECEIVING: ("info", gettext_lazy("coming in, and compared")),
        Step.RUNNING: ("info", gettext_lazy("runs")),
        Step.DONE: ("good", gettext_lazy("done")),
        Step.CANCELLED: ("quiet", gettext_lazy("called off")),
    }
)
_MINUTE, _HOUR = 60, 3600
_BEFORE_LIVE = (AccountStatus.CONCEPT, AccountStatus.READY)


@page(Permission.PORTAL_DELIVERIES_READ)
def load(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """Where the latest load stands, and what can be done with it."""
    of = opened(request, coupling)
    now = _progress(of)
    is_over = now is not None and now.step in (Step.RUNNING, Step.DONE)
    context = {
        **_about(request, of, now),
        "summary": summary_of_load(of.ref) if is_over else None,
        "waiting_url": url_of("waiting", koppeling=of.head.name),
    }
    return answer(request, "console/couplings/load.html", context)


@page(Permission.PORTAL_DELIVERIES_READ)
def progress(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """How far the load is, alone; when it takes its next step the page is shown anew."""
    of = opened(request, coupling)
    now = _progress(of)
    response = answer(request, "console/couplings/load_progress.html", _about(request, of, now))
    if now is None or now.step.value != request.GET.get("stap", now.step.value):
        response["HX-Refresh"] = "true"
    return response


@page(Permission.PORTAL_DELIVERIES_READ)
def comparison(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """What was read beside what there is, and what the load comes to if it runs now."""
    of = opened(request, coupling)
    try:
        compared = compare_initial_load(of.ref, of.by)
    except DeliveryError:
        leave_notice(request, _("There is no load to compare any more."), kind="info")
        return go("coupling-load", of.head.id)
    context = {
        **_about(request, of, None),
        "checks": [shown_check(check, of) for check in compared.readiness.checks],
        "employers": compared.estimate,
        "total": compared.total,
        "may_waive": False,
    }
    return answer(request, "console/couplings/comparison.html", context)


@require_POST
@page(Permission.PORTAL_DELIVERIES_WRITE)
def start(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """Starts the load: all that comes in is read and compared, none of it processed."""
    of = opened(request, coupling)
    try:
        start_initial_load(of.ref, of.by)
    except DeliveryError:
        leave_notice(
            request,
            _("It was not started: the coupling is live, or a delivery is open already."),
            kind="attention",
        )
    else:
        leave_notice(
            request, _("The initial load is started. Ask the portal to send all open cases.")
        )
    return go("coupling-load", of.head.id)


@page(Permission.PORTAL_DELIVERIES_WRITE)
def cancel(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """Calls the load off, its messages go on waiting: first what that means, then that."""
    of = opened(request, coupling)
    now = _progress(of)
    if now is None or now.step is not Step.RECEIVING:
        return _not_cancelled(request, of)
    asking = ask_first(request, _cancelling(of, now))
    if asking is not None:
        return asking
    try:
        cancel_initial_load(of.ref, of.by)
    except DeliveryError:
        return _not_cancelled(request, of)
    leave_notice(request, _("The initial load is called off. Its messages go on waiting."))
    return go("coupling-load", of.head.id)


def _not_cancelled(request: ConsoleRequest, of: Opened) -> HttpResponse:
    leave_notice(request, _("There is no load that can be called off."), kind="attention")
    return go("coupling-load", of.head.id)


def _cancelling(of: Opened, now: LoadProgress) -> Meaning:
    return Meaning(
        title=_("Call the load off"),
        lead=of.head.name,
        says=(
            _("Its messages go on waiting: none is lost, and none is processed."),
            _("What was read of them, and kept for comparing, is erased."),
            _("It cannot be undone. You can start a new load: what waits becomes part of it."),
        ),
        button=_("Call the load off"),
        back=of.url("coupling-load"),
        crumbs=(*of.crumbs, (_("Initial load"), of.url("coupling-load"))),
        facts=(
            (_("Started"), moment(now.started_at)),
            (_("Messages received"), number(now.received.messages)),
            (_("Messages read"), number(now.read.messages)),
        ),
        state=now.started_at,
    )


def _progress(of: Opened) -> LoadProgress | None:
    try:
        return progress_of(of.ref)
    except DeliveryError:
        return None


def _about(request: ConsoleRequest, of: Opened, now: LoadProgress | None) -> dict[str, object]:
    is_open = now is not None and now.step in (Step.RECEIVING, Step.RUNNING)
    left = now.seconds_left if now is not None else None
    return {
        "of": of,
        "head": of.head,
        "crumbs": of.crumbs,
        "progress": now,
        "step": STEPS[now.step] if now is not None else None,
        "is_receiving": now is not None and now.step is Step.RECEIVING,
        "is_running": now is not None and now.step is Step.RUNNING,
        "is_open": is_open,
        "percent": round(now.share_done * 100) if now is not None else 0,
        "rate": round(now.reports_per_second) if now is not None else 0,
        "left": time_left(left) if is_open and left is not None and left > 0 else "",
        "may_start": of.head.status in _BEFORE_LIVE
        and not is_open
        and request.visitor.may(Permission.PORTAL_DELIVERIES_WRITE),
        "may_write": request.visitor.may(Permission.PORTAL_DELIVERIES_WRITE),
    }


def time_left(seconds: float) -> str:
    """A length of time, as exact as it is worth."""
    if seconds < _MINUTE:
        return _("less than a minute")
    if seconds < _HOUR:
        minutes = math.ceil(seconds / _MINUTE)
        return ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes}
    hours = math.ceil(seconds / _HOUR)
    return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
