"""A live coupling as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verzuimbrug.application.accounts import LoggedEvent
from verzuimbrug.application.couplings.cockpit import Cockpit, LatestMessage
from verzuimbrug.console.configuring.setting_words import MODES
from verzuimbrug.console.couplings.opening import Opened
from verzuimbrug.console.couplings.strips import shown_strip
from verzuimbrug.console.couplings.words import EVENTS, called
from verzuimbrug.console.links import messages_of, url_of
from verzuimbrug.console.pictures import rates_of
from verzuimbrug.console.words import DRY_RUN, MESSAGES, UNDONE, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMessage:
    """A message with its state in words, and where it is shown."""

    message: LatestMessage
    mark: Mark
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvent:
    """What was done, in words."""

    event: LoggedEvent
    word: str
    reason: str


def cockpit_context(of: Opened, cockpit: Cockpit, *, may_undo: bool) -> Mapping[str, object]:
    """What the page needs beside the values themselves."""
    return {
        "values": cockpit,
        "today": cockpit.strip[-1],
        "strip": shown_strip(cockpit.strip, of.head.name),
        "chart": rates_of(
            cockpit.hours, lambda hour: messages_of(hour.date(), coupling=of.head.name)
        ),
        "messages": [_message(message) for message in cockpit.messages],
        "events": shown_events(cockpit.events),
        "streams": [
            (
                stream,
                called(MODES, str(stream.settings["mode"])),
                url_of("undo-stream", of.head.id, stream.id) if may_undo else "",
            )
            for stream in cockpit.streams
        ],
        "parked_url": url_of("waiting", koppeling=of.head.name),
        "held_url": url_of("held"),
        "messages_url": url_of("messages", koppeling=of.head.name),
        "reconciliation_url": url_of("reconciliation", of.head.id),
    }


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
    mark = MESSAGES[message.state]
    if message.is_undone:
        mark = UNDONE
    elif message.is_dry_run:
        mark = DRY_RUN
    return ShownMessage(
        message=message,
        mark=mark,
        url=url_of("message", message.receipt),
    )
