"""Absence of two sides compared case by case: ours and the portal's (GR-3, GR-7)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from verzuimbrug.domain.cases import CaseState, CaseStatus


class Outcome(StrEnum):
    """What the comparison of one case comes to."""

    EQUAL = "equal"
    ONLY_OURS = "only-ours"
    ONLY_THEIRS = "only-theirs"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCase:
    """A case of one side. `person` is our employee, or None when that is not known.

    `has_their_key`: the key is the one that the portal uses for it, so that it finds the case of
    the other side. A case that another account brought in is found by person and first day.
    """

    employer: str
    key: str
    person: int | None
    state: CaseState
    has_their_key: bool = True


@dataclass(frozen=True, slots=True)
class DifferingField:
    """A field of a case, as it is on either side."""

    name: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One case, with its key on either side where it has one, and the fields that differ."""

    outcome: Outcome
    employer: str
    person: int | None
    ours: str | None = None
    theirs: str | None = None
    fields: tuple[DifferingField, ...] = ()


def compare(
    ours: Iterable[ComparedCase], theirs: Iterable[ComparedCase], today: date
) -> tuple[ComparedRow, ...]:
    """A row per case of ours, and one per open case of theirs that none of ours matches."""
    other_side = _OtherSide(theirs)
    rows = [_compared(mine, other_side.find(mine), today) for mine in ours]
    matched = {(row.employer, row.theirs) for row in rows}
    rows += [
        ComparedRow(
            outcome=Outcome.ONLY_THEIRS,
            employer=case.employer,
            person=case.person,
            theirs=case.key,
        )
        for case in other_side.cases
        if case.state.status is CaseStatus.OPEN and (case.employer, case.key) not in matched
    ]
    return tuple(sorted(rows, key=lambda row: (row.employer, row.ours or "", row.theirs or "")))


class _OtherSide:
    """The cases of the portal, to be found by key, or by person and first day."""

    def __init__(self, cases: Iterable[ComparedCase]) -> None:
        self.cases = sorted(cases, key=lambda case: (case.employer, case.key))
        self._by_key: dict[tuple[str, str], ComparedCase] = {}
        self._by_person: dict[tuple[str, int, date], ComparedCase] = {}
        for case in self.cases:
            self._by_key[case.employer, case.key] = case
            if case.person is not None:
                place = (case.employer, case.person, case.state.first_day)
                self._by_person.setdefault(place, case)

    def find(self, mine: ComparedCase) -> ComparedCase | None:
        """The case that is the same one as ours."""
        if mine.has_their_key:
            return self._by_key.get((mine.employer, mine.key))
        if mine.person is None:
            return None
        return self._by_person.get((mine.employer, mine.person, mine.state.first_day))


def _compared(mine: ComparedCase, other: ComparedCase | None, today: date) -> ComparedRow:
    if other is None:
        return ComparedRow(
            outcome=Outcome.ONLY_OURS, employer=mine.employer, person=mine.person, ours=mine.key
        )
    fields = tuple(_differing(mine, other, today))
    return ComparedRow(
        outcome=Outcome.DIFFERENT if fields else Outcome.EQUAL,
        employer=mine.employer,
        person=mine.person,
        ours=mine.key,
        theirs=other.key,
        fields=fields,
    )


def _differing(mine: ComparedCase, other: ComparedCase, today: date) -> Iterator[DifferingField]:
    yield from differing_states(mine.state, other.state, today)
    if None not in (mine.person, other.person) and mine.person != other.person:
        yield DifferingField("person", str(mine.person), str(other.person))


def differing_states(mine: CaseState, other: CaseState, today: date) -> Iterator[DifferingField]:
    """The fields in which two states differ."""
    ours, theirs = _told(mine, today), _told(other, today)
    for name, value in ours.items():
        if value != theirs[name]:
            yield DifferingField(name, value, theirs[name])


def _told(state: CaseState, today: date) -> dict[str, str]:
    """What two cases have to share, as text; empty for what is not there."""
    return {
        "first_day": state.first_day.isoformat(),
        "recovered_on": state.recovered_on.isoformat() if state.recovered_on else "",
        "status": state.status.value,
        "percentage": f"{state.current_percentage(today):.2f}",
        "cause": state.cause,
        "periods": _periods(state.periods),
    }


def _periods(periods: Mapping[date, object]) -> str:
    return ", ".join(f"{start}: {periods[start]:.2f}" for start in sorted(periods))
