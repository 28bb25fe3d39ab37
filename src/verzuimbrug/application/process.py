"""Processes a batch of messages: claim, effects, outcome and answers in one transaction.

Content never raises. What does raise is broken code or infrastructure: then nothing was applied,
the messages of the batch are run one by one, and the one that raises is counted and taken up again
(MSG-7). When it is the database server that fails, all of them wait until it is back.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog
from django.db import transaction
from django.utils import timezone
from structlog.contextvars import bind_contextvars, unbind_contextvars

from verzuimbrug.application.answering.receipts import write_receipts
from verzuimbrug.application.answering.reports import answer_reports
from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.interpret import LOCAL, Interpreted, Rejected, interpret
from verzuimbrug.application.operation.tracing import note, traced
from verzuimbrug.application.processing.alone import decide_alone
from verzuimbrug.application.processing.beside import Beside, open_beside
from verzuimbrug.application.processing.by_kind import do_by_kind
from verzuimbrug.application.processing.outcomes import rejection
from verzuimbrug.application.processing.portioned import Portioned, open_portioned
from verzuimbrug.application.processing.together import Moment, decide_together
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.streams import ImportConfiguration
from verzuimbrug.sivi.tags import stands_beside
from verzuimbrug.store.answers import last_noted, note_decided
from verzuimbrug.store.guard_reads import lock_hours
from verzuimbrug.store.inbox import (
    MessageOutcome,
    StoredMessage,
    read_messages,
    write_failure,
    write_outcomes,
)
from verzuimbrug.store.lanes import take_all_lanes, take_lanes
from verzuimbrug.store.mail_rows import keep_of_messages
from verzuimbrug.store.queue import (
    MOST_ATTEMPTS,
    Claim,
    claim,
    claim_one,
    count_attempt,
    finish,
    of_active_accounts,
    requeue,
)
from verzuimbrug.store.queue_front import Front
from verzuimbrug.store.snapshots import employer_codes
from verzuimbrug.store.tenancy import set_tenant
from verzuimbrug.store.troubles import is_of_the_server

log = structlog.get_logger()

MOST_MESSAGES = 300
MOST_BYTES = 2 * 1024 * 1024
"""The size of a batch: what a worker holds in memory at a time, and, by the number of employers
in it, how much it keeps other workers from (store/lanes.py).
"""
LARGE_BYTES = 1024 * 1024
"""A larger message is decided on by itself, in portions."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a message, by its name in the standard, and how long after its receipt."""

    message: str
    state: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Processed:
    """How many messages a run claimed and how many it decided; the rest had a busy lane."""

    claimed: int = 0
    decided: int = 0
    decisions: tuple[Decision, ...] = field(default=(), compare=False)


@dataclass(slots=True)
class _Claimed:
    """The claim of a run, for when the run itself does not end well."""

    messages: tuple[int, ...] = field(default_factory=tuple)


@contextmanager
def _receipt_let_go() -> Iterator[None]:
    """What is logged afterwards is about this message no more."""
    try:
        yield
    finally:
        unbind_contextvars("receipt")


@_receipt_let_go()
def process_batch(front: Front | None = None) -> Processed:
    """Processes the oldest messages that are ready, as many as fit a batch.

    `front` is what the process knows of where the queue begins.
    """
    claimed = _Claimed()
    try:
        with transaction.atomic():
            found = claim(MOST_MESSAGES, MOST_BYTES, front or Front())
            if found is None:
                return Processed()
            claimed.messages = found.messages
            return _process(found)
    except Exception as problem:
        if not claimed.messages or is_of_the_server(problem):
            raise
        log.exception("batch_failed", messages=len(claimed.messages))
    decisions = [each for message in claimed.messages for each in _process_alone(message)]
    return Processed(
        claimed=len(claimed.messages), decided=len(decisions), decisions=tuple(decisions)
    )


@_receipt_let_go()
def _process_alone(message: int) -> tuple[Decision, ...]:
    """Processes one message of a batch that raised; counts the attempt when it raises again.

    What is no fault of the message is not counted: it goes on when the server is back.
    """
    try:
        with transaction.atomic():
            found = claim_one(message)
            return _process(found).decisions if found else ()
    except Exception as problem:
        if is_of_the_server(problem):
            raise
        log.exception("message_failed", message=message)
        _count_attempt(message)
        return ()


