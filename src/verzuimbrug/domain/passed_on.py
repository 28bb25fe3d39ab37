"""What is passed on to the case system as it is: items of a message, and what becomes of each (DG).

An item is one document, one appointment, or one person for whom a preventive service is asked.
Nothing of it is judged here: the case system knows what it means.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from verzuimbrug.domain.decisions import Waiting
from verzuimbrug.domain.deliveries import DeliveredEmployer
from verzuimbrug.domain.drafts import Blocked
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.identity import ResolvedEmployer, resolve_employer
from verzuimbrug.domain.run_out import left
from verzuimbrug.domain.scope import Reach
from verzuimbrug.domain.snapshot import EmployerFacts, PersonKey
from verzuimbrug.domain.streams import ImportConfiguration


class ItemKind(StrEnum):
    """What an item is."""

    DOCUMENT = "document"
    MEDICAL_RECORD = "medical-record"
    APPOINTMENT = "appointment"
    PREVENTIVE_SERVICE = "preventive-service"


class ItemState(StrEnum):
    """What became of an item; each is in exactly one state (DG-2)."""

    PASSED_ON = "passed-on"
    WAITING = "waiting"
    EXPIRED = "expired"
    """It waited for its employer until the term was over, and was erased (WG-2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredItem:
    """One item as delivered; `position` counts through the message, from 0.

    `item` and `former` are the sender's ids, `keys` the distinct values per tag that a stream may
    name as link key, `case_key` the sender's id of the absence case. What is empty is None.
    `file` says whether it holds a file: None when there is no place for one, False when what stands
    there cannot be decoded.
    """

    position: int
    kind: ItemKind
    item: str | None
    former: str | None
    dated: date | None
    keys: Mapping[str, tuple[str, ...]]
    case_key: str | None
    file: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredPart:
    """The items of one employer of a message.

    `employer` has no tags when the message does not say whose the items are: then no code is made.
    """

    employer: DeliveredEmployer
    items: tuple[DeliveredItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of an item in an earlier run of its message, for good (DG-4)."""

    state: ItemState
    employer_code: str
    employer: int | None
    key: str | None
    employee: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """One message whose items are passed on. `days` are those of receipt and of processing.

    `settled` are the items of which it was decided before, by position.
    """

    message: int
    configuration: ImportConfiguration
    days: tuple[date, date]
    parts: tuple[DeliveredPart, ...]
    settled: Mapping[int, Settled] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """Somebody whom an item can be of, with the days of absence of their cases.

    A case is its first day and the day of recovery, None when there is none.
    """

    employee: int
    cases: tuple[tuple[date, date | None], ...] = ()

    def has_case_open_on(self, day: date) -> bool:
        """Whether a case had begun by then, and nobody had recovered from it."""
        return any(first <= day and (end is None or end > day) for first, end in self.cases)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of employers by code, and of persons by link key."""

    employers: Mapping[str, EmployerFacts]
    persons: Mapping[PersonKey, KnownPerson]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDecision:
    """What becomes of an item. One that waits has no person; `key` is as the stream knows it."""

    item: DeliveredItem
    state: ItemState
    employer_code: str
    employer: int | None = None
    key: str | None = None
    employee: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingDecisions:
    """What becomes of a message: of each item in order, what waits, and what there is to say."""

    items: tuple[ItemDecision, ...]
    waiting: tuple[Waiting, ...]
    findings: tuple[Finding, ...]


def key_of(item: DeliveredItem, configuration: ImportConfiguration) -> str | None:
    """The link key of the person of an item; None when there is none, or there are several."""
    keys = item.keys.get(configuration.employee_key, ())
    return keys[0] if len(keys) == 1 else None


def decide_passing(passing: Passing, known: Known) -> PassingDecisions:
    """DG-2 and DG-3: what is passed on now, and what waits for its employer."""
    decided: list[ItemDecision] = []
    waiting: list[Waiting] = []
    findings: list[Finding] = []
    for part in passing.parts:
        placed = _Part(passing, part, known)
        own = [placed.decide(item) for item in part.items]
        waits = [each for each in own if each.state is ItemState.WAITING]
        if waits and placed.blocked is not None:
            waiting.append(placed.waiting(len(waits)))
            findings.append(placed.blocked.finding)
        decided += own
    return PassingDecisions(
        items=tuple(decided),
        waiting=tuple(waiting),
        findings=(*findings, *_told(decided)),
    )


class _Part:
    """The items of one employer on their way."""

    def __init__(self, passing: Passing, part: DeliveredPart, known: Known) -> None:
        self._passing = passing
        self._known = known
        self._configuration = passing.configuration
        self._resolved = resolve_employer(
            part.employer, passing.configuration, known.employers, passing.days
        )
        self._ended_on: date | None = None
        self.blocked = self._blocked(part.employer, self._resolved)

    def _blocked(self, delivered: DeliveredEmployer, resolved: ResolvedEmployer) -> Blocked | None:
        """Why items wait: all of them, or of an employer that left those without an open case."""
        if isinstance(resolved.outcome, Blocked):
            return resolved.outcome
        if resolved.reach is not Reach.RUN_OUT:
            return None
        run_out = self._configuration.scope.run_out(resolved.outcome.tenure, self._passing.days)
        assert run_out is not None  # noqa: S101 -- the reach says so
        self._ended_on = run_out.ended_on
        return left(run_out, resolved.code, delivered)

    def decide(self, item: DeliveredItem) -> ItemDecision:
        """What becomes of an item; of one that was decided on before, that."""
        before = self._passing.settled.get(item.position)
        if before is not None:
            return _as_before(item, before)
        outcome = self._resolved.outcome
        found = ItemDecision(item=item, state=ItemState.WAITING, employer_code=self._resolved.code)
        if isinstance(outcome, Blocked):
            return found
        key = key_of(item, self._configuration)
        person = self._person(outcome, key)
        if self._ended_on is not None and not (person and person.has_case_open_on(self._ended_on)):
            return found
        return replace(
            found,
            state=ItemState.PASSED_ON,
            employer=outcome.id,
            key=key,
            employee=person.employee if person else None,
        )

    def _person(self, employer: EmployerFacts, key: str | None) -> KnownPerson | None:
        if key is None:
            return None
        return self._known.persons.get(PersonKey(self._configuration.account, employer.id, key))

    def waiting(self, items: int) -> Waiting:
        """What is kept of so many items that wait."""
        outcome = self._resolved.outcome
        assert self.blocked is not None and self.blocked.waits_for is not None  # noqa: S101, PT018
        return Waiting(
            cause=self.blocked.waits_for,
            message=self._passing.message,
            account=self._configuration.account,
            employer_code=self._resolved.code,
            employer=None if isinstance(outcome, Blocked) else outcome.id,
            persons=items,
        )


def _as_before(item: DeliveredItem, before: Settled) -> ItemDecision:
    return ItemDecision(
        item=item,
        state=before.state,
        employer_code=before.employer_code,
        employer=before.employer,
        key=before.key,
        employee=before.employee,
    )


def _told(decided: Collection[ItemDecision]) -> Iterator[Finding]:
    """How many items are passed on in a way that somebody may want to know: never whose."""
    passed = [each for each in decided if each.state is ItemState.PASSED_ON]
    counts = {
        "DG101": sum(each.key is not None and each.employee is None for each in passed),
        "DG102": sum(each.key is None for each in passed),
        "DG103": sum(each.item.file is False for each in passed),
    }
    yield from (Finding(code, {"count": str(count)}) for code, count in counts.items() if count)
