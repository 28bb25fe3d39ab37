"""One message as a whole: what it is, how far it came, and how much there is around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from verzuimbrug.application.access import Reader
from verzuimbrug.application.reports.values import StageOutcome
from verzuimbrug.application.stages import STAGES
from verzuimbrug.sivi.secrecy import is_never_shown
from verzuimbrug.sivi.tags import stands_beside
from verzuimbrug.store import message_reads
from verzuimbrug.store.message_reads import Around
from verzuimbrug.store.passed_on import count_items, items_by_employer
from verzuimbrug.store.tenancy import tenant

MOST_CAUSES = 20
"""How many causes of waiting are told apart on the page of a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMessage:
    """A message that is open to a reader; `number` and `account_number` are the store's ids.

    `culture` is the language of its account. `judged_by` approved or refused it as a held one.
    `portal_delivery` is the initial load or reconciliation that it belongs to. `carries` is the
    message that its stream carries.
    """

    number: int
    account_number: int
    receipt: str
    account: str
    culture: str
    stream: str
    carries: str
    file_name: str
    door: str
    sha256: str
    size: int
    received_at: datetime
    state: str
    dry_run: bool
    decided_at: datetime | None
    message: str
    edition: str
    sender: str
    reference: str
    stages: tuple[StageOutcome, ...]
    findings: int
    judged_by: str | None
    judged_at: datetime | None
    portal_delivery: int | None

    @property
    def is_never_shown(self) -> bool:
        """Whether nothing of it is shown but its general part (DG-6)."""
        return is_never_shown(self.message, self.carries)

    @property
    def is_beside(self) -> bool:
        """Whether its stream carries messages that change no dossier (DG-1)."""
        return stands_beside(self.carries)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPart:
    """Part of a message that waits outside a case: why, under which employer code, since when."""

    cause: str
    employer_code: str
    persons: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Undoing:
    """The undo that took a message back."""

    number: int
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A message with what there is around it.

    `reports` says how many there are in each state. `work` is its state in the queue, `attempts`
    how often its processing broke off. `is_erased`: its bytes are not kept any more. `is_listed`:
    there is a list of the changes that it is held or was rehearsed with. `items` are how many of
    what it passes on are in each state (DG-2), `items_at` the same by employer code.
    """

    message: OpenMessage
    reports: Mapping[str, int]
    items: Mapping[str, int]
    items_at: Sequence[tuple[str, str, int]]
    waits: tuple[WaitingPart, ...]
    answers: int
    collected: int
    redeliveries: int
    is_listed: bool
    is_erased: bool
    corrects: str | None
    corrections: tuple[tuple[str, str], ...]
    work: str | None
    attempts: int
    undone: Undoing | None


def read_overview(reader: Reader, receipt: str) -> Overview | None:
    """A message that is open to the reader; None for another one, and for one that is not there."""
    with tenant(reader.arbodienst):
        message = find_open(reader, receipt)
        if message is None:
            return None
        found = message_reads.around(message.number)
        return _overview(message, found, message_reads.count_reports(message.number))


def find_message(reader: Reader, receipt: str) -> OpenMessage | None:
    """The message itself, when it is open to the reader."""
    with tenant(reader.arbodienst):
        return find_open(reader, receipt)


def find_open(reader: Reader, receipt: str) -> OpenMessage | None:
    """The same within the tenant."""
    # PostgreSQL refuses to compare with a NUL; no receipt has one.
    if "\0" in receipt:
        return None
    row = message_reads.open_message(receipt, reader.authority.accounts)
    if row is None:
        return None
    # The database keeps no order of names within a document.
    stages = tuple(
        StageOutcome(stage=name, outcome=row["stages"][name])
        for name in STAGES
        if name in row["stages"]
    )
    message = OpenMessage(**{**row, "stages": stages})
    return replace(message, file_name="") if message.is_never_shown else message


def _overview(message: OpenMessage, found: Around, reports: Mapping[str, int]) -> Overview:
    work, attempts = found.work or (None, 0)
    return Overview(
        message=message,
        reports=reports,
        items=count_items(message.number),
        items_at=items_by_employer(message.number, MOST_CAUSES),
        waits=tuple(
            WaitingPart(cause=cause, employer_code=code, persons=persons, since=since)
            for cause, code, persons, since in message_reads.waiting_parts(
                message.number, MOST_CAUSES
            )
        ),
        answers=found.answers,
        collected=found.collected,
        redeliveries=found.redeliveries,
        is_listed=found.is_listed,
        is_erased=found.is_erased,
        corrects=found.corrects,
        corrections=found.corrections,
        work=work,
        attempts=attempts,
        undone=None if found.undone is None else Undoing(*found.undone),
    )
