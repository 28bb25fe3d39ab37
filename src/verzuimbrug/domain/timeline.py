"""What was known when, and what held of a case when: folds of the change log (VE-5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import zip_longest

from verzuimbrug.domain.cases import ZERO, CaseStatus

LINK_KEY = "link_key"

_BESIDE_STATE = frozenset({"classification", "continues", "hidden"})
"""What the log has of a case besides the fold of its reports."""

_NOTHING = (None, None)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whom a change came from: a message, and which report of it, or the person in `by`.

    `made_at` is the local time at which the message says it was made. `undo` is the undo that the
    change was part of.
    """

    receipt: str | None = None
    account: str | None = None
    stream: str | None = None
    made_at: str | None = None
    received_at: datetime | None = None
    position: int | None = None
    undo: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedObject:
    """What a change is of: a person, an employment or a case; where it is and what it is called.

    `key` is that of a case or the number of an employment, in the words of `account`; `link_key`
    one by which the person is known.
    """

    kind: str
    number: int
    employer: str | None = None
    employee: int | None = None
    link_key: str | None = None
    account: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedChange:
    """A row of the change log: per field before and after. A higher number is a later change."""

    number: int
    at: datetime
    of: LoggedObject
    origin: Origin
    effects: tuple[str, ...] = ()
    fields: Mapping[str, tuple[object, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownValue:
    """A value as it was known: the change that gave it came from `origin`, at `since`."""

    value: object
    since: datetime
    origin: Origin


_ByDay = dict[date, KnownValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What held of a case from a day up to and including another, or for good.

    `known_since` and `origin` say when and from whom that is known.
    """

    start: date
    end: date | None
    percentage: Decimal
    status: CaseStatus
    known_since: datetime
    origin: Origin


def as_known(
    changes: Iterable[LoggedChange], at: datetime | None = None
) -> Mapping[str, KnownValue]:
    """The fields of one object as they were known at a moment; without one as they are known now.

    A field that lost its value is there, with None. Link keys are no field: a person has several.
    """
    known: dict[str, KnownValue] = {}
    for change in _until(changes, at):
        if _starts_over(change):
            known = {name: value for name, value in known.items() if name in _BESIDE_STATE}
        for name, (_, after) in change.fields.items():
            known[name] = KnownValue(value=after, since=change.at, origin=change.origin)
    known.pop(LINK_KEY, None)
    return known


def gives(change: LoggedChange, field: str) -> bool:
    """Whether a field has its value, or has none, from a change on."""
    if field == LINK_KEY:
        # One that is taken away leaves the others.
        return change.fields.get(LINK_KEY, _NOTHING)[1] is not None
    return field in change.fields or (field not in _BESIDE_STATE and _starts_over(change))


def _starts_over(change: LoggedChange) -> bool:
    """Whether a case has its state from nothing: it is new, or was hidden until now (VE-4)."""
    return "first_day" in change.fields and change.fields["first_day"][0] is None


def _until(changes: Iterable[LoggedChange], at: datetime | None) -> list[LoggedChange]:
    known = (change for change in changes if at is None or change.at <= at)
    return sorted(known, key=lambda change: change.number)


def held(changes: Iterable[LoggedChange], at: datetime | None = None) -> tuple[Span, ...]:
    """What held of a case on which days, as it was known at a moment; in order of day.

    Nothing holds of a case that is not known yet, is withdrawn (VZ-7) or hidden (VE-4). After a
    recovery, or another end, nothing else comes (VZ-10).
    """
    rows = _until(changes, at)
    known = as_known(rows)
    if not known.keys() >= {"status", "first_day"}:
        return ()
    if known["status"].value == CaseStatus.WITHDRAWN:
        return ()
    if "hidden" in known and known["hidden"].value:
        return ()
    return tuple(_spans(_starts(rows, known), CaseStatus(str(known["status"].value))))


def _spans(starts: Mapping[date, KnownValue], status: CaseStatus) -> Iterator[Span]:
    """A span from each day up to the next; the last one of a case that ended has its status."""
    days = sorted(starts)
    for start, following in zip_longest(days, days[1:]):
        found = starts[start]
        yield Span(
            start=start,
            end=following - _ONE_DAY if following else None,
            percentage=Decimal(str(found.value)),
            status=CaseStatus.OPEN if following else status,
            known_since=found.since,
            origin=found.origin,
        )


def _starts(rows: Iterable[LoggedChange], known: Mapping[str, KnownValue]) -> _ByDay:
    """The percentage from each day on: of the periods, and 0 where none holds (VZ-10)."""
    starts = _periods(rows)
    first = known["first_day"]
    first_day = _day(first.value)
    if all(day > first_day for day in starts):
        starts[first_day] = replace(first, value=ZERO)
    recovery = known.get("recovered_on")
    if recovery is None or recovery.value is None:
        return starts
    last_day = _day(recovery.value)
    kept = {day: found for day, found in starts.items() if day < last_day}
    return {**kept, last_day: replace(recovery, value=ZERO)}


def _periods(rows: Iterable[LoggedChange]) -> _ByDay:
    """The percentage of each period by its start; each with the change that gave it."""
    periods: _ByDay = {}
    for row in rows:
        if "periods" in row.fields:
            before = {} if _starts_over(row) else periods
            periods = dict(_laid_over(before, row))
    return periods


def _laid_over(periods: _ByDay, row: LoggedChange) -> Iterator[tuple[date, KnownValue]]:
    """The periods after a change; one that was the same before is still of whom it was."""
    _, after = row.fields["periods"]
    for day, percentage in _items(after):
        start = _day(day)
        before = periods.get(start)
        if before is not None and before.value == percentage:
            yield start, before
        else:
            yield start, KnownValue(value=percentage, since=row.at, origin=row.origin)


def _items(value: object) -> Iterable[tuple[object, object]]:
    return value.items() if isinstance(value, Mapping) else ()


def _day(value: object) -> date:
    return date.fromisoformat(str(value))
