"""What is done with messages that stand beside the dossiers, by their kind."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from verzuimbrug.application.employer_proposals.propose import propose_employers
from verzuimbrug.application.processing.beside import Beside
from verzuimbrug.application.processing.outcomes import repeated_references, with_findings
from verzuimbrug.application.processing.pass_on import pass_on
from verzuimbrug.application.processing.together import Moment
from verzuimbrug.domain.deliveries import MessageKind
from verzuimbrug.sivi.tags import MESSAGE_KINDS
from verzuimbrug.store.inbox import MessageOutcome

BESIDE: Mapping[MessageKind, Callable[[Sequence[Beside], Moment], list[MessageOutcome]]] = (
    MappingProxyType({MessageKind.PASSED_ON: pass_on, MessageKind.EMPLOYERS: propose_employers})
)
"""Each gets the messages of its kind in order of receipt, within the transaction of their batch,
which holds the lanes of their employers; it writes, and gives what became of each message.
"""


def do_by_kind(messages: Iterable[Beside], moment: Moment) -> Iterator[MessageOutcome]:
    """Has the messages done, kind by kind; a repeated reference is told as of others (MSG-5)."""
    by_kind: dict[MessageKind, list[Beside]] = {}
    for each in messages:
        by_kind.setdefault(MESSAGE_KINDS[each.configuration.message], []).append(each)
    for kind, ours in by_kind.items():
        repeated = repeated_references(ours)
        for outcome in BESIDE[kind](ours, moment):
            yield with_findings(outcome, repeated[outcome.id])
