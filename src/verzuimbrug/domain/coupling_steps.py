"""The way of a coupling to going live, step by step: what is done, to do, or waits for what.

It is the step-by-step plan of a coupling (docs/rules/readiness.md): values in, steps out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.portal_delivery import Step as LoadStep
from verzuimbrug.domain.readiness import CheckState


class StepName(StrEnum):
    """The steps in order."""

    GROUP = "group"
    ACCOUNT = "account"
    SIGN_IN = "sign-in"
    STREAMS = "streams"
    READINESS = "readiness"
    INITIAL_LOAD = "initial-load"
    ACTIVATION = "activation"


class StepState(StrEnum):
    """How a step stands."""

    DONE = "done"
    TO_DO = "to-do"
    BLOCKED = "blocked"


class Lack(StrEnum):
    """What a step lacks."""

    NO_SCOPE = "no-scope"
    NO_EMPLOYERS = "no-employers"
    NO_RECIPIENTS = "no-recipients"
    NOT_ISSUED = "not-issued"
    NOT_HANDED_OVER = "not-handed-over"
    NO_KEY = "no-key"
    NO_STREAM = "no-stream"
    NOT_CONFIRMED = "not-confirmed"
    NOT_TRIED = "not-tried"
    NOT_CHECKED = "not-checked"
    NOT_READY = "not-ready"
    NOT_STARTED = "not-started"
    NOTHING_RECEIVED = "nothing-received"
    NOT_READ = "not-read"
    NOT_ACTIVE = "not-active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that a step lacks, and of what or how much."""

    lack: Lack
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidedStep:
    """A step; one that is blocked waits for other steps, and one to do says what it lacks."""

    name: StepName
    state: StepState
    reasons: tuple[Reason, ...] = ()
    waits_for: tuple[StepName, ...] = ()

    @property
    def number(self) -> int:
        """The place of the step, from 1."""
        return tuple(StepName).index(self.name) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamStanding:
    """A stream: editions whose code tables are not confirmed, and whether its template was tried.

    `is_confirmed` is false when no edition is; a stream without reports has none to confirm.
    """

    name: str
    is_absence: bool
    is_confirmed: bool = True
    unconfirmed: tuple[str, ...] = ()
    is_tried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedOnce:
    """How a readiness check came out, the last time that it was worked out."""

    id: str
    state: CheckState
    count: int
    findings: tuple[Finding, ...] = ()

    @property
    def is_in_the_way(self) -> bool:
        """Whether it kept the account from going live."""
        return self.state in (CheckState.FAILED, CheckState.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastOutcome:
    """The readiness as it was last worked out."""

    at: datetime
    checks: tuple[CheckedOnce, ...]

    @property
    def in_the_way(self) -> tuple[CheckedOnce, ...]:
        """The checks that kept the account from going live."""
        return tuple(check for check in self.checks if check.is_in_the_way)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadStanding:
    """An initial load that was not called off: its step, its messages, and how many are unread."""

    step: LoadStep
    messages: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of a coupling on its way.

    `employers` are those in scope today. `keys` are SFTP keys that open the account, for an account
    that signs in with keys; None for one that signs in with code and token.
    """

    status: AccountStatus
    has_scope: bool
    employers: int
    recipients: int
    keys: int | None = None
    is_issued: bool = False
    is_handed_over: bool = False
    streams: tuple[StreamStanding, ...] = ()
    outcome: LastOutcome | None = None
    load: LoadStanding | None = None

    @property
    def was_live(self) -> bool:
        """Whether the coupling went live at some time."""
        return self.status in (AccountStatus.ACTIVE, AccountStatus.SUSPENDED, AccountStatus.CLOSED)


_BEFORE_LOAD = frozenset({"GR-1", "GR-5"})
"""The checks that an initial load waits for; the others are about what it brings."""

_WAITS: Mapping[StepName, tuple[StepName, ...]] = MappingProxyType(
    {
        StepName.INITIAL_LOAD: (StepName.SIGN_IN, StepName.STREAMS),
        # The checks are about all that comes before; one may be passed over by name (GR-6).
        StepName.ACTIVATION: (StepName.READINESS,),
    }
)
"""Which steps have to be done before another can be."""


def steps_of(standing: Standing) -> tuple[GuidedStep, ...]:
    """All steps in order."""
    steps: dict[StepName, GuidedStep] = {}
    for name in StepName:
        lacks = tuple(_LACKS[name](standing))
        blocks = tuple(_waits_for(name, steps, standing)) if lacks else ()
        state = StepState.DONE
        if lacks:
            state = StepState.BLOCKED if blocks else StepState.TO_DO
        steps[name] = GuidedStep(name=name, state=state, reasons=lacks, waits_for=blocks)
    return tuple(steps.values())


def _waits_for(
    name: StepName, before: Mapping[StepName, GuidedStep], standing: Standing
) -> Iterator[StepName]:
    for other in _WAITS.get(name, ()):
        if before[other].state is not StepState.DONE:
            yield other
    if name is StepName.INITIAL_LOAD and standing.load is None and _is_checked_badly(standing):
        yield StepName.READINESS
    if name is StepName.ACTIVATION and standing.load is not None and standing.load.unread:
        yield StepName.INITIAL_LOAD


def _is_checked_badly(standing: Standing) -> bool:
    outcome = standing.outcome
    return outcome is None or any(check.id in _BEFORE_LOAD for check in outcome.in_the_way)


def _group(standing: Standing) -> Iterator[Reason]:
    if not standing.has_scope:
        yield Reason(lack=Lack.NO_SCOPE)
    elif not standing.employers:
        yield Reason(lack=Lack.NO_EMPLOYERS)


def _account(standing: Standing) -> Iterator[Reason]:
    if not standing.recipients:
        yield Reason(lack=Lack.NO_RECIPIENTS)


def _sign_in(standing: Standing) -> Iterator[Reason]:
    if standing.keys is not None:
        if not standing.keys:
            yield Reason(lack=Lack.NO_KEY)
    elif not standing.is_issued:
        yield Reason(lack=Lack.NOT_ISSUED)
    elif not standing.is_handed_over:
        yield Reason(lack=Lack.NOT_HANDED_OVER)


def _streams(standing: Standing) -> Iterator[Reason]:
    if not any(stream.is_absence for stream in standing.streams):
        yield Reason(lack=Lack.NO_STREAM)
    for stream in standing.streams:
        named = {"stream": stream.name}
        if not stream.is_confirmed or stream.unconfirmed:
            editions = ", ".join(stream.unconfirmed)
            yield Reason(lack=Lack.NOT_CONFIRMED, params={**named, "editions": editions})
        if not stream.is_tried:
            yield Reason(lack=Lack.NOT_TRIED, params=named)


def _readiness(standing: Standing) -> Iterator[Reason]:
    if standing.was_live and standing.status is not AccountStatus.SUSPENDED:
        return
    if standing.outcome is None:
        yield Reason(lack=Lack.NOT_CHECKED)
        return
    for check in standing.outcome.in_the_way:
        params = {"check": check.id, "count": str(check.count)}
        yield Reason(lack=Lack.NOT_READY, params=params)


def _initial_load(standing: Standing) -> Iterator[Reason]:
    load = standing.load
    if standing.was_live:
        return
    if load is None:
        yield Reason(lack=Lack.NOT_STARTED)
    elif not load.messages:
        yield Reason(lack=Lack.NOTHING_RECEIVED)
    elif load.unread:
        yield Reason(lack=Lack.NOT_READ, params={"count": str(load.unread)})


def _activation(standing: Standing) -> Iterator[Reason]:
    if standing.status is AccountStatus.SUSPENDED:
        yield Reason(lack=Lack.SUSPENDED)
    elif standing.status is AccountStatus.CLOSED:
        yield Reason(lack=Lack.CLOSED)
    elif standing.status is not AccountStatus.ACTIVE:
        yield Reason(lack=Lack.NOT_ACTIVE)


_LACKS = MappingProxyType(
    {
        StepName.GROUP: _group,
        StepName.ACCOUNT: _account,
        StepName.SIGN_IN: _sign_in,
        StepName.STREAMS: _streams,
        StepName.READINESS: _readiness,
        StepName.INITIAL_LOAD: _initial_load,
        StepName.ACTIVATION: _activation,
    }
)
