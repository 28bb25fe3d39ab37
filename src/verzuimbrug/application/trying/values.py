"""What a try-out shows: how a message would be read, step by step (docs/interfaces/try-out.md)."""

from dataclasses import dataclass, field
from enum import StrEnum

from verzuimbrug.domain.deliveries import Operation
from verzuimbrug.domain.findings import Finding
from verzuimbrug.domain.scope import Reach

MOST_EMPLOYERS = 200
MOST_PERSONS = 20
"""How many groups of a message are shown; all of them are counted."""


class Step(StrEnum):
    """What is done to the value of a tag, in this order (WG-1)."""

    TRIMMED = "trimmed"
    UPPER = "upper"
    ZEROS = "zeros"
    CONVERTED = "converted"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeStep:
    """The value after a step that the settings ask for; None when the table does not have it."""

    step: Step
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedTag:
    """A tag of the template: its value as received, and after each step."""

    tag: str
    received: str
    steps: tuple[MadeStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedEmployer:
    """An employer group: how its code is made, and the employer that has it (WG-1, WG-2).

    `is_made` is false when a tag was empty or is not in the conversion table; `name` is empty when
    no employer has the code. `finding` is why the group would wait.
    """

    path: str
    line: int | None
    tags: tuple[TriedTag, ...]
    code: str
    is_made: bool
    exists: bool
    reach: Reach
    name: str
    finding: Finding | None
    persons: int
    reports: int


class PersonMatch(StrEnum):
    """Whether a person of the message would be found (WN-1 to WN-4).

    `waits` is said of one who would wait or be held for another reason, and `none` when there is no
    employer to look at.
    """

    KNOWN = "known"
    NEW = "new"
    POSSIBLE_DOUBLE = "possible-double"
    WAITS = "waits"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedReport:
    """A report: what its code means here, and the classification it leads to (VZ, VZ-13).

    `is_classified` says whether the employer has the classification; None when that is not known,
    or nothing to say.
    """

    path: str
    line: int | None
    case: str
    sequence: int
    processing_code: str
    operation: Operation | None
    classification: str | None
    is_classified: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedPerson:
    """A person by initials and year of birth, the keys in the tag of the link key, and the reports.

    A citizen service number is shown as stars.
    """

    path: str
    line: int | None
    employer_code: str
    initials: str
    birth_year: int | None
    keys: tuple[str, ...]
    match: PersonMatch
    finding: Finding | None
    reports: tuple[TriedReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """All that is in the message: employer groups, persons and reports.

    `made` are the different employer codes, `matched` those of employers that are in scope today,
    and `unmade` the groups of which no code could be made. `without_operation` are the reports
    whose processing code the table does not have.
    """

    employers: int = 0
    unmade: int = 0
    made: int = 0
    matched: int = 0
    persons: int = 0
    known: int = 0
    new: int = 0
    possible_doubles: int = 0
    reports: int = 0
    without_operation: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedOut:
    """What the settings make of a message. With `refused` nothing was tried, and why.

    `receipt` is empty for a pasted message. `findings` are those of the message as a whole.
    `valid` says that its table allows it, `accepted` that the stream takes this message and
    edition; only with both there is more to show. `confirmed` says whether a person confirmed the
    code table of the edition (VZ-7).
    """

    stream: str
    template: str = ""
    stored: bool = False
    receipt: str = ""
    refused: tuple[Finding, ...] = ()
    message: str = ""
    edition: str = ""
    valid: bool = False
    accepted: bool = False
    confirmed: bool = False
    findings: tuple[Finding, ...] = ()
    employers: tuple[TriedEmployer, ...] = ()
    persons: tuple[TriedPerson, ...] = ()
    counts: Counts = field(default_factory=Counts)

    @property
    def is_fit(self) -> bool:
        """Whether every employer of the message would be found, and every code has a meaning."""
        counts = self.counts
        are_found = 0 < counts.made == counts.matched and not counts.unmade
        return are_found and not counts.without_operation
