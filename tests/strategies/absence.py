"""Reports of one absence case: written out for an example, or drawn for a property (VZ)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypedDict, Unpack

from hypothesis import strategies as st

from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import Report, ReportContent

FIRST_DAY = date(2026, 3, 2)
NOT_A_RECOVERY = "03"
EARLIER = (2, 3)
CONFIRMED = CaseRules(operations_confirmed=True, ended_reasons=frozenset({NOT_A_RECOVERY}))


class Said(TypedDict, total=False):
    """What a report may say besides its number, operation and date."""

    mutation_date_old: date | None
    ends: bool
    first_day: date
    first_day_old: date | None
    recovered_on: date | None
    expected_recovery: date | None
    cause: str
    safety_net: str
    leave: str | None
    end_reason: str | None


def day(number: int) -> date:
    """The day so many days after the first day of absence in the examples."""
    return FIRST_DAY + timedelta(days=number)


def report(
    sequence: int,
    operation: Operation,
    at: int = 0,
    percentage: str = "100.00",
    **said: Unpack[Said],
) -> Report:
    """One report of person 1, received on day 40; `at` is the day of its mutation."""
    content: Said = {"first_day": FIRST_DAY, "cause": "01", "safety_net": "N", **said}
    return Report(
        place=(sequence, 0),
        employee=1,
        sequence=sequence,
        received_on=day(40),
        content=ReportContent(
            operation=operation,
            mutation_date=day(at),
            percentage=Decimal(percentage),
            **content,
        ),
    )


def new(sequence: int = 1, at: int = 0, percentage: str = "100.00", **said: Unpack[Said]) -> Report:
    """The report that starts the case on `FIRST_DAY`, unless it says otherwise."""
    return report(sequence, Operation.NEW, at, percentage, **said)


def arrived(reports: Iterable[Report]) -> list[Report]:
    """The reports, received in the order given."""
    return [replace(each, place=(number, 0)) for number, each in enumerate(reports, start=1)]


# Few days, numbers and percentages: what is drawn must collide often.
days = st.integers(min_value=-1, max_value=4).map(day)
shares = st.sampled_from([Decimal("0.00"), Decimal("50.00"), Decimal("100.00")])
any_shares = shares | st.sampled_from([Decimal("100.01"), Decimal("1234.56")])


def contents(percentages: st.SearchStrategy[Decimal]) -> st.SearchStrategy[ReportContent]:
    """Any content at all: that its parts make sense together is nobody's promise."""
    return st.builds(
        ReportContent,
        operation=st.sampled_from(Operation),
        mutation_date=days,
        mutation_date_old=st.none() | days,
        ends=st.booleans(),
        first_day=st.just(FIRST_DAY) | days,
        first_day_old=st.none() | st.just(FIRST_DAY) | days,
        recovered_on=st.none() | days,
        expected_recovery=st.none() | days,
        percentage=percentages,
        cause=st.sampled_from(["01", "10"]),
        safety_net=st.sampled_from(["J", "N"]),
        leave=st.sampled_from([None, "01"]),
        end_reason=st.sampled_from([None, "01", NOT_A_RECOVERY]),
    )


def _report(content: ReportContent, sequence: int, employee: int, odd: int) -> Report:
    """`odd` now and then makes a report that is unlike most."""
    return Report(
        place=(0, 0),
        employee=employee,
        sequence=sequence,
        content=content,
        received_on=day(3),
        employment="D1" if odd == 1 else None,
        edition="2022" if odd in EARLIER else "2026",
        impossible_year=odd == 0,
    )


def any_reports(most: int) -> st.SearchStrategy[list[Report]]:
    """Any reports in any order: of two persons, with doubles, gaps and nonsense."""
    drawn = st.builds(
        _report,
        contents(any_shares),
        sequence=st.integers(min_value=0, max_value=6),
        employee=st.sampled_from([1, 1, 1, 2]),
        odd=st.integers(min_value=0, max_value=20),
    )
    return st.lists(drawn, max_size=most).map(arrived)


garbage = any_reports(9)


def _numbered(start: int, told: Sequence[ReportContent]) -> list[Report]:
    ends = told[0].ends and told[0].mutation_date >= told[0].first_day
    first = replace(told[0], operation=Operation.NEW, ends=ends, recovered_on=None)
    rest = [
        replace(each, operation=Operation.CHANGE) if each.operation is Operation.NEW else each
        for each in told[1:]
    ]
    return arrived(
        _report(content, sequence, 1, 20)
        for sequence, content in enumerate([first, *rest], start=start)
    )


stories: st.SearchStrategy[list[Report]] = st.builds(
    _numbered,
    st.integers(min_value=1, max_value=3),
    st.lists(contents(shares), min_size=1, max_size=20),
)
"""The reports of one person from a `new` on, without gap or double; some may not be possible."""

case_rules: st.SearchStrategy[CaseRules] = st.builds(
    CaseRules,
    operations_confirmed=st.sampled_from([True, True, False, frozenset({"2026"})]),
    accept_gaps=st.booleans(),
    ended_reasons=st.sampled_from([frozenset(), frozenset({NOT_A_RECOVERY})]),
    oldest_days=st.sampled_from([2, 735]),
)
