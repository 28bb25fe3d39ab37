"""The list of employer codes that a portal says it will send: taken over, or taken away (GR-1)."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from verzuimbrug.application.readiness.portal_employers import (
    portal_employers,
    read_portal_employers,
    remove_portal_employers,
    set_portal_employers,
)
from verzuimbrug.application.staged_files import (
    Purpose,
    Staged,
    drop_staged,
    find_staged,
    stage_file,
)
from verzuimbrug.console.confirming import Meaning, ask_first
from verzuimbrug.console.couplings.opening import Opened, opened_to_change
from verzuimbrug.console.couplings.readiness import ListForm, readiness_page
from verzuimbrug.console.findings import explained
from verzuimbrug.console.links import Crumb
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, go, page
from verzuimbrug.domain.permissions import Permission

_MOST_FINDINGS = 10


@require_POST
@page(Permission.ACCOUNTS_WRITE)
def hand_in(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """A list that can be read is kept for a while, and looked at on its own page."""
    of, form = opened_to_change(request, coupling), ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return readiness_page(request, of, form, status=422)
    file = form.cleaned_data["file"]
    content = file.read()
    _names, findings = read_portal_employers(content)
    if findings:
        for told in explained(findings[:_MOST_FINDINGS]):
            form.add_error("file", f"{told.text} {told.action}")
        return readiness_page(request, of, form, status=422)
    number = stage_file(request.visitor.reader, Purpose.PORTAL_EMPLOYERS, file.name, content)
    return HttpResponseRedirect(of.url("coupling-portal-list-take", number))


@page(Permission.ACCOUNTS_WRITE)
def take(request: ConsoleRequest, coupling: int, file: int) -> HttpResponse:
    """The list takes the place of the one before: first which codes come and go, then that."""
    of, reader = opened_to_change(request, coupling), request.visitor.reader
    staged = find_staged(reader, Purpose.PORTAL_EMPLOYERS, file)
    if staged is None:
        text = _("The list was no longer kept. Hand it in again; nothing was changed.")
        leave_notice(request, text, kind="attention")
        return go("coupling-readiness", of.head.id)
    asking = ask_first(request, _taking(of, staged))
    if asking is not None:
        return asking
    taken = set_portal_employers(of.ref, staged.content, of.by)
    drop_staged(reader, staged.id)
    numbers = {"count": taken.count, "added": taken.added, "removed": taken.removed}
    text = _("Codes on the list: %(count)s; new: %(added)s, gone: %(removed)s.") % numbers
    leave_notice(request, text)
    return go("coupling-readiness", of.head.id)


@page(Permission.ACCOUNTS_WRITE)
def remove(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The list is taken away: first what that means, then that."""
    of = opened_to_change(request, coupling)
    names = portal_employers(of.ref)
    if not names:
        leave_notice(request, _("There is no list of the portal."), kind="info")
        return go("coupling-readiness", of.head.id)
    asking = ask_first(request, _removing(of, names))
    if asking is not None:
        return asking
    count = remove_portal_employers(of.ref, of.by)
    leave_notice(request, _("The list is taken away; it had %(count)s codes.") % {"count": count})
    return go("coupling-readiness", of.head.id)


def _taking(of: Opened, staged: Staged) -> Meaning:
    before = portal_employers(of.ref)
    names, _findings = read_portal_employers(staged.content)
    come = [(code, name, _("new")) for code, name in names.items() if code not in before]
    left = [(code, name, _("gone")) for code, name in before.items() if code not in names]
    numbers = {"before": len(before), "count": len(names), "new": len(come), "gone": len(left)}
    replaces = (
        _("The list of before, with %(before)s codes, is replaced and is not kept.")
        if before
        else _("There is no list yet.")
    )
    return Meaning(
        title=_("Take over %(file)s") % {"file": staged.name},
        lead=of.head.name,
        says=(
            replaces % numbers,
            _("The new list has %(count)s codes: %(new)s are new, %(gone)s are gone.") % numbers,
            _("From then on readiness compares with this list. No employer and no report changes."),
        ),
        button=_("Take over the list"),
        back=of.url("coupling-readiness"),
        crumbs=_crumbs(of),
        columns=(_("Employer code"), _("Name"), _("What changes")),
        rows=(*left, *come),
        state=staged.id,
        is_stop=False,
    )


def _removing(of: Opened, names: Mapping[str, str]) -> Meaning:
    count = ngettext(
        "The list with %(count)s code is erased, and is not kept.",
        "The list with %(count)s codes is erased, and is not kept.",
        len(names),
    )
    return Meaning(
        title=_("Take the list away"),
        lead=of.head.name,
        says=(
            count % {"count": len(names)},
            _("From then on readiness compares only with what the portal sent."),
            _("It cannot be undone: to have it back, hand in the list again."),
        ),
        button=_("Take the list away"),
        back=of.url("coupling-readiness"),
        crumbs=_crumbs(of),
        columns=(_("Employer code"), _("Name")),
        rows=tuple(names.items()),
    )


def _crumbs(of: Opened) -> tuple[Crumb, ...]:
    return (*of.crumbs, (_("Readiness"), of.url("coupling-readiness")))
