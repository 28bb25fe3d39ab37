"""The way of a coupling to going live: what is done, to do, or waits for what."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.coupling_steps import (
    CheckedOnce,
    GuidedStep,
    Lack,
    LastOutcome,
    LoadStanding,
    Standing,
    StepName,
    StepState,
    StreamStanding,
    steps_of,
)
from verzuimbrug.domain.portal_delivery import Step as LoadStep
from verzuimbrug.domain.readiness import CheckState

NEW = Standing(status=AccountStatus.CONCEPT, has_scope=False, employers=0, recipients=0)
STREAM = StreamStanding(name="Verzuimmeldingen", is_absence=True, is_tried=True)


def _outcome(**states: CheckState) -> LastOutcome:
    checks = tuple(
        CheckedOnce(id=name.replace("_", "-"), state=state, count=5)
        for name, state in states.items()
    )
    return LastOutcome(at=datetime(2026, 11, 23, 9, tzinfo=UTC), checks=checks)


READY = Standing(
    status=AccountStatus.CONCEPT,
    has_scope=True,
    employers=214,
    recipients=1,
    is_issued=True,
    is_handed_over=True,
    streams=(STREAM,),
    outcome=_outcome(GR_1=CheckState.OK, GR_2=CheckState.WAIVED),
    load=LoadStanding(step=LoadStep.RECEIVING, messages=3),
)


def _step(standing: Standing, name: StepName) -> GuidedStep:
    return next(step for step in steps_of(standing) if step.name is name)


def _lacks(standing: Standing, name: StepName) -> list[Lack]:
    return [reason.lack for reason in _step(standing, name).reasons]


def test_a_new_coupling_has_all_to_do_and_its_last_steps_wait() -> None:
    steps = steps_of(NEW)

    assert [step.number for step in steps] == [1, 2, 3, 4, 5, 6, 7]
    assert [step.state.value for step in steps] == [*["to-do"] * 5, "blocked", "blocked"]
    assert _step(NEW, StepName.INITIAL_LOAD).waits_for == (
        StepName.SIGN_IN,
        StepName.STREAMS,
        StepName.READINESS,
    )
    assert _step(NEW, StepName.ACTIVATION).waits_for == (StepName.READINESS,)


def test_a_coupling_that_is_ready_has_only_to_go_live() -> None:
    states = {step.name: step.state for step in steps_of(READY)}

    assert states.pop(StepName.ACTIVATION) is StepState.TO_DO
    assert set(states.values()) == {StepState.DONE}


def test_a_live_coupling_is_done() -> None:
    live = replace(READY, status=AccountStatus.ACTIVE, outcome=None, load=None)

    assert {step.state for step in steps_of(live)} == {StepState.DONE}


@pytest.mark.parametrize(
    ("changed", "name", "lacks"),
    [
        ({"has_scope": False}, StepName.GROUP, [Lack.NO_SCOPE]),
        ({"employers": 0}, StepName.GROUP, [Lack.NO_EMPLOYERS]),
        ({"recipients": 0}, StepName.ACCOUNT, [Lack.NO_RECIPIENTS]),
        ({"is_issued": False}, StepName.SIGN_IN, [Lack.NOT_ISSUED]),
        ({"is_handed_over": False}, StepName.SIGN_IN, [Lack.NOT_HANDED_OVER]),
        ({"keys": 0}, StepName.SIGN_IN, [Lack.NO_KEY]),
        ({"keys": 2, "is_issued": False}, StepName.SIGN_IN, []),
        ({"streams": ()}, StepName.STREAMS, [Lack.NO_STREAM]),
        ({"outcome": None}, StepName.READINESS, [Lack.NOT_CHECKED]),
        ({"load": None}, StepName.INITIAL_LOAD, [Lack.NOT_STARTED]),
        (
            {"load": LoadStanding(step=LoadStep.RECEIVING)},
            StepName.INITIAL_LOAD,
            [Lack.NOTHING_RECEIVED],
        ),
        (
            {"load": LoadStanding(step=LoadStep.RECEIVING, messages=3, unread=2)},
            StepName.INITIAL_LOAD,
            [Lack.NOT_READ],
        ),
        ({"status": AccountStatus.READY}, StepName.ACTIVATION, [Lack.NOT_ACTIVE]),
        ({"status": AccountStatus.SUSPENDED}, StepName.ACTIVATION, [Lack.SUSPENDED]),
        ({"status": AccountStatus.CLOSED}, StepName.ACTIVATION, [Lack.CLOSED]),
    ],
)
def test_a_step_says_what_it_lacks(
    changed: dict[str, object], name: StepName, lacks: list[Lack]
) -> None:
    assert _lacks(replace(READY, **changed), name) == lacks  # type: ignore[arg-type]


def test_code_tables_are_confirmed_and_templates_tried_stream_by_stream() -> None:
    streams = (
        replace(STREAM, is_confirmed=False, is_tried=False),
        replace(STREAM, name="VZ", unconfirmed=("2025", "2026")),
    )

    found = _step(replace(READY, streams=streams), StepName.STREAMS).reasons

    assert [(reason.lack, dict(reason.params)) for reason in found] == [
        (Lack.NOT_CONFIRMED, {"stream": "Verzuimmeldingen", "editions": ""}),
        (Lack.NOT_TRIED, {"stream": "Verzuimmeldingen"}),
        (Lack.NOT_CONFIRMED, {"stream": "VZ", "editions": "2025, 2026"}),
    ]


def test_what_is_not_ready_is_told_check_by_check_and_keeps_the_coupling_from_going_live() -> None:
    outcome = _outcome(GR_1=CheckState.FAILED, GR_3=CheckState.UNKNOWN, GR_4=CheckState.OK)
    standing = replace(READY, outcome=outcome)

    found = _step(standing, StepName.READINESS)

    assert found.state is StepState.TO_DO
    assert [dict(reason.params) for reason in found.reasons] == [
        {"check": "GR-1", "count": "5"},
        {"check": "GR-3", "count": "5"},
    ]
    assert _step(standing, StepName.ACTIVATION).waits_for == (StepName.READINESS,)


def test_a_load_waits_for_employer_codes_and_settings_and_not_for_what_it_brings() -> None:
    codes = replace(READY, load=None, outcome=_outcome(GR_1=CheckState.FAILED))
    absence = replace(READY, load=None, outcome=_outcome(GR_3=CheckState.UNKNOWN))

    assert _step(codes, StepName.INITIAL_LOAD).waits_for == (StepName.READINESS,)
    assert _step(absence, StepName.INITIAL_LOAD).state is StepState.TO_DO


def test_going_live_waits_until_an_open_load_is_read() -> None:
    load = LoadStanding(step=LoadStep.RECEIVING, messages=3, unread=1)

    found = _step(replace(READY, load=load), StepName.ACTIVATION)

    assert found.waits_for == (StepName.INITIAL_LOAD,)


def test_a_suspended_coupling_is_checked_again() -> None:
    suspended = replace(READY, status=AccountStatus.SUSPENDED, outcome=None)

    assert _lacks(suspended, StepName.READINESS) == [Lack.NOT_CHECKED]
    assert _step(suspended, StepName.ACTIVATION).state is StepState.BLOCKED
