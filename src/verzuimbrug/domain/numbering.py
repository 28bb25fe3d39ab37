"""Which report stands on which number of a case (VZ-1, VZ-2, VZ-3)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from verzuimbrug.domain.cases import Verdict
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.reports import Report, ReportState, Standing

Place = tuple[int, int]
UNDONE = Verdict(ReportState.UNDONE)
HELD = Verdict(ReportState.HELD, (Finding("VE103"),))
REFUSED = Verdict(ReportState.REFUSED, (Finding("VE104"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """The set of a case's reports, sorted out.

    `start` is the `new` report that stands; `standing` are the reports from it on that hold a
    number, by number; `settled` are the verdicts that need no fold. `start_undone`: there is no
    start, because the one there was is undone (VE-4).
    """

    start: Report | None
    standing: Sequence[Report]
    settled: dict[Place, Verdict]
    start_undone: bool = False


def number(reports: Iterable[Report]) -> Numbering:
    """Sorts out a case's reports: strangers, doubles, what comes before the start, what stands."""
    slots = _slots(reports)
    holders = {slot: _holder(arrived) for slot, arrived in slots.items()}
    start = _start(holders.values())
    settled: dict[Place, Verdict] = {}
    standing = []
    for slot, arrived in slots.items():
        if start is not None and slot[0] != start.employee:
            settled.update((report.place, _stranger(report)) for report in arrived)
            continue
        holder = holders[slot]
        settled.update((r.place, _double(r, holder)) for r in arrived if r is not holder)
        if start is not None and holder.sequence < start.sequence:
            settled[holder.place] = decided_by_person(holder) or _below(holder, start)
        else:
            standing.append(holder)
    return Numbering(
        start=start,
        standing=sorted(standing, key=lambda report: (report.sequence, report.place)),
        settled=settled,
        start_undone=any(each.starts and each.undone is not None for each in holders.values()),
    )


def decided_by_person(report: Report) -> Verdict | None:
    """The verdict on a report that has no effect because a person said so, or has yet to."""
    if report.undone is not None:
        return UNDONE
    return {Standing.HELD: HELD, Standing.REFUSED: REFUSED}.get(report.standing)


def _slots(reports: Iterable[Report]) -> Mapping[tuple[int, int], list[Report]]:
    """By person and number, in order of arrival."""
    slots: dict[tuple[int, int], list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda report: report.place):
        slots[(report.employee, report.sequence)].append(report)
    return slots


def _holder(arrived: Sequence[Report]) -> Report:
    """VZ-2: of the reports with one number the one received first stands, unless one is chosen.

    The place of one that is undone is taken by the first that came after that (VE-4).
    """
    chosen = [r for r in arrived if r.standing is Standing.CHOSEN and r.undone is None]
    if chosen:
        return chosen[-1]
    holder = arrived[0]
    for report in arrived[1:]:
        if holder.undone is not None and report.place[0] > holder.undone:
            holder = report
    return holder


def _start(holders: Iterable[Report]) -> Report | None:
    """VZ-3: the `new` report received first that stands on its number among its own person's.

    One that a person chose goes before.
    """
    starting = [holder for holder in holders if holder.starts and holder.undone is None]
    return min(
        starting, key=lambda each: (each.standing is not Standing.CHOSEN, each.place), default=None
    )


def _stranger(report: Report) -> Verdict:
    """VZ-1: a report of another person than the start's is held, and takes no number."""
    finding = Finding("VZ102", {"sequence": str(report.sequence)})
    return decided_by_person(report) or Verdict(ReportState.HELD, (finding,))


def _double(report: Report, holder: Report) -> Verdict:
    decided = decided_by_person(report)
    if decided is not None:
        return decided
    params = {"sequence": str(report.sequence)}
    if (report.content, report.impossible_year) == (holder.content, holder.impossible_year):
        return Verdict(ReportState.DUPLICATE, (Finding("VZ201", params),))
    return Verdict(ReportState.CONFLICT, (Finding("VZ202", params),))


def _below(report: Report, start: Report) -> Verdict:
    params = {"sequence": str(report.sequence), "start": str(start.sequence)}
    return Verdict(ReportState.CONFLICT, (Finding("VZ303", params),))
