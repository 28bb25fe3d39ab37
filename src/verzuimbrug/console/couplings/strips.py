"""The days of a coupling as a row of bars, with what they say in words.

A day is told by the height and the colour of its bar; in a list the strip is one picture with a
text, on the page of a coupling every bar is a link, wide enough to hit.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils.translation import gettext as _, ngettext

from verzuimbrug.console.couplings.words import DAY_MARKS
from verzuimbrug.console.links import messages_of
from verzuimbrug.domain.coupling_days import CouplingDay, DayMark

HEIGHT = 24
_STEP, _WIDTH = 6, 4
_HEIGHTS: Mapping[DayMark, int] = MappingProxyType(
    {DayMark.QUIET: 3, DayMark.GOOD: 12, DayMark.FINDINGS: 18, DayMark.TROUBLE: HEIGHT}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day: where and how high its bar is, and what it says."""

    day: date
    kind: str
    word: str
    x: int
    y: int
    height: int
    width: int
    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStrip:
    """A strip: its bars, how wide it is, and what it says in one sentence."""

    bars: tuple[Bar, ...]
    text: str

    @property
    def shapes(self) -> Mapping[str, str]:
        """Of each kind all bars as one path: so many couplings stand in one list."""
        found: dict[str, str] = defaultdict(str)
        for bar in self.bars:
            found[bar.kind] += f"M{bar.x} {bar.y}h{bar.width}v{bar.height}h-{bar.width}z"
        return dict(found)

    @property
    def width(self) -> int:
        """In units of the picture."""
        return len(self.bars) * _STEP

    @property
    def height(self) -> int:
        """In units of the picture."""
        return HEIGHT


def shown_strip(days: Sequence[CouplingDay], coupling: str = "") -> ShownStrip:
    """The strip of a coupling; with its name the bars lead to the messages of their day."""
    return ShownStrip(
        bars=tuple(_bar(place, day, coupling) for place, day in enumerate(days)),
        text=_sentence(days),
    )


def _bar(place: int, day: CouplingDay, coupling: str) -> Bar:
    height = _HEIGHTS[day.mark]
    kind, word = DAY_MARKS[day.mark]
    return Bar(
        day=day.day,
        kind=kind,
        word=str(word),
        x=place * _STEP,
        y=HEIGHT - height,
        height=height,
        width=_WIDTH,
        text=_counts(day),
        url=messages_of(day.day, coupling) if coupling else "",
    )


def _counts(day: CouplingDay) -> str:
    """The numbers of a day in words."""
    parts = [
        ngettext("%(number)s message", "%(number)s messages", day.received)
        % {"number": day.received}
    ]
    if day.findings:
        parts.append(_("%(number)s with findings") % {"number": day.findings})
    if day.trouble:
        parts.append(_("%(number)s in trouble") % {"number": day.trouble})
    return ", ".join(parts)


def _sentence(days: Sequence[CouplingDay]) -> str:
    """How the days went, all together."""
    counted = Counter(day.mark.value for day in days)
    said = [f"{counted[mark]} {word}" for mark, (_kind, word) in DAY_MARKS.items() if counted[mark]]
    lead = ngettext("%(number)s day", "%(number)s days", len(days)) % {"number": len(days)}
    return f"{lead}: {', '.join(said)}"
