"""What was known of the days of a case and turned out otherwise (VE-5)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings, strategies as st

from strategies.absence import CONFIRMED, day, garbage, stories
from verzuimbrug.domain.case_fields import state_pairs
from verzuimbrug.domain.cases import CaseState, CaseStatus
from verzuimbrug.domain.earlier_knowledge import EarlierStep, earlier_steps
from verzuimbrug.domain.folding import fold_case
from verzuimbrug.domain.reports import Report
from verzuimbrug.domain.timeline import LoggedChange, LoggedObject, Origin, held

FULL, HALF, NONE = Decimal("100.00"), Decimal("50.00"), Decimal("0.00")


def _at(days: int) -> datetime:
    return datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=days)


def _rows(*states: tuple[int, CaseState]) -> list[LoggedChange]:
    """The rows of a case that came to be in these states, so many days after its first day."""
    rows, before = [], None
    for number, (days, after) in enumerate(states):
        pairs: dict[str, Any] = {
            name: (pair[0], pair[1]) for name, pair in state_pairs(before, after).items()
        }
        rows.append(
            LoggedChange(
                number=number,
                at=_at(days),
                of=LoggedObject(kind="case", number=1),
                origin=Origin(receipt=f"R{number}"),
                fields=pairs,
            )
        )
        before = after
    return rows


def _case(periods: dict[int, Decimal], recovered: int | None = None, first: int = 0) -> CaseState:
    return CaseState(
        first_day=day(first),
        status=CaseStatus.OPEN if recovered is None else CaseStatus.RECOVERED,
        recovered_on=None if recovered is None else day(recovered),
        periods={day(start): percentage for start, percentage in periods.items()},
    )


def _told(steps: Sequence[EarlierStep]) -> list[tuple[int, int, Decimal]]:
    zero = day(0)
    return [((one.start - zero).days, (one.end - zero).days, one.percentage) for one in steps]


def test_a_report_that_goes_on_with_a_case_corrects_nothing_however_late() -> None:
    first = _case({0: FULL})
    rows = _rows((1, first), (30, _case({0: FULL, 5: HALF})), (60, _case({0: FULL, 5: HALF}, 50)))

    assert earlier_steps(rows) == ()
    assert earlier_steps([]) == ()


def test_a_corrected_percentage_is_what_was_known_until_then() -> None:
    rows = _rows(
        (1, _case({0: FULL})), (6, _case({0: FULL, 5: HALF})), (9, _case({0: FULL, 5: NONE}))
    )

    (step,) = earlier_steps(rows)

    assert _told([step]) == [(5, 9, HALF)]
    assert (step.known_from, step.known_until) == (_at(6), _at(9))
    assert step.origin.receipt == "R2"


def test_a_first_day_that_moved_shows_what_was_known_of_the_days_between() -> None:
    """VZ-6 (a)."""
    later = _rows((1, _case({0: FULL})), (9, _case({4: FULL}, first=4)))
    sooner = _rows((5, _case({4: FULL}, first=4)), (9, _case({0: FULL})))

    assert _told(earlier_steps(later)) == [(0, 4, FULL)]
    assert _told(earlier_steps(sooner)) == [(0, 4, NONE)]


def test_a_recovery_that_was_taken_back_is_shown_from_its_day() -> None:
    """VZ-7."""
    rows = _rows((1, _case({0: FULL})), (9, _case({0: FULL}, 8)), (12, _case({0: FULL})))

    assert _told(earlier_steps(rows)) == [(8, 12, NONE)]


def test_a_withdrawn_case_is_all_that_was_known_of_it() -> None:
    """VZ-7."""
    withdrawn = CaseState(
        first_day=day(0), status=CaseStatus.WITHDRAWN, periods={day(0): FULL, day(5): HALF}
    )
    rows = _rows((6, _case({0: FULL, 5: HALF})), (9, withdrawn))

    assert _told(earlier_steps(rows)) == [(0, 5, FULL), (5, 9, HALF)]


def test_what_was_taken_back_and_said_again_is_no_other_knowledge() -> None:
    rows = _rows((1, _case({0: FULL})), (2, _case({0: HALF})), (3, _case({0: FULL})))

    assert _told(earlier_steps(rows)) == [(0, 3, HALF)]


def test_what_was_known_is_not_shown_beyond_a_day_on_which_a_report_went_on_since() -> None:
    corrected = {0: FULL, 5: NONE}
    rows = _rows(
        (90, _case({0: FULL, 5: HALF})), (91, _case(corrected)), (92, _case(corrected, 20))
    )

    assert _told(earlier_steps(rows)) == [(5, 20, HALF)]


def test_days_that_had_not_come_when_it_was_corrected_are_not_shown() -> None:
    rows = _rows((1, _case({0: FULL, 40: HALF})), (9, _case({0: FULL, 50: HALF})))

    assert earlier_steps(rows) == ()


def _states(arrived: Sequence[Report]) -> list[CaseState]:
    outcomes = (fold_case(arrived[: number + 1], CONFIRMED) for number in range(len(arrived)))
    return [outcome.state for outcome in outcomes if outcome.state is not None]


histories = st.one_of(stories, garbage).flatmap(st.permutations).map(_states)


@settings(max_examples=200)
@given(states=histories)
def test_every_earlier_step_was_known_once_and_does_not_hold_now(states: list[CaseState]) -> None:
    rows = _rows(*((10 * number, state) for number, state in enumerate(states, start=1)))

    for step in earlier_steps(rows):
        assert step.start < step.end <= step.known_until.date()
        assert step.known_from < step.known_until
        for known_at, holds in ((step.known_from, True), (rows[-1].at, False)):
            assert (_percentage(rows, step, known_at) == step.percentage) is holds


def _percentage(rows: list[LoggedChange], step: EarlierStep, at: datetime) -> Decimal:
    spans = [span for span in held(rows, at) if span.start <= step.start]
    return spans[-1].percentage if spans else NONE


@settings(max_examples=100)
@given(states=histories)
def test_steps_that_were_known_at_one_time_do_not_overlap(states: list[CaseState]) -> None:
    rows = _rows(*((10 * number, state) for number, state in enumerate(states, start=1)))
    steps = earlier_steps(rows)

    for moment in {step.known_until for step in steps}:
        at_once = sorted(
            (step for step in steps if step.known_until == moment), key=lambda one: one.start
        )
        assert all(one.end <= other.start for one, other in pairwise(at_once))
