"""The memberships of an employer as a picture: a bar for each, over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from verzuimbrug.application.employers.group_members import MemberState
from verzuimbrug.application.employers.showing import EmployerShown, MembershipShown

_WIDTH, _LEFT, _ROW, _TOP = 880, 200, 28, 24
_MARGIN = timedelta(days=90)
_KINDS = {
    MemberState.MEMBER: "bar-good",
    MemberState.TO_COME: "bar-empty",
    MemberState.RUN_OUT: "bar-empty",
    MemberState.ENDED: "bar-empty",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar from `x` on; `kind` is its class."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """A membership: the label at `text_y`, its bars from `y` on."""

    label: str
    y: int
    text_y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A year that begins at `x`."""

    x: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The picture: rows, years, and where today is."""

    width: int
    height: int
    top: int
    rows: tuple[BarRow, ...]
    ticks: tuple[Tick, ...]
    today: int


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> int:
        """Where a day is; one outside the picture is at its edge."""
        inside = min(max(day, self.first), self.last)
        share = (inside - self.first).days / (self.last - self.first).days
        return _LEFT + round(share * (_WIDTH - _LEFT))


def picture_of(employer: EmployerShown, today: date) -> Picture | None:
    """The picture; None for an employer that was never in a group."""
    if not employer.memberships:
        return None
    scale = _scale(employer.memberships, today)
    rows = tuple(
        _row(place, membership, scale) for place, membership in enumerate(employer.memberships)
    )
    return Picture(
        width=_WIDTH,
        height=_TOP + _ROW * len(rows) + 4,
        top=_TOP,
        rows=rows,
        ticks=_ticks(scale),
        today=scale.x(today),
    )


def _scale(memberships: Sequence[MembershipShown], today: date) -> _Scale:
    days = [today]
    for each in memberships:
        days += [day for day in (each.start, each.end, each.run_out) if day is not None]
    return _Scale(min(days) - _MARGIN, max(days) + _MARGIN)


def _row(place: int, membership: MembershipShown, scale: _Scale) -> BarRow:
    start = membership.start or scale.first
    end = membership.end or scale.last
    bars = [_bar(scale, start, end, _KINDS[membership.state])]
    if membership.end is not None and membership.run_out is not None:
        bars.append(_bar(scale, membership.end, membership.run_out, "bar-attention"))
    y = _TOP + _ROW * place
    return BarRow(label=membership.code, y=y + 6, text_y=y + 18, bars=tuple(bars))


def _bar(scale: _Scale, start: date, end: date, kind: str) -> Bar:
    x = scale.x(start)
    return Bar(x=x, width=max(scale.x(end) - x, 2), kind=kind)


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    years = range(scale.first.year + 1, scale.last.year + 1)
    step = max(len(years) // 8, 1)
    return tuple(
        Tick(x=scale.x(date(year, 1, 1)), label=str(year)) for year in years if year % step == 0
    )
