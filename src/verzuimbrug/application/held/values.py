"""What is shown of held messages, and what comes of a decision on one (VE-2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from verzuimbrug.domain.change_list import ChangeList
from verzuimbrug.domain.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMessage:
    """A message that waits for a person.

    `counts` are those of its list of changes (`ChangeList.counts`), `reasons` why it is held.
    `waiting` is how many reports of other messages wait behind its own; `corrects` the receipt of
    the message that it is to take the place of; `digest` is that of its list.
    """

    number: int
    receipt: str
    account: str
    stream: str
    received_at: datetime
    reasons: tuple[Finding, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0
    corrects: str | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingReport:
    """A report that waits behind one of a held message: which waits for what."""

    receipt: str
    position: int
    employer: str
    case: str
    sequence: int
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMessage:
    """A held message or a dry run with a part of its list of changes.

    `digest` is what an approval has to name; `part` counts from 1, `next_part` is None on the last.
    """

    message: HeldMessage
    digest: str
    changes: ChangeList
    part: int
    next_part: int | None
    waits: tuple[WaitingReport, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedReport:
    """A report in conflict, or held by what it says: it waits for a decision on itself.

    `findings` say why; `is_known` is whether its employee is, so that it can be decided on.
    """

    number: int
    receipt: str
    position: int
    account: str
    stream: str
    employer: str
    case: str | None
    sequence: int
    state: str
    received_at: datetime
    findings: tuple[Finding, ...]
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person says of a held message: all is taken but these persons and reports.

    `digest` is that of the list that was shown.
    """

    digest: str
    refused_persons: frozenset[int] = frozenset()
    refused_reports: frozenset[int] = frozenset()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What came of a decision: it goes on, or the findings say why not, and nothing happened."""

    findings: tuple[Finding, ...] = ()

    @property
    def goes_on(self) -> bool:
        """Whether the message is in the queue now."""
        return not self.findings
