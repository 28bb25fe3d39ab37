"""Processes a batch of messages: claim, effects, outcome and answers in one transaction.

Content never raises. What does raise is broken code or infrastructure: then nothing was applied,
the messages of the batch are run one by one, and the one that raises is counted and taken up again
(MSG-7).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from verzuimbrug.application.answer import write_receipts
from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.interpret import LOCAL, Interpreted, Rejected, interpret
from verzuimbrug.application.outcomes import outcomes_of
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.findings import Finding
from verzuimbrug.store.inbox import read_messages, write_failure, write_outcomes
from verzuimbrug.store.lanes import take_lanes
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
from verzuimbrug.store.snapshots import employer_codes, read_snapshot
from verzuimbrug.store.tenancy import set_tenant
from verzuimbrug.store.writing import write_decisions

log = structlog.get_logger()

MOST_MESSAGES = 200
MOST_BYTES = 2 * 1024 * 1024
"""The size of a batch: what a worker holds in memory at a time, and, by the number of employers
in it, how much it keeps other workers from (store/lanes.py).
"""


@dataclass(frozen=True, slots=True)
class Processed:
    """How many messages a run claimed and how many it decided; the rest had a busy lane."""

    claimed: int = 0
    decided: int = 0


@dataclass(slots=True)
class _Claimed:
    """The claim of a run, for when the run itself does not end well."""

    messages: tuple[int, ...] = field(default_factory=tuple)


def process_batch() -> Processed:
    """Processes the oldest messages that are ready, as many as fit a batch."""
    claimed = _Claimed()
    try:
        with transaction.atomic():
            found = claim(MOST_MESSAGES, MOST_BYTES)
            if found is None:
                return Processed()
            claimed.messages = found.messages
            return _process(found)
    except Exception:
        if not claimed.messages:
            raise
        log.exception("batch_failed", messages=len(claimed.messages))
    return Processed(
        claimed=len(claimed.messages),
        decided=sum(_process_alone(message) for message in claimed.messages),
    )


def _process_alone(message: int) -> int:
    """Processes one message of a batch that raised; counts the attempt when it raises again."""
    try:
        with transaction.atomic():
            found = claim_one(message)
            return _process(found).decided if found else 0
    except Exception:
        log.exception("message_failed", message=message)
        _count_attempt(message)
        return 0


def _count_attempt(message: int) -> None:
    """Counts a run that raised, in a transaction of its own; the last one is shown (MSG-7)."""
    with transaction.atomic():
        arbodienst = count_attempt(message, timezone.now())
        if arbodienst is not None:
            set_tenant(arbodienst)
            write_failure(message, Finding("IN701", {"attempts": str(MOST_ATTEMPTS)}))


def _process(claimed: Claim) -> Processed:
    set_tenant(claimed.arbodienst)
    now = timezone.now()
    read = _interpret(of_active_accounts(claimed.messages))
    ours = _in_free_lanes(
        claimed.arbodienst, [each for each in read if isinstance(each, Interpreted)]
    )
    rejected = [each for each in read if isinstance(each, Rejected)]
    released = _decide(ours, now, rejected)
    done = [each.message.id for each in ours] + [each.message.id for each in rejected]
    finish(done)
    requeue(released)
    return Processed(claimed=len(claimed.messages), decided=len(done))


def _interpret(claimed: Sequence[int]) -> list[Interpreted | Rejected]:
    messages = read_messages(claimed)
    configurations = read_configurations({message.stream for message in messages})
    return [interpret(message, configurations[message.stream]) for message in messages]


def _in_free_lanes(arbodienst: int, read: Sequence[Interpreted]) -> list[Interpreted]:
    codes = {each.message.id: frozenset(employer_codes([each.input])) for each in read}
    ours = take_lanes(arbodienst, codes)
    return [each for each in read if each.message.id in ours]


def _decide(
    messages: Sequence[Interpreted], now: datetime, rejected: Sequence[Rejected]
) -> frozenset[int]:
    """Decides and writes; gives the messages that can go on because of it."""
    snapshot = read_snapshot([each.input for each in messages])
    today = now.astimezone(LOCAL).date()
    live = [each for each in messages if not each.input.is_dry_run]
    decisions = decide([each.input for each in live], snapshot, today)
    dry = {
        each.message.id: decide([each.input], snapshot, today)
        for each in messages
        if each.input.is_dry_run
    }
    received_on = {each.message.id: each.input.received_at.date() for each in live}
    written = write_decisions(decisions, list(received_on), received_on, now)
    outcomes = outcomes_of(messages, rejected, decisions, dry)
    write_outcomes(outcomes, now)
    write_receipts([*messages, *rejected], outcomes, now)
    return written.released
