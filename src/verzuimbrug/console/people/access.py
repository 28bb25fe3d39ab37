"""Who looked at what (NEN 7513)."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from verzuimbrug.application.access_chain import show_chain
from verzuimbrug.application.access_log import (
    AccessEntry,
    AccessFilter,
    Looker,
    export_access,
    list_access,
    who_looks,
)
from verzuimbrug.application.pages import Window
from verzuimbrug.console.addresses import AFTER, number_in, paging, with_query
from verzuimbrug.console.chips import chips_of
from verzuimbrug.console.downloads import csv_file
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.console.people.forms import AccessForm
from verzuimbrug.console.people.words import LOOKS
from verzuimbrug.domain.permissions import Permission

_MOST_SHOWN = 5


@page(Permission.ACCESS_LOG_READ)
def show_access(request: ConsoleRequest) -> HttpResponse:
    """A page of the log."""
    people = who_looks(request.visitor.reader)
    form = _form(request, people)
    window = Window(after=number_in(request, AFTER) or 0)
    listed = list_access(request.visitor.reader, _wanted(form, people), window)
    names = _names(people)
    context = {
        "form": form,
        "chips": chips_of(request, form) if form.is_valid() else (),
        "rows": [_shown(entry, names) for entry in listed.items],
        "chain": show_chain(request.visitor.reader),
        "paging": paging(request, following=listed.next),
        "csv": with_query(request, **{AFTER: None}).replace(request.path, f"{request.path}csv/", 1),
    }
    return answer(request, "console/people/access.html", context)


@page(Permission.ACCESS_LOG_READ)
def download_access(request: ConsoleRequest) -> HttpResponseBase:
    """All of it that the filters let through, as a file."""
    people = who_looks(request.visitor.reader)
    wanted = _wanted(_form(request, people), people)
    entries = export_access(request.visitor.reader, wanted)
    return csv_file("inzage.csv", _lines(entries, _names(people)))


def _form(request: ConsoleRequest, people: Sequence[Looker]) -> AccessForm:
    choices = tuple((each.choice, each.name) for each in people)
    return AccessForm(request.GET or None, people=choices)


def _names(people: Sequence[Looker]) -> dict[str, str]:
    """What they are called, by the name that their looking is kept under."""
    return {each.principal: each.name for each in people}


def _wanted(form: AccessForm, people: Sequence[Looker]) -> AccessFilter:
    said = form.cleaned_data if form.is_valid() else {}
    principals = {each.choice: each.principal for each in people}
    return AccessFilter(
        principal=principals.get(said.get("wie") or "", ""),
        since=said.get("vanaf"),
        until=said.get("tot"),
        action=said.get("wat") or "",
        employer=said.get("werkgever") or "",
        dossier=said.get("dossier"),
    )


def _shown(entry: AccessEntry, names: dict[str, str]) -> dict[str, object]:
    return {
        "entry": entry,
        "who": names.get(entry.principal, entry.principal),
        "what": LOOKS.get(entry.action, entry.action),
        "dossiers": entry.dossiers[:_MOST_SHOWN],
        "more": max(0, len(entry.dossiers) - _MOST_SHOWN),
    }


def _lines(entries: Iterator[AccessEntry], names: dict[str, str]) -> Iterator[tuple[object, ...]]:
    yield _("moment"), _("who"), _("kept under"), _("what"), _("employer"), _("dossiers")
    for entry in entries:
        yield (
            timezone.localtime(entry.at).isoformat(timespec="seconds"),
            names.get(entry.principal, ""),
            entry.principal,
            LOOKS.get(entry.action, entry.action),
            entry.employer,
            " ".join(map(str, entry.dossiers)),
        )
