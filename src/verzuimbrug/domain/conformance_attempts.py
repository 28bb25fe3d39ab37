"""Which messages are an attempt at a conformance case: predicates over what was seen.

Each gives, of one message, the reports that are an attempt; None for the message as a whole.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

from verzuimbrug.domain.conformance_facts import AnswerKind, SeenMessage, SeenReport, Traffic
from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.effects import Effect
from verzuimbrug.domain.reports import ReportContent, ReportState
from verzuimbrug.domain.statements import ObjectKind

Attempts = Iterator[SeenReport | None]
Find = Callable[[Traffic, SeenMessage], Attempts]

JOINS_WITHIN = timedelta(days=28)
"""A next case that starts sooner after a recovery is meant as composite absence (VZ-11)."""
_SOME_EMPLOYERS, _SOME_PERSONS = 2, 3
_PLACE_WAITS = frozenset({"VZ301", "VZ302"})


def asking(says: Callable[[ReportContent], bool]) -> Find:
    """Reports of which the content says this."""

    def find(_: Traffic, message: SeenMessage) -> Attempts:
        return (each for each in message.reports if each.content and says(each.content))

    return find


def of_message(holds: Callable[[SeenMessage], bool]) -> Find:
    """Messages of which this holds."""

    def find(_: Traffic, message: SeenMessage) -> Attempts:
        if holds(message):
            yield None

    return find


def answered_by(kind: AnswerKind) -> Find:
    """Messages that such an answer was made to."""
    return of_message(lambda message: kind in message.answers)


def doing(kind: ObjectKind, effect: Effect) -> Find:
    """Messages that did this."""
    return of_message(lambda message: (kind, effect) in message.effects)


def starts(content: ReportContent) -> bool:
    """A first report (VZ-4)."""
    return content.operation is Operation.NEW


def changes(content: ReportContent) -> bool:
    """Another percentage (VZ-5)."""
    return content.operation is Operation.CHANGE and not content.is_recovery


def recovers(content: ReportContent) -> bool:
    """The end of an absence (VZ-5)."""
    return content.operation in (Operation.CHANGE, Operation.END) and content.is_recovery


def corrects_percentage(content: ReportContent) -> bool:
    """VZ-6 (c)."""
    return (
        _corrects(content)
        and not content.ends
        and content.first_day_old is None
        and content.mutation_date_old is None
    )


def corrects_period(content: ReportContent) -> bool:
    """VZ-6 (b)."""
    return (
        _corrects(content)
        and not content.ends
        and content.first_day_old is None
        and content.mutation_date_old is not None
    )


def corrects_first_day(content: ReportContent) -> bool:
    """VZ-6 (a)."""
    return _corrects(content) and content.first_day_old is not None


def takes_back_recovery(content: ReportContent) -> bool:
    """VZ-7: the recovery was a mistake."""
    return content.operation is Operation.WITHDRAW and content.ends


def withdraws_case(content: ReportContent) -> bool:
    """VZ-7: the whole case was a mistake."""
    return (
        content.operation is Operation.WITHDRAW
        and not content.ends
        and content.mutation_date == content.first_day
    )


def _corrects(content: ReportContent) -> bool:
    return content.operation is Operation.CORRECT


def relapses(traffic: Traffic, message: SeenMessage) -> Attempts:
    """Absent again in a case that was recovered on an earlier day (VZ-5)."""
    for report in asking(changes)(traffic, message):
        assert report is not None and report.content is not None  # noqa: PT018, S101 -- `asking`
        before = (each for each in traffic.of_case(report) if each.sequence < report.sequence)
        last = max(before, key=lambda each: each.sequence, default=None)
        recovered = last and last.content and recovers(last.content) and last.content.recovery_date
        if recovered and recovered < report.content.mutation_date:
            yield report


def continues(traffic: Traffic, message: SeenMessage) -> Attempts:
    """A next case within 28 days of the recovery of another one (VZ-11)."""
    for report in asking(starts)(traffic, message):
        assert report is not None and report.content is not None  # noqa: PT018, S101 -- `asking`
        first_day = report.content.first_day
        if any(
            timedelta(0) <= first_day - each.content.recovery_date < JOINS_WITHIN
            for each in traffic.of_person(report)
            if each.case != report.case and each.content and recovers(each.content)
        ):
            yield report


def skips_a_number(traffic: Traffic, message: SeenMessage) -> Attempts:
    """Reports that came before the one with the number below theirs, or wait for it (VZ-3)."""
    for report in message.reports:
        waits = report.state is ReportState.PARKED and not report.codes.isdisjoint(_PLACE_WAITS)
        if waits or any(
            each.sequence == report.sequence - 1 and each.message > report.message
            for each in traffic.of_case(report)
        ):
            yield report


def names_nobody(traffic: Traffic, message: SeenMessage) -> Attempts:
    """Reports of an employer that does not exist (WG-2)."""
    known = traffic.inside | traffic.outside
    return (each for each in message.reports if each.employer_code not in known)


def names_an_outsider(traffic: Traffic, message: SeenMessage) -> Attempts:
    """Reports of an employer beyond the scope (WG-2)."""
    return (each for each in message.reports if each.employer_code in traffic.outside)


def holds_many(_: Traffic, message: SeenMessage) -> Attempts:
    """Messages about several employers and several persons (MSG-6); the last report stands for all.

    That is the one that went worst, so that none is passed over.
    """
    employers = {each.employer_code for each in message.reports}
    persons = {(each.employer_code, each.person) for each in message.reports}
    if len(employers) >= _SOME_EMPLOYERS and len(persons) >= _SOME_PERSONS:
        yield min(message.reports, key=lambda each: each.state is ReportState.APPLIED)
