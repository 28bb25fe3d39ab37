"""Which case a case continues, and which cases overlap (VZ-11, VZ-12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from verzuimbrug.domain.cases import CaseState, CaseStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCase:
    """A case of a person, as its other cases see it. `id` is the store's id, `key` the sender's."""

    id: int
    key: str
    state: CaseState
    is_maternity: bool = False

    @property
    def order(self) -> tuple[date, str, int]:
        """The place of the case in time: by first day, then by key."""
        return (self.state.first_day, self.key, self.id)


def continued_case(case: PersonCase, cases: Iterable[PersonCase], days: int) -> PersonCase | None:
    """The earlier case that a case continues: recovered fewer than `days` before it (VZ-11)."""
    cases = list(cases)
    if case.state.status is CaseStatus.WITHDRAWN:
        return None
    earlier = [other for other in cases if _may_precede(other, case)]
    if not earlier:
        return None
    latest = max(earlier, key=lambda other: (other.state.recovered_on, *other.order))
    return latest if _gap(latest, case, cases) < days else None


def _may_precede(other: PersonCase, case: PersonCase) -> bool:
    recovered_on = other.state.recovered_on
    if (
        other.id == case.id
        or other.state.status is not CaseStatus.RECOVERED
        or recovered_on is None
    ):
        return False
    return recovered_on <= case.state.first_day and other.order < case.order


def _gap(earlier: PersonCase, case: PersonCase, cases: Sequence[PersonCase]) -> int:
    """The days between recovery and first day that are not maternity leave."""
    start, end = earlier.state.recovered_on or date.max, case.state.first_day
    leave: set[date] = set()
    for other in cases:
        if other.is_maternity and other.state.status is not CaseStatus.WITHDRAWN:
            leave.update(
                _days(max(start, other.state.first_day), min(end, other.state.recovered_on or end))
            )
    return (end - start).days - len(leave)


def _days(start: date, end: date) -> Iterable[date]:
    return (start + timedelta(days=n) for n in range((end - start).days))


def overlapping(case: PersonCase, cases: Iterable[PersonCase]) -> list[PersonCase]:
    """The other cases of the same employment that share a day with this one (VZ-12)."""
    if case.state.status is CaseStatus.WITHDRAWN:
        return []
    return [
        other for other in cases if other.id != case.id and _share_a_day(case.state, other.state)
    ]


def _share_a_day(one: CaseState, other: CaseState) -> bool:
    if other.status is CaseStatus.WITHDRAWN or one.employment != other.employment:
        return False
    return one.first_day < _end(other) and other.first_day < _end(one)


def _end(state: CaseState) -> date:
    return state.recovered_on or date.max
