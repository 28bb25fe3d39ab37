"""In which editions of the standard messages of a stream come, and which it takes (MSG-1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

NOT_TAKEN = ("IN101", "BRT02")
"""Why a message is rejected for its edition: the stream does not take it, or nobody knows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends in an edition, and with which software, as its messages say."""

    name: str
    software: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """The messages of a stream that came in one week in one edition from one sender.

    `week` is the place of the week in the period. A message that is not read has no edition.
    """

    stream: int
    week: int
    edition: str
    sender: Sender
    messages: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionTally:
    """What came in one edition: how many a week, and when at first and at last.

    `rejected` are those that were rejected for their edition. An edition in which nothing came has
    neither a first nor a last moment.
    """

    edition: str
    accepted: bool
    weeks: tuple[int, ...]
    rejected: int = 0
    first: datetime | None = None
    last: datetime | None = None
    senders: tuple[Sender, ...] = field(default=())

    @property
    def messages(self) -> int:
        """All of the period."""
        return sum(self.weeks)


def tally(
    accepted: Iterable[str],
    arrived: Sequence[Arrived],
    rejected: Mapping[str, int],
    weeks: int,
) -> tuple[EditionTally, ...]:
    """What came in each edition of one stream, and in each that it accepts; the newest last.

    What was not read stands first, under an empty edition.
    """
    takes = frozenset(accepted)
    found = takes | {each.edition for each in arrived} | rejected.keys()
    return tuple(
        _tally(
            edition,
            [each for each in arrived if each.edition == edition],
            weeks,
            accepted=edition in takes,
            rejected=rejected.get(edition, 0),
        )
        for edition in sorted(found)
    )


def _tally(
    edition: str, arrived: Sequence[Arrived], weeks: int, *, accepted: bool, rejected: int
) -> EditionTally:
    counts = [0] * weeks
    for each in arrived:
        counts[each.week] += each.messages
    senders = {each.sender for each in arrived if each.sender.name or each.sender.software}
    return EditionTally(
        edition=edition,
        accepted=accepted,
        weeks=tuple(counts),
        rejected=rejected,
        first=min((each.first for each in arrived), default=None),
        last=max((each.last for each in arrived), default=None),
        senders=tuple(sorted(senders, key=lambda each: (each.name, each.software))),
    )
