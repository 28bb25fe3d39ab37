"""How a try-out is shown on the command line: tables for people, all of it as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from verzuimbrug.cli.output import Language, finding_json, finding_line
from verzuimbrug.domain.findings import Finding

if TYPE_CHECKING:
    from verzuimbrug.application.trying.values import (
        TriedEmployer,
        TriedOut,
        TriedPerson,
        TriedReport,
        TriedTag,
    )

_REACH = {"in": "in scope", "run-out": "run-out: open cases only", "out": "not in scope"}
_CLASSIFIED = {True: "", False: ": not of the employer", None: ""}


def try_out_json(tried: "TriedOut", lang: Language) -> dict[str, Any]:
    """Everything, findings with their sentence, and whether the message fits."""
    return {"fits": tried.is_fit, **_plain(tried, lang)}


def _plain(value: Any, lang: Language) -> Any:  # noqa: ANN401 -- whatever a dataclass can hold
    if isinstance(value, Finding):
        return finding_json(value, lang)
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name), lang) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part, lang) for part in value]
    return value


def try_out_lines(tried: "TriedOut", lang: Language) -> Iterator[str]:
    """What was made of the message, line by line; nothing when nothing was tried."""
    if tried.refused:
        return
    yield from _head(tried)
    for finding in tried.findings:
        yield finding_line(tried.receipt or tried.stream, finding, lang)
    if tried.valid and tried.accepted:
        yield from _employers(tried, lang)
        yield from _persons(tried, lang)


def _head(tried: "TriedOut") -> Iterator[str]:
    name = " ".join(filter(None, (tried.message, tried.edition))) or "the message"
    valid = "valid" if tried.valid else "not valid"
    accepted = "accepted" if tried.accepted else "not accepted"
    yield f"{name}: {valid}, {accepted} by stream {tried.stream}"
    yield f"template {tried.template} ({'stored' if tried.stored else 'proposed'})"


def _employers(tried: "TriedOut", lang: Language) -> Iterator[str]:
    counts = tried.counts
    yield ""
    yield (
        f"employer groups: {counts.employers}; without a code: {counts.unmade}; "
        f"codes: {counts.made}, in scope: {counts.matched}"
    )
    rows = [(each.code, _found(each), each.name, _making(each)) for each in tried.employers]
    yield from _table(rows)
    yield from _rest(counts.employers, tried.employers)
    for finding in (each.finding for each in tried.employers if each.finding):
        yield finding_line(tried.receipt or tried.stream, finding, lang, advice=True)


def _found(employer: "TriedEmployer") -> str:
    if not employer.is_made:
        return "no code"
    return _REACH[employer.reach] if employer.exists else "unknown"


def _making(employer: "TriedEmployer") -> str:
    return "; ".join(_steps(tag) for tag in employer.tags)


def _steps(tag: "TriedTag") -> str:
    """A tag as received and after each step, so that blanks can be seen."""
    steps = [f"{step.step} {_quoted(step.value)}" for step in tag.steps]
    return " > ".join([f"{tag.tag} {_quoted(tag.received)}", *steps])


def _quoted(value: str | None) -> str:
    return "not in the table" if value is None else f"'{value}'"


def _persons(tried: "TriedOut", lang: Language) -> Iterator[str]:
    counts = tried.counts
    confirmed = "confirmed" if tried.confirmed else "not confirmed"
    yield ""
    yield (
        f"persons: {counts.persons}; known: {counts.known}, new: {counts.new}, "
        f"possible doubles: {counts.possible_doubles}"
    )
    yield (
        f"reports: {counts.reports}; without an operation: {counts.without_operation}; "
        f"code table {confirmed}"
    )
    rows = [row for person in tried.persons for row in _person(person)]
    yield from _table(rows)
    yield from _rest(counts.persons, tried.persons)
    for finding in (each.finding for each in tried.persons if each.finding):
        yield finding_line(tried.receipt or tried.stream, finding, lang, advice=True)


def _person(person: "TriedPerson") -> Iterator[Sequence[str]]:
    keys = ", ".join(person.keys) or "no key"
    born = "" if person.birth_year is None else str(person.birth_year)
    yield person.employer_code, keys, person.initials, born, person.match
    for report in person.reports:
        yield "", *_report(report)


def _report(report: "TriedReport") -> Sequence[str]:
    operation = report.operation or "not in the table"
    lacking = _CLASSIFIED[report.is_classified]
    classification = f"{report.classification or 'no classification'}{lacking}"
    return (
        report.case or "no case",
        str(report.sequence),
        report.processing_code,
        f"{operation}, {classification}",
    )


def _rest(count: int, shown: Sequence[object]) -> Iterator[str]:
    if count > len(shown):
        yield f"  and {count - len(shown)} more"


def _table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows of one length, their columns below each other."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()
