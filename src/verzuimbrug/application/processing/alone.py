"""A message that is decided on by itself: a large one, one that a person approved, a correction.

It is decided portion by portion, each on what the portions before it wrote. What turns out not to
be applied is rolled back to before the message.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from verzuimbrug.application.processing.guarding import Guarded, Hours, Known, known_before
from verzuimbrug.application.processing.listing import Listing, Shown, shown_before
from verzuimbrug.application.processing.outcomes import (
    dry_run,
    processed,
    repeated_references,
    without_effect,
)
from verzuimbrug.application.processing.portioned import Portioned
from verzuimbrug.application.processing.taking_place import take_place
from verzuimbrug.application.processing.together import Moment
from verzuimbrug.domain.answers import Party
from verzuimbrug.domain.deciding import decide
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.guards import Touched
from verzuimbrug.domain.message_input import Approval, MessageInput
from verzuimbrug.domain.touching import touched_by
from verzuimbrug.sivi.parties import parties_of
from verzuimbrug.store.guard_reads import lock_hours
from verzuimbrug.store.inbox import MessageOutcome, note_edition, settle_approval
from verzuimbrug.store.models.messages import MessageState
from verzuimbrug.store.snapshots import read_snapshot
from verzuimbrug.store.sql import plan_anew
from verzuimbrug.store.waiting import keep_since, waiting_since
from verzuimbrug.store.writing import NOBODY, write_decisions

ALL = Approval()
"""As if a person approved all of it: what a list of changes shows."""


@dataclass(slots=True)
class Run:
    """What deciding a message came to."""

    listing: Listing
    findings: list[Finding] = field(default_factory=list)
    touched: Touched = field(default_factory=Touched)
    released: set[int] = field(default_factory=set)
    parties: list[tuple[int, Party]] = field(default_factory=list)


def decide_alone(message: Portioned, moment: Moment) -> tuple[MessageOutcome, frozenset[int]]:
    """Decides and writes one message; gives what became of it, and the messages that can go on."""
    note_edition(message.message.id, message.envelope.edition)
    reason = message.reason_to_hold
    if message.is_dry_run:
        outcome, released = _dry(message, moment), frozenset[int]()
    elif message.message.approval is not None:
        outcome, released = _approved(message, moment)
    elif reason is not None:
        outcome, released = _hold(message, moment, (reason,))
    else:
        outcome, released = _live(message, moment)
    repeated = repeated_references([message])[message.message.id]
    return replace(outcome, findings=outcome.findings + repeated), released


Outcome = tuple[MessageOutcome, frozenset[int]]


def list_alone(message: Portioned, moment: Moment, shown: Shown | None = None) -> Listing:
    """What the message would change if all of it were approved; nothing stays written."""
    with _rolled_back():
        return _run(message, moment, ALL, listing=Listing(shown_before=shown)).listing


def run_dry(message: Portioned, moment: Moment, approval: Approval | None = None) -> Run:
    """Everything but the writing (MSG-4): what is written is rolled back."""
    with _rolled_back():
        return _run(message, moment, approval, listing=Listing())


def run_again(message: Portioned, moment: Moment) -> Run:
    """The message processed as it stands, and its list; the caller rolls it back."""
    approval = message.message.approval
    return _run(
        message,
        moment,
        Approval.from_json(approval) if approval else None,
        listing=Listing(),
    )


def _dry(message: Portioned, moment: Moment) -> MessageOutcome:
    run = run_dry(message, moment)
    run.listing.keep(message.message.id)
    return dry_run(message, run.findings, run.listing.reports, run.parties)


def _live(message: Portioned, moment: Moment) -> Outcome:
    """A message that nobody looked at: a guard may hold it (VE-2)."""
    known = known_before(message.message.account, moment[1], message.guards)
    saved = transaction.savepoint()
    run = _run(message, moment, None)
    reasons = judged(message, run, moment[0], known)
    if reasons:
        transaction.savepoint_rollback(saved)
        return _hold(message, moment, reasons)
    transaction.savepoint_commit(saved)
    return processed(message, run.findings, run.parties), frozenset(run.released)


def judged(message: Portioned, run: Run, now: datetime, known: Known) -> tuple[Finding, ...]:
    """Why a guard holds a message that touches so much (VE-2)."""
    if not run.touched.of:
        return ()
    stream = message.message.stream
    lock_hours([stream])
    guarded = Guarded(message=message.message.id, stream=stream, guards=message.guards, known=known)
    return Hours(now).judge(guarded, run.touched)


def _approved(message: Portioned, moment: Moment) -> Outcome:
    """A message that a person decided on: it is applied only if the changes are those shown."""
    stored = message.message.approval or {}
    number, digest = message.message.id, stored.get("digest")
    if digest is not None:
        shown = shown_before(number)
        is_as_shown = list_alone(message, moment).digest == digest
        settle_approval(number, approved=is_as_shown)
        if not is_as_shown:
            return _hold(message, moment, (Finding("VE106"),), shown)
    approval = Approval.from_json(stored)
    run = _run(message, moment, approval)
    released = frozenset(run.released)
    if approval.refusal is not None:
        rejected = MessageState.REJECTED
        return without_effect(message, run.findings, rejected, run.parties), released
    return processed(message, run.findings, run.parties), released


def _hold(
    message: Portioned,
    moment: Moment,
    reasons: Sequence[Finding],
    shown: Shown | None = None,
) -> Outcome:
    """Lets the reports of the message keep their places, and shows what it would change then.

    So the list is the same one when it is worked out again, as long as nothing else happens.
    """
    run = _run(message, moment, None, held=tuple(reasons))
    list_alone(message, moment, shown).keep(message.message.id)
    held_now = without_effect(message, run.findings, MessageState.HELD, run.parties)
    return held_now, frozenset(run.released)


@contextmanager
def _rolled_back() -> Iterator[None]:
    saved = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(saved)


def _run(
    message: Portioned,
    moment: Moment,
    approval: Approval | None,
    *,
    listing: Listing | None = None,
    held: tuple[Finding, ...] = (),
) -> Run:
    """Decides and writes every portion; lists the changes when there is a listing."""
    plan_anew()
    now, today = moment
    number = message.message.id
    run = Run(listing or Listing())
    taken_out = take_place(message, approval)
    run.findings += taken_out.findings
    if listing is not None and taken_out.changes.changes:
        employees = frozenset(taken_out.employees)
        listing.add_changes(replace(taken_out.changes, employees=employees))
    by = {number: message.approved_by} if message.approved_by else NOBODY
    forgotten, waited = [number], waiting_since(number)
    for portion in message.portions(approval):
        snapshot = read_snapshot([portion])
        decisions = decide([portion], snapshot, today, {number: held} if held else {})
        run.findings += decisions.findings.get(number, ())
        run.parties += _beyond(run.parties, portion)
        run.touched |= touched_by(decisions).get(number, Touched())
        if listing is not None:
            listing.add(portion, decisions, snapshot)
        written = write_decisions(decisions, forgotten, {number: message.received_on}, now, by)
        run.released |= written.released
        forgotten = []
    keep_since(number, waited)
    run.findings = merged(run.findings)
    return run


def _beyond(known: Sequence[tuple[int, Party]], portion: MessageInput) -> list[tuple[int, Party]]:
    """The employers of a portion; one that goes on from the portion before is known."""
    found = list(parties_of(portion.delivery))
    goes_on = bool(found and known and found[0][1] == known[-1][1])
    return found[1:] if goes_on else found


def merged(findings: Sequence[Finding]) -> list[Finding]:
    """The findings of portions as of one message: each once, and what counts added up."""
    found: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        rest = tuple(item for item in finding.params.items() if item[0] != "count")
        key = (finding.code, finding.path, finding.line, rest)
        first = found.get(key)
        if first is not None and not finding.path and "count" in finding.params:
            count = int(first.params["count"]) + int(finding.params["count"])
            found[key] = replace(finding, params={**finding.params, "count": str(count)})
        else:
            found[key] = finding
    return list(found.values())
