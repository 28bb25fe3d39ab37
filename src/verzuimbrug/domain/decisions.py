"""What a batch decides: values that the store writes as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verzuimbrug.domain.cases import CaseState, Step
from verzuimbrug.domain.fields import FieldChange, Stamp, StampedFields
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.reports import ReportContent, ReportState, Standing
from verzuimbrug.domain.snapshot import CaseKey, PersonKey
from verzuimbrug.domain.statements import Statement

ChangesByMessage = Mapping[int, tuple[FieldChange, ...]]
"""What each message changed, by the store's id."""


class WaitCause(StrEnum):
    """What something parked outside a case waits for."""

    CONFIGURATION = "configuration"
    EMPLOYER = "employer"
    PERSON = "person"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A part of a message that waits, by cause: WG-2, WN-2 or WN-4.

    `stamp` orders what waits for a person, of which the newest is kept; `persons` are how many the
    part holds.
    """

    cause: WaitCause
    message: int
    account: int
    employer_code: str
    employer: int | None = None
    key: str | None = None
    persons: int = 1
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDecision:
    """A person after the batch. A negative id is a person that the batch creates.

    `message` is the last one that said something, `shown_by` the one that brought somebody who was
    hidden back (VE-4).
    """

    id: int
    employer: int
    fields: StampedFields
    changes: ChangesByMessage
    message: int
    bsn: str | None = None
    shown_by: int | None = None

    @property
    def is_new(self) -> bool:
        """Whether the batch creates the person."""
        return self.id < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentDecision:
    """An employment after the batch. A negative id is new; so may the employee's be.

    `shown_by` is the message that brought one that was hidden back (VE-4).
    """

    id: int
    employee: int
    account: int
    number: str
    former: frozenset[str]
    fields: StampedFields
    changes: ChangesByMessage
    message: int
    shown_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDecision:
    """A link key from this batch on: whose it is, and whether another key took its place (WN-3).

    `message` said so. `is_new`: nobody had the key; `replaced`: another took its place only now.
    """

    key: PersonKey
    employee: int
    superseded: bool
    message: int
    is_new: bool = True
    replaced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDecision:
    """What became of one report. `content` is None when its code has no operation.

    `employer` and `employee` are None as long as they are not resolved; then `case_key` is the key
    as received, which `received_key` always is. `new` is false for a report that was stored before
    and whose state changes.
    """

    place: tuple[int, int]
    new: bool
    state: ReportState
    findings: tuple[Finding, ...]
    account: int
    employer_code: str
    employer: int | None = None
    employee: int | None = None
    link_key: str | None = None
    case_key: str | None = None
    sequence: int = 0
    content: ReportContent | None = None
    employment: str | None = None
    impossible_year: bool = False
    standing: Standing = Standing.FREE
    received_key: str | None = None
    free_text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDecision:
    """A case after the batch. `before` is None for a case that starts; a negative id is new.

    `steps` are what the reports of the batch did to it, by place, when they are its last ones; else
    there are none, and all of the difference is of `message`, which touched it last. A case is
    hidden when no report starts it any more (VE-4).
    """

    id: int
    key: CaseKey
    employee: int
    state: CaseState
    before: CaseState | None
    classification: str | None
    classification_before: str | None
    continues: int | None
    continues_before: int | None
    message: int
    steps: Mapping[tuple[int, int], Step] = field(default_factory=dict)
    released_gaps: frozenset[int] = frozenset()
    hidden: bool = False
    hidden_before: bool = False


@dataclass(frozen=True, slots=True)
class CaseAlias:
    """The key that a former one leads to now (VZ-1).

    `message` said so; None when it leads on because of what was said of another key.
    """

    key: str
    message: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """All that a batch decides. `findings` are those about a message as a whole or its persons.

    `resumed` are the pairs of account and employer of which what waits may go on now (WG-4).
    """

    findings: Mapping[int, tuple[Finding, ...]] = field(default_factory=dict)
    held_messages: frozenset[int] = frozenset()
    persons: tuple[PersonDecision, ...] = ()
    links: tuple[LinkDecision, ...] = ()
    employments: tuple[EmploymentDecision, ...] = ()
    case_aliases: Mapping[CaseKey, CaseAlias] = field(default_factory=dict)
    reports: tuple[ReportDecision, ...] = ()
    cases: tuple[CaseDecision, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    statements: tuple[Statement, ...] = ()
    resumed: frozenset[tuple[int, int]] = frozenset()
