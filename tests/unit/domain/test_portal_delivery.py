"""Steps of a delivery of the portal's state, what became of it, and how far it is."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from verzuimbrug.domain.load_progress import Amount, LoadProgress
from verzuimbrug.domain.portal_delivery import (
    FATES,
    EmployerSummary,
    Kind,
    Step,
    may_follow,
    summary_of,
    total_of,
)
from verzuimbrug.domain.reports import ReportState

LOAD, RECONCILIATION = Kind.INITIAL_LOAD, Kind.RECONCILIATION
AT = datetime(2026, 4, 1, tzinfo=UTC)

counts = st.dictionaries(st.sampled_from(ReportState), st.integers(0, 9))


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (LOAD, Step.RECEIVING, Step.RUNNING),
        (LOAD, Step.RECEIVING, Step.CANCELLED),
        (LOAD, Step.RUNNING, Step.DONE),
        (RECONCILIATION, Step.RECEIVING, Step.DONE),
    ],
)
def test_a_step_follows_from_the_one_before(kind: Kind, before: Step, after: Step) -> None:
    assert may_follow(kind, before, after)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (LOAD, Step.RECEIVING, Step.DONE),
        (LOAD, Step.DONE, Step.RUNNING),
        (RECONCILIATION, Step.RECEIVING, Step.RUNNING),
    ],
)
def test_no_step_is_passed_over_or_taken_back(kind: Kind, before: Step, after: Step) -> None:
    assert not may_follow(kind, before, after)


def test_every_state_of_a_report_has_a_fate() -> None:
    assert set(FATES) == set(ReportState)


@given(counts)
def test_received_is_the_sum_of_the_fates(states: dict[ReportState, int]) -> None:
    summary = summary_of("FLSN1001", states)
    assert summary.received == sum(states.values())


@given(st.lists(counts))
def test_the_total_adds_up_too(of_employers: list[dict[ReportState, int]]) -> None:
    rows = [summary_of(str(number), states) for number, states in enumerate(of_employers)]
    assert total_of(rows).received == sum(row.received for row in rows)


def test_the_total_is_of_no_employer() -> None:
    rows = [EmployerSummary(employer="A", created=2), EmployerSummary(employer="B", parked=1)]
    assert total_of(rows) == EmployerSummary(employer="", created=2, parked=1)


def _progress(step: Step, *, lately: Amount, seconds: float) -> LoadProgress:
    return LoadProgress(
        step=step,
        started_at=AT,
        received=Amount(messages=4, reports=40, size=400),
        read=Amount(messages=3, reports=40, size=300),
        processed=Amount(messages=1, reports=10, size=100),
        lately=lately,
        lately_seconds=seconds,
    )


@pytest.mark.parametrize(
    ("step", "share", "left"), [(Step.RECEIVING, 0.75, 2.0), (Step.RUNNING, 0.25, 6.0)]
)
def test_progress_is_that_of_the_present_step(step: Step, share: float, left: float) -> None:
    found = _progress(step, lately=Amount(messages=1, reports=30, size=500), seconds=10)
    assert (found.share_done, found.seconds_left, found.reports_per_second) == (share, left, 3.0)


def test_nothing_is_said_of_the_time_left_when_nothing_moves() -> None:
    found = _progress(Step.RECEIVING, lately=Amount(), seconds=0)
    assert (found.seconds_left, found.reports_per_second) == (None, 0.0)


def test_a_load_without_messages_is_at_its_beginning() -> None:
    assert LoadProgress(step=Step.RECEIVING, started_at=AT).share_done == 0.0
