"""Thirty days of one coupling at one employer, as small bars."""

from dataclasses import dataclass

from verzuimbrug.application.employers.activity import CouplingActivity, DayReports
from verzuimbrug.domain.reports import ReportState

_HEIGHT, _STEP, _LEAST = 24, 8, 3
_STOPS = (ReportState.CONFLICT, ReportState.REFUSED)
_NEEDS = (ReportState.PARKED, ReportState.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBar:
    """A day: its bar, and what it says."""

    x: int
    y: int
    height: int
    kind: str
    reports: DayReports


def bars_of(activity: CouplingActivity) -> tuple[DayBar, ...]:
    """A bar a day, as high as its reports to those of the busiest day."""
    most = max((day.total for day in activity.days), default=0)
    return tuple(_bar(place, day, most) for place, day in enumerate(activity.days))


def _bar(place: int, day: DayReports, most: int) -> DayBar:
    height = max(round(day.total / most * _HEIGHT), _LEAST) if day.total else _LEAST
    return DayBar(x=place * _STEP, y=_HEIGHT - height, height=height, kind=_kind(day), reports=day)


def _kind(day: DayReports) -> str:
    if not day.total:
        return "bar-empty"
    if any(day.states.get(state) for state in _STOPS):
        return "bar-stop"
    return "bar-attention" if any(day.states.get(state) for state in _NEEDS) else "bar-good"
