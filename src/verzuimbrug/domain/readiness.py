"""The checks before an account goes live, as values (GR-1 to GR-6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from verzuimbrug.domain.comparison import ComparedRow
from verzuimbrug.domain.findings import Finding, Severity

CHECKS = ("GR-1", "GR-2", "GR-3", "GR-4", "GR-5")
"""The checks by name, in the order in which they are shown; each may be waived (GR-6)."""

MOST_ROWS = 200
"""So many rows of a list are shown with a check; `total` says how many there are."""


class CheckState(StrEnum):
    """How a check stands. What is unknown blocks as what failed does (GR-6)."""

    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerRow:
    """An employer code that is not in order: why, by the code of the finding that says so.

    `details` are the classifications that the employer has (GR-4).
    """

    code: str
    name: str
    finding: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeRow:
    """An employee without a link key, by the store's id, and the keys proposed (GR-2)."""

    employer: str
    employee: int
    proposals: tuple[str, ...] = ()


Row = EmployerRow | EmployeeRow | ComparedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverFacts:
    """By whom, when and why a check was passed over."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: how many things are in the way, what there is to say, and the list."""

    id: str
    state: CheckState
    count: int
    findings: tuple[Finding, ...]
    rows: tuple[Row, ...] = ()
    total: int = 0
    waiver: WaiverFacts | None = None

    @property
    def is_in_the_way(self) -> bool:
        """Whether it keeps the account from going live."""
        return self.state in (CheckState.FAILED, CheckState.UNKNOWN)

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What has to be put in order."""
        return tuple(each for each in self.findings if each.severity is Severity.ERROR)

    def text(self, language: str = "nl") -> str:
        """All that there is to say, in one line."""
        return " ".join(finding.text(language) for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a check found: sentences, how many things are in the way, and the list.

    `unlisted` are rows that are counted and no more.
    """

    findings: Sequence[Finding]
    count: int = 0
    rows: Sequence[Row] = field(default_factory=tuple)
    unlisted: int = 0
    is_unknown: bool = False


def judged(check: str, found: Found) -> Check:
    """The check: a finding of severity error makes it failed, or unknown where nothing is known."""
    fails = any(finding.severity is Severity.ERROR for finding in found.findings)
    bad = CheckState.UNKNOWN if found.is_unknown else CheckState.FAILED
    return Check(
        id=check,
        state=bad if fails else CheckState.OK,
        count=found.count if fails else 0,
        findings=tuple(found.findings),
        rows=tuple(found.rows[:MOST_ROWS]),
        total=len(found.rows) + found.unlisted,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """All checks of an account, by its name."""

    account: str
    checks: tuple[Check, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is in the way (GR-6)."""
        return not any(check.is_in_the_way for check in self.checks)

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What is in the way, over all checks."""
        return tuple(
            block for check in self.checks if check.is_in_the_way for block in check.blocks
        )


def with_waivers(checks: Iterable[Check], waivers: Mapping[str, WaiverFacts]) -> tuple[Check, ...]:
    """GR-6: a check in the way that was passed over by name; one in order stays in order."""
    return tuple(
        replace(check, state=CheckState.WAIVED, waiver=waivers[check.id])
        if check.is_in_the_way and check.id in waivers
        else check
        for check in checks
    )
