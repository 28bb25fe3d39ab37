"""Exports: how far each receiver is, of whom something cannot be said, on and off, and anew."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from verzuimbrug.application.exports.log import page_lacking, page_messages
from verzuimbrug.application.exports.managing import (
    ExportShown,
    Extent,
    list_exports,
    preview_export,
    send_again,
    show_export,
    switch_export,
)
from verzuimbrug.application.pages import Window
from verzuimbrug.console.addresses import AFTER, number_in, paging
from verzuimbrug.console.configuring.rights import may_share, shared_page
from verzuimbrug.console.confirming import Meaning, Words, ask_first
from verzuimbrug.console.language import language
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.settings.export_words import DELIVERIES, STATES, state_of, told_of
from verzuimbrug.domain.permissions import Permission

_PAGE = 50
_MOST_LACKING = 50

Crumbs = tuple[tuple[str, str], ...]


@page(Permission.EXPORTS_READ)
def exports(request: ConsoleRequest) -> HttpResponse:
    """All exports."""
    rows = [
        (each, state_of(each), DELIVERIES[each.setup.delivery.kind])
        for each in list_exports(request.visitor.reader)
    ]
    context = {"exports": rows, "crumbs": _crumbs()[:1]}
    return answer(request, "console/settings/exports.html", context)


@page(Permission.EXPORTS_READ)
def export(request: ConsoleRequest, export: int) -> HttpResponse:
    """One export, with its log page by page."""
    reader = request.visitor.reader
    shown = found(show_export(reader, export))
    window = Window(after=number_in(request, AFTER) or 0, limit=_PAGE)
    log = page_messages(reader, export, window)
    lacking = page_lacking(reader, export, Window(limit=_MOST_LACKING))
    spoken = language()
    context = {
        "export": shown,
        "state": state_of(shown),
        "delivery": DELIVERIES[shown.setup.delivery.kind],
        "extent": found(preview_export(reader, export)),
        "messages": [(each, *STATES[each.state], told_of(each)) for each in log.items],
        "lacking": [
            (each, [(one.text(spoken), one.action(spoken)) for one in each.findings])
            for each in lacking.items
        ],
        "paging": paging(request, following=log.next),
        "may_change": may_share(request, Permission.EXPORTS_WRITE),
        "crumbs": _crumbs(),
    }
    return answer(request, "console/settings/export.html", context)


@shared_page(Permission.EXPORTS_WRITE)
def switch(request: ConsoleRequest, export: int) -> HttpResponse:
    """The export is switched off, or on: first what that means, then that."""
    reader = request.visitor.reader
    shown = found(show_export(reader, export))
    is_enabled = not shown.is_enabled
    extent = found(preview_export(reader, export))
    asking = ask_first(request, _switching(shown, extent, is_enabled=is_enabled))
    if asking is not None:
        return asking
    obstacle = switch_export(reader, export, is_enabled=is_enabled)
    if obstacle is not None:
        spoken = language()
        told = f"{obstacle.text(spoken)} {obstacle.action(spoken)}"
        access = (_("Set how it is reached"), reverse("export-access", args=[export]))
        leave_notice(request, told, kind="stop", action=access)
        return go("export", export)
    text = _("The export is on.") if is_enabled else _("The export is off.")
    leave_notice(request, text, action=(_("Undo"), reverse("export-switch", args=[export])))
    return go("export", export)


@shared_page(Permission.EXPORTS_WRITE)
def again(request: ConsoleRequest, export: int) -> HttpResponse:
    """Everything is sent again: first what that means, then that."""
    reader = request.visitor.reader
    shown = found(show_export(reader, export))
    extent = found(preview_export(reader, export))
    asking = ask_first(request, _beginning_anew(shown, extent))
    if asking is not None:
        return asking
    found(send_again(reader, export))
    leave_notice(request, _("Everything goes to the receiver again."))
    return go("export", export)


def _switching(export: ExportShown, extent: Extent, *, is_enabled: bool) -> Meaning:
    first = _("The receiver gets the persons and cases below, and from then on what changes.")
    later = _("The receiver gets what changed since, and from then on what changes.")
    off = (
        _("From then on nothing is made or sent for this receiver."),
        _("You can switch it on again. It then goes on where it was; nothing is lost."),
    )
    return Meaning(
        title=_("Switch on the export") if is_enabled else _("Switch off the export"),
        lead=export.name,
        says=(first if export.since is None else later,) if is_enabled else off,
        facts=_facts(extent) if is_enabled else (),
        button=_("Switch on") if is_enabled else _("Switch off"),
        back=reverse("export", args=[export.id]),
        crumbs=crumbs_of(export),
        state=(export.id, export.is_enabled),
        is_stop=not is_enabled,
    )


def _beginning_anew(export: ExportShown, extent: Extent) -> Meaning:
    return Meaning(
        title=_("Send everything again"),
        lead=export.name,
        says=(
            _("This is meant for a receiver that knows nothing any more: each case begins anew."),
            _("A receiver that still has what was sent will find reports that it has already."),
            _("What still waits is dropped, and made anew."),
        ),
        facts=_facts(extent),
        button=_("Send everything again"),
        back=reverse("export", args=[export.id]),
        crumbs=crumbs_of(export),
        state=(export.id,),
    )


def _facts(extent: Extent) -> tuple[tuple[Words, object], ...]:
    return (
        (_("Employers"), extent.employers),
        (_("Persons"), extent.persons),
        (_("Cases"), extent.cases),
    )


def crumbs_of(export: ExportShown) -> Crumbs:
    """The way to a page of an export."""
    return (*_crumbs(), (export.name, reverse("export", args=[export.id])))


def _crumbs() -> Crumbs:
    return ((_("Management"), reverse("settings")), (_("Exports"), reverse("exports")))
