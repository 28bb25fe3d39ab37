"""The messages of a batch that are decided on together: one snapshot, one statement a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from verzuimbrug.application.interpret import Interpreted
from verzuimbrug.application.processing.guarding import Guarded, decide_guarded, known_now
from verzuimbrug.application.processing.listing import Listing
from verzuimbrug.application.processing.outcomes import (
    dry_run,
    processed,
    repeated_references,
    without_effect,
)
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.decisions import Decisions
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.message_input import Approval, MessageInput
from verzuimbrug.domain.snapshot import Snapshot
from verzuimbrug.sivi.parties import parties_of
from verzuimbrug.store.inbox import MessageOutcome
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.snapshots import read_snapshot
from verzuimbrug.store.writing import write_decisions

Moment = tuple[datetime, date]
"""Now, and the day that it is here."""


def decide_together(
    messages: Sequence[Interpreted], moment: Moment
) -> tuple[list[MessageOutcome], frozenset[int]]:
    """Decides and writes; gives what became of each, and the messages that can go on now."""
    now, today = moment
    snapshot = read_snapshot([each.input for each in messages])
    live = [each for each in messages if not each.input.is_dry_run]
    guarded = {each.message.id: _guarded(each, today) for each in live}
    decisions = decide_guarded([each.input for each in live], snapshot, guarded, moment)
    received_on = {each.message.id: each.input.received_at.date() for each in live}
    written = write_decisions(decisions, list(received_on), received_on, now)
    repeated = repeated_references(messages)
    listed = _lists(messages, decisions, today)
    outcomes = []
    for each in messages:
        told = _told(each, decisions, listed)
        outcomes.append(replace(told, findings=told.findings + repeated[each.message.id]))
    return outcomes, written.released


def _guarded(message: Interpreted, today: date) -> Guarded:
    return Guarded(
        message=message.message.id,
        stream=message.message.stream,
        guards=message.input.configuration.guards,
        known=known_now(message.message.account, today),
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a message that has no effect yet would change."""

    findings: tuple[Finding, ...]
    listing: Listing


def _lists(
    messages: Sequence[Interpreted], decisions: Decisions, today: date
) -> Mapping[int, _Listed]:
    """The lists of the dry runs and of what is held, on what the batch has written.

    So a list is the same one when it is worked out again, as long as nothing else happens.
    """
    inputs = [
        each.input if each.input.is_dry_run else replace(each.input, approval=Approval())
        for each in messages
        if each.input.is_dry_run or each.message.id in decisions.held_messages
    ]
    snapshot = read_snapshot(inputs) if inputs else Snapshot()
    return {each.message: _list(each, snapshot, today) for each in inputs}


def _list(message: MessageInput, snapshot: Snapshot, today: date) -> _Listed:
    decisions = decide([message], snapshot, today)
    listing = Listing()
    listing.add(message, decisions, snapshot)
    listing.keep(message.message)
    return _Listed(decisions.findings.get(message.message, ()), listing)


def _told(
    message: Interpreted, decisions: Decisions, listed: Mapping[int, _Listed]
) -> MessageOutcome:
    number, parties = message.message.id, tuple(parties_of(message.input.delivery))
    if message.input.is_dry_run:
        dry = listed[number]
        return dry_run(message, dry.findings, dry.listing.reports, parties)
    findings = decisions.findings.get(number, ())
    if number in decisions.held_messages:
        return without_effect(message, findings, MessageState.HELD, parties)
    return processed(message, findings, parties)
