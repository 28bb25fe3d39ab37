"""What its couplings did at one employer in the last thirty days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.employers.showing import EmployerShown
from verzuimbrug.application.local_days import day_bounds
from verzuimbrug.domain.coupling_days import CouplingDay, days_until, strip_of
from verzuimbrug.domain.reports import ReportState
from verzuimbrug.store.employer_reads import (
    read_coupling_changes,
    read_coupling_parked,
    read_coupling_reports,
    read_coupling_waiting,
    read_last_messages,
)
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.sql import Row
from verzuimbrug.store.tenancy import tenant

_TROUBLE = (ReportState.REFUSED,)
_NEEDS = (ReportState.PARKED, ReportState.HELD, ReportState.CONFLICT)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastMessage:
    """The last message about the employer."""

    id: int
    receipt: str
    stream: str
    received_at: datetime
    state: MessageState


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingActivity:
    """What one coupling did: its reports by day, in one strip; what waits now, what it changed.

    `changes` and `persons` are counted up to `employer_reads.MOST_CHANGES` changes, the latest.
    """

    account: int
    days: tuple[CouplingDay, ...]
    states: Mapping[ReportState, int]
    parked: int
    parked_persons: int
    changes: int
    persons: int
    last_message: LastMessage | None


@dataclass(frozen=True, slots=True)
class _Found:
    reports: Mapping[int, Sequence[Row]]
    parked: Mapping[int, int]
    waiting: Mapping[int, int]
    changes: Mapping[int, tuple[int, int]]
    last: Mapping[int, LastMessage]


def coupling_activity(reader: Reader, employer: EmployerShown) -> Mapping[int, CouplingActivity]:
    """For each coupling that is shown with the employer what it did, by account."""
    days = days_until(timezone.localdate())
    accounts = [each.account for each in employer.couplings]
    with tenant(reader.arbodienst):
        found = _read(employer.id, accounts, days[0])
    return {account: _activity(account, found, days) for account in accounts}


def _read(employer: int, accounts: Sequence[int], first: date) -> _Found:
    reports: dict[int, list[Row]] = defaultdict(list)
    for account, *row in read_coupling_reports(employer, accounts, first):
        reports[account].append(tuple(row))
    since = day_bounds(first)[0]
    changes = read_coupling_changes(employer, since)
    also = [message for *_, message in changes if message is not None]
    last = read_last_messages(employer, accounts, also)
    return _Found(
        reports=reports,
        parked={row[0]: row[1] for row in read_coupling_parked(employer, accounts)},
        waiting={row[0]: row[1] for row in read_coupling_waiting(employer, accounts)},
        changes={account: (count, persons) for account, count, persons, _ in changes},
        last={account: _last(row) for account, *row in last},
    )


def _last(row: Sequence[object]) -> LastMessage:
    number, receipt, stream, received_at, state = row
    assert isinstance(number, int) and isinstance(received_at, datetime)  # noqa: S101, PT018
    return LastMessage(
        id=number,
        receipt=str(receipt),
        stream=str(stream),
        received_at=received_at,
        state=MessageState(str(state)),
    )


def _activity(account: int, found: _Found, days: Sequence[date]) -> CouplingActivity:
    by_day: dict[date, dict[ReportState, int]] = defaultdict(dict)
    states: dict[ReportState, int] = defaultdict(int)
    for day, state, count in found.reports.get(account, ()):
        by_day[day][ReportState(state)] = count
        states[ReportState(state)] += count
    changes, persons = found.changes.get(account, (0, 0))
    return CouplingActivity(
        account=account,
        days=_strip(days, by_day),
        states=dict(states),
        parked=found.parked.get(account, 0),
        parked_persons=found.waiting.get(account, 0),
        changes=changes,
        persons=persons,
        last_message=found.last.get(account),
    )


def _strip(
    days: Sequence[date], reports: Mapping[date, Mapping[ReportState, int]]
) -> tuple[CouplingDay, ...]:
    """The days with their reports: those that were refused, those that need somebody, and all."""
    received = {day: sum(states.values()) for day, states in reports.items()}
    noted = {
        day: (_count(states, _NEEDS), _count(states, _TROUBLE)) for day, states in reports.items()
    }
    return strip_of(days, received, noted)


def _count(states: Mapping[ReportState, int], counted: Sequence[ReportState]) -> int:
    return sum(states.get(state, 0) for state in counted)
