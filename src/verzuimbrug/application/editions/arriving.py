"""What arrives in which edition, stream by stream: the weeks side by side (MSG-1)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from verzuimbrug.application.access import Reader
from verzuimbrug.application.accounts import AccountRef
from verzuimbrug.application.configuration.profiles import editions_of
from verzuimbrug.application.interpret import LOCAL
from verzuimbrug.application.local_days import day_bounds
from verzuimbrug.application.streams import StreamSummary, find_stream, streams_of
from verzuimbrug.domain.account_status import AccountStatus
from verzuimbrug.domain.editions import Arrived, EditionTally, Sender, tally
from verzuimbrug.store.edition_reads import (
    Week,
    came_since,
    received_by_edition,
    rejected_by_edition,
)
from verzuimbrug.store.models import ClientAccount, Stream
from verzuimbrug.store.tenancy import tenant

PERIODS = (4, 8, 26, 52)
"""For how many weeks one can ask, the present one included."""
USUAL_PERIOD = 8
LATELY = timedelta(days=30)
"""What came lately: by that one is told what it means to take an edition no longer."""
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamEditions:
    """A stream with what came in each edition; `known` are the editions that its message has."""

    account: int
    account_name: str
    stream: str
    message: str
    known: tuple[str, ...]
    editions: tuple[EditionTally, ...]

    @property
    def accepted(self) -> tuple[str, ...]:
        """The editions that the stream takes."""
        return tuple(each.edition for each in self.editions if each.accepted)

    @property
    def rejected(self) -> int:
        """How many messages of the period were rejected for their edition."""
        return sum(each.rejected for each in self.editions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """The weeks of a period by their first days, and what came in them on each stream."""

    weeks: tuple[date, ...]
    streams: tuple[StreamEditions, ...] = field(default=())


def arriving_for(reader: Reader, weeks: int = USUAL_PERIOD) -> Arriving:
    """The streams of all couplings that are open to the reader and have not ended, by name."""
    with tenant(reader.arbodienst):
        rows = ClientAccount.objects.exclude(status=AccountStatus.CLOSED)
        names = dict(rows.order_by("name").values_list("id", "name"))
        opened = {one: name for one, name in names.items() if reader.authority.opens_account(one)}
        return _arriving(opened, weeks)


def arriving_on(ref: AccountRef, weeks: int = USUAL_PERIOD) -> Arriving:
    """The streams of one account."""
    with tenant(ref.arbodienst):
        row = ClientAccount.objects.get(id=ref.account)
        return _arriving({row.id: row.name}, weeks)


def came_lately(ref: AccountRef, stream: str, edition: str) -> int:
    """How many messages of an edition a stream of the account took in within `LATELY`."""
    with tenant(ref.arbodienst):
        row = find_stream(ref.account, stream)
        return 0 if row is None else came_since(row.id, edition, timezone.now() - LATELY)


def rejected_lately(account: int) -> int:
    """How many messages of an account were rejected for their edition within `LATELY`.

    Within the tenant.
    """
    streams = list(Stream.objects.filter(account=account).values_list("id", flat=True))
    return sum(row[2] for row in rejected_by_edition(streams, timezone.now() - LATELY))


def _arriving(accounts: Mapping[int, str], number: int) -> Arriving:
    """Three queries, whatever there is of it."""
    weeks = tuple(_weeks(number))
    streams = streams_of(accounts)
    ids = [stream.id for account in accounts for stream in streams.get(account, ())]
    arrived = _arrived(ids, weeks)
    rejected = _rejected(ids, weeks)
    shown = (
        _shown((account, accounts[account]), stream, arrived[stream.id], rejected[stream.id], weeks)
        for account in accounts
        for stream in streams.get(account, ())
    )
    return Arriving(weeks=tuple(day for day, _, _ in weeks), streams=tuple(shown))


def _weeks(number: int) -> Iterator[Week]:
    today = timezone.now().astimezone(LOCAL).date()
    monday = today - timedelta(days=today.weekday())
    for before in range(number - 1, -1, -1):
        first = monday - before * _WEEK
        yield first, *day_bounds(first, first + _WEEK - timedelta(days=1))


def _arrived(streams: Sequence[int], weeks: Sequence[Week]) -> Mapping[int, list[Arrived]]:
    places = {day: place for place, (day, _, _) in enumerate(weeks)}
    found: dict[int, list[Arrived]] = defaultdict(list)
    for stream, day, edition, sender, software, number, first, last in received_by_edition(
        streams, weeks
    ):
        found[stream].append(
            Arrived(
                stream=stream,
                week=places[day],
                edition=edition,
                sender=Sender(name=sender, software=software),
                messages=number,
                first=first,
                last=last,
            )
        )
    return found


def _rejected(streams: Sequence[int], weeks: Sequence[Week]) -> Mapping[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for stream, edition, number in rejected_by_edition(streams, weeks[0][1]):
        found[stream][edition] = number
    return found


def _shown(
    account: tuple[int, str],
    stream: StreamSummary,
    arrived: Sequence[Arrived],
    rejected: Mapping[str, int],
    weeks: Sequence[Week],
) -> StreamEditions:
    known = editions_of(stream.message)
    return StreamEditions(
        account=account[0],
        account_name=account[1],
        stream=stream.name,
        message=stream.message,
        known=known,
        editions=tally(stream.settings["editions"] or known, arrived, rejected, len(weeks)),
    )
