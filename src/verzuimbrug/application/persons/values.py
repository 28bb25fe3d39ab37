"""Persons, cases and reports as a page of the console shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from verzuimbrug.application.change_log.values import KnownObject, LogEntry, Why
from verzuimbrug.application.reports.values import ExplainedFinding
from verzuimbrug.domain.absence_spells import Spell
from verzuimbrug.domain.cases import CaseStatus
from verzuimbrug.domain.earlier_knowledge import EarlierStep
from verzuimbrug.domain.poortwachter import MilestoneDate
from verzuimbrug.domain.reports import ReportContent, ReportState
from verzuimbrug.domain.timeline import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class AtEmployer:
    """The employer of a person."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """What a person is called; all None of one that is shielded (datakluis)."""

    surname: str | None = None
    prefix: str | None = None
    initials: str | None = None

    def __str__(self) -> str:
        return " ".join(part for part in (self.initials, self.prefix, self.surname) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKey:
    """A key by which an account knows a person; None when the key is the BSN, which is hidden.

    `is_former`: another took its place (WN-3); `by_hand`: a person said so; `is_undone`: only
    undone messages had said it (VE-4).
    """

    account: int
    account_name: str
    key: str | None
    is_former: bool
    by_hand: bool
    is_undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPerson:
    """A person in a list of those that were looked for; `status` is that of the latest case."""

    id: int
    name: PersonName
    is_shielded: bool
    birth_date: date | None
    employer: AtEmployer
    keys: tuple[str, ...]
    status: CaseStatus | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHead:
    """Who it is about, on every page of a dossier.

    `has_bsn`: one is stored, of an account that has BSN processing on.
    """

    id: int
    employer: AtEmployer
    name: PersonName
    is_shielded: bool
    birth_date: date | None
    keys: tuple[PersonKey, ...]
    has_bsn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case: what holds of it, what held when, and what was known otherwise before.

    `continues` is the number of the case that it goes on from, after `gap` days (VZ-11).
    """

    id: int
    key: str
    account: str
    first_day: date
    recovered_on: date | None
    status: CaseStatus
    percentage: Decimal
    is_maternity: bool
    cause: str
    safety_net: str
    leave: str | None
    end_reason: str | None
    expected_recovery: date | None
    last_sequence: int
    classification: str | None
    employment: str | None
    continues: int | None
    gap: int | None
    spans: tuple[Span, ...]
    earlier: tuple[EarlierStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoneBy:
    """The undo that took something back."""

    undo: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One report of a case: what it said, what became of it and why, and what it changed."""

    case_key: str
    receipt: str
    received_at: datetime
    stream: str
    position: int
    sequence: int
    state: ReportState
    content: ReportContent | None
    findings: tuple[ExplainedFinding, ...]
    undone: UndoneBy | None
    changes: tuple[LogEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """A part of a message that waits for the person: why, and since when."""

    receipt: str
    cause: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellLine:
    """One absence: its cases joined, and its dates (VZ-15); `joins_until` of a recovered one."""

    spell: Spell
    dates: tuple[MilestoneDate, ...]
    joins_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsencePage:
    """The absence of a person: cases and absences by first day, and what asks for attention.

    `undone` are the cases that count no more because their first report was undone (VE-4).
    """

    head: PersonHead
    cases: tuple[CaseLine, ...]
    undone: tuple[CaseLine, ...]
    spells: tuple[SpellLine, ...]
    attention: tuple[ReportLine, ...]
    waiting: tuple[WaitingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A case with all of its reports; `undone`: its start was taken back, and it counts no more."""

    head: PersonHead
    case: CaseLine
    spell: SpellLine | None
    joined: tuple[CaseLine, ...]
    reports: tuple[ReportLine, ...]
    is_undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """A person, employments and cases as they were known at a moment, or are now."""

    head: PersonHead
    at: datetime | None
    objects: tuple[KnownObject, ...]

    def of_kind(self, kind: str) -> Sequence[KnownObject]:
        """The objects of one kind."""
        return [each for each in self.objects if each.of.kind == kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPage:
    """Why a field of a person, an employment or a case has its value."""

    head: PersonHead
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """What one message said of the person, or of the employment with the number in `key`.

    Only the names of fields, not their values.
    """

    id: int
    receipt: str
    received_at: datetime
    made_at: str
    account: str
    stream: str
    kind: str
    key: str | None
    fields: tuple[str, ...]
    undone: UndoneBy | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage:
    """Which messages spoke of a person, newest first; `next` is where the next page starts."""

    head: PersonHead
    statements: tuple[StatementLine, ...]
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesPage:
    """A page of the change log of a person."""

    head: PersonHead
    changes: tuple[LogEntry, ...]
    next: int | None
