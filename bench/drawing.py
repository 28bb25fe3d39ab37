"""Plots as SVG, light enough to be kept beside the text: lines over two axes, and bars."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
_WIDTH, _HEIGHT = 760, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 72, 50
_BAR, _BAR_SPACE, _NAMES = 22, 12, 250
_FAINT, _DARK, _MARK = 'stroke="#e5e5e5"', 'stroke="#444"', 'stroke="#888" stroke-dasharray="4 3"'
_ABOUT_TICKS = 6
_MOST_POINTS = 400

Place = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What runs along an axis, and from where to where; a logarithmic one begins above 0."""

    title: str
    low: float = 0.0
    high: float
    logarithmic: bool = False

    def share(self, value: float) -> float:
        """Return where a value lies: 0 at the low end, 1 at the high end, never outside."""
        low, high = self.low, max(self.high, self.low + 1e-9)
        if self.logarithmic:
            value, low, high = (math.log10(max(each, self.low)) for each in (value, low, high))
        return min(max((value - low) / (high - low), 0), 1)

    def ticks(self) -> Iterator[float]:
        """Yield round values between the ends."""
        if self.logarithmic:
            decades = range(math.ceil(math.log10(self.low)), math.floor(math.log10(self.high)) + 1)
            yield from (10.0**decade for decade in decades)
            return
        step = _round_step((self.high - self.low) / _ABOUT_TICKS)
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        yield from (step * number for number in range(first, last + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Points joined in their order."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar; those of one `kind` have one colour, and a name in the legend."""

    name: str
    value: float
    kind: str = ""


def draw_lines(
    title: str, x: Axis, y: Axis, lines: Sequence[Line], marks: Sequence[tuple[str, float]] = ()
) -> str:
    """Return a picture of lines; each of the marks is a name and a place on the x-axis."""
    parts = [*_grid(x, y), *_legend([line.name for line in lines])]
    for colour, line in zip(_COLOURS, lines, strict=False):
        places = " ".join(
            f"{_across(x, across):.1f},{_up(y, up):.1f}" for across, up in _thinned(line.points)
        )
        parts.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="1.6" points="{places}"/>'
        )
    for name, at in marks:
        place = _across(x, at)
        parts.append(_stroke((place, _TOP), (place, _HEIGHT - _BOTTOM), _MARK))
        parts.append(_text(place - 4, _TOP + 12, name, anchor="end"))
    return _picture(title, _HEIGHT, parts)


def draw_bars(title: str, unit: str, bars: Sequence[Bar]) -> str:
    """Return a picture of bars below each other, each with its value."""
    kinds = list(dict.fromkeys(bar.kind for bar in bars))
    colours = dict(zip(kinds, _COLOURS, strict=False))
    most = max((bar.value for bar in bars), default=1) or 1
    room = _WIDTH - _NAMES - _RIGHT - 90
    parts = list(_legend(kinds)) if kinds != [""] else []
    for place, bar in enumerate(bars):
        top = _TOP + place * (_BAR + _BAR_SPACE)
        length = room * bar.value / most
        parts.append(_text(_NAMES - 8, top + _BAR * 0.7, bar.name, anchor="end"))
        parts.append(
            f'<rect x="{_NAMES}" y="{top}" width="{length:.1f}" height="{_BAR}" '
            f'fill="{colours[bar.kind]}"/>'
        )
        shown = f"{_shown(bar.value)} {unit}"
        parts.append(_text(_NAMES + length + 6, top + _BAR * 0.7, shown))
    return _picture(title, _TOP + len(bars) * (_BAR + _BAR_SPACE) + 10, parts)


def _picture(title: str, height: int, parts: Sequence[str]) -> str:
    inner = "\n".join((_text(14, 26, title, size=16), *parts))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img" font-family="sans-serif">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>\n{inner}\n</svg>\n'
    )


def _grid(x: Axis, y: Axis) -> Iterator[str]:
    floor, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    for value in x.ticks():
        place = _across(x, value)
        yield _stroke((place, _TOP), (place, floor), _FAINT)
        yield _text(place, floor + 16, _shown(value), anchor="middle")
    for value in y.ticks():
        place = _up(y, value)
        yield _stroke((_LEFT, place), (right, place), _FAINT)
        yield _text(_LEFT - 6, place + 4, _shown(value), anchor="end")
    yield _stroke((_LEFT, floor), (right, floor), _DARK)
    yield _stroke((_LEFT, _TOP), (_LEFT, floor), _DARK)
    yield _text(right, _HEIGHT - 12, x.title, anchor="end")
    yield _text(14, _TOP - 8, y.title)


def _legend(names: Sequence[str]) -> Iterator[str]:
    place = 14.0
    for colour, name in zip(_COLOURS, names, strict=False):
        yield f'<rect x="{place:.0f}" y="36" width="12" height="12" fill="{colour}"/>'
        yield _text(place + 17, 46, name)
        place += 34 + 6.6 * len(name)


def _across(x: Axis, value: float) -> float:
    return _LEFT + x.share(value) * (_WIDTH - _LEFT - _RIGHT)


def _up(y: Axis, value: float) -> float:
    return _HEIGHT - _BOTTOM - y.share(value) * (_HEIGHT - _BOTTOM - _TOP)


def _thinned(points: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    """At most so many points as one can see, the last one among them."""
    step = math.ceil(len(points) / _MOST_POINTS) or 1
    kept = list(points[::step])
    return kept if not points or kept[-1] == points[-1] else [*kept, points[-1]]


def _round_step(step: float) -> float:
    """The next of 1, 2, 5, 10, 20 and so on."""
    if step <= 0:
        return 1.0
    decade = 10.0 ** math.floor(math.log10(step))
    return float(next(each * decade for each in (1, 2, 5, 10) if each * decade >= step * 0.999))


def _shown(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"  # noqa: PLR2004


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="#222">{escape(text)}</text>'
    )


def _stroke(begins: Place, ends: Place, style: str) -> str:
    (x, y), (to_x, to_y) = begins, ends
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" {style}/>'
