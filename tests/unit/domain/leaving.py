"""An employer that left its group, with a run-out, and what waits for that (WG-4)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from strategies.absence import day
from unit.domain.deliveries import BAKER, KNOWN, NOON, SETTINGS, employer, message
from unit.domain.snapshots import Stored
from verzuimbrug.domain.decisions import Decisions, WaitCause
from verzuimbrug.domain.deliveries import DeliveredPerson
from verzuimbrug.domain.message_input import MessageInput
from verzuimbrug.domain.scope import Membership, Scope, Tenure

LAST_DAY = NOON.date()
LATER = NOON + timedelta(days=3)
MEMBER = Membership(group=7, end=LAST_DAY, run_out_until=day(60))
LEFT = replace(KNOWN, employers={"1001": replace(BAKER, tenure=Tenure(memberships=(MEMBER,)))})
GROUP = replace(SETTINGS, scope=Scope(groups=frozenset({7})))


def before(number: int, *persons: DeliveredPerson) -> MessageInput:
    """A message received on the last day of the membership."""
    return message(number, employer("1001", *persons), settings=GROUP)


def after(number: int, *persons: DeliveredPerson) -> MessageInput:
    """A message received, like it is processed, in the run-out."""
    return replace(before(number, *persons), received_at=LATER)


class Leaving(Stored):
    """What is stored of the employer; what waits is decided again when it may go on."""

    def __init__(self) -> None:
        super().__init__(LEFT)
        self.waiting: dict[int, MessageInput] = {}

    def take(self, batch: Iterable[MessageInput]) -> Decisions:
        """Decides a batch, and then what may go on because of it; gives the first decisions."""
        batch = list(batch)
        decisions = super().take(batch)
        waiting = {each.message for each in decisions.waiting if each.cause is WaitCause.EMPLOYER}
        for each in batch:
            self.waiting.pop(each.message, None)
            if each.message in waiting:
                self.waiting[each.message] = each
        if decisions.resumed:
            self.take(self.waiting.values())
        return decisions
