"""What is known before a decision: the values that the store reads once per batch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from verzuimbrug.domain.cases import CaseState
from verzuimbrug.domain.fields import StampedFields
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.reports import Report, ReportState
from verzuimbrug.domain.scope import Tenure


class PersonKey(NamedTuple):
    """The link key by which one account knows a person at an employer (WN-1)."""

    account: int
    employer: int
    key: str


class CaseKey(NamedTuple):
    """What identifies a case (VZ-1)."""

    account: int
    employer: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerFacts:
    """An employer with its time as a client and in groups, and the classifications it has."""

    id: int
    code: str
    tenure: Tenure = field(default_factory=Tenure)
    classifications: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A person at an employer. `accounts` are those that have a link key for the person."""

    id: int
    employer: int
    fields: StampedFields = field(default_factory=StampedFields)
    accounts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentFacts:
    """An employment of a person, as one account knows it; `former` numbers are aliases (WN-7).

    One that is hidden was named by undone messages only (VE-4).
    """

    id: int
    employee: int
    account: int
    number: str
    former: frozenset[str] = frozenset()
    fields: StampedFields = field(default_factory=StampedFields)
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A case that has started, as it is stored."""

    id: int
    key: CaseKey
    employee: int
    state: CaseState
    classification: str | None = None
    continues: int | None = None
    released_gaps: frozenset[int] = frozenset()
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A report that is in the set of a case, with what became of it so far."""

    report: Report
    state: ReportState
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that a batch of messages can touch.

    `link_keys` gives the person of a key; `case_aliases` the present key of a former case key;
    `blocked_keys` are keys whose possible double nobody has decided on yet (WN-4). `resolved` are
    the places of reports of these very messages that found their person in an earlier run.
    `hidden_keys` are link keys of hidden persons: they count again once a message names them.
    `displaced` are messages and keys: a newer message that stands waited for the same person too,
    and only the newest is kept (WN-2).
    """

    employers: Mapping[str, EmployerFacts] = field(default_factory=dict)
    link_keys: Mapping[PersonKey, int] = field(default_factory=dict)
    superseded_keys: frozenset[PersonKey] = frozenset()
    hidden_keys: frozenset[PersonKey] = frozenset()
    displaced: frozenset[tuple[int, PersonKey]] = frozenset()
    persons: Mapping[int, PersonFacts] = field(default_factory=dict)
    employments: tuple[EmploymentFacts, ...] = ()
    case_aliases: Mapping[CaseKey, str] = field(default_factory=dict)
    cases: tuple[CaseFacts, ...] = ()
    reports: Mapping[CaseKey, tuple[StoredReport, ...]] = field(default_factory=dict)
    blocked_keys: frozenset[PersonKey] = frozenset()
    resolved: frozenset[tuple[int, int]] = frozenset()
