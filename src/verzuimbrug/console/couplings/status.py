"""A coupling goes live, is paused, goes on, or ends: first what that comes to, then that."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from verzuimbrug.application.account_status import StatusError, close, suspend
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.activation import activate, make_ready
from verzuimbrug.application.couplings.guide import guide_of
from verzuimbrug.application.couplings.heads import count_waiting
from verzuimbrug.application.readiness.waivers import Waiver
from verzuimbrug.console.couplings.opening import Opened, opened
from verzuimbrug.console.couplings.words import CHECK_STATES, CHECKS, called
from verzuimbrug.console.findings import explained
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.words import ACCOUNTS
from verzuimbrug.domain.account_status import AccountStatus, may_follow
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.permissions import Permission

Turn = Callable[[AccountRef, str, Waiver], tuple[Finding, ...]]


class LiveForm(forms.Form):
    """Checks that are passed over with it, and that it is meant."""

    checks = forms.MultipleChoiceField(
        label=gettext_lazy("Pass over"),
        choices=tuple(CHECKS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Only what you have looked at; with a reason."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why these are passed over"), required=False, max_length=500
    )
    sure = forms.BooleanField(
        label=gettext_lazy("From now on what comes in changes the dossiers"),
    )

    def clean(self) -> dict[str, Any]:
        """Checks are passed over with a reason only."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("checks") and not data.get("reason"):
            self.add_error("reason", _("Checks are passed over with a reason only."))
        return data


class ReasonForm(forms.Form):
    """Why the coupling is paused."""

    reason = forms.CharField(label=gettext_lazy("Why it is paused"), required=False, max_length=500)


class EndForm(forms.Form):
    """Why it ends, and its name, so that it is this one that is meant."""

    reason = forms.CharField(label=gettext_lazy("Why it ends"), max_length=500)
    name = forms.CharField(
        label=gettext_lazy("The name of the coupling"),
        max_length=200,
        help_text=gettext_lazy("Typed over: an ended coupling never opens again."),
    )


@page(Permission.ACCOUNTS_READ)
def status(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """What the coupling is now, what keeps it from going live, and what can be done."""
    return _shown(request, opened(request, coupling), {})


@require_POST
@page(Permission.ACCOUNTS_ACTIVATE)
def go_live(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The coupling goes live, or is said what blocks that (GR-6)."""
    told = _("The coupling is live. What waited is being processed.")
    return _turn(request, coupling, activate, told)


@require_POST
@page(Permission.ACCOUNTS_ACTIVATE)
def say_ready(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The coupling is prepared, for somebody else to let it go live."""
    of = opened(request, coupling)
    told = _("The coupling is ready. Somebody who may can let it go live.")
    return _turned(request, of, make_ready, Waiver(), told)


@require_POST
@page(Permission.ACCOUNTS_ACTIVATE)
def pause(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The doors shut; what is not processed yet waits."""
    of, form = opened(request, coupling), ReasonForm(request.POST)
    if not form.is_valid():
        return _shown(request, of, {"reason_form": form}, code=422)
    try:
        suspend(of.ref, of.by, form.cleaned_data["reason"])
    except StatusError:
        return _not_possible(request, of)
    action = (_("Go on"), of.url("coupling-status"))
    leave_notice(request, _("The coupling is paused. The portal cannot deliver."), action=action)
    return go("coupling", of.head.id)


@require_POST
@page(Permission.ACCOUNTS_ACTIVATE)
def end(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The coupling ends for good, with all it signs in with."""
    of, form = opened(request, coupling), EndForm(request.POST)
    if form.is_valid() and form.cleaned_data["name"].strip() != of.head.name:
        form.add_error("name", _("This is not the name of this coupling."))
    if not form.is_valid():
        return _shown(request, of, {"end_form": form}, code=422)
    try:
        waiting = close(of.ref, of.by, form.cleaned_data["reason"])
    except StatusError:
        return _not_possible(request, of)
    told = _("The coupling is ended. Messages that were never processed: %(count)s.")
    leave_notice(request, told % {"count": waiting})
    return go("coupling", of.head.id)


def _turn(request: ConsoleRequest, coupling: int, turn: Turn, told: str) -> HttpResponse:
    of, form = opened(request, coupling), LiveForm(request.POST)
    if not form.is_valid():
        return _shown(request, of, {"live_form": form}, code=422)
    waiver = Waiver(checks=tuple(form.cleaned_data["checks"]), reason=form.cleaned_data["reason"])
    if waiver.checks and not request.visitor.may(Permission.READINESS_WAIVE):
        form.add_error("checks", _("You may not pass checks over."))
        return _shown(request, of, {"live_form": form}, code=422)
    return _turned(request, of, turn, waiver, told)


def _turned(
    request: ConsoleRequest, of: Opened, turn: Turn, waiver: Waiver, told: str
) -> HttpResponse:
    try:
        blocks = turn(of.ref, of.by, waiver)
    except StatusError:
        return _not_possible(request, of)
    if blocks:
        return _shown(request, of, {"blocks": explained(blocks)}, code=422)
    leave_notice(request, told)
    return go("coupling", of.head.id)


def _not_possible(request: ConsoleRequest, of: Opened) -> HttpResponse:
    leave_notice(
        request,
        _("That cannot be done as the coupling stands now. Somebody may have changed it."),
        kind="attention",
    )
    return go("coupling-status", of.head.id)


def _shown(
    request: ConsoleRequest, of: Opened, more: dict[str, Any], *, code: int = 200
) -> HttpResponse:
    guide = found(guide_of(request.visitor.reader, of.head.id))
    may_turn = request.visitor.may(Permission.ACCOUNTS_ACTIVATE)
    outcome = guide.standing.outcome
    context = {
        "of": of,
        "head": of.head,
        "crumbs": of.crumbs,
        "status": ACCOUNTS[of.head.status],
        "outcome": outcome,
        "last": [
            (called(CHECKS, check.id), *CHECK_STATES[check.state], explained(check.findings))
            for check in (outcome.in_the_way if outcome else ())
        ],
        "load": guide.standing.load,
        "waiting": count_waiting(of.ref),
        "may_go_live": may_turn and may_follow(of.head.status, AccountStatus.ACTIVE),
        "may_say_ready": may_turn and may_follow(of.head.status, AccountStatus.READY),
        "may_pause": may_turn and may_follow(of.head.status, AccountStatus.SUSPENDED),
        "may_end": may_turn and may_follow(of.head.status, AccountStatus.CLOSED),
        "live_form": LiveForm(),
        "reason_form": ReasonForm(auto_id="pause_%s"),
        "end_form": EndForm(auto_id="end_%s"),
        **more,
    }
    return answer(request, "console/couplings/status.html", context, status=code)
