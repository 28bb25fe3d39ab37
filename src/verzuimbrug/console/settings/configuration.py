"""The configuration as a file: downloaded, and applied after a look at what it changes."""

from collections.abc import Callable

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import configure_own, export_own
from verzuimbrug.application.staged_files import Purpose, find_staged, stage_file
from verzuimbrug.console.configuring.files import FileForm
from verzuimbrug.console.configuring.rights import may_share, shared_page
from verzuimbrug.console.configuring.saving import Saving, preview_or_save
from verzuimbrug.console.downloads import as_file
from verzuimbrug.console.links import Crumb
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.domain.permissions import Permission

_HINT = gettext_lazy("YAML, at most 5 MiB. Nothing is changed yet: first you see every change.")


@page(Permission.CONFIGURATION_READ)
def configuration(request: ConsoleRequest) -> HttpResponse:
    """Download, and the form to hand in a file."""
    may_apply = may_share(request, Permission.CONFIGURATION_WRITE)
    sent = (request.POST, request.FILES) if request.method == "POST" and may_apply else ()
    form = FileForm(
        *sent,
        label=gettext_lazy("Configuration file"),
        hint=_HINT,
        accept=".yaml,.yml,.json",
    )
    if form.is_valid():
        file, reader = form.cleaned_data["bestand"], request.visitor.reader
        number = stage_file(reader, Purpose.CONFIGURATION, file.name, file.read())
        return HttpResponseRedirect(reverse("configuration-preview", args=[number]))
    context = {
        "form": form,
        "may_apply": may_apply,
        "may_export": request.visitor.reader.authority.is_whole,
        "crumbs": _crumbs()[:1],
    }
    status = 422 if form.is_bound else 200
    return answer(request, "console/settings/configuration.html", context, status=status)


@shared_page(Permission.CONFIGURATION_READ)
def export(request: ConsoleRequest) -> HttpResponse:
    """The file that, applied, changes nothing."""
    content = export_own(request.visitor.reader.arbodienst)
    response = HttpResponse(content, content_type="application/yaml; charset=utf-8")
    name = f"verzuimbrug-{timezone.localdate().isoformat()}.yaml"
    return as_file(response, name)


@shared_page(Permission.CONFIGURATION_WRITE)
def preview(request: ConsoleRequest, file: int) -> HttpResponse:
    """Every change that the file makes, or every fault in it; agreed with, it is applied."""
    staged = find_staged(request.visitor.reader, Purpose.CONFIGURATION, file)
    if staged is None:
        text = _("The file was no longer kept. Hand it in again; nothing was changed.")
        leave_notice(request, text, kind="attention")
        return HttpResponseRedirect(reverse("configuration"))
    saving = Saving(
        title=_("Apply %(file)s") % {"file": staged.name},
        lead=_("What the file does not name stays as it is. The file is kept for half an hour."),
        back=reverse("configuration"),
        done=_("The configuration is applied."),
        crumbs=_crumbs(),
        button=_("Apply"),
    )
    return preview_or_save(request, saving, _change(request, staged.content))


def _change(request: ConsoleRequest, content: bytes) -> Callable[[bool], Configured]:
    reader = request.visitor.reader

    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return configure_own(reader.arbodienst, content, reader.principal, dry_run=dry_run)

    return change


def _crumbs() -> tuple[Crumb, ...]:
    return (
        (_("Management"), reverse("settings")),
        (_("Configuration as a file"), reverse("configuration")),
    )
