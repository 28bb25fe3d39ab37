"""The style page: every component once, in all its states, with values that are made up."""

from datetime import datetime
from types import SimpleNamespace

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.reports.findings import Audience
from verzuimbrug.console.addresses import Paging
from verzuimbrug.console.chips import Chip
from verzuimbrug.console.columns import Column, choose_columns
from verzuimbrug.console.language import language
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.console.style.pictures import pictures
from verzuimbrug.domain.findings import Finding

_COLUMNS = (
    Column(key="receipt", label=gettext_lazy("Receipt"), is_fixed=True),
    Column(key="stream", label=gettext_lazy("Stream")),
    Column(key="reports", label=gettext_lazy("Reports"), is_number=True),
)


class ExampleForm(forms.Form):
    """One field of each kind."""

    code = forms.CharField(
        label=gettext_lazy("Employer code"),
        help_text=gettext_lazy("As the portal sends it. It can be changed later."),
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Mode"),
        choices=[
            ("live", gettext_lazy("live: take over at once")),
            ("approval", gettext_lazy("for approval: wait for a person")),
        ],
    )
    start = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    notes = forms.CharField(
        label=gettext_lazy("Notes"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    is_open = forms.BooleanField(
        label=gettext_lazy("Open for new members"),
        help_text=gettext_lazy("A closed group keeps its members."),
        required=False,
    )


@page()
def style(request: ConsoleRequest) -> HttpResponse:
    """Every component."""
    context = {
        **pictures(),
        "colours": ("ink", "ink-soft", "line", "accent", "good", "attention", "stop", "info"),
        "now": timezone.now(),
        "stages": (
            ("good", _("received")),
            ("good", _("read")),
            ("stop", _("checked")),
            ("quiet", _("taken over")),
        ),
        "findings": _findings(request),
        "steps": _steps(),
        "chips": (Chip(label=_("State"), value=_("waiting"), url="?"),),
        "columns": choose_columns(request, _COLUMNS),
        "paging": Paging(first="?", previous="?voor=1", next="?na=9"),
        "form": ExampleForm(),
        "wrong_form": ExampleForm({"mode": "live"}),
        "tabs": ((_("Overview"), "?", True), (_("Changes"), "?tab=2", False)),
        "crumbs": ((_("Couplings"), "/"),),
        "head_actions": ((_("Pause"), "?"), (_("More"), "?")),
        "card_actions": ((_("Create employer"), "?"), (_("Look"), "?")),
        "since": timezone.localtime(
            datetime(2026, 11, 23, 7, 12, tzinfo=timezone.get_default_timezone())
        ),
    }
    return answer(request, "console/style/style.html", context)


def _findings(request: ConsoleRequest) -> object:
    del request
    found = (
        Finding("WG201", {"code": "FLSN4711", "received": "4711"}, "/Verzuimmelding[1]", 12),
        Finding("VZ301", {"case": "VG1", "sequence": "7", "awaited": "6"}),
    )
    audience = Audience(language())
    return audience.explain(finding.to_json() for finding in found)


def _steps() -> tuple[object, ...]:
    return (
        SimpleNamespace(
            title=_("Employer group"), kind="good", word=_("done"), text="", actions=()
        ),
        SimpleNamespace(
            title=_("Readiness"),
            kind="attention",
            word=_("to do"),
            text=_("209 of 214 employer codes are known at the portal"),
            actions=((_("Look"), "?"),),
            is_current=True,
        ),
        SimpleNamespace(
            title=_("Activate"), kind="quiet", word=_("waits for step 2"), text="", actions=()
        ),
    )
