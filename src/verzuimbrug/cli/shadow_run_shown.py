"""How a shadow run is shown on the command line: the counts, and then message by message."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from verzuimbrug.cli.output import Language
from verzuimbrug.cli.shown import moment_line

if TYPE_CHECKING:
    from verzuimbrug.application.editions.shadow_run import Delivered, ShadowRun
    from verzuimbrug.domain.shadow_comparison import MessageDifference
    from verzuimbrug.domain.shadow_outcomes import Findings, Person, ReportOutcome


def run_lines(run: "ShadowRun", lang: Language) -> Iterator[str]:
    """What was compared, what was left out, and what comes out differently."""
    comparison = run.comparison
    yield (
        f"messages: {run.messages}; the same: {comparison.same}; "
        f"different: {len(comparison.different)}"
    )
    if run.first_at is not None and run.last_at is not None:
        more = "; after these more came in" if run.more else ""
        yield f"received {moment_line(run.first_at)} - {moment_line(run.last_at)}{more}"
    for reason, receipts in run.left.items():
        yield f"left out, {reason}: {', '.join(receipts)}"
    for kind, count in comparison.counts.items():
        yield f"  {kind}: {count}"
    for each in comparison.different:
        yield from _message(each, run.delivered[each.message], lang)


def _message(of: "MessageDifference", delivered: "Delivered", lang: Language) -> Iterator[str]:
    yield ""
    received = moment_line(delivered.received_at)
    yield f"{delivered.receipt}  {received}  {delivered.edition}  {', '.join(sorted(of.kinds))}"
    if of.stands.state is not of.changed.state or of.stands.findings != of.changed.findings:
        stands = f"{of.stands.state}{_findings(of.stands.findings, lang)}"
        yield f"  message: {stands} -> {of.changed.state}{_findings(of.changed.findings, lang)}"
    for place, was, now in of.persons():
        initials, year = delivered.persons.get(place, ("", ""))
        yield f"  person {initials} {year}: {_person(was)} -> {_person(now)}"
    for place in of.reports():
        was_report, now_report = of.stands.reports.get(place), of.changed.reports.get(place)
        told = f"{_report(was_report, lang)} -> {_report(now_report, lang)}"
        yield f"  report {place + 1}: {told}"
    for thing in of.things:
        name = " ".join(filter(None, (thing.kind, thing.person.employer, thing.name)))
        for field, (before, after) in thing.fields.items():
            if field != "person":
                yield f"  {name}: {field}: {before} -> {after}"


def _findings(findings: "Findings", lang: Language) -> str:
    told = "; ".join(f"{each.text(lang)} [{each.code}]" for each in findings)
    return f" ({told})" if told else ""


def _person(person: "Person | None") -> str:
    if person is None:
        return "not read"
    if person.employee is None:
        return (
            f"{person.employer} {person.key}, new" if person.key else f"{person.employer}, nobody"
        )
    return f"{person.employer} {person.key}, known"


def _report(report: "ReportOutcome | None", lang: Language) -> str:
    if report is None:
        return "not read"
    operation = report.operation or "without an operation"
    named = f"{report.case or '-'} {report.sequence} {operation} {report.state}"
    return f"{named}{_findings(report.findings, lang)}"
