"""A corrected version of a message: some values, or a file; then it waits for approval."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.correcting.correct import correct
from verzuimbrug.application.correcting.editing import edited
from verzuimbrug.application.messages.overview import OpenMessage, find_message
from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.console.deciders import decider_of
from verzuimbrug.console.language import language
from verzuimbrug.console.messages.around import around
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go, page
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.permissions import Permission

PATH = "plaats"
"""The parameter with the path of an element to change; there may be more."""

_MOST_VALUES = 10


class CorrectionForm(forms.Form):
    """Why, and the corrected file when it is not made here."""

    reden = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("What is corrected, and on whose word. It is kept."),
        max_length=500,
    )
    bestand = forms.FileField(
        label=gettext_lazy("Corrected message as a file"),
        help_text=gettext_lazy("Leave this empty when you change values below."),
        required=False,
    )


@page(Permission.MESSAGES_CORRECT)
def correct_message(request: ConsoleRequest, receipt: str) -> HttpResponseBase:
    """The form; its answer is the correction, with all that approving it would change."""
    one = found(find_message(request.visitor.reader, receipt))
    form = CorrectionForm(request.POST or None, request.FILES or None)
    values = _values(request)
    if request.method != "POST" or not form.is_valid():
        return _asked(request, one, form, values)
    content = _content(request, one.receipt, form, dict(values))
    if isinstance(content, Finding):
        return _asked(request, one, form, values, [content])
    made = found(correct(decider_of(request), one.receipt, content, form.cleaned_data["reden"]))
    if not made.receipt:
        return _asked(request, one, form, values, made.findings)
    leave_notice(
        request,
        _("The correction is kept. Nothing has changed yet: look at it, and approve or refuse it."),
        kind="info",
    )
    return go("held-message", made.receipt)


def _values(request: HttpRequest) -> list[tuple[str, str]]:
    """The paths that are to be changed with their new texts, from the form or the address."""
    if request.method != "POST":
        return [(path, "") for path in dict.fromkeys(request.GET.getlist(PATH))][:_MOST_VALUES]
    paths, texts = request.POST.getlist(PATH), request.POST.getlist("tekst")
    return [(path, text) for path, text in zip(paths, texts, strict=False) if path][:_MOST_VALUES]


def _content(
    request: ConsoleRequest, receipt: str, form: CorrectionForm, values: Mapping[str, str]
) -> bytes | Finding:
    file = form.cleaned_data["bestand"]
    if file is not None:
        content: bytes = file.read()
        return content
    made = edited(request.visitor.reader, receipt, values)
    if made is None:
        raise Http404
    return made


def _asked(
    request: ConsoleRequest,
    one: OpenMessage,
    form: CorrectionForm,
    values: list[tuple[str, str]],
    findings: Iterable[Finding] = (),
) -> HttpResponse:
    context: dict[str, Any] = {
        **around(request, one, "message-correct"),
        "form": form,
        "values": values or [("", "")],
        "findings": Audience(language()).explain(each.to_json() for each in findings),
    }
    return answer(request, "console/messages/correct.html", context)
