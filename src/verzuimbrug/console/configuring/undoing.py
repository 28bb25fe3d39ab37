"""A save is taken back: first what that comes to, then that."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from verzuimbrug.application.configuration.saves import Proposal, undo_save
from verzuimbrug.application.configuration.version_reading import show_save
from verzuimbrug.console.configuring.rights import lacking
from verzuimbrug.console.configuring.saving import Saving, preview_or_save
from verzuimbrug.console.pages import ConsoleRequest, found, no_right, page


@page()
def undo(request: ConsoleRequest, save: int) -> HttpResponse:
    """Everything that a save changed as it was before."""
    reader = request.visitor.reader
    shown = found(show_save(reader, save))
    permission = lacking(request, shown.kinds)
    if permission is not None:
        return no_right(request, permission)

    def change(dry_run: bool) -> Proposal:  # noqa: FBT001 -- as `Change` says
        return undo_save(reader.arbodienst, save, by=reader.principal, dry_run=dry_run)

    saving = Saving(
        title=_("Undo what was saved"),
        lead=_("What was changed then is again as it was before. That is kept as a new version."),
        crumbs=((_("Management"), reverse("settings")), (_("Versions"), reverse("versions"))),
        back=reverse("versions"),
        done=_("It is undone."),
        button=_("Undo"),
    )
    return preview_or_save(request, saving, change)
