"""A second reading of the rules VZ-1 to VZ-9, VZ-12, VE-2 and VE-4: step by step, on a dict.

It shares nothing with the fold but the values that go in.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import Report, ReportContent

Case = dict[str, Any]
Told = tuple[str, set[str]]
"""The state of a report, and the codes of its findings."""


class Impossible(Exception):  # noqa: N818 -- not an error of the program: VZ-12 says no
    """The report cannot be applied; the argument is the code that says why."""


def interpret(
    reports: Iterable[Report], rules: CaseRules, released: Collection[int] = ()
) -> tuple[Case | None, dict[tuple[int, int], Told]]:
    """The case, and what became of each report by place."""
    arrived = sorted(reports, key=lambda report: report.place)
    told: dict[tuple[int, int], Told] = {}
    start = _start(arrived)
    for report in arrived:
        settled = _before_its_turn(report, arrived, start)
        if settled:
            told[report.place] = settled
    turns = [report for report in arrived if report.place not in told]
    turns.sort(key=lambda report: report.sequence)
    return _take_turns(turns, rules, released, told), told


def _stands(report: Report, arrived: list[Report]) -> Report:
    """VZ-2, VE-2, VE-4: the report of the same person that stands on this one's number."""
    rivals = [r for r in arrived if (r.employee, r.sequence) == (report.employee, report.sequence)]
    chosen = [r for r in rivals if r.standing == "chosen" and r.undone is None]
    return chosen[-1] if chosen else _first(rivals)


def _first(rivals: list[Report]) -> Report:
    """The first of them; of one that was undone the first that was received after that."""
    horizon = rivals[0].undone
    later = [] if horizon is None else [r for r in rivals if r.place[0] > horizon]
    return _first(later) if later else rivals[0]


def _start(arrived: list[Report]) -> Report | None:
    starting = [
        report
        for report in arrived
        if report.content.operation == "new"
        and report.undone is None
        and _stands(report, arrived) is report
    ]
    chosen = [report for report in starting if report.standing == "chosen"]
    return next(iter(chosen + starting), None)


def _by_person(report: Report) -> Told | None:
    """VE-2, VE-4: what has no effect because a person said so, or has yet to."""
    if report.undone is not None:
        return "undone", set()
    return {"held": ("held", {"VE103"}), "refused": ("refused", {"VE104"})}.get(report.standing)


def _before_its_turn(report: Report, arrived: list[Report], start: Report | None) -> Told | None:
    """VZ-1, VZ-2, VZ-3 and VZ-9, as far as no state is needed."""
    decided = _by_person(report)
    if start and report.employee != start.employee:
        return decided or ("held", {"VZ102"})
    first = _stands(report, arrived)
    if first is not report:
        same = first.content == report.content and first.impossible_year == report.impossible_year
        return decided or (("duplicate", {"VZ201"}) if same else ("conflict", {"VZ202"}))
    if start is None:
        return decided or ("parked", {"VE402" if _was_undone(arrived) else "VZ902"})
    below = report.sequence < start.sequence
    return (decided or ("conflict", {"VZ303"})) if below else None


def _was_undone(arrived: list[Report]) -> bool:
    """Whether a case had a start that was taken back."""
    return any(
        report.content.operation == "new"
        and report.undone is not None
        and _stands(report, arrived) is report
        for report in arrived
    )


def _take_turns(
    turns: list[Report],
    rules: CaseRules,
    released: Collection[int],
    told: dict[tuple[int, int], Told],
) -> Case | None:
    case: Case | None = None
    queue = _Queue(released=released, accept_gaps=rules.accept_gaps)
    for report in turns:
        settled = queue.without_effect(report, case)
        if settled is None:
            gap = queue.skips_to(report)
            case, settled = _turn(case, report, rules)
            if settled[0] != "applied":
                queue.stopped = "VZ302"
            elif gap:
                settled[1].add("VZ304")
            queue.previous = report.sequence
        told[report.place] = settled
    return case


