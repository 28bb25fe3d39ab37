"""Undoing a message, or all that a stream received since a moment: previewed, then made (VE-4)."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.undoing.streams import StreamToUndo, find_stream
from verzuimbrug.application.undoing.undo import preview_undo, undo
from verzuimbrug.application.undoing.values import OfMessage, OfStream, Undone, UndoPreview, What
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.links import url_of
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.console.waiting.previews import preview_context, shown_of
from verzuimbrug.console.waiting.tabs import crumbs_of
from verzuimbrug.domain.permissions import Permission

_LARGEST = 2**63 - 1


class SinceForm(forms.Form):
    """Since when."""

    sinds = forms.DateTimeField(
        label=gettext_lazy("Since"),
        help_text=gettext_lazy("All that the stream received from this moment on is undone."),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"
        ),
    )


@page(Permission.UNDO_WRITE)
def undo_message(request: ConsoleRequest, receipt: str) -> HttpResponse:
    """One message."""
    about: dict[str, object] = {
        "title": _("Undo message %(receipt)s") % {"receipt": receipt},
        "back": url_of("message", receipt),
    }
    return _undo(request, OfMessage(receipt=receipt), about)


@page(Permission.UNDO_WRITE)
def undo_stream(request: ConsoleRequest, account: int, stream: int) -> HttpResponse:
    """All of a stream since a moment; first the moment is asked."""
    named = found(
        find_stream(request.visitor.reader, min(account, _LARGEST), min(stream, _LARGEST))
    )
    form = SinceForm(request.GET if "sinds" in request.GET else None)
    about: dict[str, object] = {
        "title": _("Undo stream %(stream)s") % {"stream": named.name},
        "lead": named.account_name,
        "form": form,
        "back": url_of("coupling", named.account),
    }
    if not form.is_valid():
        context = {**about, "crumbs": crumbs_of("undos")}
        return answer(request, "console/waiting/undo_since.html", context)
    return _undo(request, _of(named, form.cleaned_data["sinds"]), about)


def _of(named: StreamToUndo, since: datetime) -> OfStream:
    return OfStream(account=named.account, stream=named.name, since=since)


def _undo(request: ConsoleRequest, what: What, about: dict[str, object]) -> HttpResponse:
    if request.method != "POST":
        return _answer(request, found(preview_undo(request.visitor.reader, what)), about)
    reason = request.POST.get("reden", "")
    done = undo(decider_of(request), what, reason, shown_of(request))
    if done is None:
        raise Http404
    if isinstance(done, Undone):
        back = (_("Take back"), reverse("take-undo-back", args=(done.undo,)))
        text = _("Undone. What was taken over stands no longer.")
        leave_notice(request, text, action=back)
        return go("undos")
    if done.digest:
        return _answer(request, done, {**about, "is_other": True}, status=409)
    again = found(preview_undo(request.visitor.reader, what))
    return _answer(request, again, about, in_the_way=done, status=409)


def _answer(
    request: ConsoleRequest,
    preview: UndoPreview,
    about: dict[str, object],
    *,
    in_the_way: UndoPreview | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **preview_context(request, preview, in_the_way=in_the_way),
        "crumbs": crumbs_of("undos"),
        "confirm": _("Undo"),
        **about,
    }
    return answer(request, "console/waiting/undo.html", context, status=status)
