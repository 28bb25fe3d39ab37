"""The picture of an absence: percentages over time as steps, as coordinates for SVG.

Several cases in one picture, each with its number; cases that are joined under one bracket; dotted
what was known otherwise before; the weeks of the Wet verbetering poortwachter, and today.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from verzuimbrug.application.persons.values import SpellLine
from verzuimbrug.console.dossiers.scale import Room, Scale, arranged, coordinate, month_starts
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.earlier_knowledge import EarlierStep
from verzuimbrug.domain.poortwachter import MilestoneDate
from verzuimbrug.domain.timeline import Span

WIDTH = 720
_LEFT, _RIGHT, _PLOT = 44, 708, 160
_LEVEL, _LEVELS = 16, 4
_LETTER = 7.8
_BELOW, _BRACKET, _NUMBERS = 22, 22, 18
_NUMBER_WIDTH = 14.0
_HALF_WORD = 70
_LEVELS_OF_PERCENTAGE = (0, 50, 100)
_MARGIN = timedelta(days=5)
_A_WHILE = timedelta(days=42)
_NOTHING = Decimal(0)


class Drawn(Protocol):
    """A case as the picture has it."""

    @property
    def id(self) -> int:
        """Its number in the store."""

    @property
    def key(self) -> str:
        """What people call it."""

    @property
    def is_maternity(self) -> bool:
        """Whether it is maternity leave."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """What held when."""

    @property
    def earlier(self) -> tuple[EarlierStep, ...]:
        """What was known otherwise before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCase:
    """A case as it was known at a moment."""

    id: int
    key: str
    spans: tuple[Span, ...]
    is_maternity: bool = False
    earlier: tuple[EarlierStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text at a place: the day, week or number that it says is put into words by the page."""

    x: str
    y: str
    anchor: str
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """A line of steps with what it is of; `area` is what lies under it."""

    path: str
    area: str
    case: Drawn
    number: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A vertical line for a week; its label when there is room for one."""

    x: str
    top: str
    due: MilestoneDate
    label: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """What joins the cases of one absence."""

    path: str
    x: str
    y: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceChart:
    """All lines and labels; `height` follows from how many levels of labels there are."""

    height: str
    top: str
    bottom: str
    left: str
    right: str
    grid: tuple[Label, ...]
    ticks: tuple[Label, ...]
    steps: tuple[Steps, ...]
    earlier: tuple[str, ...]
    markers: tuple[Marker, ...]
    brackets: tuple[Bracket, ...]
    today: str | None


def absence_chart(
    cases: Sequence[Drawn], spells: Sequence[SpellLine], today: date
) -> AbsenceChart | None:
    """The picture of some cases; None when nothing was ever known of any day."""
    days = list(_days(cases))
    if not days:
        return None
    flat = Scale(
        first=min(days),
        last=_last(days, cases, spells, today),
        left=_LEFT,
        right=_RIGHT,
        top=0,
        bottom=_PLOT,
    )
    weeks = [due for line in spells for due in line.dates if _is_within(flat, due.on)]
    labels = _labels(flat, [(due.on, len(f"week {due.milestone.week}")) for due in weeks])
    top = float(_levels_taken(labels) * _LEVEL + 8)
    scale = replace(flat, top=top, bottom=top + _PLOT)
    markers = [_marker(*pair, scale) for pair in zip(weeks, labels, strict=True)]
    return _chart(_Drawing(cases, spells, scale, today), tuple(markers))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What is drawn, and where."""

    cases: Sequence[Drawn]
    spells: Sequence[SpellLine]
    scale: Scale
    today: date

    @property
    def numbers(self) -> Mapping[int, int]:
        """The number of each case in the picture, by its id."""
        return {case.id: number for number, case in enumerate(self.cases, start=1)}


def _chart(drawing: _Drawing, markers: tuple[Marker, ...]) -> AbsenceChart:
    scale = drawing.scale
    brackets = tuple(_brackets(drawing))
    height = scale.bottom + _BELOW + _NUMBERS + (_BRACKET if brackets else 0)
    return AbsenceChart(
        height=coordinate(height),
        top=coordinate(scale.top),
        bottom=coordinate(scale.bottom),
        left=coordinate(_LEFT),
        right=coordinate(_RIGHT),
        grid=tuple(_grid(scale)),
        ticks=tuple(_ticks(scale)),
        steps=tuple(_steps(drawing)),
        earlier=tuple(_earlier(drawing)),
        markers=markers,
        brackets=brackets,
        today=coordinate(scale.x(drawing.today)) if _is_within(scale, drawing.today) else None,
    )


def _is_within(scale: Scale, day: date | None) -> bool:
    return day is not None and scale.first <= day <= scale.last


def _labels(scale: Scale, wanted: Sequence[tuple[date | None, int]]) -> tuple[Room, ...]:
    places = [(scale.x(day or scale.last), letters * _LETTER) for day, letters in wanted]
    return arranged(places, levels=_LEVELS, left=0, right=WIDTH, apart=6)


def _days(cases: Iterable[Drawn]) -> Iterator[date]:
    for case in cases:
        for span in case.spans:
            yield span.start
        for step in case.earlier:
            yield step.start
            yield step.end


def _last(
    days: Iterable[date], cases: Iterable[Drawn], spells: Iterable[SpellLine], today: date
) -> date:
    """The last day of the picture: today and the next date of an open absence are in it."""
    ends = [*days]
    if any(_is_open(case) for case in cases):
        ends.append(today)
    for line in spells:
        coming = [due.on for due in line.dates if due.on and due.on >= today]
        if line.spell.ended_on is None and coming:
            ends.append(min(coming))
    return max(*ends, min(ends) + _A_WHILE) + _MARGIN


def _is_open(case: Drawn) -> bool:
    return bool(case.spans) and case.spans[-1].status is CaseStatus.OPEN


def _levels_taken(rooms: Iterable[Room]) -> int:
    return max((room.level + 1 for room in rooms if room.level is not None), default=0)


def _grid(scale: Scale) -> Iterator[Label]:
    for level in _LEVELS_OF_PERCENTAGE:
        y = coordinate(scale.y(Decimal(level)))
        yield Label(x=coordinate(_LEFT - 6), y=y, anchor="end", value=level)


def _ticks(scale: Scale) -> Iterator[Label]:
    for day in month_starts(scale.first, scale.last):
        x = scale.x(day)
        anchor = "end" if x > _RIGHT - 28 else "middle"
        y = coordinate(scale.bottom + _BELOW - 6)
        yield Label(x=coordinate(x), y=y, anchor=anchor, value=day)


def _steps(drawing: _Drawing) -> Iterator[Steps]:
    scale = drawing.scale
    shown = [case for case in drawing.cases if case.spans]
    places = [(scale.x(case.spans[0].start), _NUMBER_WIDTH) for case in shown]
    rooms = arranged(places, levels=1, left=_LEFT - 12, right=WIDTH, apart=2)
    for case, room in zip(shown, rooms, strict=True):
        points = list(_points(case, scale, drawing.today))
        ground = coordinate(scale.bottom)
        start, end = points[0].split(",")[0], points[-1].split(",")[0]
        line = " ".join(f"L{point}" for point in points)
        yield Steps(
            path=f"M{start},{ground} {line}",
            area=f"M{start},{ground} {line} L{end},{ground} Z",
            case=case,
            number=_number(drawing, case, room),
        )


def _number(drawing: _Drawing, case: Drawn, room: Room) -> Label | None:
    """The number of a case under its first day; the table has it where there is no room."""
    if room.level is None:
        return None
    return Label(
        x=coordinate((room.start + room.end) / 2),
        y=coordinate(drawing.scale.bottom + _BELOW + 12),
        anchor="middle",
        value=drawing.numbers[case.id],
    )


def _points(case: Drawn, scale: Scale, today: date) -> Iterator[str]:
    """The corners of the steps of a case: up to its recovery, or to today when it is open."""
    before = _NOTHING
    for number, span in enumerate(case.spans):
        x = coordinate(scale.x(span.start))
        if number:
            yield f"{x},{coordinate(scale.y(before))}"
        yield f"{x},{coordinate(scale.y(span.percentage))}"
        before = span.percentage
    if _is_open(case):
        end = max(today, case.spans[-1].start)
        yield f"{coordinate(scale.x(end))},{coordinate(scale.y(before))}"


def _earlier(drawing: _Drawing) -> Iterator[str]:
    """The steps that were known before, each from where the line now is and back to it."""
    scale = drawing.scale
    for case in drawing.cases:
        for step in case.earlier:
            start, end = coordinate(scale.x(step.start)), coordinate(scale.x(step.end))
            y = coordinate(scale.y(step.percentage))
            before = coordinate(scale.y(_now(case, step.start)))
            after = coordinate(scale.y(_now(case, step.end)))
            yield f"M{start},{before} L{start},{y} L{end},{y} L{end},{after}"


def _now(case: Drawn, day: date) -> Decimal:
    """The percentage on a day as it is known now."""
    known = [span.percentage for span in case.spans if span.start <= day]
    return known[-1] if known else _NOTHING


def _marker(due: MilestoneDate, room: Room, scale: Scale) -> Marker:
    level = 0 if room.level is None else room.level
    label = Label(
        x=coordinate((room.start + room.end) / 2),
        y=coordinate(scale.top - 8 - level * _LEVEL),
        anchor="middle",
        value=due.milestone.week,
    )
    return Marker(
        x=coordinate(scale.x(due.on or scale.last)),
        top=coordinate(scale.top - 4 - level * _LEVEL),
        due=due,
        label=None if room.level is None else label,
    )


def _brackets(drawing: _Drawing) -> Iterator[Bracket]:
    scale = drawing.scale
    y = scale.bottom + _BELOW + _NUMBERS
    for line in drawing.spells:
        cases = line.spell.cases
        if len(cases) > 1:
            end = line.spell.ended_on or max(drawing.today, cases[-1].first_day)
            left, right = scale.x(line.spell.first_day), scale.x(end)
            yield Bracket(
                path=_under(left, right, y),
                x=coordinate(min(max((left + right) / 2, _HALF_WORD), WIDTH - _HALF_WORD)),
                y=coordinate(y + 18),
                numbers=tuple(drawing.numbers[case.id] for case in cases),
            )


def _under(left: float, right: float, y: float) -> str:
    """A bracket that lies under what it joins."""
    high, low = coordinate(y), coordinate(y + 6)
    start, end = coordinate(left), coordinate(right)
    return f"M{start},{high} L{start},{low} L{end},{low} L{end},{high}"