@dataclass(slots=True, kw_only=True)
class _Queue:
    """Who may go on: `stopped` is why all later reports wait, if they do.

    `refused`: that is only because of what a person refused.
    """

    released: Collection[int]
    accept_gaps: bool
    previous: int | None = None
    stopped: str | None = None
    refused: bool = False

    def skips_to(self, report: Report) -> bool:
        return self.previous is not None and report.sequence > self.previous + 1

    def without_effect(self, report: Report, case: Case | None) -> Told | None:
        decided = _by_person(report)
        if decided and decided[0] != "undone":
            self.refused = decided[0] == "refused" and bool(case) and self._only_refused
            self.stopped = self.stopped or "VZ302"
            return decided
        if self.refused and report.sequence in self.released:
            self.stopped, self.refused = None, False
        if decided:
            passed = report.sequence in self.released or not self.skips_to(report)
            self.previous = report.sequence if passed else self.previous
            return decided
        if case and case["status"] == "withdrawn":
            return "conflict", {"VZ901"}
        return self._waits(report)

    @property
    def _only_refused(self) -> bool:
        return self.refused or not self.stopped

    def _waits(self, report: Report) -> Told | None:
        self.refused = False
        may_skip = self.accept_gaps or report.sequence in self.released
        if self.skips_to(report) and not may_skip:
            self.stopped = self.stopped or "VZ301"
        return ("parked", {self.stopped}) if self.stopped else None


def _turn(case: Case | None, report: Report, rules: CaseRules) -> tuple[Case | None, Told]:
    """One report whose turn it is: the case after it, and what became of it."""
    said = report.content
    if case and said.operation == "new":
        return case, ("conflict", {"VZ401"})
    if said.operation == "withdraw" and not rules.confirms(report.edition):
        return case, ("parked", {"VZ701"})
    unusable = {"VZ12C"} if report.impossible_year else set()
    if said.percentage > 100:
        unusable.add("VZ122")
    if unusable:
        return case, ("held", unusable)
    after = _copy(case) if case else _blank(said)
    try:
        codes = _EFFECTS[said.operation](after, said, rules)
        _check(after)
    except Impossible as reason:
        return case, ("held", {str(reason)})
    after["last_sequence"] = report.sequence
    after["employment"] = report.employment or after["employment"]
    return after, ("applied", codes | _warnings(case, after, report, rules))


def _blank(said: ReportContent) -> Case:
    return {
        "first_day": said.first_day,
        "status": "open",
        "recovered_on": None,
        "end_reason": None,
        "periods": {},
        "set_again": set(),
        "employment": None,
    }


def _copy(case: Case) -> Case:
    return {**case, "periods": dict(case["periods"]), "set_again": set(case["set_again"])}


def _check(case: Case) -> None:
    if case["recovered_on"] and case["recovered_on"] < case["first_day"]:
        raise Impossible("VZ121")


def _new(case: Case, said: ReportContent, rules: CaseRules) -> set[str]:
    """VZ-4."""
    case["periods"] = {said.mutation_date: said.percentage}
    if said.ends:
        _recover(case, said, rules)
    _describe(case, said)
    return set()


def _change(case: Case, said: ReportContent, rules: CaseRules) -> set[str]:
    """VZ-5."""
    _describe(case, said)
    if said.ends or said.operation == "end":
        _recover(case, said, rules)
        return set()
    relapse = case["recovered_on"] and said.mutation_date > case["recovered_on"]
    if relapse:
        case["periods"][case["recovered_on"]] = Decimal(0)
        case["set_again"].add(case["recovered_on"])
    _set_period(case, said)
    _reopen(case)
    return {"VZ501"} if relapse else set()


