"""Pictures as numbers: where in an SVG each bar, line and letter stands. Templates draw them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.application.today.values import Hour

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 720, 200, 48, 8, 28
_LINES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class HourBar:
    """One hour: the messages as a bar, the reports as a point of the line."""

    of: Hour
    x: float
    y: float
    width: float
    height: float
    middle: float
    point: float
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """A line across, with what it stands for."""

    y: float
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChart:
    """Messages and reports an hour, on one scale."""

    bars: tuple[HourBar, ...]
    grid: tuple[GridLine, ...]
    width: int = _WIDTH
    height: int = _HEIGHT
    left: int = _LEFT
    bottom: int = _HEIGHT - _BOTTOM
    messages: int = 0
    reports: int = 0

    @property
    def line(self) -> str:
        """The points of the line of reports."""
        return " ".join(f"{bar.middle:.1f},{bar.point:.1f}" for bar in self.bars)


def rates_of(hours: Sequence[Hour], address: Callable[[datetime], str]) -> RateChart:
    """The chart of some hours; `address` says where each leads."""
    top = _round_up(max((max(h.messages, h.reports) for h in hours), default=0))
    return RateChart(
        bars=tuple(_hour_bars(hours, top, address)),
        grid=tuple(_grid(top)),
        messages=sum(hour.messages for hour in hours),
        reports=sum(hour.reports for hour in hours),
    )


def _hour_bars(
    hours: Sequence[Hour], top: int, address: Callable[[datetime], str]
) -> Iterator[HourBar]:
    step = (_WIDTH - _LEFT) / max(len(hours), 1)
    for place, hour in enumerate(hours):
        x = _LEFT + place * step
        y = _place(hour.messages, top)
        yield HourBar(
            of=hour,
            x=round(x + step * 0.15, 1),
            y=y,
            width=round(step * 0.7, 1),
            height=round(_HEIGHT - _BOTTOM - y, 1),
            middle=round(x + step / 2, 1),
            point=_place(hour.reports, top),
            label=f"{hour.start:%H}" if hour.start.hour % 3 == 0 else "",
            url=address(hour.start),
        )


def _grid(top: int) -> Iterator[GridLine]:
    for part in range(_LINES + 1):
        value = top * part // _LINES
        yield GridLine(y=_place(value, top), value=value)


def _place(value: int, top: int) -> float:
    """How far from above a value stands."""
    return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - value / top), 1)


def _round_up(value: int) -> int:
    """The least number that is at least the value, and divides well by the lines."""
    unit = _LINES
    while True:
        for factor in (1, 2, 5):
            if unit * factor >= value:
                return unit * factor
        unit *= 10
