"""What erasing one person comes to, and what stands in its way (WN-9)."""

from collections.abc import Iterator
from dataclasses import dataclass

from verzuimbrug.domain.findings import Finding, Severity
from verzuimbrug.domain.retention import Unfinished


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureFacts:
    """What there is of a person when somebody asks to erase it.

    `unfinished` are receipts of messages that hold the person and are not decided on, or of which
    something waits or is disputed, whosever it is: it can go on from the bytes only. `rejected` are
    how many of the messages that lose their bytes could be processed again until then.
    """

    open_cases: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    to_be_sent: tuple[str, ...] = ()
    in_portal_state: bool = False
    receivers: tuple[str, ...] = ()
    same_elsewhere: tuple[int, ...] = ()
    messages: int = 0
    rejected: int = 0


def judge_erasure(facts: ErasureFacts) -> tuple[Finding, ...]:
    """What is in the way, as errors, and what who decides has to know, as warnings."""
    return (*_obstacles(facts), *_warnings(facts))


_KEEPS = {
    "WN901": Unfinished.OPEN_CASE,
    "WN902": Unfinished.AT_WORK,
    "WN903": Unfinished.EXPORTS,
    "WN904": Unfinished.DELIVERY,
}


def unfinished_of(findings: tuple[Finding, ...]) -> frozenset[Unfinished]:
    """What is in the way, as what keeps a dossier that is over its term (VE-6)."""
    return frozenset(_KEEPS[each.code] for each in findings if each.severity is Severity.ERROR)


def is_erasable(findings: tuple[Finding, ...]) -> bool:
    """Whether nothing is in the way."""
    return not any(each.severity is Severity.ERROR for each in findings)


def _obstacles(facts: ErasureFacts) -> Iterator[Finding]:
    if facts.open_cases:
        yield Finding("WN901", {"cases": ", ".join(facts.open_cases)})
    if facts.unfinished:
        yield Finding("WN902", {"receipts": ", ".join(facts.unfinished)})
    if facts.to_be_sent:
        yield Finding("WN903", {"receivers": ", ".join(facts.to_be_sent)})
    if facts.in_portal_state:
        yield Finding("WN904")


def _warnings(facts: ErasureFacts) -> Iterator[Finding]:
    yield Finding("WN905", {"messages": str(facts.messages), "rejected": str(facts.rejected)})
    if facts.receivers:
        yield Finding("WN906", {"receivers": ", ".join(facts.receivers)})
    if facts.same_elsewhere:
        numbers = ", ".join(map(str, facts.same_elsewhere))
        yield Finding("WN907", {"persons": numbers})
