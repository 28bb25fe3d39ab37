"""The messages of a batch that are decided on together: one snapshot, one statement a table."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from verzuimbrug.application.interpret import Interpreted
from verzuimbrug.application.processing.guarding import Guarded, decide_guarded
from verzuimbrug.application.processing.listing import Listing
from verzuimbrug.application.processing.outcomes import (
    dry_run,
    processed,
    repeated_references,
    without_effect,
)
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.decisions import Decisions
from verzuimbrug.domain.message_input import Approval
from verzuimbrug.domain.snapshot import Snapshot
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
    guarded = {each.message.id: _guarded(each) for each in live}
    decisions = decide_guarded([each.input for each in live], snapshot, guarded, moment)
    received_on = {each.message.id: each.input.received_at.date() for each in live}
    written = write_decisions(decisions, list(received_on), received_on, now)
    repeated = repeated_references(messages)
    outcomes = []
    for each in messages:
        told = _told(each, decisions, snapshot, today)
        outcomes.append(replace(told, findings=told.findings + repeated[each.message.id]))
    return outcomes, written.released


def _guarded(message: Interpreted) -> Guarded:
    return Guarded(
        message=message.message.id,
        stream=message.message.stream,
        account=message.message.account,
        guards=message.input.configuration.guards,
    )


def _told(
    message: Interpreted, decisions: Decisions, snapshot: Snapshot, today: date
) -> MessageOutcome:
    number = message.message.id
    if message.input.is_dry_run:
        dry = decide([message.input], snapshot, today)
        listing = Listing()
        listing.add(message.input, dry, snapshot)
        listing.keep(number)
        return dry_run(message, dry.findings.get(number, ()), listing.reports)
    findings = decisions.findings.get(number, ())
    if number in decisions.held_messages:
        approved = replace(message.input, approval=Approval())
        listing = Listing()
        listing.add(approved, decide([approved], snapshot, today), snapshot)
        listing.keep(number)
        return without_effect(message, findings, MessageState.HELD)
    return processed(message, findings)
