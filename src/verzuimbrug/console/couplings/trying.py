"""Trying the settings of a stream on a message: every step of the way, and nothing is written."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.choices import stream_choices
from verzuimbrug.application.configuration.configured_objects import read_object
from verzuimbrug.application.receiving.receive import MAX_BYTES
from verzuimbrug.application.trying.try_out import try_out
from verzuimbrug.application.trying.values import PersonMatch, Step, TriedOut
from verzuimbrug.console.configuring.saving import ON, filled_in
from verzuimbrug.console.couplings.opening import Opened, opened
from verzuimbrug.console.couplings.stream_forms import StreamForm
from verzuimbrug.console.couplings.streams import stream_form, stream_object, streams_crumb
from verzuimbrug.console.findings import explained
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.console.words import OPERATIONS, REACHES
from verzuimbrug.domain.permissions import Permission

STEPS: Mapping[str, Promise] = MappingProxyType(
    {
        Step.TRIMMED: gettext_lazy("without blanks"),
        Step.UPPER: gettext_lazy("in capitals"),
        Step.ZEROS: gettext_lazy("without leading zeros"),
        Step.CONVERTED: gettext_lazy("converted"),
    }
)
MATCHES: Mapping[str, tuple[str, Promise]] = MappingProxyType(
    {
        PersonMatch.KNOWN: ("good", gettext_lazy("known")),
        PersonMatch.NEW: ("info", gettext_lazy("new")),
        PersonMatch.POSSIBLE_DOUBLE: ("attention", gettext_lazy("may be known already")),
        PersonMatch.WAITS: ("attention", gettext_lazy("waits")),
        PersonMatch.NONE: ("quiet", gettext_lazy("no employer to look at")),
    }
)


class TryForm(forms.Form):
    """A message to try: one that was received, a file, or pasted."""

    receipt = forms.CharField(
        label=gettext_lazy("Receipt of a message that came in"), required=False, max_length=40
    )
    file = forms.FileField(label=gettext_lazy("Or a file"), required=False)
    pasted = forms.CharField(
        label=gettext_lazy("Or a message, pasted"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """One message is named, and no more."""
        data: dict[str, Any] = super().clean() or {}
        given = [name for name in ("receipt", "file", "pasted") if data.get(name)]
        if len(given) != 1:
            raise forms.ValidationError(_("Name one message: a receipt, a file, or pasted text."))
        if data.get("file") and data["file"].size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than the portal may send."))
        return data

    def message(self) -> bytes | str:
        """The bytes of a file or of what was pasted; else a receipt."""
        data = self.cleaned_data
        if data["file"]:
            content: bytes = data["file"].read()
            return content
        return data["pasted"].encode() if data["pasted"] else str(data["receipt"]).strip()


@page(Permission.STREAMS_WRITE)
def try_stream(request: ConsoleRequest, coupling: int, stream: str) -> HttpResponse:
    """The form, and below it what the stored settings make of the message."""
    of = opened(request, coupling)
    found(read_object(stream_object(of, stream)))
    form = TryForm(initial={"receipt": request.GET.get("bericht")})
    tried, status = None, 200
    if request.method == "POST":
        form, settings = TryForm(request.POST, request.FILES), _filled_in(request, of, stream)
        if settings is not None and not settings.is_valid():
            form.add_error(None, _("These settings cannot be tried: go on filling them in."))
        elif form.is_valid():
            proposed = settings.content(stream) if settings is not None else None
            tried = try_out(of.ref, stream, form.message(), by=of.by, proposed=proposed)
        status = 200 if tried and not tried.refused else 422
    way_back = (stream, of.url("coupling-stream", stream))
    context = {
        "of": of,
        "head": of.head,
        "stream": stream,
        "crumbs": (*of.crumbs, streams_crumb(of), way_back),
        "form": form,
        "tried": _told(tried) if tried else None,
        "kept": _settings(request),
        "on": ON,
    }
    return answer(request, "console/couplings/try.html", context, status=status)


def _settings(request: ConsoleRequest) -> list[tuple[str, str]]:
    """Settings that were filled in and not saved, as the form of the stream sends them."""
    return filled_in(request, *TryForm.base_fields) if _HAS_SETTINGS in request.POST else []


_HAS_SETTINGS = "employer_code"
"""A field that every form of a stream has, and that for trying has not."""


def _filled_in(request: ConsoleRequest, of: Opened, stream: str) -> StreamForm | None:
    """The settings that were filled in; None when the stored ones are to be tried."""
    if _HAS_SETTINGS not in request.POST:
        return None
    stored = found(read_object(stream_object(of, stream)))
    return stream_form(request, of, stream_choices(of.head.portal), stored)


def _told(tried: TriedOut) -> Mapping[str, object]:
    """What was made of the message, in words."""
    return {
        "values": tried,
        "refused": explained(tried.refused),
        "findings": explained(tried.findings),
        "is_read": tried.valid and tried.accepted,
        "employers": [
            {
                "values": employer,
                "tags": [
                    (tag, [(STEPS[step.step], step.value) for step in tag.steps])
                    for tag in employer.tags
                ],
                "reach": REACHES[employer.reach],
                "findings": explained((employer.finding,) if employer.finding else ()),
            }
            for employer in tried.employers
        ],
        "persons": [
            {
                "values": person,
                "match": MATCHES[person.match],
                "findings": explained((person.finding,) if person.finding else ()),
                "reports": [
                    (report, OPERATIONS[report.operation] if report.operation else "")
                    for report in person.reports
                ],
            }
            for person in tried.persons
        ],
        "more_employers": tried.counts.employers - len(tried.employers),
        "more_persons": tried.counts.persons - len(tried.persons),
    }
