"""What was done to a coupling, and its settings as they were: version by version, and back."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from verzuimbrug.application.accounts import account_log
from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.restore_version import restore_version
from verzuimbrug.application.configuration.versions import (
    ConfiguredObject,
    Version,
    list_versions,
)
from verzuimbrug.console.configuring.differences import ChangedField, changed_fields
from verzuimbrug.console.configuring.saving import Saving, preview_or_save
from verzuimbrug.console.couplings.cockpit import shown_events
from verzuimbrug.console.couplings.editing import account_object
from verzuimbrug.console.couplings.making import is_limited
from verzuimbrug.console.couplings.opening import Opened, opened, opened_to_change
from verzuimbrug.console.couplings.streams import stream_object, streams_crumb
from verzuimbrug.console.links import Crumb
from verzuimbrug.console.pages import ConsoleRequest, answer, found, no_right, page
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.permissions import Permission

MOST_EVENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVersion:
    """A version with what changed in it; `back` is where one goes back to it from."""

    version: Version
    fields: tuple[ChangedField, ...]
    back: str


@page(Permission.ACCOUNTS_READ)
def history(request: ConsoleRequest, coupling: int) -> HttpResponse:
    """The versions of the account, and what was done to it, the newest first."""
    of = opened(request, coupling)
    events = tuple(reversed(account_log(of.ref)))
    context = {
        "of": of,
        "head": of.head,
        "title": _("What was done"),
        "crumbs": of.crumbs,
        "versions": _versions(of, account_object(of), "coupling-restore"),
        "may_restore": _may_restore(request, of, Permission.ACCOUNTS_WRITE),
        "events": shown_events(events[:MOST_EVENTS]),
        "more": max(len(events) - MOST_EVENTS, 0),
        "has_events": True,
    }
    return answer(request, "console/couplings/history.html", context)


@page(Permission.STREAMS_READ)
def stream_versions(request: ConsoleRequest, coupling: int, stream: str) -> HttpResponse:
    """The versions of a stream, the newest first."""
    of = opened(request, coupling)
    context = {
        "of": of,
        "head": of.head,
        "title": _("Versions of %(stream)s") % {"stream": stream},
        "crumbs": (*of.crumbs, streams_crumb(of), _stream_crumb(of, stream)),
        "versions": _versions(of, stream_object(of, stream), "coupling-stream-restore", stream),
        "may_restore": _may_restore(request, of, Permission.STREAMS_WRITE),
        "has_events": False,
    }
    return answer(request, "console/couplings/history.html", context)


@page(Permission.ACCOUNTS_WRITE)
def restore(request: ConsoleRequest, coupling: int, number: int) -> HttpResponse:
    """The account as it was in a version: what would change, and then that."""
    of = opened_to_change(request, coupling)
    if is_limited(request):
        # An earlier version may have another scope.
        return no_right(request, Permission.ACCOUNTS_WRITE)
    place = of.url("coupling-history")
    return _restore(request, of, account_object(of), number, place)


@page(Permission.STREAMS_WRITE)
def restore_stream(
    request: ConsoleRequest, coupling: int, stream: str, number: int
) -> HttpResponse:
    """A stream as it was in a version: what would change, and then that."""
    of = opened_to_change(request, coupling)
    place = of.url("coupling-stream-versions", stream)
    return _restore(request, of, stream_object(of, stream), number, place)


def _restore(
    request: ConsoleRequest, of: Opened, what: ConfiguredObject, number: int, place: str
) -> HttpResponse:
    versions = found(list_versions(what))
    found(next((version for version in versions if version.number == number), None))

    def save(dry_run: bool) -> Configured:  # noqa: FBT001 -- as `Change` says
        return restore_version(what, number, by=of.by, dry_run=dry_run)

    saving = Saving(
        title=_("Back to version %(number)s") % {"number": number},
        crumbs=of.crumbs,
        back=place,
        done=_("The settings are as in version %(number)s again; that is a new version.")
        % {"number": number},
    )
    return preview_or_save(request, saving, save)


def _versions(
    of: Opened, what: ConfiguredObject, name: str, *place: object
) -> tuple[ShownVersion, ...]:
    versions = found(list_versions(what))
    return tuple(
        ShownVersion(
            version=version,
            fields=changed_fields(version.differences),
            back="" if version is versions[0] else of.url(name, *place, version.number),
        )
        for version in versions
    )


def _may_restore(request: ConsoleRequest, of: Opened, permission: Permission) -> bool:
    is_open = of.head.status is not AccountStatus.CLOSED
    return is_open and request.visitor.may(permission)


def _stream_crumb(of: Opened, stream: str) -> Crumb:
    return stream, of.url("coupling-stream", stream)
