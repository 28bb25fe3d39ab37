"""Reconciliation: the portal's state beside ours, by coupling and employer (GR-7)."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from verzuimbrug.application.portal_deliveries.deliveries import DeliveryError
from verzuimbrug.application.portal_deliveries.giving import GivenFile, TakenFile, give_files
from verzuimbrug.application.portal_deliveries.reconciliation import (
    finish_reconciliation,
    start_reconciliation,
)
from verzuimbrug.application.portal_deliveries.reconciliations import (
    Reconcilable,
    compare_some,
    find_reconcilable,
    list_reconcilable,
    progress_of_reconciliation,
)
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.console.addresses import AFTER, with_query
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.language import language
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.waiting.outcomes import counted_rows
from verzuimbrug.console.waiting.tabs import crumbs_of, tabs_of
from verzuimbrug.domain.comparison import Outcome
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.load_progress import LoadProgress
from verzuimbrug.domain.permissions import Permission

_LARGEST = 2**63 - 1


class SeveralFiles(forms.ClearableFileInput):
    """An input that takes more than one file."""

    allow_multiple_selected = True


class FilesForm(forms.Form):
    """The state of the portal as files."""

    bestanden = forms.FileField(
        label=gettext_lazy("Files with all that the portal has"),
        help_text=gettext_lazy(
            "As for an initial load, of 50 MiB at most each. They are read and compared; "
            "nothing is taken over before you choose it."
        ),
        widget=SeveralFiles,
        required=False,
    )


@page(Permission.PORTAL_DELIVERIES_READ)
def show_reconciliations(request: ConsoleRequest) -> HttpResponse:
    """The couplings that can be reconciled."""
    visitor = request.visitor
    context = {
        "tabs": tabs_of(visitor, "reconciliations"),
        "couplings": list_reconcilable(visitor.reader),
        "may_write": visitor.may(Permission.PORTAL_DELIVERIES_WRITE),
    }
    return answer(request, "console/waiting/reconciliations.html", context)


@page(Permission.PORTAL_DELIVERIES_READ)
def show_reconciliation(request: ConsoleRequest, account: int) -> HttpResponse:
    """One coupling: its files, how far they are read, and how the employers compare."""
    coupling = _coupling(request, account)
    progress = progress_of_reconciliation(request.visitor.reader, coupling.account)
    context = {
        "crumbs": crumbs_of("reconciliations"),
        "coupling": coupling,
        "form": FilesForm(),
        "may_write": request.visitor.may(Permission.PORTAL_DELIVERIES_WRITE),
        **_progress(progress),
    }
    if request.htmx:
        return answer(request, "console/waiting/reconciliation_progress.html", context)
    return answer(request, "console/waiting/reconciliation.html", context)


def _coupling(request: ConsoleRequest, account: int) -> Reconcilable:
    return found(find_reconcilable(request.visitor.reader, min(account, _LARGEST)))


def _progress(progress: LoadProgress | None) -> dict[str, object]:
    """How far the files are read, with the pace."""
    if progress is None:
        return {"progress": None}
    left = progress.seconds_left
    return {
        "progress": progress,
        "is_read": progress.read.messages >= progress.received.messages,
        "rate": round(progress.reports_per_second) or None,
        "left": _minutes(left) if left else "",
    }


def _minutes(seconds: float) -> str:
    minutes = max(round(seconds / 60), 1)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


@page(Permission.PORTAL_DELIVERIES_READ)
def compare_employers(request: ConsoleRequest, account: int) -> HttpResponse:
    """How some employers compare: a part of the page, since it takes as long as it takes."""
    coupling = _coupling(request, account)
    try:
        compared = compare_some(
            request.visitor.reader, coupling.account, request.GET.get(AFTER, "")
        )
    except DeliveryError:
        return _part(request, {"part": "console/waiting/reconciliation_none.html"})
    rows, total = counted_rows(compared.reconciled.employers)
    context = {
        "coupling": coupling,
        "rows": rows,
        "total": total,
        "outcomes": tuple(Outcome),
        "reconciled": compared.reconciled,
        "unknown": sorted(compared.reconciled.unknown.items()),
        "next": with_query(request, **{AFTER: compared.next}) if compared.next else "",
        "is_further": AFTER in request.GET,
    }
    return _part(request, {**context, "part": "console/waiting/reconciliation_employers.html"})


def _part(request: ConsoleRequest, context: dict[str, object]) -> HttpResponse:
    """A part of a page; a page of its own for a browser without scripts."""
    if request.htmx:
        return answer(request, str(context["part"]), context)
    return answer(request, "console/waiting/reconciliation_compared.html", context)


@page(Permission.PORTAL_DELIVERIES_WRITE)
@require_POST
def give_state(request: ConsoleRequest, account: int) -> HttpResponse:
    """Start, or give more files to what is open."""
    coupling = _coupling(request, account)
    files = [
        GivenFile(name=each.name or "", content=each.read())
        for each in request.FILES.getlist("bestanden")
    ]
    decider = decider_of(request)
    try:
        if coupling.is_open:
            taken, findings = give_files(decider, coupling.account, files)
        else:
            started = found(start_reconciliation(decider, coupling.account, files))
            taken, findings = started.files, started.findings
    except DeliveryError:
        text = _("Something else of this coupling is open, so this cannot be done now.")
        leave_notice(request, text, kind="attention")
        return go("reconciliation", account)
    _tell(request, taken, findings)
    return go("reconciliation", account)


def _tell(
    request: ConsoleRequest, taken: tuple[TakenFile, ...], findings: tuple[Finding, ...]
) -> None:
    count = len(taken)
    text = ngettext(
        "%(count)s file taken in; it is being read.",
        "%(count)s files taken in; they are being read.",
        count,
    )
    leave_notice(request, text % {"count": count}, kind="good" if count else "info")
    for each in Audience(language()).explain(finding.to_json() for finding in findings):
        leave_notice(request, f"{each.text} {each.action}", kind="attention")


@page(Permission.PORTAL_DELIVERIES_WRITE)
def finish(request: ConsoleRequest, account: int) -> HttpResponse:
    """End it, what was not chosen is closed: first what that means, then that."""
    coupling = _coupling(request, account)
    if not coupling.is_open:
        return _none_open(request)
    asking = ask_first(request, _finishing(coupling))
    if asking is not None:
        return asking
    try:
        closed = finish_reconciliation(decider_of(request), coupling.account)
    except DeliveryError:
        return _none_open(request)
    text = ngettext(
        "The reconciliation is ended. Of %(count)s file nothing was taken over.",
        "The reconciliation is ended. Of %(count)s files nothing was taken over.",
        closed,
    )
    leave_notice(request, text % {"count": closed})
    return go("reconciliations")


def _none_open(request: ConsoleRequest) -> HttpResponse:
    leave_notice(request, _("No reconciliation of this coupling is open."), kind="info")
    return go("reconciliations")


def _finishing(coupling: Reconcilable) -> Meaning:
    back = reverse("reconciliation", args=(coupling.account,))
    return Meaning(
        title=_("End the reconciliation"),
        lead=coupling.name,
        says=(
            _("The files are closed, and what was kept for comparing is erased."),
            _("What was taken over stays; what you did not choose stays as it is."),
            _("It cannot be undone. You can start a new one with the files of the portal."),
        ),
        button=_("End the reconciliation"),
        back=back,
        crumbs=(*crumbs_of("reconciliations"), (coupling.name, back)),
        state=(coupling.account, coupling.started_at),
    )
