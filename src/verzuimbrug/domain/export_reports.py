"""Which reports bring a receiver to where a case stands: pure, from state to reports (EX-1, EX-3).

What is sent is worked out from the state of a case and from what the receiver was told before,
not from what came in: then it does not matter how the case got there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from verzuimbrug.domain.cases import ZERO, CaseState, CaseStatus
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.operations import CaseRules
from verzuimbrug.domain.reports import Report, ReportContent, ReportState

MOST_REPORTS = 990
"""So many reports one case of a receiver takes: a number has three digits, and a few are kept to
withdraw the case with."""

_RULES = CaseRules(operations_confirmed=True)
_ONE_DAY = timedelta(days=1)
_ONE_REPORT = 2
"""A report changes two periods at most; where more differ there is no need to look for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReport:
    """A report as a receiver is told it, within one employment; its number is its place."""

    content: ReportContent
    employment: str


Told = tuple[ToldReport, ...]
"""The reports of one case of a receiver; the first has number 1, each next one the next number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTold:
    """What a receiver was told of a case: of which person, and in which life of it (EX-3)."""

    life: int
    employee: int
    reports: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Further reports of one life of a case; the first of them has number `start`.

    After one that is an `ending` the receiver has the case as withdrawn.
    """

    life: int
    employee: int
    start: int
    reports: Told
    ending: bool = False


def told_state(told: Told) -> CaseState | None:
    """The case as the receiver has it, by the rules of our own fold (VZ-3); None of nothing.

    Whether an end is a recovery is what the receiver makes of its reason.
    """
    return fold_case(_as_received(told), _RULES).state


def is_told(told: Told, wanted: CaseState | None) -> bool:
    """Whether the receiver has the case as it stands; None is one that does not count."""
    state = told_state(told)
    if wanted is None or state is None or _is_withdrawn(state):
        return wanted is None and (state is None or _is_withdrawn(state))
    return _alike(state, wanted)


def tell_case(
    before: CaseTold | None, wanted: CaseState | None, employee: int
) -> tuple[Telling, ...]:
    """What a receiver is to be told further, so that it has the case as it stands (EX-1).

    `wanted` is None for a case that does not count: withdrawn, or hidden. Nothing comes of a case
    that the receiver has as it stands. A life that cannot go on is withdrawn, and another begins.
    """
    stands = before is not None and not is_told(before.reports, None)
    if before is None or not stands:
        life = 1 if before is None else before.life + 1
        return () if wanted is None else (_telling(life, employee, (), _reports((), wanted)),)
    if wanted is None:
        return (_ending(before),)
    further = _reports(before.reports, wanted)
    if before.employee != employee or len(before.reports) + len(further) > MOST_REPORTS:
        begin = _telling(before.life + 1, employee, (), _reports((), wanted))
        return (_ending(before), begin)
    if not further:
        return ()
    return (_telling(before.life, employee, before.reports, further),)


def after_telling(before: CaseTold | None, telling: Telling) -> CaseTold:
    """What the receiver was told once it has these too."""
    known = before.reports if before is not None and before.life == telling.life else ()
    return CaseTold(life=telling.life, employee=telling.employee, reports=known + telling.reports)


def _telling(life: int, employee: int, told: Told, further: Told) -> Telling:
    return Telling(life=life, employee=employee, start=len(told) + 1, reports=further)


def _ending(before: CaseTold) -> Telling:
    reports = _withdrawal(before.reports)
    telling = _telling(before.life, before.employee, before.reports, reports)
    return replace(telling, ending=True)


def _as_received(told: Told) -> Iterator[Report]:
    for number, each in enumerate(told, start=1):
        yield Report(
            place=(number, 0),
            employee=1,
            sequence=number,
            content=each.content,
            received_on=each.content.first_day,
            employment=each.employment,
        )


def _is_withdrawn(state: CaseState) -> bool:
    return state.status is CaseStatus.WITHDRAWN


def _alike(state: CaseState, wanted: CaseState) -> bool:
    """Whether two states say the same; whether an end is a recovery follows from its reason."""
    return replace(state, status=wanted.status, last_sequence=wanted.last_sequence) == wanted


