"""Conversion tables, and the code tables of streams."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import save_object
from verzuimbrug.application.configuration.table_reading import (
    list_stream_codes,
    list_tables,
    show_table,
)
from verzuimbrug.application.configuration.versions import ConfiguredObject
from verzuimbrug.console.configuring.lines import read_pairs, write_pairs
from verzuimbrug.console.configuring.rights import may_share, shared_page
from verzuimbrug.console.configuring.saving import Saving, preview_or_save
from verzuimbrug.console.links import Crumb
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.domain.permissions import Permission

UNKNOWN = {
    "keep": gettext_lazy("is kept as received"),
    "default": gettext_lazy("becomes the default value"),
    "finding": gettext_lazy("gives a finding"),
}
"""What becomes of a value that a table does not have."""


class TableForm(forms.Form):
    """A conversion table."""

    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    values = forms.CharField(
        label=gettext_lazy("Values"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("A line for each, as RECEIVED: OURS."),
    )
    unknown = forms.ChoiceField(
        label=gettext_lazy("Any other value"), choices=list(UNKNOWN.items())
    )
    default = forms.CharField(label=gettext_lazy("Default value"), required=False, max_length=200)

    def clean_values(self) -> dict[str, str]:
        """Our value by received value."""
        return read_pairs(self.cleaned_data["values"])


class NewTableForm(TableForm):
    """A new table has a code besides."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("By this streams name the table; it cannot be changed later."),
    )
    field_order = ("code", "name")


@page(Permission.CONVERSION_TABLES_READ)
def tables(request: ConsoleRequest) -> HttpResponse:
    """All tables, with the streams that use them."""
    reader = request.visitor.reader
    may_change = may_share(request, Permission.CONVERSION_TABLES_WRITE)
    context = {
        "tables": list_tables(reader),
        "streams": list_stream_codes(reader),
        "unknown": UNKNOWN,
        "may_change": may_change,
        "crumbs": crumbs_of()[:1],
        "actions": [(_("New conversion table"), reverse("table-new"))] if may_change else [],
    }
    return answer(request, "console/settings/tables.html", context)


@shared_page(Permission.CONVERSION_TABLES_WRITE)
def new(request: ConsoleRequest) -> HttpResponse:
    """A new table."""
    form = NewTableForm(request.POST or None)
    if not form.is_valid():
        return _form(request, form, _("New conversion table"))
    code = form.cleaned_data["code"]
    saving = Saving(
        title=_("New conversion table %(code)s") % {"code": code},
        back=reverse("tables"),
        done=_("Conversion table %(code)s is made.") % {"code": code},
        crumbs=crumbs_of(),
        button=_("Make"),
    )
    return _save(request, saving, dict(form.cleaned_data))


@shared_page(Permission.CONVERSION_TABLES_WRITE)
def edit(request: ConsoleRequest, table: int) -> HttpResponse:
    """The table with other values."""
    shown = found(show_table(request.visitor.reader, table))
    initial = {
        "name": shown.name,
        "values": write_pairs(shown.values),
        "unknown": shown.unknown,
        "default": shown.default,
    }
    form = TableForm(request.POST or None, initial=initial)
    title = _("Change conversion table %(code)s") % {"code": shown.code}
    uses = ", ".join(f"{use.account_name} / {use.stream_name}" for use in shown.uses)
    if not form.is_valid():
        return _form(request, form, title, _lead(uses))
    saving = Saving(
        title=title,
        lead=_lead(uses),
        back=reverse("tables"),
        done=_("Conversion table %(code)s is changed.") % {"code": shown.code},
        crumbs=crumbs_of(),
    )
    return _save(request, saving, {**form.cleaned_data, "code": shown.code})


def _lead(uses: str) -> str:
    if not uses:
        return _("No stream uses this table.")
    return _("Used by %(streams)s. What waits for a value goes on by itself.") % {"streams": uses}


def _save(request: ConsoleRequest, saving: Saving, content: dict[str, Any]) -> HttpResponse:
    reader = request.visitor.reader
    key = (content["code"],)
    of = ConfiguredObject(arbodienst=reader.arbodienst, kind="conversion table", key=key)

    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return save_object(of, content, by=reader.principal, dry_run=dry_run)

    return preview_or_save(request, saving, change)


def crumbs_of() -> tuple[Crumb, ...]:
    """Where the pages of tables stand."""
    return (
        (_("Management"), reverse("settings")),
        (_("Code tables and conversion tables"), reverse("tables")),
    )


def _form(request: ConsoleRequest, form: forms.Form, title: str, lead: str = "") -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "back": reverse("tables"),
        "crumbs": crumbs_of(),
    }
    status = 422 if form.is_bound else 200
    return answer(request, "console/configuring/form.html", context, status=status)
