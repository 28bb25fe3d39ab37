"""Absence cases with reports that are undone, or stand again (VE-4, VZ-1 to VZ-3)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from verzuimbrug.domain.case_decisions import CaseResults, decide_cases
from verzuimbrug.domain.case_sets import CaseSets, CaseTerms
from verzuimbrug.domain.numbering import Place, number
from verzuimbrug.domain.reports import Report
from verzuimbrug.domain.snapshot import CaseFacts, CaseKey, Snapshot, StoredReport
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.domain.undoing import Turn
from verzuimbrug.domain.undoing_aliases import AliasFacts, TurnedAliases, turn_aliases


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBefore:
    """A report in the set of a case, as it is stored.

    `received` is the key as its message has it; `undone` the undo that took it away.
    """

    key: CaseKey
    received: str | None
    receipt: str
    undone: int | None
    stored: StoredReport

    @property
    def place(self) -> Place:
        """Its place in the order of arrival."""
        return self.stored.report.place


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesBefore:
    """Everything of cases that a turn can touch.

    `configurations` are those of the streams, by message; `classifications` those that each
    employer has.
    """

    cases: tuple[CaseFacts, ...] = ()
    reports: tuple[ReportBefore, ...] = ()
    aliases: tuple[AliasFacts, ...] = ()
    configurations: Mapping[int, ImportConfiguration] = field(default_factory=dict)
    classifications: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlacedReport:
    """A report before a turn, and the key of its case and the report itself after it."""

    before: ReportBefore
    key: CaseKey
    report: Report

    @property
    def turned(self) -> bool:
        """Whether the turn is about it."""
        return self.report != self.before.stored.report


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedCases:
    """What a turn makes of cases, of reports and of aliases. `before` are the cases by id."""

    results: CaseResults
    reports: tuple[PlacedReport, ...]
    aliases: TurnedAliases
    before: Mapping[int, CaseFacts]


def turn_cases(before: CasesBefore, turn: Turn) -> TurnedCases:
    """Decides anew every case of which a report or an alias turns."""
    aliases = turn_aliases(before.aliases, {facts.key for facts in before.cases})
    placed = tuple(
        PlacedReport(each, _key_after(each, aliases), _report_after(each, turn))
        for each in before.reports
    )
    sets = _sets(_cases_after(before.cases, placed), placed)
    touched = aliases.touched | {each.key for each in placed if each.turned}
    for key in sorted({each.key for each in placed} & touched):
        sets.touch(key, _terms(key, sets.reports(key).values(), before))
    return TurnedCases(
        results=decide_cases(sets),
        reports=placed,
        aliases=aliases,
        before={facts.id: facts for facts in before.cases},
    )


def _key_after(report: ReportBefore, aliases: TurnedAliases) -> CaseKey:
    """A report goes by the key that its message gave it, through the aliases that stand."""
    if report.received is None or report.key not in aliases.touched:
        return report.key
    return aliases.leads_to(report.key._replace(key=report.received))


def _report_after(report: ReportBefore, turn: Turn) -> Report:
    """The report as it stands after the turn; what nothing turns stays as it is."""
    stored = report.stored.report
    stands = turn.stands(stored.place[0], report.undone)
    if stands == (report.undone is None):
        return stored
    return replace(stored, undone=None if stands else turn.horizon)


def _cases_after(
    cases: Iterable[CaseFacts], placed: Iterable[PlacedReport]
) -> tuple[CaseFacts, ...]:
    """The cases with their keys after the turn: a case goes where its start goes."""
    sets: dict[CaseKey, list[PlacedReport]] = defaultdict(list)
    for each in placed:
        sets[each.before.key].append(each)
    return tuple(replace(facts, key=_start_key(sets[facts.key]) or facts.key) for facts in cases)


def _start_key(reports: Sequence[PlacedReport]) -> CaseKey | None:
    """Where the start goes, also when it is undone."""
    start = number([each.before.stored.report for each in reports]).start
    starting = [each for each in reports if each.before.stored.report.starts]
    chosen = [each for each in starting if each.before.stored.report == start] or starting
    return min(chosen, key=lambda each: each.before.place).key if chosen else None


def _sets(cases: Iterable[CaseFacts], placed: Iterable[PlacedReport]) -> CaseSets:
    """The sets of reports after the turn, beside what is stored of them."""
    stored: dict[CaseKey, list[StoredReport]] = defaultdict(list)
    for each in placed:
        stored[each.key].append(each.before.stored)
    reports = {key: tuple(of_case) for key, of_case in stored.items()}
    sets = CaseSets(Snapshot(cases=tuple(cases), reports=reports))
    for each in placed:
        sets.change(each.key, each.report)
    return sets


def _terms(key: CaseKey, reports: Iterable[Report], before: CasesBefore) -> CaseTerms:
    """By the stream of the latest message that stands, or of the latest when none does."""
    message = max((each.undone is None, each.place[0]) for each in reports)[1]
    configuration = before.configurations[message]
    return CaseTerms(
        message=message,
        rules=configuration.case_rules,
        table=configuration.classification,
        classifications=before.classifications.get(key.employer, frozenset()),
    )