def _reports(told: Told, wanted: CaseState) -> Told:
    """The reports from what was told to what is wanted; the case is not withdrawn in either."""
    if told and is_told(told, wanted):
        return ()
    plan = _Plan(told, wanted)
    if not told:
        plan.begin()
    elif plan.one_report():
        return plan.further
    plan.open()
    plan.move_first_day()
    plan.leave_first_day()
    plan.drop_periods()
    plan.set_periods()
    plan.recover()
    plan.describe()
    return plan.further


def _withdrawal(told: Told) -> Told:
    """One report; or more when the first day was set again, since it says too little then (VZ-12).

    The case is then moved to a first day of which nothing was said, and withdrawn there.
    """
    state = told_state(told)
    assert state is not None  # noqa: S101 -- a case that stands has a state
    plan = _Plan(told, state)
    if plan.try_one(plan.said(Operation.WITHDRAW, state.first_day)):
        return plan.further
    if state.first_day not in state.periods:
        plan.change(state.first_day, ZERO)
    said = {each.content.mutation_date for each in told}
    day = state.first_day + _ONE_DAY
    while day in said:
        day += _ONE_DAY
    plan.correct_first_day(day, ZERO)
    plan.take(plan.said(Operation.WITHDRAW, day))
    return plan.further


class _Plan:
    """Reports put behind each other, each worked out on the state that those before it give."""

    def __init__(self, told: Told, wanted: CaseState) -> None:
        self._told = told
        self._wanted = wanted
        self.further: Told = ()
        self._state = told_state(told)

    @property
    def state(self) -> CaseState:
        """Where the case stands after the reports so far."""
        assert self._state is not None  # noqa: S101 -- the first report is `new`, which starts it
        return self._state

    def take(self, content: ReportContent) -> None:
        """Puts a report behind the others."""
        self.further += (self._report(content),)
        self._state = told_state(self._told + self.further)

    def try_one(self, content: ReportContent) -> bool:
        """Takes a report when the receiver applies it and it alone does what is wanted."""
        report = self._report(content)
        outcome = fold_case(_as_received((*self._told, report)), _RULES)
        is_applied = outcome.verdicts[len(self._told) + 1, 0].state is ReportState.APPLIED
        assert outcome.state is not None  # noqa: S101 -- it has begun
        is_withdrawal = _is_withdrawn(outcome.state)
        if not is_applied or not (is_withdrawal or _alike(outcome.state, self._wanted)):
            return False
        self.further, self._state = (report,), outcome.state
        return True

    def one_report(self) -> bool:
        """Takes the first report that by itself does what is wanted, if there is one."""
        return any(self.try_one(content) for content in self._candidates())

    def begin(self) -> None:
        """`new`, with the period on the first day if there is one, else with the first."""
        wanted = self._wanted
        first = wanted.first_day
        start = first if first in wanted.periods else min(wanted.periods, default=first + _ONE_DAY)
        percentage = wanted.periods.get(start, ZERO)
        content = self.said(Operation.NEW, start, percentage, first_day=first)
        self.take(content)

    def open(self) -> None:
        """Takes back a recovery: periods of a case that is over cannot be set."""
        if self.state.recovered_on is not None:
            self.take(self._taking_back())

    def move_first_day(self) -> None:
        """Corrects the first day; it needs a period there."""
        state, wanted = self.state, self._wanted
        if state.first_day == wanted.first_day:
            return
        if state.first_day not in state.periods:
            self.change(state.first_day, ZERO)
        self.correct_first_day(wanted.first_day, wanted.periods.get(wanted.first_day, ZERO))

    def leave_first_day(self) -> None:
        """Moves a period away from the first day: a withdrawal there is that of the case."""
        state, wanted = self.state, self._wanted
        first = state.first_day
        if first not in state.periods or first in wanted.periods:
            return
        day = min(wanted.periods, default=first + _ONE_DAY)
        percentage = wanted.periods.get(day, ZERO)
        self.take(self.said(Operation.CORRECT, day, percentage, mutation_date_old=first))

    def drop_periods(self) -> None:
        """Withdraws what is not wanted."""
        for day in sorted(self.state.periods.keys() - self._wanted.periods.keys()):
            self.take(self.said(Operation.WITHDRAW, day))

    def set_periods(self) -> None:
        """Corrects what is there with another percentage, and adds what is not there."""
        for day, percentage in sorted(self._wanted.periods.items()):
            known = self.state.periods.get(day)
            if known is None:
                self.change(day, percentage)
            elif known != percentage:
                self.take(self.said(Operation.CORRECT, day, percentage))

    def recover(self) -> None:
        """Says the recovery, or the end."""
        if self._wanted.recovered_on is not None:
            self.take(self._recovery(self._wanted.recovered_on))

    def describe(self) -> None:
        """Says cause, leave and so on by a report that changes nothing else."""
        if _alike(self.state, self._wanted):
            return
        if self.state.periods:
            day = max(self.state.periods)
            self.take(self.said(Operation.CORRECT, day, self.state.periods[day]))
            return
        day = self.state.first_day + _ONE_DAY
        self.change(day, ZERO)
        self.take(self.said(Operation.WITHDRAW, day))

    def change(self, day: date, percentage: Decimal) -> None:
        """A period from a day on."""
        self.take(self.said(Operation.CHANGE, day, percentage))

    def correct_first_day(self, day: date, percentage: Decimal) -> None:
        """Another first day, with the period that was there."""
        self.take(self._first_day(day, percentage, ends=False))

    def said(
        self,
        operation: Operation,
        day: date,
        percentage: Decimal = ZERO,
        *,
        first_day: date | None = None,
        mutation_date_old: date | None = None,
    ) -> ReportContent:
        """A report that ends nothing; by default of the first day that the receiver has."""
        wanted = self._wanted
        return ReportContent(
            operation=operation,
            mutation_date=day,
            mutation_date_old=mutation_date_old,
            first_day=first_day or self.state.first_day,
            percentage=percentage,
            cause=wanted.cause,
            safety_net=wanted.safety_net,
            leave=wanted.leave,
            expected_recovery=wanted.expected_recovery,
        )

    def _first_day(self, day: date, percentage: Decimal, *, ends: bool) -> ReportContent:
        content = self.said(Operation.CORRECT, day, percentage, first_day=day)
        content = replace(content, first_day_old=self.state.first_day)
        return self._ended(content, self._wanted.recovered_on) if ends else content

    def _recovery(self, day: date) -> ReportContent:
        return self._ended(self.said(Operation.CHANGE, day), day)

    def _taking_back(self) -> ReportContent:
        """The withdrawal of a recovery."""
        day = self.state.recovered_on
        assert day is not None  # noqa: S101 -- asked of a case that is over only
        return replace(self.said(Operation.WITHDRAW, day), ends=True, recovered_on=day)

    def _ended(self, content: ReportContent, day: date | None) -> ReportContent:
        reason = self._wanted.end_reason
        return replace(content, ends=True, recovered_on=day, end_reason=reason)

    def _report(self, content: ReportContent) -> ToldReport:
        return ToldReport(content=content, employment=self._wanted.employment or "")

    def _candidates(self) -> Iterator[ReportContent]:
        """Reports that may by themselves do what is wanted, the plainest first."""
        state, wanted = self.state, self._wanted
        gone = sorted(state.periods.keys() - wanted.periods.keys())
        other = sorted(
            day for day, part in wanted.periods.items() if state.periods.get(day) != part
        )
        if wanted.recovered_on is not None:
            yield self._recovery(wanted.recovered_on)
        elif state.recovered_on is not None:
            yield self._taking_back()
        if len(gone) + len(other) <= _ONE_REPORT:
            yield from self._of_periods(gone, other)
        if state.first_day != wanted.first_day and wanted.first_day in wanted.periods:
            percentage = wanted.periods[wanted.first_day]
            yield self._first_day(
                wanted.first_day, percentage, ends=wanted.recovered_on is not None
            )

    def _of_periods(self, gone: Sequence[date], other: Sequence[date]) -> Iterator[ReportContent]:
        state, wanted = self.state, self._wanted
        for day in other:
            for old in gone:
                yield self.said(Operation.CORRECT, day, wanted.periods[day], mutation_date_old=old)
            operation = Operation.CORRECT if day in state.periods else Operation.CHANGE
            yield self.said(operation, day, wanted.periods[day])
        for day in gone:
            if day != state.first_day:
                yield self.said(Operation.WITHDRAW, day)
        if not other and not gone and wanted.periods:
            day = max(wanted.periods)
            yield self.said(Operation.CORRECT, day, wanted.periods[day])
