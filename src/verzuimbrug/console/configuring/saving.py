"""A change from a page: first what it comes to, then the change itself, then what takes it back.

The confirmation carries the digest of what was shown. If the change comes to something else by
then, that is shown instead of being made.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from verzuimbrug.application.configuration.showing_first import (
    Change,
    Shown,
    apply_shown,
    show_change,
)
from verzuimbrug.console.configuring.differences import changed_objects
from verzuimbrug.console.configuring.rights import lacking
from verzuimbrug.console.confirming import SHOWN
from verzuimbrug.console.findings import explained
from verzuimbrug.console.links import Crumb
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer

ON = "verder"
"""The field that says to go on filling in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """A change as its pages call it: where it leads, and what is said after it.

    `kept` are fields that go along to the confirmation; None keeps all that were filled in.
    `goes_on`: the form understands `ON`. `trial` and `shadow` are where it can be tried
    before it is saved: on a message, and on those that came in.
    """

    title: str | Promise
    back: str
    done: str
    crumbs: Sequence[Crumb] = ()
    lead: str = ""
    button: str = ""
    is_stop: bool = False
    kept: Sequence[tuple[str, str]] | None = None
    counts: Sequence[tuple[str, int]] = ()
    goes_on: bool = False
    trial: str = ""
    shadow: str = ""


def preview_or_save(request: ConsoleRequest, saving: Saving, change: Change) -> HttpResponse:
    """The preview of a change; once it was agreed with, the page after it."""
    asked = request.POST.get(SHOWN, "")
    if not asked:
        return told(request, saving, show_change(change))
    shown = apply_shown(request.visitor.reader.arbodienst, change, asked)
    if not shown.applied:
        return told(request, saving, shown, is_another=not shown.findings)
    leave_notice(request, saving.done, action=undo_of(request, shown))
    return HttpResponseRedirect(saving.back)


def undo_of(request: ConsoleRequest, shown: Shown) -> tuple[str, str] | None:
    """What takes the save back, when it can be and the visitor may."""
    if shown.save is None or lacking(request, {each.kind for each in shown.differences}):
        return None
    return (_("Undo"), reverse("save-undo", args=[shown.save]))


def told(
    request: ConsoleRequest, saving: Saving, shown: Shown, *, is_another: bool = False
) -> HttpResponse:
    """What the change comes to, with what was filled in kept for the confirmation."""
    context = {
        "saving": saving,
        "changes": changed_objects(shown.differences),
        "findings": explained(shown.findings),
        "warnings": explained(shown.warnings),
        "digest": shown.digest,
        "shown_field": SHOWN,
        "on": ON,
        "kept": filled_in(request) if saving.kept is None else saving.kept,
        "is_another": is_another,
    }
    status = 422 if shown.findings else 200
    return answer(request, "console/configuring/preview.html", context, status=status)


def filled_in(request: ConsoleRequest, *passing: str) -> list[tuple[str, str]]:
    """What was filled in, but for what passes with every form, and these."""
    not_kept = {SHOWN, ON, "csrfmiddlewaretoken", *passing}
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in not_kept
        for value in values
    ]
