"""How `verzuimbrug parking` shows what waits: lines for people, values for JSON."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from verzuimbrug.cli.changes import print_table
from verzuimbrug.cli.output import Language, finding_json
from verzuimbrug.cli.shown import moment_line

if TYPE_CHECKING:
    from verzuimbrug.application.parking.values import InTheWay, ParkedGroup, ParkedReport
    from verzuimbrug.application.readiness.link_persons import ShownProposal

_REPORTS = ("receipt", "place", "stream", "employer", "case", "number", "received", "cause")


def group_lines(group: "ParkedGroup", lang: Language) -> Iterator[str]:
    """A group: where it stands, what is the matter, and what can be done."""
    yield f"{group.cause} {' / '.join(group.subject)} ({group.account}, {_days(group)})"
    yield f"  {group.text(lang)}"
    if group.in_the_way is not None:
        yield f"  {_in_the_way_line(group.in_the_way, lang)}"
    for healing in group.healings:
        yield f"  - {healing.value}: {healing.label(lang)}"


def _days(group: "ParkedGroup") -> str:
    days = f"{group.age_days} days"
    told = [str(reminder.days) for reminder in group.reminders]
    return f"{days}, reminded after {', '.join(told)}" if told else days


def _in_the_way_line(report: "InTheWay", lang: Language) -> str:
    place = f"{report.sequence} = {report.receipt}, report {report.position}: {report.state}"
    return f"{place}. {report.finding.text(lang)}" if report.finding else place


def candidate_lines(known: Iterable["ShownProposal"]) -> Iterator[str]:
    """Who a link key may be, one on a line."""
    for each in known:
        found = each.proposal
        names = " ".join(filter(None, (each.initials, each.surname)))
        yield f"  employee {found.employee}: {found.birth_date} {found.strength} {names}".rstrip()


def report_table(reports: Iterable["ParkedReport"]) -> None:
    """The reports of a group, one on a line."""
    rows = [
        (
            report.receipt,
            str(report.position),
            report.stream,
            report.employer_code,
            report.case or "",
            str(report.sequence),
            moment_line(report.received_at),
            ", ".join(finding.code for finding in report.findings),
        )
        for report in reports
    ]
    print_table(_REPORTS, rows)


def group_json(group: "ParkedGroup", lang: Language) -> dict[str, Any]:
    """A group as JSON can hold it, with its sentence."""
    return {
        "account": group.account,
        "cause": group.cause,
        "kind": group.kind.value,
        "subject": list(group.subject),
        "streams": list(group.streams),
        "reports": group.reports,
        "persons": group.persons,
        "messages": group.messages,
        "since": group.since.isoformat(),
        "age_days": group.age_days,
        "text": group.text(lang),
        "actions": [
            {"action": each.value, "label": each.label(lang), "here": each.is_done_here}
            for each in group.healings
        ],
        "numbers": asdict(group.numbers) if group.numbers else None,
        "in_the_way": _in_the_way_json(group.in_the_way, lang) if group.in_the_way else None,
        "reminders": [{"days": each.days, "at": each.at.isoformat()} for each in group.reminders],
    }


def _in_the_way_json(report: "InTheWay", lang: Language) -> dict[str, Any]:
    return {
        "sequence": report.sequence,
        "receipt": report.receipt,
        "position": report.position,
        "state": report.state.value,
        "finding": finding_json(report.finding, lang) if report.finding else None,
    }


def candidate_json(known: "ShownProposal") -> dict[str, Any]:
    """Who a link key may be; without an absence case the name is null."""
    return {**asdict(known.proposal), "surname": known.surname, "initials": known.initials}


def report_json(report: "ParkedReport", lang: Language) -> dict[str, Any]:
    """A report that waits."""
    return {
        "receipt": report.receipt,
        "position": report.position,
        "stream": report.stream,
        "employer_code": report.employer_code,
        "case": report.case,
        "sequence": report.sequence,
        "received_at": report.received_at.isoformat(),
        "findings": [finding_json(finding, lang) for finding in report.findings],
    }
