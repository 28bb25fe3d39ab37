"""Absence stories: what befalls one case, as the mutations that an insurer portal sends of it.

A story keeps to what can be (VZ-12): it corrects and takes back only what it said before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from types import MappingProxyType

from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.operations import PRESETS

CODES: Mapping[Operation, str] = MappingProxyType(
    {operation: code for code, operation in PRESETS["generic"].items()}
)
"""The processing code of each operation, by the preset `generic` (VZ)."""

FULL = Decimal("100.00")
NOTHING = Decimal("0.00")
_PARTIAL = tuple(Decimal(text) for text in ("80.00", "75.00", "50.00", "40.00", "25.00", "12.50"))
_CAUSES = ("99", "99", "99", "99", "10", "11")
_SAFETY_NETS = ("N", "N", "N", "N", "N", "J", "O")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """One mutation of a case; the numbers in a case run from 1 (VZ-2)."""

    operation: Operation
    sequence: int
    day: date
    first_day: date
    percentage: Decimal
    day_before: date | None = None
    first_day_before: date | None = None
    recovered_on: date | None = None
    recovers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of absence, told to its end, or to the day on which it is still open."""

    key: str
    cause: str
    safety_net: str
    mutations: tuple[Mutation, ...]

    @property
    def last_day(self) -> date:
        """The last day that the story speaks of; a next case of the same person starts after it."""
        return max(mutation.recovered_on or mutation.day for mutation in self.mutations)


@dataclass(slots=True, kw_only=True)
class _Teller:
    """Tells one story: knows what was said, so that what follows can be."""

    random: Random
    first_day: date
    day: date
    percentage: Decimal = FULL
    told: list[Mutation] = field(default_factory=list)

    def say(
        self,
        operation: Operation,
        *,
        recovers: bool = False,
        day_before: date | None = None,
        first_day_before: date | None = None,
    ) -> None:
        """Add the mutation of today."""
        self.told.append(
            Mutation(
                operation=operation,
                sequence=len(self.told) + 1,
                day=self.day,
                first_day=self.first_day,
                percentage=NOTHING if recovers else self.percentage,
                day_before=day_before,
                first_day_before=first_day_before,
                recovered_on=self.day if recovers else None,
                recovers=recovers,
            )
        )

    def later(self) -> None:
        """Let some days pass, more than any correction goes back."""
        self.day += timedelta(days=self.random.randrange(6, 21))

    def recover_partly(self) -> None:
        """VZ-5: a period with another percentage."""
        self.later()
        self.percentage = self.random.choice(_PARTIAL)
        self.say(Operation.CHANGE)

    def recover(self) -> None:
        """VZ-5: the end of the absence."""
        self.later()
        self.say(Operation.CHANGE, recovers=True)


def _recovers_at_once(teller: _Teller) -> None:
    teller.recover()


def _recovers_in_steps(teller: _Teller) -> None:
    for _ in range(teller.random.randrange(1, 4)):
        teller.recover_partly()
    teller.recover()


def _corrects_a_date(teller: _Teller) -> None:
    """VZ-6 (b)."""
    teller.recover_partly()
    wrong = teller.day
    teller.day += timedelta(days=teller.random.choice((-2, -1, 1, 2)))
    teller.say(Operation.CORRECT, day_before=wrong)
    teller.recover()


def _corrects_a_percentage(teller: _Teller) -> None:
    """VZ-6 (c)."""
    teller.recover_partly()
    teller.percentage = teller.random.choice(_PARTIAL)
    teller.say(Operation.CORRECT)
    teller.recover()


def _corrects_the_first_day(teller: _Teller) -> None:
    """VZ-6 (a): a day or two earlier, or later, than first said."""
    wrong = teller.first_day
    teller.first_day = teller.day = wrong + timedelta(days=teller.random.choice((-2, -1, 1, 2)))
    teller.say(Operation.CORRECT, first_day_before=wrong)
    _recovers_in_steps(teller)


def _relapses(teller: _Teller) -> None:
    """VZ-5: absent again in the same case, after a recovery."""
    teller.recover()
    teller.recover_partly()
    teller.recover()


def _takes_a_recovery_back(teller: _Teller) -> None:
    """VZ-7: reported as recovered by mistake."""
    teller.recover()
    teller.say(Operation.WITHDRAW, recovers=True)
    teller.recover_partly()
    teller.recover()


def _says_the_same(teller: _Teller) -> None:
    """VZ-8."""
    teller.recover_partly()
    teller.say(Operation.UNCHANGED)
    teller.recover()


def _is_withdrawn(teller: _Teller) -> None:
    """VZ-7: the whole case was a mistake."""
    teller.say(Operation.WITHDRAW)


def _stays_open(teller: _Teller) -> None:
    for _ in range(teller.random.randrange(3)):
        teller.recover_partly()


PLOTS = (
    _recovers_at_once,
    _recovers_in_steps,
    _corrects_a_date,
    _corrects_a_percentage,
    _corrects_the_first_day,
    _relapses,
    _takes_a_recovery_back,
    _says_the_same,
    _is_withdrawn,
)
"""The plots of a case that is over; every one is as likely."""


def tell_finished(random: Random, key: str, first_day: date) -> Case:
    """Return a case that is over."""
    return _tell(random, key, first_day, random.choice(PLOTS))


def tell_open(random: Random, key: str, first_day: date) -> Case:
    """Return a case that is open, as in an initial load: the first report, partial recoveries."""
    return _tell(random, key, first_day, _stays_open)


def days_between(random: Random) -> int:
    """Return the days from one case of a person to the next: half of them join the two (VZ-11)."""
    return random.choice((random.randrange(3, 28), random.randrange(28, 90)))


def _tell(random: Random, key: str, first_day: date, plot: Callable[[_Teller], None]) -> Case:
    teller = _Teller(random=random, first_day=first_day, day=first_day)
    teller.say(Operation.NEW)
    plot(teller)
    return Case(
        key=key,
        cause=random.choice(_CAUSES),
        safety_net=random.choice(_SAFETY_NETS),
        mutations=tuple(teller.told),
    )
