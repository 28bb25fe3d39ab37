"""The sets of reports that a batch touches, by case (VZ-1)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from verzuimbrug.domain.classification import ClassificationTable
from verzuimbrug.domain.decisions import CaseAlias, ReportDecision
from verzuimbrug.domain.numbering import Place
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import Report, ReportState, Standing
from verzuimbrug.domain.snapshot import CaseFacts, CaseKey, Snapshot, StoredReport


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTerms:
    """By what a case is decided: the settings of the stream whose message touched it last."""

    message: int
    rules: CaseRules
    table: ClassificationTable
    classifications: frozenset[str]


class CaseSets:
    """What is stored of the cases, with the reports of the batch added.

    `facts` are the started cases by key, hidden ones included; `stored` the reports known before,
    `drafts` those of the batch, by place; `touched` gives the terms of each case that the batch
    must decide.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Starts from what is stored."""
        self._aliases = dict(snapshot.case_aliases)
        self._sets: dict[CaseKey, dict[Place, Report]] = defaultdict(dict)
        self.facts: dict[CaseKey, CaseFacts] = {facts.key: facts for facts in snapshot.cases}
        self.stored: dict[Place, StoredReport] = {}
        self.drafts: dict[Place, ReportDecision] = {}
        self.touched: dict[CaseKey, CaseTerms] = {}
        self.new_aliases: dict[CaseKey, CaseAlias] = {}
        for key, reports in snapshot.reports.items():
            for stored in reports:
                self._sets[key][stored.report.place] = stored.report
                self.stored[stored.report.place] = stored

    def reports(self, key: CaseKey) -> Mapping[Place, Report]:
        """The set of a case."""
        return self._sets[key]

    def current_key(self, key: CaseKey) -> CaseKey:
        """The key that a case has now, followed through its aliases."""
        return key._replace(key=self._aliases.get(key, key.key))

    def add(self, key: CaseKey, report: Report, draft: ReportDecision, terms: CaseTerms) -> None:
        """Puts a report in the set of its case; one that is applied already stays as it is.

        What a person said of a report stays with it. One without effect takes no number from one
        that is applied, whichever was received first (VE-2).
        """
        self.touched[key] = terms
        stored = self.stored.get(report.place)
        if stored is not None and stored.state is ReportState.APPLIED:
            return
        standing = _kept(stored.report.standing if stored else Standing.FREE, report.standing)
        if standing is not report.standing:
            report, draft = replace(report, standing=standing), replace(draft, standing=standing)
        if standing in (Standing.HELD, Standing.REFUSED):
            self._keep_applied(key, (report.employee, report.sequence))
        self._sets[key][report.place] = report
        self.drafts[report.place] = draft

    def _keep_applied(self, key: CaseKey, slot: tuple[int, int]) -> None:
        for place, other in self._sets[key].items():
            stored = self.stored.get(place)
            is_applied = stored is not None and stored.state is ReportState.APPLIED
            if is_applied and (other.employee, other.sequence) == slot:
                self._sets[key][place] = replace(other, standing=Standing.CHOSEN)

    def touch(self, key: CaseKey, terms: CaseTerms) -> None:
        """Says that a case must be decided anew."""
        self.touched[key] = terms

    def change(self, key: CaseKey, report: Report) -> None:
        """Puts a stored report back in the set of its case with another standing."""
        self._sets[key][report.place] = report

    def rename(self, former: CaseKey, key: CaseKey, message: int) -> bool:
        """Makes a former key an alias; false, with nothing done, when both have a case (VZ-1)."""
        former, key = self.current_key(former), self.current_key(key)
        if former == key:
            return True
        if self.owner(former) is not None and self.owner(key) is not None:
            return False
        self._point_aliases(former, key, message)
        self._sets[key].update(self._sets.pop(former, {}))
        if former in self.facts:
            self.facts[key] = replace(self.facts.pop(former), key=key)
        if former in self.touched:
            self.touched[key] = self.touched.pop(former)
        return True

    def owner(self, key: CaseKey) -> int | None:
        """The person whose case a key is; None as long as no `new` report of it is known."""
        key = self.current_key(key)
        if key in self.facts and not self.facts[key].hidden:
            return self.facts[key].employee
        starting = [report for report in self._sets[key].values() if report.starts]
        return min(starting, key=lambda report: report.place).employee if starting else None

    def _point_aliases(self, former: CaseKey, key: CaseKey, message: int) -> None:
        """The former key, and the keys that led to it."""
        for alias, target in tuple(self._aliases.items()):
            if alias._replace(key=target) == former:
                known = self.new_aliases.get(alias, CaseAlias(key.key))
                self.new_aliases[alias] = replace(known, key=key.key)
                self._aliases[alias] = key.key
        self.new_aliases[former] = CaseAlias(key.key, message)
        self._aliases[former] = key.key


def _kept(before: Standing, now: Standing) -> Standing:
    """What was said of one report goes before what is said of its message."""
    if before is Standing.CHOSEN or (before is Standing.REFUSED and now is Standing.FREE):
        return before
    return now
