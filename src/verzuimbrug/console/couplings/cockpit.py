"""A live coupling as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.accounts import LoggedEvent
from verzuimbrug.application.couplings.cockpit import Cockpit, Hour, LatestMessage
from verzuimbrug.console.couplings.opening import Opened
from verzuimbrug.console.couplings.strips import shown_strip
from verzuimbrug.console.couplings.words import EVENTS, MODES, called

_HIGH, _STEP, _WIDTH = 64, 24, 18

MESSAGE_STATES: Mapping[str, tuple[str, Promise]] = MappingProxyType(
    {
        "received": ("quiet", _("to be processed")),
        "processed": ("good", _("processed")),
        "held": ("attention", _("for approval")),
        "rejected": ("stop", _("rejected")),
        "failed": ("stop", _("could not be processed")),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HourBar:
    """An hour as a bar."""

    hour: Hour
    label: str
    x: int
    middle: int
    y: int
    height: int
    is_named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMessage:
    """A message with its state in words, and where it is shown."""

    message: LatestMessage
    kind: str
    word: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvent:
    """What was done, in words."""

    event: LoggedEvent
    word: str
    reason: str


def cockpit_context(of: Opened, cockpit: Cockpit) -> Mapping[str, object]:
    """What the page needs beside the values themselves."""
    return {
        "values": cockpit,
        "today": cockpit.strip[-1],
        "strip": shown_strip(cockpit.strip, of.head.name),
        "bars": hour_bars(cockpit.hours),
        "most": max(hour.received for hour in cockpit.hours),
        "messages": [_message(message) for message in cockpit.messages],
        "events": shown_events(cockpit.events),
        "streams": [
            (
                stream,
                called(MODES, str(stream.settings["mode"])),
                address("undo-stream", of.head.id, stream.id),
            )
            for stream in cockpit.streams
        ],
        "parked_url": address("waiting", koppeling=of.head.name),
        "held_url": address("held", koppeling=of.head.name),
        "messages_url": address("messages", koppeling=of.head.name),
        "reconciliation_url": address("reconciliation", of.head.id),
    }


def hour_bars(hours: Sequence[Hour]) -> tuple[HourBar, ...]:
    """A bar an hour; the highest hour is as high as the picture."""
    most = max((hour.received for hour in hours), default=0) or 1
    return tuple(_bar(place, hour, most) for place, hour in enumerate(hours))


def _bar(place: int, hour: Hour, most: int) -> HourBar:
    # What came in is seen, however much there was in another hour.
    height = max(round(hour.received / most * _HIGH), 2) if hour.received else 0
    local = timezone.localtime(hour.begins)
    return HourBar(
        hour=hour,
        label=f"{local:%H}",
        x=place * _STEP,
        middle=place * _STEP + _WIDTH // 2,
        y=_HIGH - height,
        height=height,
        is_named=local.hour % 4 == 0,
    )


def shown_events(events: Sequence[LoggedEvent]) -> tuple[ShownEvent, ...]:
    """What was done to a coupling, in words."""
    return tuple(
        ShownEvent(
            event=event,
            word=called(EVENTS, event.event),
            reason=str(event.details.get("reason", "")),
        )
        for event in events
    )


def _message(message: LatestMessage) -> ShownMessage:
    kind, word = MESSAGE_STATES[message.state]
    if message.is_undone:
        kind, word = "quiet", _("undone")
    elif message.is_dry_run:
        kind, word = "info", _("dry run")
    return ShownMessage(
        message=message,
        kind=kind,
        word=str(word),
        url=address("message", message.receipt),
    )


def address(name: str, *place: object, **query: str) -> str:
    """The address of a page elsewhere in the console; empty when there is no such page."""
    try:
        url = reverse(name, args=place)
    except NoReverseMatch:
        return ""
    return f"{url}?{urlencode(query)}" if query else url
