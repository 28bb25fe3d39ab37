"""From days and percentages to places in a picture, and labels that do not overlap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_FULL = Decimal(100)
_MOST_TICKS = 9
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 1200, 12000)
"""Months between two ticks of a time axis."""


def coordinate(value: float) -> str:
    """A coordinate as SVG reads it, whatever the language of the page."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Where days from `first` to `last` and percentages are, in a frame of the picture."""

    first: date
    last: date
    left: float
    right: float
    top: float
    bottom: float

    def x(self, day: date) -> float:
        """From left to right by day; a day outside of the picture is at its edge."""
        part = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.left + (self.right - self.left) * min(max(part, 0), 1)

    def y(self, percentage: Decimal) -> float:
        """From bottom to top by percentage; more than everything is at the top."""
        part = float(min(max(percentage, Decimal(0)), _FULL) / _FULL)
        return self.bottom - (self.bottom - self.top) * part


def month_starts(first: date, last: date) -> tuple[date, ...]:
    """First days of months in a stretch of days, at even distances and not many."""
    ticks = (tuple(_month_starts(first, last, step)) for step in _STEPS)
    return next(found for found in ticks if len(found) <= _MOST_TICKS)


def _month_starts(first: date, last: date, step: int) -> Iterator[date]:
    months = first.year * 12 + first.month - 1
    months += -months % step
    if _month(months) < first:
        months += step
    while _month(months) <= last:
        yield _month(months)
        months += step


def _month(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a label takes: from `start` to `end`, on a level; None when there is no room."""

    start: float
    end: float
    level: int | None


def arranged(
    places: Sequence[tuple[float, float]], *, levels: int, left: float, right: float, apart: float
) -> tuple[Room, ...]:
    """Room for labels at places with these widths, each in the middle of its place.

    Each goes to the first level on which it stays `apart` from those before it, from left to right.
    """
    order = sorted(range(len(places)), key=lambda number: (places[number][0], number))
    ends = [left - apart] * levels
    found: dict[int, Room] = {}
    for number in order:
        middle, width = places[number]
        start = min(max(middle - width / 2, left), right - width)
        level = next((at for at in range(levels) if ends[at] + apart <= start), None)
        if level is not None:
            ends[level] = start + width
        found[number] = Room(start=start, end=start + width, level=level)
    return tuple(found[number] for number in range(len(places)))
