"""Working out what the unprocessed messages of an account say that the portal has (GR-3).

Nothing is written. All that is read stays in memory until it is decided, since the reports of a
case may lie in several messages: at most `MOST_BYTES` of messages, oldest first. Of a larger load
the rest is left out, and counted.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.interpret import Interpreted, Rejected, interpret
from verzuimbrug.domain.rehearsal import PortalState, rehearse
from verzuimbrug.store.inbox import read_messages
from verzuimbrug.store.readiness_reads import messages_with_possible_doubles, unprocessed_messages
from verzuimbrug.store.snapshots import employer_codes, read_employers

MOST_BYTES = 64 * 1024 * 1024
_PORTION = 8 * 1024 * 1024

Sized = Sequence[tuple[int, int]]
"""Messages by id, each with its size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """The portal's state by what it sent, and how many messages could not or were not to be read.

    `streams` gives the stream of each message that was read.
    """

    state: PortalState = field(default_factory=PortalState)
    streams: Mapping[int, int] = field(default_factory=dict)
    rejected: int = 0
    unread: int = 0


def rehearse_unprocessed(account: int, today: date) -> Rehearsal:
    """What the account received and nothing was written of yet; within the tenant."""
    return _rehearse(unprocessed_messages(account), today)


def rehearse_with_doubles(account: int, today: date) -> Rehearsal:
    """The same, with the messages that wait for a decision on who somebody is (WN-4)."""
    messages = {*unprocessed_messages(account), *messages_with_possible_doubles(account)}
    return _rehearse(sorted(messages), today)


def rehearse_doubles_at(account: int, employers: Collection[int], today: date) -> Rehearsal:
    """Those only that wait for a decision on who somebody at these employers is."""
    return _rehearse(messages_with_possible_doubles(account, employers), today)


def interpreted(messages: Sequence[int]) -> list[Interpreted | Rejected]:
    """Messages, by id, read as their streams say today; within the tenant."""
    found = read_messages(messages)
    configurations = read_configurations({message.stream for message in found})
    return [interpret(message, configurations[message.stream]) for message in found]


def _rehearse(messages: Sized, today: date) -> Rehearsal:
    chosen = _within(messages, MOST_BYTES)
    read = [each for portion in _portions(chosen) for each in interpreted(portion)]
    readable = [each for each in read if isinstance(each, Interpreted)]
    inputs = [each.input for each in readable]
    return Rehearsal(
        state=rehearse(inputs, read_employers(employer_codes(inputs)), today),
        streams={each.message.id: each.message.stream for each in readable},
        rejected=len(read) - len(readable),
        unread=len(messages) - len(chosen),
    )


def _within(messages: Sized, most: int) -> Sized:
    """The first messages that together are no larger; the first one however large it is."""
    total = 0
    for place, (_, size) in enumerate(messages):
        total += size
        if place and total > most:
            return messages[:place]
    return messages


def _portions(messages: Sized) -> Iterator[list[int]]:
    """Ids in portions, so that the bytes of a few messages are in memory at a time."""
    while messages:
        portion = _within(messages, _PORTION)
        messages = messages[len(portion) :]
        yield [number for number, _ in portion]
