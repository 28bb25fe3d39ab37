"""The fold of a few reports, in the form in which examples are read."""

from dataclasses import dataclass, replace
from decimal import Decimal

from strategies.absence import CONFIRMED, arrived, day
from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import Report


@dataclass(frozen=True, slots=True)
class Folded:
    """The case, and per report in order of arrival its state and the codes of its findings."""

    case: CaseState | None
    told: list[str]

    @property
    def state(self) -> CaseState:
        """The case, for an example in which it has started."""
        assert self.case is not None
        return self.case

    @property
    def periods(self) -> dict[int, str]:
        """The percentage from each day on, days counted from the first day of the examples."""
        return {(start - day(0)).days: str(p) for start, p in sorted(self.state.periods.items())}


def folded(
    *reports: Report, rules: CaseRules = CONFIRMED, released: frozenset[int] = frozenset()
) -> Folded:
    """The fold of reports received in the order given."""
    in_order = arrived(reports)
    outcome = fold_case(in_order, rules, released)
    told = []
    for report in in_order:
        verdict = outcome.verdicts[report.place]
        told.append(" ".join([verdict.state, *(finding.code for finding in verdict.findings)]))
    return Folded(outcome.state, told)


def of_person(employee: int, report: Report) -> Report:
    """The report, about another person."""
    return replace(report, employee=employee)


def with_percentage(report: Report, percentage: str) -> Report:
    """The report, saying another percentage."""
    return replace(report, content=replace(report.content, percentage=Decimal(percentage)))
