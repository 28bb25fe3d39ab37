"""The answers to a message: what its sender gets, and whether it collected them (AN-1)."""

from dataclasses import dataclass
from datetime import datetime

from verzuimbrug.application.access import Reader
from verzuimbrug.application.messages.overview import find_open
from verzuimbrug.store import message_reads
from verzuimbrug.store.tenancy import tenant


@dataclass(frozen=True, slots=True)
class SentAnswer:
    """An answer without its contents; `collected_at` is when the sender acknowledged it.

    Of one that `is_erased` nothing is kept but that it was sent.
    """

    kind: str
    file_name: str
    made_at: datetime
    collected_at: datetime | None
    is_erased: bool


def list_answers(reader: Reader, receipt: str) -> tuple[SentAnswer, ...] | None:
    """The answers to a message; None when it is not open to the reader."""
    with tenant(reader.arbodienst):
        message = find_open(reader, receipt)
        if message is None:
            return None
        rows = message_reads.answers_to(message.number)
    return tuple(SentAnswer(*row) for row in rows)
