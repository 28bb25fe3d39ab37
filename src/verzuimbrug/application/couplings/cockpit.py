"""A coupling at work: its days and hours, what waits, what came in last, what was done to it."""

from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.application.access import Reader
from verzuimbrug.application.accounts import LoggedEvent
from verzuimbrug.application.couplings.days import Strip, strips_of_couplings
from verzuimbrug.application.editions.arriving import rejected_lately
from verzuimbrug.application.streams import StreamSummary, streams_of
from verzuimbrug.application.today.counting import last_hours
from verzuimbrug.application.today.values import Hour
from verzuimbrug.store.coupling_reads import latest_messages, numbers_of
from verzuimbrug.store.models import AccountEvent
from verzuimbrug.store.tenancy import tenant

MOST_MESSAGES = 10
MOST_EVENTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestMessage:
    """A message that came in lately."""

    receipt: str
    stream: str
    received_at: datetime
    state: str
    is_dry_run: bool
    is_undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cockpit:
    """What one looks at to know how a coupling goes.

    `parked` are the reports that wait; `held` the messages and reports that await a decision;
    `wrong_edition` the messages that were lately rejected for their edition.
    """

    strip: Strip
    hours: tuple[Hour, ...]
    parked: int
    held: int
    wrong_edition: int
    last_message_at: datetime | None
    messages: tuple[LatestMessage, ...]
    streams: tuple[StreamSummary, ...]
    events: tuple[LoggedEvent, ...]


def cockpit_of(reader: Reader, account: int) -> Cockpit | None:
    """That of a coupling that is open to the reader; None for any other. A fixed number of queries.

    The last of the hours is the present one.
    """
    with tenant(reader.arbodienst):
        strip = strips_of_couplings(reader, account=account).get(account)
        if strip is None:
            return None
        ((_, last, parked, held),) = numbers_of([account])
        return Cockpit(
            strip=strip,
            hours=last_hours([account]),
            parked=parked,
            held=held,
            wrong_edition=rejected_lately(account),
            last_message_at=last,
            messages=tuple(
                LatestMessage(
                    receipt=receipt,
                    stream=stream,
                    received_at=at,
                    state=state,
                    is_dry_run=dry,
                    is_undone=undone,
                )
                for receipt, stream, at, state, dry, undone in latest_messages(
                    account, MOST_MESSAGES
                )
            ),
            streams=streams_of([account]).get(account, ()),
            events=latest_events(account),
        )


def latest_events(account: int, most: int = MOST_EVENTS) -> tuple[LoggedEvent, ...]:
    """What was done to an account last, the newest first; within the tenant."""
    rows = AccountEvent.objects.filter(account=account).order_by("-id")[:most]
    return tuple(
        LoggedEvent(event=row.event, at=row.at, by=row.by, details=row.details) for row in rows
    )
