"""Saving a configured object of a coupling: first what would change, then the save itself.

The confirmation carries a digest of what was shown. When something else would be changed by then,
that is shown instead of being done.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.versions import ConfiguredObject, list_versions
from verzuimbrug.console.couplings.differences import ShownSave, shown_save
from verzuimbrug.console.couplings.opening import Crumb
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer

SHOWN = "getoond"
"""The field that says what was shown, and so that this was confirmed."""

ON = "verder"
"""The field that says to go on filling in."""

Save = Callable[[bool], Configured]
"""Saves; with True it only says what would change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """What is saved: how its page is called, where it leads, what is said after it.

    `undo` gives the address that leads back to a version of `what`. `has_form`: it was filled in,
    and one can go on with that. `trial` is where it can be tried before it is saved.
    """

    title: Promise | str
    crumbs: tuple[Crumb, ...]
    back: str
    done: Promise | str
    undo: Callable[[int], str] | None = None
    what: ConfiguredObject | None = None
    has_form: bool = True
    trial: str = ""


def preview_or_save(request: ConsoleRequest, saving: Saving, save: Save) -> HttpResponse:
    """The preview of a save, or once that was confirmed the page after it."""
    shown = shown_save(save(True))
    asked = request.POST.get(SHOWN, "")
    if shown.is_possible and not shown.rows:
        leave_notice(request, _("Nothing changes: it is so already."), kind="info")
        return HttpResponseRedirect(saving.back)
    if not shown.is_possible or asked != shown.shown:
        return preview(request, saving, shown, is_another=bool(asked) and shown.is_possible)
    told = shown_save(save(False))
    if not told.is_possible:
        return preview(request, saving, told, is_another=False)
    leave_notice(request, str(saving.done), action=_undo(saving))
    return HttpResponseRedirect(saving.back)


def _undo(saving: Saving) -> tuple[str, str] | None:
    """What takes the save back: the version before it, when there is one."""
    if saving.undo is None or saving.what is None:
        return None
    versions = list_versions(saving.what) or ()
    return (_("Undo"), saving.undo(versions[1].number)) if len(versions) > 1 else None


def filled_in(request: ConsoleRequest, *passing: str) -> list[tuple[str, list[str]]]:
    """What was filled in, but for what passes with every form."""
    not_kept = {SHOWN, ON, "csrfmiddlewaretoken", *passing}
    return [(name, values) for name, values in request.POST.lists() if name not in not_kept]


def preview(
    request: ConsoleRequest, saving: Saving, shown: ShownSave, *, is_another: bool
) -> HttpResponse:
    """What would change, with what was filled in kept for the confirmation."""
    context = {
        "saving": saving,
        "save": shown,
        "kept": filled_in(request),
        "shown_field": SHOWN,
        "is_another": is_another,
    }
    status = 200 if shown.is_possible else 422
    return answer(request, "console/couplings/preview.html", context, status=status)
