"""The weeks of one edition as a row of bars, and what they say in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _, ngettext

from verzuimbrug.console.days import written_day
from verzuimbrug.console.templatetags.console import number
from verzuimbrug.domain.editions import EditionTally

HEIGHT = 24
_STEP, _WIDTH, _LEAST = 8, 6, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekBar:
    """One week: where and how high its bar is, and what it says."""

    x: int
    y: int
    height: int
    width: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekStrip:
    """The bars of an edition, and what they say in one sentence."""

    bars: tuple[WeekBar, ...]
    text: str

    @property
    def width(self) -> int:
        """In units of the picture."""
        return len(self.bars) * _STEP

    @property
    def height(self) -> int:
        """In units of the picture."""
        return HEIGHT


def week_strip(of: EditionTally, weeks: Sequence[date], top: int) -> WeekStrip:
    """The weeks of an edition; `top` is what the highest bar of all editions stands for."""
    return WeekStrip(bars=tuple(_bars(of, weeks, top)), text=_sentence(of, weeks))


def _bars(of: EditionTally, weeks: Sequence[date], top: int) -> Iterator[WeekBar]:
    kind = "good" if of.accepted else "stop"
    for place, count in enumerate(of.weeks):
        height = max(round(HEIGHT * count / top), _LEAST) if count else _LEAST
        yield WeekBar(
            x=place * _STEP,
            y=HEIGHT - height,
            height=height,
            width=_WIDTH,
            kind=kind if count else "empty",
            text=f"{_week(weeks[place])}: {_messages(count)}",
        )


def _sentence(of: EditionTally, weeks: Sequence[date]) -> str:
    """How many came, and in which week most."""
    said = ngettext("%(number)s week", "%(number)s weeks", len(weeks)) % {"number": len(weeks)}
    said = f"{said}: {_messages(of.messages)}"
    if not of.messages:
        return said
    most = max(range(len(weeks)), key=lambda place: of.weeks[place])
    params = {"week": _week(weeks[most]), "count": number(of.weeks[most])}
    return f"{said}; " + _("most in %(week)s: %(count)s") % params


def _week(first: date) -> str:
    return _("the week of %(day)s") % {"day": written_day(first, "j M")}


def _messages(count: int) -> str:
    told = ngettext("%(number)s message", "%(number)s messages", count)
    return told % {"number": number(count)}
