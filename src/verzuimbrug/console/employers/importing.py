"""A file with employers: handed in, looked at, and then taken in as it was shown."""

from collections.abc import Callable

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.showing_first import apply_shown, show_change
from verzuimbrug.application.employers.importing import Imported, import_employers
from verzuimbrug.application.staged_files import (
    Purpose,
    Staged,
    drop_staged,
    find_staged,
    stage_file,
)
from verzuimbrug.console.configuring.files import FileForm
from verzuimbrug.console.configuring.rights import shared_page
from verzuimbrug.console.configuring.saving import Saving, told, undo_of
from verzuimbrug.console.confirming import SHOWN
from verzuimbrug.console.notices import leave_notice
from verzuimbrug.console.pages import ConsoleRequest, answer
from verzuimbrug.domain.permissions import Permission

_HINT = gettext_lazy(
    "CSV or XLSX, at most 5 MiB. Nothing is changed yet: first you see every change."
)


@shared_page(Permission.EMPLOYERS_WRITE)
def hand_in(request: ConsoleRequest) -> HttpResponse:
    """The form; a file that was handed in is kept for a while, and looked at on its own page."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = FileForm(*sent, label=gettext_lazy("File"), hint=_HINT, accept=".csv,.xlsx,.txt")
    if form.is_valid():
        file = form.cleaned_data["bestand"]
        reader = request.visitor.reader
        number = stage_file(reader, Purpose.EMPLOYERS, file.name, file.read())
        return HttpResponseRedirect(reverse("employers-import-preview", args=[number]))
    context = {
        "form": form,
        "title": _("Import employers"),
        "crumbs": ((_("Employers"), reverse("employers")),),
        "back": reverse("employers"),
    }
    status = 422 if form.is_bound else 200
    return answer(request, "console/employers/import.html", context, status=status)


@shared_page(Permission.EMPLOYERS_WRITE)
def preview(request: ConsoleRequest, file: int) -> HttpResponse:
    """Every change that the file makes, or every fault in it; agreed with, it is taken in."""
    reader = request.visitor.reader
    staged = find_staged(reader, Purpose.EMPLOYERS, file)
    if staged is None:
        text = _("The file was no longer kept. Hand it in again; nothing was changed.")
        leave_notice(request, text, kind="attention")
        return HttpResponseRedirect(reverse("employers-import"))
    counted: list[Imported] = []
    change = _change(request, staged, counted)
    asked = request.POST.get(SHOWN, "")
    if not asked:
        shown = show_change(change)
        return told(request, _saving(staged, counted[-1]), shown)
    shown = apply_shown(reader.arbodienst, change, asked)
    if not shown.applied:
        saving = _saving(staged, counted[-1])
        return told(request, saving, shown, is_another=not shown.findings)
    drop_staged(reader, staged.id)
    leave_notice(request, _done(counted[-1]), action=undo_of(request, shown))
    return HttpResponseRedirect(reverse("employers"))


def _change(
    request: ConsoleRequest, staged: Staged, counted: list[Imported]
) -> Callable[[bool], Configured]:
    """The import; what each run of it came to is added to `counted`."""
    reader = request.visitor.reader

    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        by = reader.principal
        imported = import_employers(reader.arbodienst, staged.content, by=by, dry_run=dry_run)
        counted.append(imported)
        return Configured(
            findings=imported.findings,
            differences=imported.differences,
            applied=imported.applied,
        )

    return change


def _saving(staged: Staged, imported: Imported) -> Saving:
    return Saving(
        title=_("Import %(file)s") % {"file": staged.name},
        lead=_("What the file leaves out stays as it is. The file is kept for half an hour."),
        crumbs=(
            (_("Employers"), reverse("employers")),
            (_("Import employers"), reverse("employers-import")),
        ),
        back=reverse("employers-import"),
        done="",
        button=_("Take in"),
        counts=(
            (_("new"), imported.created),
            (_("changed"), imported.updated),
            (_("as they were"), imported.unchanged),
        ),
    )


def _done(imported: Imported) -> str:
    return _("The file is taken in: %(new)s new employers, %(changed)s changed.") % {
        "new": imported.created,
        "changed": imported.updated,
    }
