"""How much one message, or one hour of a stream, may change before a person looks (VE-2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verzuimbrug.domain.findings import Finding


class Guard(StrEnum):
    """What is counted."""

    PERSONS_CHANGED = "persons_changed"
    """A person or employment field that had a value gets another; absence never counts as that."""
    CASES_WITHDRAWN = "cases_withdrawn"
    KEYS_CHANGED = "keys_changed"
    EMPLOYMENTS_ENDED = "employments_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """More than a number, and with a percentage also more than that part of what is known."""

    more_than: int
    percent: int | None = None

    def most(self, known: int) -> int:
        """How many may be touched without a person looking; in whole numbers, so exact."""
        return max(self.more_than, (self.percent or 0) * known // 100)

    def __str__(self) -> str:
        """As in the configuration of a stream, so that it can be found there."""
        percent = "" if self.percent is None else f", percent: {self.percent}"
        return f"{{more_than: {self.more_than}{percent}}}"


DEFAULT_LIMITS: Mapping[Guard, Limit] = {
    Guard.PERSONS_CHANGED: Limit(more_than=25, percent=20),
    Guard.CASES_WITHDRAWN: Limit(more_than=20, percent=5),
    Guard.KEYS_CHANGED: Limit(more_than=10),
    Guard.EMPLOYMENTS_ENDED: Limit(more_than=10),
}
"""A guard has a percentage when there is something known that its number is a part of."""

_CODES = {
    Guard.PERSONS_CHANGED: "VE201",
    Guard.CASES_WITHDRAWN: "VE202",
    Guard.KEYS_CHANGED: "VE203",
    Guard.EMPLOYMENTS_ENDED: "VE204",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """The guards of a stream; one that is off is not among them."""

    limits: Mapping[Guard, Limit] = field(default_factory=lambda: DEFAULT_LIMITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a message or an hour touches, per guard: ids of the store, so never what is new."""

    of: Mapping[Guard, frozenset[int]] = field(default_factory=dict)

    def __or__(self, other: "Touched") -> "Touched":
        """What either touches, each thing once."""
        return Touched(of={guard: self[guard] | other[guard] for guard in {*self.of, *other.of}})

    @property
    def things(self) -> int:
        """How many things are touched, of all guards together."""
        return sum(map(len, self.of.values()))

    def __getitem__(self, guard: Guard) -> frozenset[int]:
        """What is touched of what a guard counts."""
        return self.of.get(guard, frozenset())


def surely_within(guards: Guards, changes: int) -> bool:
    """Whether none of these guards can trip where there are so many changes in all (VE-2).

    A change touches one thing at most of what a guard counts.
    """
    return all(changes <= limit.more_than for limit in guards.limits.values())


def tripped(
    guards: Guards, message: Touched, hour: Touched, known: Callable[[Guard], int]
) -> tuple[Finding, ...]:
    """Why a message is held: per guard whose limit it passes, alone or with the last hour (VE-2).

    `hour` is what the stream touched in the last hour without this message. `known` gives what the
    percentage is of; it costs a query, and is asked only when the number alone is passed. A message
    that touches nothing of what a guard counts never trips it.
    """
    found = (
        _finding(guard, guards.limits[guard], (message[guard], message[guard] | hour[guard]), known)
        for guard in Guard
        if guard in guards.limits
    )
    return tuple(finding for finding in found if finding)


def _finding(
    guard: Guard,
    limit: Limit,
    touched: tuple[frozenset[int], frozenset[int]],
    known: Callable[[Guard], int],
) -> Finding | None:
    """Whether what a message touches, alone and with the hour, is more than may be.

    With the hour it is never less than alone, so that is the number to judge by.
    """
    count, together = map(len, touched)
    if not count or together <= limit.more_than:
        return None
    most = limit.more_than if limit.percent is None else limit.most(known(guard))
    if together <= most:
        return None
    params = {"count": count, "hour": together, "limit": most, "setting": f"{guard}: {limit}"}
    return Finding(_CODES[guard], {name: str(value) for name, value in params.items()})