def _correct(case: Case, said: ReportContent, rules: CaseRules) -> set[str]:
    """VZ-6."""
    _describe(case, said)
    if said.first_day_old:
        _move_first_day(case, said, said.first_day_old)
    elif not said.ends:
        old = said.mutation_date_old or said.mutation_date
        if case["periods"].pop(old, None) is None:
            raise Impossible("VZ124")
        _set_period(case, said)
    if said.ends:
        _recover(case, said, rules)
    else:
        _reopen(case)
    return set()


def _move_first_day(case: Case, said: ReportContent, old: date) -> None:
    if old != case["first_day"] or old not in case["periods"]:
        raise Impossible("VZ125")
    percentage = case["periods"].pop(old)
    case["first_day"] = said.first_day
    for start in [start for start in case["periods"] if start <= said.first_day]:
        del case["periods"][start]
    case["periods"][said.first_day] = percentage if said.ends else said.percentage


def _withdraw(case: Case, said: ReportContent, _: CaseRules) -> set[str]:
    """VZ-7."""
    if said.ends:
        if case["recovered_on"] is None:
            raise Impossible("VZ123")
        _reopen(case)
    elif said.mutation_date == case["first_day"]:
        if case["first_day"] in case["set_again"]:
            raise Impossible("VZ126")
        case["status"] = "withdrawn"
    elif case["periods"].pop(said.mutation_date, None) is None:
        raise Impossible("VZ124")
    return set()


def _unchanged(case: Case, said: ReportContent, _: CaseRules) -> set[str]:
    """VZ-8."""
    if said.ends:
        same = case["recovered_on"] == (said.recovered_on or said.mutation_date)
    else:
        begun = [start for start in case["periods"] if start <= said.mutation_date]
        holds = case["periods"][max(begun)] if begun else 0
        same = case["recovered_on"] is None and holds == said.percentage
    return set() if same else {"VZ801"}


_EFFECTS = {
    "new": _new,
    "change": _change,
    "end": _change,
    "correct": _correct,
    "withdraw": _withdraw,
    "unchanged": _unchanged,
}


def _set_period(case: Case, said: ReportContent) -> None:
    case["periods"][said.mutation_date] = said.percentage
    case["set_again"].add(said.mutation_date)


def _set_by(before: Case | None, after: Case, said: ReportContent) -> set[date]:
    """The dates on which a report sets a period."""
    if before is None:
        return set(after["periods"])
    if said.operation not in ("change", "correct") or said.ends:
        return set()
    if said.operation == "correct" and said.first_day_old:
        return set()
    relapse = said.operation == "change" and before["recovered_on"]
    after_it = relapse and said.mutation_date > before["recovered_on"]
    return {said.mutation_date} | ({before["recovered_on"]} if after_it else set())


def _recover(case: Case, said: ReportContent, rules: CaseRules) -> None:
    case["recovered_on"] = said.recovered_on or said.mutation_date
    case["end_reason"] = said.end_reason
    case["status"] = "ended" if said.end_reason in rules.ended_reasons else "recovered"


def _reopen(case: Case) -> None:
    case.update(recovered_on=None, end_reason=None, status="open")


def _describe(case: Case, said: ReportContent) -> None:
    for name in ("cause", "safety_net", "leave", "expected_recovery"):
        case[name] = getattr(said, name)


def _warnings(before: Case | None, after: Case, report: Report, rules: CaseRules) -> set[str]:
    """VZ-4 and VZ-12, as far as they are warnings on one case."""
    said, codes = report.content, set()
    if any(start < after["first_day"] for start in _set_by(before, after, said)):
        codes.add("VZ128")
    ends = after["recovered_on"]
    if ends and said.operation != "unchanged" and max(after["periods"], default=ends) > ends:
        codes.add("VZ127")
    if before is None or after["first_day"] != before["first_day"]:
        oldest = report.received_on - timedelta(days=rules.oldest_days)
        codes |= {"VZ12A"} if said.first_day > report.received_on else set()
        codes |= {"VZ12B"} if said.first_day < oldest else set()
    elif said.first_day != before["first_day"] and not said.first_day_old:
        codes.add("VZ402")
    return codes