def _count_attempt(message: int) -> None:
    """Counts a run that raised, in a transaction of its own; the last one is shown (MSG-7)."""
    with transaction.atomic():
        arbodienst = count_attempt(message, timezone.now())
        if arbodienst is not None:
            set_tenant(arbodienst)
            write_failure(message, Finding("IN701", {"attempts": str(MOST_ATTEMPTS)}))
            keep_of_messages([message], timezone.now())


@traced("batch")
def _process(claimed: Claim) -> Processed:
    set_tenant(claimed.arbodienst)
    now = timezone.now()
    moment = (now, now.astimezone(LOCAL).date())
    noted = last_noted()
    read = _read(of_active_accounts(claimed.messages))
    ours = _in_free_lanes(
        claimed.arbodienst, [each for each in read if not isinstance(each, Rejected)]
    )
    rejected = [each for each in read if isinstance(each, Rejected)]
    if not ours and not rejected:
        return Processed(claimed=len(claimed.messages))
    outcomes, released = _decide(ours, moment)
    outcomes += [rejection(each) for each in rejected]
    write_outcomes(outcomes, now)
    write_receipts([*ours, *rejected], outcomes, now)
    note_decided({each.id for each in outcomes if each.dry_run})
    answer_reports(now, noted)
    done = [each.message.id for each in (*ours, *rejected)]
    keep_of_messages(done, now)
    finish(done)
    requeue(released)
    received = {each.message.id: each.message.received_at for each in (*ours, *rejected)}
    return Processed(
        claimed=len(claimed.messages),
        decided=len(done),
        decisions=tuple(
            Decision(each.message, each.state, (now - received[each.id]).total_seconds())
            for each in outcomes
        ),
    )


Opened = Interpreted | Portioned | Beside


@traced("batch.read")
def _read(claimed: Sequence[int]) -> list[Opened | Rejected]:
    messages = read_messages(claimed)
    note("receipts", (message.receipt for message in messages))
    if len(messages) == 1:
        # Every line that is logged from here on is about this message.
        bind_contextvars(receipt=messages[0].receipt)
    configurations = read_configurations({message.stream for message in messages})
    return [_open(message, configurations[message.stream]) for message in messages]


def _open(message: StoredMessage, configuration: ImportConfiguration) -> Opened | Rejected:
    if stands_beside(configuration.message):
        return open_beside(message, configuration)
    if _stands_alone(message):
        return open_portioned(message, configuration)
    return interpret(message, configuration)


def _stands_alone(message: StoredMessage) -> bool:
    """A large message, or one that a person decided on, is not decided on with others."""
    decided = message.approval is not None or message.corrects is not None
    return decided or len(message.content) > LARGE_BYTES


def _in_free_lanes(arbodienst: int, read: Sequence[Opened]) -> list[Opened]:
    if any(each.message.corrects is not None for each in read):
        # What a correction takes back may be of other employers than it names itself.
        take_all_lanes(arbodienst)
        return list(read)
    ours = take_lanes(arbodienst, {each.message.id: _codes(each) for each in read})
    return [each for each in read if each.message.id in ours]


def _codes(message: Opened) -> frozenset[str]:
    if isinstance(message, Interpreted):
        return frozenset(employer_codes([message.input]))
    return message.codes()


@traced("batch.decide")
def _decide(
    messages: Sequence[Opened], moment: Moment
) -> tuple[list[MessageOutcome], frozenset[int]]:
    """Decides and writes; gives the outcomes, and the messages that can go on because of it."""
    together = [each for each in messages if isinstance(each, Interpreted)]
    if any(isinstance(each, Portioned) for each in messages):
        # In order, and before either way of deciding does: see decide_guarded.
        lock_hours({each.message.stream for each in messages})
    outcomes, released = decide_together(together, moment)
    for each in messages:
        if isinstance(each, Portioned):
            outcome, goes_on = decide_alone(each, moment)
            outcomes.append(outcome)
            released |= goes_on
    # Last: they find the persons that the others of the batch brought.
    outcomes += do_by_kind((each for each in messages if isinstance(each, Beside)), moment)
    return outcomes, released
