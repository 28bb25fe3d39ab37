"""The browser of messages: filters, columns, pages both ways, and the same as a file."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from verzuimbrug.application.messages.search import search, search_all, search_refused
from verzuimbrug.application.messages.streams import list_open_streams
from verzuimbrug.application.messages.values import MOST_COUNTED, FoundMessage, Sought, Turning
from verzuimbrug.console.addresses import AFTER, BEFORE, number_in, paging
from verzuimbrug.console.chips import chips_of
from verzuimbrug.console.columns import Column, choose_columns
from verzuimbrug.console.downloads import csv_file
from verzuimbrug.console.messages.filters import MessageFilter
from verzuimbrug.console.pages import ConsoleRequest, answer, page
from verzuimbrug.console.words import MESSAGES
from verzuimbrug.domain.permissions import Permission

COLUMNS = (
    Column(key="receipt", label=gettext_lazy("Receipt"), is_fixed=True),
    Column(key="received", label=gettext_lazy("Received")),
    Column(key="account", label=gettext_lazy("Client account")),
    Column(key="stream", label=gettext_lazy("Stream"), is_standard=False),
    Column(key="message", label=gettext_lazy("Message")),
    Column(key="employers", label=gettext_lazy("Employer")),
    Column(key="reports", label=gettext_lazy("Reports of absence"), is_number=True),
    Column(key="state", label=gettext_lazy("State"), is_fixed=True),
    Column(key="codes", label=gettext_lazy("Findings")),
    Column(key="sender", label=gettext_lazy("Sender"), is_standard=False),
    Column(key="reference", label=gettext_lazy("Reference"), is_standard=False),
    Column(key="decided", label=gettext_lazy("Decided"), is_standard=False),
    Column(key="size", label=gettext_lazy("Bytes"), is_number=True, is_standard=False),
)


@page(Permission.MESSAGES_READ)
def messages(request: ConsoleRequest) -> HttpResponse:
    """What is filtered, newest first; what was refused at the door is a list of its own."""
    reader = request.visitor.reader
    form = MessageFilter(request.GET, list_open_streams(reader))
    if not form.is_valid():
        return answer(request, "console/messages/list.html", {"form": form})
    context = {"form": form, "chips": chips_of(request, form)}
    if form.is_refused:
        refused = search_refused(reader, form.sought(), turning_of(request))
        beside = paging(request, previous=refused.newer, following=refused.older)
        context |= {"attempts": refused.items, "paging": beside}
        return answer(request, "console/messages/refused.html", context)
    found = search(reader, form.sought(), turning_of(request))
    context |= {
        "columns": choose_columns(request, COLUMNS),
        "rows": [(each, MESSAGES[each.state]) for each in found.items],
        "paging": paging(request, previous=found.newer, following=found.older),
        "is_found": True,
        "most_counted": MOST_COUNTED,
        "query": request.GET.urlencode(),
    }
    return answer(request, "console/messages/list.html", context)


@page(Permission.MESSAGES_READ)
def messages_file(request: ConsoleRequest) -> HttpResponseBase:
    """All messages that are filtered, as a file."""
    reader = request.visitor.reader
    form = MessageFilter(request.GET, list_open_streams(reader))
    sought = form.sought() if form.is_valid() and not form.is_refused else None
    if sought is None:
        return answer(request, "console/messages/list.html", {"form": form}, status=400)
    heading = [str(column.label) for column in COLUMNS]
    extra = (_("Edition"), _("Dry run"), _("Undone"), _("Waiting"))
    return csv_file("berichten.csv", _lines(request, sought, [*heading, *extra]))


def _lines(request: ConsoleRequest, sought: Sought, heading: list[str]) -> Iterator[list[object]]:
    yield list(heading)
    words = {state: str(mark.word) for state, mark in MESSAGES.items()}
    yes, no = _("yes"), _("no")
    for message in search_all(request.visitor.reader, sought):
        yield _line(message, words, (no, yes))


def _line(message: FoundMessage, words: dict[str, str], no_yes: tuple[str, str]) -> list[object]:
    decided = message.decided_at
    return [
        message.receipt,
        localtime(message.received_at).isoformat(timespec="seconds"),
        message.account,
        message.stream,
        message.message,
        " ".join(message.employers),
        message.reports,
        words[message.state],
        " ".join(message.codes),
        message.sender,
        message.reference,
        "" if decided is None else localtime(decided).isoformat(timespec="seconds"),
        message.size,
        message.edition,
        no_yes[message.dry_run],
        no_yes[message.undone],
        message.parked,
    ]


def turning_of(request: HttpRequest) -> Turning:
    """Which page is asked for in the address; the newest for what is no number."""
    return Turning(
        older_than=number_in(request, AFTER),
        newer_than=number_in(request, BEFORE),
    )
