"""How cases compare, in words and as rows of a table that adds up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.portal_deliveries.reconciliation import ReconciledEmployer
from verzuimbrug.domain.comparison import Outcome

WORDS: Mapping[Outcome, Promise] = MappingProxyType(
    {
        Outcome.EQUAL: _("equal"),
        Outcome.ONLY_OURS: _("only here"),
        Outcome.ONLY_THEIRS: _("only at the portal"),
        Outcome.DIFFERENT: _("different"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRow:
    """The cases of an employer: one number for each outcome, and their sum."""

    employer: str
    counts: tuple[int, ...]
    total: int
    differing: int


def counted_rows(
    employers: Iterable[ReconciledEmployer],
) -> tuple[tuple[CountedRow, ...], CountedRow]:
    """A row for each employer, and the sum of the rows."""
    rows = tuple(map(_row, employers))
    sums = tuple(sum(row.counts[place] for row in rows) for place in range(len(Outcome)))
    total = CountedRow(
        employer="",
        counts=sums,
        total=sum(row.total for row in rows),
        differing=sum(row.differing for row in rows),
    )
    return rows, total


def _row(employer: ReconciledEmployer) -> CountedRow:
    return CountedRow(
        employer=employer.employer,
        counts=tuple(employer.counts[outcome] for outcome in Outcome),
        total=employer.total,
        differing=employer.total - employer.counts[Outcome.EQUAL],
    )
