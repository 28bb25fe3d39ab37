"""Undos: which there are, and taking one back, as it was shown."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from verzuimbrug.application.undoing.listing import find_undo, list_latest_undos
from verzuimbrug.application.undoing.taking_back import preview_take_back, take_back
from verzuimbrug.application.undoing.values import UndoEntry, Undone, UndoPreview
from verzuimbrug.console.addresses import AFTER, number_in, paging
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.waiting.previews import preview_context, shown_of
from verzuimbrug.console.waiting.tabs import crumbs_of, tabs_of
from verzuimbrug.domain.permissions import Permission

_A_PAGE = 50


@page(Permission.UNDO_READ)
def show_undos(request: ConsoleRequest) -> HttpResponse:
    """The undos, the latest first."""
    visitor = request.visitor
    before = number_in(request, AFTER)
    undos = list_latest_undos(visitor.reader, before, _A_PAGE)
    context = {
        "tabs": tabs_of(visitor, "undos"),
        "undos": undos.items,
        "paging": paging(request, following=undos.next),
        "may_take_back": visitor.may(Permission.UNDO_WRITE),
    }
    return answer(request, "console/waiting/undos.html", context)


@page(Permission.UNDO_WRITE)
def take_undo_back(request: ConsoleRequest, number: int) -> HttpResponse:
    """What taking it back would change; and then it is taken back."""
    entry = found(find_undo(request.visitor.reader, min(number, 2**63 - 1)))
    if request.method == "POST":
        reason = request.POST.get("reden", "")
        done = take_back(decider_of(request), entry.id, reason, shown_of(request))
        if done is None:
            raise Http404
        if isinstance(done, Undone):
            text = _("Undo %(number)s is taken back: what it took stands again.")
            leave_notice(request, text % {"number": entry.id})
            return go("undos")
        if not done.digest:
            again = preview_take_back(request.visitor.reader, entry.id)
            return _answer(request, entry, found(again), found_in_the_way=done)
        return _answer(request, entry, done, is_other=True)
    return _answer(request, entry, found(preview_take_back(request.visitor.reader, entry.id)))


def _answer(
    request: ConsoleRequest,
    entry: UndoEntry,
    preview: UndoPreview,
    *,
    found_in_the_way: UndoPreview | None = None,
    is_other: bool = False,
) -> HttpResponse:
    context = {
        **preview_context(request, preview, in_the_way=found_in_the_way),
        "title": _("Take back undo %(number)s") % {"number": entry.id},
        "crumbs": crumbs_of("undos"),
        "undo": entry,
        "is_other": is_other,
        "confirm": _("Take back"),
        "back": reverse("undos"),
    }
    status = 409 if is_other or found_in_the_way else 200
    return answer(request, "console/waiting/undo.html", context, status=status)
