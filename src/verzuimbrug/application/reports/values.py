"""The processing report (verwerkingsverslag): what became of a message, per report, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedFinding:
    """A finding in the reader's language: what is the matter, why it can be so, and what to do."""

    code: str
    severity: str
    path: str
    line: int | None
    text: str
    cause: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageOutcome:
    """What became of one stage: done, skipped or stopped."""

    stage: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOutcome:
    """What became of one report of absence; `employee` is the person it was resolved to, if any."""

    position: int
    employer_code: str
    case: str | None
    sequence: int
    state: str
    findings: tuple[ExplainedFinding, ...]
    employee: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingReport:
    """A message, its stages in order, what is said of it as a whole, and each of its reports.

    `items` says how many of what it passes on are in each state (DG-2); empty for any other.
    """

    receipt: str
    account: str
    stream: str
    message: str
    edition: str
    state: str
    dry_run: bool
    received_at: datetime
    decided_at: datetime | None
    stages: tuple[StageOutcome, ...]
    findings: tuple[ExplainedFinding, ...]
    reports: tuple[ReportOutcome, ...]
    items: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEntry:
    """A processing report in a list.

    `states` are how many reports of absence of the message are in each state; `is_more`: there are
    more than were counted. `finding` is the first that was said of the message as a whole.
    """

    receipt: str
    account: int
    account_name: str
    stream: str
    message: str
    edition: str
    state: str
    dry_run: bool
    received_at: datetime
    decided_at: datetime | None
    finding: ExplainedFinding | None
    states: Mapping[str, int]
    is_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What was said, of how many reports and messages, with an example of it.

    A count of no reports: it was said of messages as a whole.
    """

    finding: ExplainedFinding
    reports: int
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """What a processing report says of its message as a whole; `items` as of `ProcessingReport`."""

    receipt: str
    account: int
    account_name: str
    stream: str
    message: str
    edition: str
    state: str
    dry_run: bool
    received_at: datetime
    decided_at: datetime | None
    stages: tuple[StageOutcome, ...]
    findings: tuple[ExplainedFinding, ...]
    states: Mapping[str, int]
    causes: tuple[Cause, ...]
    items: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedReport:
    """A processing report with a page of its outcomes; `next` is what the next comes after."""

    head: ReportHead
    outcomes: tuple[ReportOutcome, ...]
    next: int | None
