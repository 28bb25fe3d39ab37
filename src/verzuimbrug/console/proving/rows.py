"""The cases of a sandbox as rows: a mark, where the examples are, and how far an edition is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.sandboxes.editions import Editions
from verzuimbrug.application.sandboxes.telling import ToldCase, ToldConformance, ToldEdition
from verzuimbrug.console.words import Mark
from verzuimbrug.domain.conformance_judging import Aspect, Verdict

VERDICTS: Mapping[Verdict, Mark] = MappingProxyType(
    {
        Verdict.OPEN: Mark("quiet", _("not yet")),
        Verdict.PROVEN: Mark("good", _("as expected")),
        Verdict.OTHERWISE: Mark("stop", _("otherwise")),
    }
)
ASPECTS: Mapping[Aspect, Promise] = MappingProxyType(
    {
        Aspect.MESSAGE: _("State of the message"),
        Aspect.REPORT: _("State of the report"),
        Aspect.FINDING: _("Finding"),
        Aspect.ANSWER: _("Answer made"),
        Aspect.COLLECTED: _("Answer acknowledged"),
    }
)
_BLOCKS = {Verdict.OPEN: "empty", Verdict.PROVEN: "good", Verdict.OTHERWISE: "stop"}
_WIDTH, _GAP, _HEIGHT = 12, 2, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCase:
    """A case with its mark, what differs in words, and the addresses of its examples.

    An example that goes on another stream than the case's says so.
    """

    told: ToldCase
    mark: Mark
    differences: tuple[tuple[Promise, str, str], ...]
    examples: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One case in the picture of an edition."""

    x: int
    kind: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEdition:
    """A stream in an edition: its cases, and a picture of how many are proven."""

    told: ToldEdition
    cases: tuple[ShownCase, ...]
    blocks: tuple[Block, ...]

    @property
    def total(self) -> int:
        """How many cases there are."""
        return len(self.cases)

    @property
    def width(self) -> int:
        """Of the picture, in its units."""
        return len(self.blocks) * (_WIDTH + _GAP)

    @property
    def block(self) -> tuple[int, int]:
        """Width and height of a block."""
        return _WIDTH, _HEIGHT


def shown_editions(
    conformance: ToldConformance, editions: Editions | None = None, day: date | None = None
) -> tuple[ShownEdition, ...]:
    """All editions as they are shown; with examples for a day where these are given."""

    def examples(edition: ToldEdition, case: str) -> Sequence[tuple[int, str, str]]:
        if editions is None or day is None:
            return ()
        streams = editions.example_streams(edition.stream, edition.edition, case, day)
        return [
            (number, "" if stream == edition.stream else stream, _path(edition, case, number, day))
            for number, stream in enumerate(streams, start=1)
        ]

    return tuple(
        ShownEdition(
            told=edition,
            cases=tuple(_case(each, examples(edition, each.id)) for each in edition.cases),
            blocks=tuple(
                Block(x=place * (_WIDTH + _GAP), kind=_BLOCKS[each.verdict], title=each.title)
                for place, each in enumerate(edition.cases)
            ),
        )
        for edition in conformance.editions
    )


def _case(told: ToldCase, examples: Sequence[tuple[int, str, str]]) -> ShownCase:
    return ShownCase(
        told=told,
        mark=VERDICTS[told.verdict],
        differences=tuple(
            (ASPECTS[each.aspect], each.expected, each.seen) for each in told.differences
        ),
        examples=tuple(examples),
    )


def _path(edition: ToldEdition, case: str, number: int, day: date) -> str:
    return f"voorbeeld/{edition.edition}/{case}/{number}/{day}/{quote(edition.stream)}"
