"""A live coupling as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from verzuimbrug.application.accounts import LoggedEvent
from verzuimbrug.application.couplings.cockpit import Cockpit, LatestMessage
from verzuimbrug.console.couplings.opening import Opened
from verzuimbrug.console.couplings.strips import shown_strip
from verzuimbrug.console.couplings.words import EVENTS, MODES, called
from verzuimbrug.console.links import messages_of, url_of
from verzuimbrug.console.pictures import rates_of

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
    kind, word = MESSAGE_STATES[message.state]
    if message.is_undone:
        kind, word = "quiet", _("undone")
    elif message.is_dry_run:
        kind, word = "info", _("dry run")
    return ShownMessage(
        message=message,
        kind=kind,
        word=str(word),
        url=url_of("message", message.receipt),
    )
