"""Stored messages read once, for two configurations to be laid on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from verzuimbrug.application.interpret import input_of, refusal
from verzuimbrug.domain.deliveries import Delivery
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.shadow_outcomes import Side
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.sivi.checking import Checked
from verzuimbrug.sivi.portions import Opened, open_message
from verzuimbrug.sivi.tags import MESSAGE_KINDS
from verzuimbrug.store.inbox import StoredMessage, read_messages

_PORTION = 4 * 1024 * 1024
_ALL_PERSONS = 10**9

Progress = Callable[[int, int], None]
"""How many messages are read, of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMessage:
    """A message without its bytes and tree: what it says when its table allows it."""

    message: StoredMessage
    checked: Checked
    delivery: Delivery | None

    @property
    def is_test(self) -> bool:
        """Whether it says of itself that it is one (MSG-4)."""
        return self.delivery is not None and self.delivery.envelope.test


def read_all(messages: Sequence[tuple[int, int]], progress: Progress) -> list[ReadMessage]:
    """The messages, by id and size, in order; the bytes of a few are in memory at a time."""
    found: list[ReadMessage] = []
    for portion in _portions(messages):
        for message in read_messages(portion):
            found.append(_read(message))
            progress(len(found), len(messages))
    return found


def _portions(messages: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    portion: list[int] = []
    size = 0
    for number, its_size in messages:
        if portion and size + its_size > _PORTION:
            yield portion
            portion, size = [], 0
        portion.append(number)
        size += its_size
    if portion:
        yield portion


def _read(message: StoredMessage) -> ReadMessage:
    opened = open_message(message.content)
    return ReadMessage(
        message=replace(message, content=b"", approval=None),
        checked=replace(opened.checked, root=None),
        delivery=_delivery(opened),
    )


def _delivery(opened: Opened) -> Delivery | None:
    checked, table = opened.checked, opened.checked.table
    if table is None or not checked.valid or table.file_name not in MESSAGE_KINDS:
        return None
    assert opened.envelope is not None  # noqa: S101 -- a valid message has one
    kind = MESSAGE_KINDS[table.file_name]
    nothing = Delivery(kind=kind, envelope=opened.envelope)
    return next(opened.portions(_ALL_PERSONS), nothing)


def side_of(messages: Sequence[ReadMessage], configuration: ImportConfiguration) -> Side:
    """The messages as a configuration reads them (MSG-1 to MSG-3)."""
    refused = {each.message.id: _refused(each, configuration) for each in messages}
    return Side(
        inputs=tuple(
            input_of(each.message, configuration, each.delivery)
            for each in messages
            if each.delivery is not None and not refused[each.message.id]
        ),
        rejected={number: findings for number, findings in refused.items() if findings},
    )


def _refused(message: ReadMessage, configuration: ImportConfiguration) -> tuple[Finding, ...]:
    return (*refusal(message.checked, configuration), *message.checked.findings)
