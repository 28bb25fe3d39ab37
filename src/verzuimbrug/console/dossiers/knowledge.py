"""What is known of a person: values with their sources, times, messages, and the change log."""

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from verzuimbrug.application.change_log.addresses import Numbered
from verzuimbrug.application.change_log.export import ExportForm
from verzuimbrug.application.pages import Window
from verzuimbrug.application.persons.bsn import show_bsn
from verzuimbrug.application.persons.knowledge import (
    export_changes,
    read_changes,
    read_known,
    read_sources,
    read_why,
)
from verzuimbrug.application.persons.values import KnownPage
from verzuimbrug.console.addresses import AFTER, number_in, paging
from verzuimbrug.console.dossiers.absence_chart import WIDTH, KnownCase, absence_chart
from verzuimbrug.console.dossiers.frame import dossier_frame
from verzuimbrug.console.downloads import as_file
from verzuimbrug.console.language import language
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.domain.permissions import Permission

_LIMIT = 50
_MOMENT = "op"
_PART_OF = {"employee": "dossier-details", "employment": "dossier-employments"}
_TYPES = {
    ExportForm.CSV: "text/csv; charset=utf-8",
    ExportForm.JSON_LINES: "application/jsonl; charset=utf-8",
}


class MomentForm(forms.Form):
    """The moment as of which something is to be told."""

    op = forms.DateTimeField(
        label=_("What was known at"),
        help_text=_("Leave it empty for what is known now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        required=False,
    )

    def moment(self) -> datetime | None:
        """The moment that was asked for; None for now, and for what is no moment."""
        return self.cleaned_data[_MOMENT] if self.is_bound and self.is_valid() else None


@page(Permission.DOSSIERS_READ)
@require_safe
def details(request: ConsoleRequest, person: int) -> HttpResponse:
    """The values of a person, each with the message that gave it."""
    return _details(request, person)


@page(Permission.BSN_SHOW)
@require_POST
def bsn(request: ConsoleRequest, person: int) -> HttpResponse:
    """The same with the BSN, for who asks for it; that they did is kept."""
    return _details(request, person, found(show_bsn(request.visitor.reader, person)))


def _details(request: ConsoleRequest, person: int, shown_bsn: str = "") -> HttpResponse:
    shown = found(read_known(request.visitor.reader, person))
    context = {
        **dossier_frame(request, shown.head, "dossier-details"),
        "known": shown.of_kind("employee"),
        "bsn": shown_bsn,
        "may_show_bsn": request.visitor.may(Permission.BSN_SHOW),
    }
    return answer(request, "console/dossiers/details.html", context)


@page(Permission.DOSSIERS_READ)
@require_safe
def employments(request: ConsoleRequest, person: int) -> HttpResponse:
    """The employments of a person, each value with the message that gave it."""
    shown = found(read_known(request.visitor.reader, person))
    context = {
        **dossier_frame(request, shown.head, "dossier-employments"),
        "known": shown.of_kind("employment"),
    }
    return answer(request, "console/dossiers/employments.html", context)


@page(Permission.DOSSIERS_READ)
@require_safe
def why_page(
    request: ConsoleRequest, person: int, kind: str, number: int, field: str
) -> HttpResponse:
    """Why a field has its value: the message that gave it, and what it was before."""
    of = Numbered(kind=kind, number=number)
    shown = found(read_why(request.visitor.reader, person, of, field))
    context = {**dossier_frame(request, shown.head, _PART_OF.get(kind, "")), "why": shown.why}
    return answer(request, "console/dossiers/why.html", context)


@page(Permission.DOSSIERS_READ)
@require_safe
def sources(request: ConsoleRequest, person: int) -> HttpResponse:
    """By which keys the person is known, and the messages that spoke of them."""
    shown = found(read_sources(request.visitor.reader, person, _window(request)))
    context = {
        **dossier_frame(request, shown.head, "dossier-sources"),
        "statements": shown.statements,
        "paging": paging(request, following=shown.next),
    }
    return answer(request, "console/dossiers/sources.html", context)


@page(Permission.DOSSIERS_READ)
@require_safe
def timeline(request: ConsoleRequest, person: int) -> HttpResponse:
    """What held when, and what was known of it at a moment."""
    form = MomentForm(request.GET if _MOMENT in request.GET else None)
    at = form.moment()
    shown = found(read_known(request.visitor.reader, person, at))
    context = {
        **dossier_frame(request, shown.head, "dossier-timeline"),
        "form": form,
        "at": at,
        "cases": shown.of_kind("case"),
        "chart": absence_chart(_drawn(shown), [], timezone.localdate(at)),
        "chart_width": WIDTH,
        "others": [*shown.of_kind("employee"), *shown.of_kind("employment")],
    }
    return answer(request, "console/dossiers/timeline.html", context)


def _drawn(shown: KnownPage) -> Sequence[KnownCase]:
    return [
        KnownCase(id=each.of.number, key=each.of.key or "", spans=each.held)
        for each in shown.of_kind("case")
    ]


@page(Permission.CHANGES_READ)
@require_safe
def changes(request: ConsoleRequest, person: int) -> HttpResponse:
    """The change log of a person, in order."""
    shown = found(read_changes(request.visitor.reader, person, _window(request)))
    context = {
        **dossier_frame(request, shown.head, "dossier-changes"),
        "changes": shown.changes,
        "paging": paging(request, following=shown.next),
    }
    return answer(request, "console/dossiers/changes.html", context)


@page(Permission.CHANGES_READ)
@require_safe
def export(request: ConsoleRequest, person: int) -> HttpResponseBase:
    """The change log of a person as a file, made while it is read."""
    is_lines = request.GET.get("vorm") == ExportForm.JSON_LINES
    form = ExportForm.JSON_LINES if is_lines else ExportForm.CSV
    pieces = found(export_changes(request.visitor.reader, person, form, language()))
    response = StreamingHttpResponse(pieces, content_type=_TYPES[form])
    name = f"wijzigingen-{person}.{form.value}"
    return as_file(response, name)


def _window(request: ConsoleRequest) -> Window:
    return Window(after=number_in(request, AFTER) or 0, limit=_LIMIT)
