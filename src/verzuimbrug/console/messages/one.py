"""The pages about one message, each with an address of its own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse

from verzuimbrug.application.change_log.timelines import changes_of_message
from verzuimbrug.application.messages.answers import list_answers
from verzuimbrug.application.messages.outcomes import ShownReport, read_findings, read_reports
from verzuimbrug.application.messages.overview import (
    OpenMessage,
    Overview,
    find_message,
    read_overview,
)
from verzuimbrug.application.messages.repeats import read_repeats
from verzuimbrug.application.pages import Window
from verzuimbrug.console.addresses import AFTER, number_in, paging
from verzuimbrug.console.change_list import of_log
from verzuimbrug.console.language import language
from verzuimbrug.console.links import url_of
from verzuimbrug.console.messages.around import around
from verzuimbrug.console.messages.words import (
    CAUSES,
    DOORS,
    EVENTS,
    shown_stages,
)
from verzuimbrug.console.pages import ConsoleRequest, answer, found, page
from verzuimbrug.console.words import ITEMS, MESSAGES, OPERATIONS, Mark, report_mark
from verzuimbrug.domain.permissions import Permission

_AT_A_TIME = 50


@page(Permission.MESSAGES_READ)
def message(request: ConsoleRequest, receipt: str) -> HttpResponse:
    """What it is, how far it came, what became of it."""
    reader = request.visitor.reader
    shown = found(read_overview(reader, receipt))
    after = number_in(request, AFTER) or 0
    said = found(read_findings(reader, receipt, Window(after, _AT_A_TIME), language()))
    dry_run, may = shown.message.dry_run, request.visitor.may
    context = {
        **around(request, shown.message, "message"),
        "shown": shown,
        "stages": shown_stages(shown.message),
        "door": DOORS.get(shown.message.door, shown.message.door),
        "counts": [
            (state, report_mark(state, dry_run=dry_run), count)
            for state, count in shown.reports.items()
        ],
        "items": [(ITEMS[state], count) for state, count in shown.items.items()],
        "items_at": [(code, ITEMS[state], count) for code, state, count in shown.items_at],
        "waits": [(each, CAUSES.get(each.cause, each.cause)) for each in shown.waits],
        "corrections": [(each, MESSAGES[state]) for each, state in shown.corrections],
        "findings": [each.finding for each in said.items],
        "paging": paging(request, following=said.next),
        "undo_back_url": _undo_back_url(request, shown),
        "can": _can(request, shown),
        "report_url": url_of("report", receipt) if may(Permission.REPORTS_READ) else "",
    }
    return answer(request, "console/messages/overview.html", context)


def _undo_back_url(request: ConsoleRequest, shown: Overview) -> str:
    if not shown.undone or not request.visitor.may(Permission.UNDO_WRITE):
        return ""
    return url_of("take-undo-back", shown.undone.number)


def _can(request: ConsoleRequest, shown: Overview) -> dict[str, bool]:
    """What else the visitor can do with it."""
    may = request.visitor.may
    stands = shown.message.state in ("rejected", "failed") or "parked" in shown.reports
    return {
        "replay": may(Permission.MESSAGES_CORRECT) and (stands or bool(shown.waits)),
        "correct": may(Permission.MESSAGES_CORRECT) and _may_be_corrected(shown),
        "download": may(Permission.MESSAGES_DOWNLOAD) and _may_be_taken(shown),
    }


def _may_be_corrected(shown: Overview) -> bool:
    return shown.message.state != "received" and not shown.message.is_beside


def _may_be_taken(shown: Overview) -> bool:
    return not shown.is_erased and not shown.message.is_never_shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report as a row: what it says itself, what became of it, and where more of it is."""

    report: ShownReport
    mark: Mark
    operation: object
    percentage: str
    since: date | None
    person_url: str
    dispute_url: str


@page(Permission.REPORTS_READ)
def message_reports(request: ConsoleRequest, receipt: str) -> HttpResponse:
    """What became of each report, all or those in one state."""
    reader = request.visitor.reader
    one = found(find_message(reader, receipt))
    state = request.GET.get("stand") or None
    window = Window(_after(request), _AT_A_TIME)
    reports = found(read_reports(reader, receipt, window, language(), state))
    context = {
        **around(request, one, "message-reports"),
        "rows": [_row(request, one, each) for each in reports.items],
        "state": state and report_mark(state, dry_run=one.dry_run),
        "paging": paging(request, following=reports.next),
    }
    return answer(request, "console/messages/reports.html", context)


def _after(request: ConsoleRequest) -> int:
    after = number_in(request, AFTER)
    return -1 if after is None else after


def _row(request: ConsoleRequest, one: OpenMessage, each: ShownReport) -> ReportRow:
    may = request.visitor.may
    may_see = may(Permission.DOSSIERS_READ) and each.employee is not None
    is_disputed = each.state in ("conflict", "held") and not one.dry_run
    may_look = is_disputed and may(Permission.HELD_READ)
    said, since = each.said.get("operation"), each.said.get("mutation_date")
    return ReportRow(
        report=each,
        mark=report_mark(each.state, dry_run=one.dry_run),
        operation=OPERATIONS.get(said, said) if said else "",
        percentage=str(each.said.get("percentage", "")).removesuffix(".00"),
        since=date.fromisoformat(since) if since else None,
        person_url=url_of("dossier", each.employee) if may_see else "",
        dispute_url=url_of("dispute", one.receipt, each.position) if may_look else "",
    )


@page(Permission.CHANGES_READ)
def message_changes(request: ConsoleRequest, receipt: str) -> HttpResponse:
    """What it changed, by person; of a dry run or a held one there is a list elsewhere."""
    reader = request.visitor.reader
    one = found(find_message(reader, receipt))
    window = Window(number_in(request, AFTER) or 0, _AT_A_TIME)
    changes = found(changes_of_message(reader, receipt, window))
    context: dict[str, Any] = {
        **around(request, one, "message-changes"),
        "list": of_log(changes.items),
        "paging": paging(request, following=changes.next),
    }
    return answer(request, "console/messages/changes.html", context)


@page(Permission.MESSAGES_READ)
def message_answers(request: ConsoleRequest, receipt: str) -> HttpResponse:
    """What its sender gets, and whether it was collected."""
    reader = request.visitor.reader
    one = found(find_message(reader, receipt))
    context = {
        **around(request, one, "message-answers"),
        "answers": found(list_answers(reader, receipt)),
    }
    return answer(request, "console/messages/answers.html", context)


@page(Permission.MESSAGES_READ)
def message_repeats(request: ConsoleRequest, receipt: str) -> HttpResponse:
    """What was done with it again, and by whom."""
    reader = request.visitor.reader
    one = found(find_message(reader, receipt))
    before = number_in(request, AFTER)
    repeats = found(read_repeats(reader, receipt, before, _AT_A_TIME))
    context = {
        **around(request, one, "message-repeats"),
        "repeats": repeats,
        "decisions": [
            (each, EVENTS.get(each.event, each.event), each.details.get("correction"))
            for each in repeats.decisions
        ],
        "redeliveries": [(each, DOORS.get(each.door, each.door)) for each in repeats.redeliveries],
        "paging": paging(request, following=repeats.older),
    }
    return answer(request, "console/messages/repeats.html", context)
