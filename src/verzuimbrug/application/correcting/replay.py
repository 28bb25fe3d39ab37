"""Stored messages processed again, one by its receipt or many by their cause (MSG-5, MSG-7).

What was applied stays as it is. A dry run shows what would become of them now.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from verzuimbrug.application.accounts import AccountRef, log_event
from verzuimbrug.application.configuration.import_configuration import read_configurations
from verzuimbrug.application.decider import Decider
from verzuimbrug.application.interpret import LOCAL, Rejected
from verzuimbrug.application.processing.alone import run_again
from verzuimbrug.application.processing.portioned import open_portioned
from verzuimbrug.domain.findings import Finding
from verzuimbrug.sivi.tags import stands_beside
from verzuimbrug.store.inbox import read_messages
from verzuimbrug.store.lanes import take_all_lanes
from verzuimbrug.store.queue import requeue
from verzuimbrug.store.replaying import Replayable, forget_outcomes, replayable
from verzuimbrug.store.tenancy import tenant

MOST_SHOWN = 200
"""How many messages a dry run works out; the counts of messages are always whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which messages: one by its receipt, or all with a cause, of an account or a stream."""

    receipt: str | None = None
    cause: str | None = None
    account: int | None = None
    stream: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """How many messages go through again; of a dry run what would become of `shown` of them.

    `counts` are those of a list of changes, with `message.rejected` for what would be rejected.
    """

    messages: int
    applied: bool
    shown: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def replay(decider: Decider, chosen: Chosen, *, dry_run: bool) -> Replayed:
    """Puts rejected, failed and parked messages back in the queue, in order of receipt.

    Those of accounts that are open to who decides.
    """
    with tenant(decider.arbodienst):
        if dry_run:
            take_all_lanes(decider.arbodienst)
        chosen_ones = replayable(chosen.receipt, chosen.cause, (chosen.account, chosen.stream))
        found = [one for one in chosen_ones if decider.authority.opens_account(one.account)]
        if not found:
            return Replayed(messages=0, applied=False, findings=(Finding("VE505"),))
        if dry_run:
            shown = [each.message for each in found[:MOST_SHOWN]]
            counts = _worked_out(shown)
            return Replayed(messages=len(found), applied=False, shown=len(shown), counts=counts)
        _go(decider, chosen, found)
        return Replayed(messages=len(found), applied=True)


def _go(decider: Decider, chosen: Chosen, found: Sequence[Replayable]) -> None:
    numbers = [each.message for each in found]
    forget_outcomes(numbers)
    requeue(numbers)
    for account, count in Counter(each.account for each in found).items():
        ref = AccountRef(arbodienst=decider.arbodienst, account=account)
        details = {"count": count, "cause": chosen.cause, "receipt": chosen.receipt}
        log_event(ref, decider.by, "messages-replayed", details)


def _worked_out(messages: Sequence[int]) -> Mapping[str, int]:
    """What would become of the messages one after another; nothing stays written."""
    now = timezone.now()
    moment = (now, now.astimezone(LOCAL).date())
    counts: Counter[str] = Counter()
    with transaction.atomic():
        for number in messages:
            (stored,) = read_messages([number])
            configuration = read_configurations({stored.stream})[stored.stream]
            if stands_beside(configuration.message):
                continue  # No dossier changes by it, so there is nothing to count.
            opened = open_portioned(stored, configuration)
            if isinstance(opened, Rejected):
                counts["message.rejected"] += 1
            else:
                counts.update(run_again(opened, moment).listing.counts)
        transaction.set_rollback(True)
    return dict(sorted(counts.items()))
