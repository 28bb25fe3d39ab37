"""Which report stands on which number of a case (VZ-1, VZ-2, VZ-3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from verzuimbrug.domain.cases import Verdict
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.reports import Report, ReportState

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """The set of a case's reports, sorted out.

    `start` is the `new` report that stands; `standing` are the reports from it on that hold a
    number, by number; `settled` are the verdicts that need no fold.
    """

    start: Report | None
    standing: Sequence[Report]
    settled: dict[Place, Verdict]


def number(reports: Iterable[Report]) -> Numbering:
    """Sorts out a case's reports: strangers, doubles, what comes before the start, what stands."""
    arrived = sorted(reports, key=lambda report: report.place)
    start = _start(arrived)
    settled: dict[Place, Verdict] = {}
    if start is not None:
        arrived = _without_strangers(arrived, start, settled)
    standing = _without_doubles(arrived, settled)
    if start is None:
        return Numbering(start=None, standing=standing, settled=settled)
    for report in standing:
        if report.sequence < start.sequence:
            settled[report.place] = _below(report, start)
    standing = [report for report in standing if report.sequence >= start.sequence]
    return Numbering(start=start, standing=standing, settled=settled)


def _start(arrived: Sequence[Report]) -> Report | None:
    """VZ-3: the `new` report received first that stands on its number among its own person's."""
    taken: set[tuple[int, int]] = set()
    for report in arrived:
        slot = (report.employee, report.sequence)
        if report.starts and slot not in taken:
            return report
        taken.add(slot)
    return None


def _without_strangers(
    arrived: Sequence[Report], start: Report, settled: dict[Place, Verdict]
) -> list[Report]:
    """VZ-1: a report of another person than the start's is held, and takes no number."""
    own = []
    for report in arrived:
        if report.employee == start.employee:
            own.append(report)
        else:
            finding = Finding("VZ102", {"sequence": str(report.sequence)})
            settled[report.place] = Verdict(ReportState.HELD, (finding,))
    return own


def _without_doubles(arrived: Sequence[Report], settled: dict[Place, Verdict]) -> list[Report]:
    """VZ-2: of the reports with one number the one received first stands."""
    standing: dict[tuple[int, int], Report] = {}
    for report in arrived:
        first = standing.setdefault((report.employee, report.sequence), report)
        if first is not report:
            settled[report.place] = _double(report, first)
    return sorted(standing.values(), key=lambda report: (report.sequence, report.place))


def _double(report: Report, first: Report) -> Verdict:
    params = {"sequence": str(report.sequence)}
    if (report.content, report.impossible_year) == (first.content, first.impossible_year):
        return Verdict(ReportState.DUPLICATE, (Finding("VZ201", params),))
    return Verdict(ReportState.CONFLICT, (Finding("VZ202", params),))


def _below(report: Report, start: Report) -> Verdict:
    params = {"sequence": str(report.sequence), "start": str(start.sequence)}
    return Verdict(ReportState.CONFLICT, (Finding("VZ303", params),))
