"""Versions of what is configured: all of them, those of one object, and back to one."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.restore_version import restore_version
from verzuimbrug.application.configuration.version_reading import (
    VersionShown,
    find_shown_object,
    page_versions,
    show_version,
)
from verzuimbrug.application.configuration.versions import KINDS
from verzuimbrug.application.pages import Window
from verzuimbrug.console.addresses import AFTER, number_in, paging
from verzuimbrug.console.configuring.differences import changed_fields
from verzuimbrug.console.configuring.rights import lacking
from verzuimbrug.console.configuring.saving import Saving, preview_or_save
from verzuimbrug.console.configuring.words import kind_word
from verzuimbrug.console.links import Crumb
from verzuimbrug.console.pages import ConsoleRequest, answer, found, no_right, page
from verzuimbrug.domain.permissions import Permission

_PAGE = 50
_READING = {
    "employer": Permission.EMPLOYERS_READ,
    "employer group": Permission.GROUPS_READ,
    "scheme": Permission.CLASSIFICATIONS_READ,
    "conversion table": Permission.CONVERSION_TABLES_READ,
    "account": Permission.ACCOUNTS_READ,
    "stream": Permission.STREAMS_READ,
    "export": Permission.EXPORTS_READ,
    "arbodienst": Permission.CONFIGURATION_READ,
}


@page(Permission.CONFIGURATION_READ)
def versions(request: ConsoleRequest) -> HttpResponse:
    """Everything that was saved, the newest first."""
    shown = page_versions(request.visitor.reader, _window(request))
    context = {
        "title": _("Versions"),
        "lead": _("What was changed in the configuration, by whom and when."),
        "rows": _rows(request, shown.items),
        "with_names": True,
        "paging": paging(request, following=shown.next),
        "crumbs": _crumbs()[:1],
    }
    return answer(request, "console/settings/versions.html", context)


@page()
def of_object(request: ConsoleRequest, kind: str, number: int) -> HttpResponse:
    """The versions of one object, the newest first."""
    kind = _kind(kind)
    if not request.visitor.may(_READING[kind]):
        return no_right(request, _READING[kind])
    reader = request.visitor.reader
    of = found(find_shown_object(reader, kind, number))
    shown = page_versions(reader, _window(request), kind, number)
    rows = _rows(request, shown.items)
    if rows and AFTER not in request.GET:
        # The newest one is how it is now.
        rows[0]["may_restore"] = False
    context = {
        "title": f"{kind_word(kind)} {' / '.join(of.key)}",
        "lead": _("Every save is a version; one can go back to each."),
        "rows": rows,
        "with_names": False,
        "paging": paging(request, following=shown.next),
        "crumbs": _crumbs(),
    }
    return answer(request, "console/settings/versions.html", context)


@page()
def restore(request: ConsoleRequest, version: int) -> HttpResponse:
    """The object as it was in a version: first what that changes, then that."""
    reader = request.visitor.reader
    shown = found(show_version(reader, version))
    permission = lacking(request, [shown.kind])
    if permission is not None:
        return no_right(request, permission)
    of = found(find_shown_object(reader, shown.kind, shown.object_id))

    def change(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return restore_version(of, shown.number, by=reader.principal, dry_run=dry_run)

    name = " / ".join(of.key)
    saving = Saving(
        title=_("%(name)s as in version %(number)s") % {"name": name, "number": shown.number},
        back=reverse("object-versions", args=[slug(shown.kind), shown.object_id]),
        done=_("%(name)s is as in version %(number)s again.")
        % {"name": name, "number": shown.number},
        crumbs=_crumbs(),
        button=_("Go back to this version"),
    )
    return preview_or_save(request, saving, change)


def slug(kind: str) -> str:
    """A kind as it stands in an address."""
    return kind.replace(" ", "-")


def _kind(written: str) -> str:
    kind = written.replace("-", " ")
    if kind not in KINDS:
        raise Http404
    return kind


def _window(request: ConsoleRequest) -> Window:
    return Window(after=number_in(request, AFTER) or 0, limit=_PAGE)


def _rows(request: ConsoleRequest, shown: Iterable[VersionShown]) -> list[dict[str, object]]:
    return [
        {
            "version": each,
            "kind": kind_word(each.kind),
            "name": " / ".join(each.key),
            "title": f"{kind_word(each.kind)} {' / '.join(each.key)}",
            "url": reverse("object-versions", args=[slug(each.kind), each.object_id]),
            "fields": changed_fields(each.differences) if each.number > 1 else (),
            "may_restore": lacking(request, [each.kind]) is None,
        }
        for each in shown
    ]


def _crumbs() -> tuple[Crumb, ...]:
    return ((_("Management"), reverse("settings")), (_("Versions"), reverse("versions")))
