"""How a receiver is reached, or reaches us: set here, kept encrypted, and never shown again."""

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.exports.access import (
    give_credentials,
    make_collecting_key,
    make_key,
    trust_host,
)
from verzuimbrug.application.exports.managing import ExportShown, show_export
from verzuimbrug.console.configuring.rights import shared_page
from verzuimbrug.console.language import language
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, found, go
from verzuimbrug.console.settings.exports import crumbs_of
from verzuimbrug.domain.exports import DeliveryKind
from verzuimbrug.domain.permissions import Permission

_LONGEST = 500


class CredentialsForm(forms.Form):
    """What a receiver over HTTPS gave us."""

    customer_code = forms.CharField(label=gettext_lazy("Customer code"), max_length=_LONGEST)
    token = forms.CharField(
        label=gettext_lazy("Token"),
        max_length=_LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("As the receiver gave it. It is kept encrypted, and not shown."),
    )


class HostKeyForm(forms.Form):
    """By which key the server of a receiver is known."""

    host_key = forms.CharField(
        label=gettext_lazy("Host key of the receiver"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The public key of the receiver's server, on one line."),
    )


@shared_page(Permission.EXPORTS_WRITE)
def access(request: ConsoleRequest, export: int) -> HttpResponse:
    """What has to be known of this receiver."""
    shown = found(show_export(request.visitor.reader, export))
    if shown.setup.delivery.kind is DeliveryKind.HTTPS:
        return _credentials(request, shown)
    if shown.setup.delivery.kind is DeliveryKind.SFTP:
        return _host_key(request, shown)
    return _collecting_key(request, shown)


@shared_page(Permission.EXPORTS_WRITE)
def key(request: ConsoleRequest, export: int) -> HttpResponse:
    """A new pair of keys for SFTP; the public half is on the page of the export."""
    if request.method == "POST":
        found(make_key(request.visitor.reader, export))
        leave_notice(request, _("The key is made. Give the public half to the receiver."))
    return go("export-access", export)


def _credentials(request: ConsoleRequest, export: ExportShown) -> HttpResponse:
    form = CredentialsForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        give_credentials(request.visitor.reader, export.id, given["customer_code"], given["token"])
        leave_notice(request, _("Customer code and token are set."))
        return go("export", export.id)
    return _asked(request, export, form)


def _host_key(request: ConsoleRequest, export: ExportShown) -> HttpResponse:
    form = HostKeyForm(request.POST or None)
    if form.is_valid():
        obstacle = trust_host(request.visitor.reader, export.id, form.cleaned_data["host_key"])
        if obstacle is None:
            leave_notice(request, _("The host key is set."))
            return go("export", export.id)
        form.add_error("host_key", obstacle.text(language()))
    return _asked(request, export, form)


def _collecting_key(request: ConsoleRequest, export: ExportShown) -> HttpResponse:
    """The answer to the button is the one page that shows the key."""
    made = (
        make_collecting_key(request.visitor.reader, export.id) if request.method == "POST" else ""
    )
    context = {"export": export, "made": made, "crumbs": crumbs_of(export)}
    return answer(request, "console/settings/export_key.html", context)


def _asked(request: ConsoleRequest, export: ExportShown, form: forms.Form) -> HttpResponse:
    context = {
        "export": export,
        "form": form,
        "is_sftp": export.setup.delivery.kind is DeliveryKind.SFTP,
        "back": reverse("export", args=[export.id]),
        "crumbs": crumbs_of(export),
    }
    status = 422 if form.is_bound else 200
    return answer(request, "console/settings/export_access.html", context, status=status)
